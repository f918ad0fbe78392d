"""What officers fill in about a purchase; what the database refuses comes back as a sentence with its numbers."""

import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certification.models import CertificateItem
from procurement.awards import left_of
from procurement.models import Agency, Award, Leakage, LeakageReason
from tkdnportal.refusals import RefusableForm
from tkdnportal.templatetags.portal import rupiah
from umkm.categories import Category
from umkm.documents import keep_checked
from umkm.forms import FilterForm
from umkm.identifiers import Invalid
from umkm.importers import values
from umkm.models import DocumentKind
from umkm.owner.fields import TypedField
from umkm.uploads import FilesField

CEILING_RULES = ("award_stays_within_the_ceiling", "leakage_stays_within_the_ceiling")


def amount(text):
    """Whole rupiah above 0 of `Rp 12.500.000`; None when empty. Raises Invalid."""
    found = values.rupiah(text)
    if found == 0:
        raise Invalid(_("Nilai 0 tidak bisa dicatat; tulis nilai sebenarnya."))
    return found


def money_field(label, **options):
    """A field for whole rupiah, written with or without dots."""
    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    options.setdefault("help_text", gettext_lazy("Rupiah bulat, misalnya 12.500.000."))
    return TypedField(read=amount, label=label, max_length=30, widget=widget, **options)


def day_field(label, **options):
    """A field for a day, with the device's own calendar."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


class SigningForm(FilterForm):
    """On which day the contract is signed, and whom to look for; the page's address."""

    tanggal = day_field(gettext_lazy("Tanggal kontrak"))
    cari = forms.CharField(label=gettext_lazy("Cari produk atau pemasok"), max_length=100, required=False)

    def __init__(self, data, *, usual):
        """`usual`: the day shown when the address names none."""
        data = data.copy()
        data.setdefault("tanggal", usual.isoformat())
        super().__init__(data)


class PurchaseForm(RefusableForm):
    """Says how much the package still has, and refuses days that have not come."""

    today = None

    def __init__(self, *args, today, **kwargs):
        """`today`: nothing is recorded before it happened."""
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self):
        """No day lies in the future."""
        cleaned = super().clean()
        for name in ("signed_on", "bought_on", "delivered_on", "paid_on"):
            if cleaned.get(name) and cleaned[name] > self.today:
                self.add_error(name, _("Tanggal ini belum tiba. Catat setelah terjadi."))
        return cleaned

    def explain(self, refusal):
        """What is left, in rupiah."""
        if refusal.constraint_name not in CEILING_RULES:
            return None
        package = self.instance.package
        return _(
            "Nilai %(value)s melebihi sisa pagu paket ini, yaitu %(left)s dari %(ceiling)s. "
            "Isi paling banyak %(left)s, atau periksa belanja yang sudah tercatat."
        ) % {
            "value": rupiah(self.cleaned_data.get("value") or self.instance.value),
            "left": rupiah(left_of(package, without=type(self.instance).objects.filter(pk=self.instance.pk).first())),
            "ceiling": rupiah(package.ceiling),
        }


class OnceForm(PurchaseForm):
    """A new purchase: its key makes a form that is sent twice count once."""

    form_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        kwargs["initial"] = {"form_key": uuid.uuid4()} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)

    def clean_form_key(self):
        """Kept with the purchase."""
        self.instance.form_key = self.cleaned_data["form_key"]
        return self.instance.form_key


class AwardForm(OnceForm):
    """A contract: with whom, for how much, and why when the product is not from the list."""

    item = forms.ModelChoiceField(
        queryset=CertificateItem.objects.none(), widget=forms.RadioSelect, label=gettext_lazy("Produk dan pemasok"),
        error_messages={"required": gettext_lazy("Pilih produk yang dibeli.")},
    )  # fmt: skip
    value = money_field(gettext_lazy("Nilai kontrak (Rp)"))

    class Meta:
        model = Award
        fields = ("signed_on", "item", "value", "contract_number", "override_reason")
        widgets = {"signed_on": forms.HiddenInput, "override_reason": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, choices, **kwargs):
        """`choices`: what can be bought on the signing day."""
        super().__init__(*args, **kwargs)
        self.choices = {choice.pk: choice for choice in choices}
        self.fields["item"].queryset = CertificateItem.objects.filter(pk__in=self.choices)

    def clean(self):
        """A product beside the list needs a reason (the office's policy; domain rule of tiers 1 and 2)."""
        cleaned = super().clean()
        item = cleaned.get("item")
        if item is not None:
            choice = self.choices[item.pk]
            self.instance.tier = choice.tier
            if not choice.fits and not cleaned.get("override_reason"):
                self.add_error(
                    "override_reason", _("Produk ini tidak ada di daftar yang cocok. Tulis alasan memilihnya.")
                )
        return cleaned


class ProgressForm(PurchaseForm):
    """When the goods came and what was paid."""

    delivered_on = day_field(gettext_lazy("Barang diterima pada"), required=False)
    paid_on = day_field(gettext_lazy("Dibayar pada"), required=False)
    paid_value = money_field(gettext_lazy("Nilai yang dibayar (Rp)"), required=False)

    class Meta:
        model = Award
        fields = ("delivered_on", "paid_on", "paid_value")


class Corrects:
    """A correction says why; the trail keeps what stood there before."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["change_reason"] = ""
        self.fields["change_reason"].required = True


class AwardCorrectionForm(Corrects, PurchaseForm):
    """Value, day and number of a contract put right."""

    value = money_field(gettext_lazy("Nilai kontrak (Rp)"))
    signed_on = day_field(gettext_lazy("Tanggal kontrak"))

    class Meta:
        model = Award
        fields = ("value", "signed_on", "contract_number", "change_reason")


class CancelForm(RefusableForm):
    """Why a purchase is taken back."""

    class Meta:
        model = Award
        fields = ("cancel_reason",)
        widgets = {"cancel_reason": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, today, **kwargs):
        """`today` becomes the day of the cancellation."""
        super().__init__(*args, **kwargs)
        self.fields["cancel_reason"].required = True
        self.instance.cancelled_on = today


class LeakageCancelForm(CancelForm):
    """The same for a purchase outside."""

    class Meta(CancelForm.Meta):
        model = Leakage


LEAKAGE_WIDGETS = {"reason_text": forms.Textarea(attrs={"rows": 2})}


class ReasonMixin:
    """A reason must be chosen, and its proof can be kept as a file."""

    def __init__(self, *args, by, **kwargs):
        """`by`: the officer, who gives the file."""
        super().__init__(*args, **kwargs)
        self.by = by
        self.fields["proof"] = FilesField(
            kind=DocumentKind.LEAKAGE_PROOF, most=1, required=False, label=_("Foto atau PDF buktinya"),
            help_text=_("Boleh kosong. Misalnya foto berita acara atau surat penawaran."),
        )  # fmt: skip
        self.fields["reason"].required = True
        self.fields["reason"].choices = [("", _("Pilih alasan")), *LeakageReason.choices]

    def save(self, commit=True):
        """The purchase, with its file where one was sent; an earlier file stays until another comes."""
        for checked in self.cleaned_data["proof"]:
            self.instance.proof = keep_checked(
                checked=checked, kind=DocumentKind.LEAKAGE_PROOF, business=None, by=self.by
            )
        return super().save(commit)


class LeakageForm(ReasonMixin, OnceForm):
    """A purchase of a package from someone without a certificate."""

    value = money_field(gettext_lazy("Nilai pembelian (Rp)"))
    bought_on = day_field(gettext_lazy("Tanggal pembelian"))

    class Meta:
        model = Leakage
        fields = ("value", "bought_on", "vendor_name", "reason", "reason_text", "evidence")
        widgets = LEAKAGE_WIDGETS


class OutsidePlanForm(LeakageForm):
    """A purchase whose package the portal does not know: of an agency and a year."""

    class Meta(LeakageForm.Meta):
        fields = ("agency", "year", "category", *LeakageForm.Meta.fields)

    def __init__(self, *args, by, **kwargs):
        """`by`: the officer, who chooses among the agencies of their postings."""
        super().__init__(*args, by=by, **kwargs)
        self.fields["agency"].queryset = Agency.objects.filter(postings__user=by)
        self.fields["category"].choices = [("", _("Pilih kategori")), *Category.choices]
        for name in ("agency", "year", "category"):
            self.fields[name].required = True

    def clean_year(self):
        """A year that can be a budget year."""
        year = self.cleaned_data["year"]
        if not 2000 <= year <= 2100:
            raise ValidationError(_("Tulis tahun dengan empat angka, misalnya 2026."))
        return year


class LeakageChangeForm(Corrects, ReasonMixin, PurchaseForm):
    """The reason of a purchase that waits for one, or a correction."""

    value = money_field(gettext_lazy("Nilai pembelian (Rp)"))
    bought_on = day_field(gettext_lazy("Tanggal pembelian"))

    class Meta:
        model = Leakage
        fields = ("reason", "reason_text", "evidence", "value", "bought_on", "vendor_name", "change_reason")
        widgets = LEAKAGE_WIDGETS

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.reason:
            # Completing what a file could not say is no correction.
            self.fields["change_reason"].required = False
