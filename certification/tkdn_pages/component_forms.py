"""One component, with where it comes from and the proof of that."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certification.models import Component
from certification.sentra_words import share_text
from certification.tkdn import Origin
from certification.tkdn_pages import numbers
from certification.tkdn_pages.words import ORIGIN_CHOICES
from tkdnportal.refusals import RefusableForm
from umkm.models import DocumentKind
from umkm.owner.fields import TypedField
from umkm.uploads import FilesField

CERTIFICATE = ("certificate_number", "certificate_tkdn", "certificate_valid_until")
DECIMALS = {"inputmode": "decimal", "autocomplete": "off"}
LONGEST_VALID = timedelta(days=366 * 10)
"""A certificate runs five years (Permenperin 35/2025 Ps 45); an end farther away than ten is a typing error."""


class AmountField(TypedField):
    """A decimal number, shown again as it is typed here: `0,3`."""

    def __init__(self, **kwargs):
        """Long enough to say which part of a pasted number is wrong."""
        super().__init__(max_length=40, widget=forms.TextInput(attrs=DECIMALS), **kwargs)

    def prepare_value(self, value):
        """With a comma; what was typed stays as it was typed."""
        return value if isinstance(value, str) else numbers.written(value)


class ComponentForm(RefusableForm):
    """A component for one unit of the product."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    quantity = AmountField(
        read=numbers.quantity, label=gettext_lazy("Jumlah untuk satu barang"),
        help_text=gettext_lazy("Misalnya 0,3 atau 2. Pakai koma untuk pecahan."),
        error_messages={"required": gettext_lazy("Isi jumlah untuk satu barang, misalnya 0,3.")},
    )  # fmt: skip
    unit_price = AmountField(
        read=numbers.unit_price, label=gettext_lazy("Harga satuan (Rp)"),
        help_text=gettext_lazy("Harga beli untuk satu satuan itu, misalnya 70.000 untuk satu kg."),
        error_messages={"required": gettext_lazy("Isi harga satuan, misalnya 70.000.")},
    )  # fmt: skip
    origin = forms.ChoiceField(
        label=gettext_lazy("Dari mana bahan ini?"), choices=ORIGIN_CHOICES, widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pilih dari mana bahan ini. Bila ragu, tanyakan kepada penjualnya.")},
    )  # fmt: skip
    certificate_tkdn = AmountField(
        read=numbers.percentage, label=gettext_lazy("Nilai TKDN pada sertifikat (%)"), required=False,
        help_text=gettext_lazy("Misalnya 52,00."),
    )  # fmt: skip
    certificate_valid_until = forms.DateField(
        label=gettext_lazy("Sertifikat berlaku sampai"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"],
        error_messages={"invalid": gettext_lazy("Tulis tanggal seperti 31-12-2027.")},
    )  # fmt: skip

    class Meta:
        model = Component
        fields = ("name", "quantity", "unit", "unit_price", "origin", *CERTIFICATE)
        labels = {
            "name": gettext_lazy("Nama bahan"),
            "unit": gettext_lazy("Satuan"),
            "certificate_number": gettext_lazy("Nomor sertifikat TKDN bahan"),
        }
        help_texts = {"unit": gettext_lazy("Misalnya kg, liter, meter, atau buah.")}
        error_messages = {"name": {"required": gettext_lazy("Isi nama bahan, misalnya “pisang kepok”.")}}

    def __init__(self, *args, on, **kwargs):
        """`on`: today, from which a certificate's end is judged."""
        super().__init__(*args, **kwargs)
        self.on = on
        self.initial["revision"] = self.instance.revision

    def clean(self):
        """A certified component has its whole certificate, any other has none of it."""
        cleaned = super().clean()
        if "origin" not in cleaned:
            return cleaned
        if cleaned["origin"] == Origin.CERTIFIED:
            self._ask_certificate(cleaned)
        else:
            self._refuse_certificate(cleaned)
        return cleaned

    def _ask_certificate(self, cleaned):
        sentences = {
            "certificate_number": _("Isi nomor sertifikat TKDN bahan ini, atau pilih asal yang lain."),
            "certificate_tkdn": _("Isi nilai TKDN pada sertifikat bahan, antara 0 dan 100."),
            "certificate_valid_until": _("Isi sampai kapan sertifikat bahan berlaku, seperti tertulis di sana."),
        }
        for name, sentence in sentences.items():
            if cleaned.get(name) in (None, "") and name not in self.errors:
                self.add_error(name, ValidationError(sentence))
        until = cleaned.get("certificate_valid_until")
        if until and until > self.on + LONGEST_VALID:
            self.add_error("certificate_valid_until", ValidationError(_("Tanggal itu terlalu jauh. Periksa tahunnya.")))

    def _refuse_certificate(self, cleaned):
        """A value without a choice that uses it would be lost silently, so it is asked about."""
        given = [name for name in CERTIFICATE if cleaned.get(name) not in (None, "")]
        for name in given:
            message = _("Ini hanya untuk bahan bersertifikat TKDN. Kosongkan, atau pilih asal “punya sertifikat”.")
            self.add_error(name, ValidationError(message))


class SharesField(forms.ModelMultipleChoiceField):
    """Parts of what a cooperative bought, each said in a sentence."""

    def label_from_instance(self, obj):
        """The invoice and the part."""
        return share_text(obj)


class EvidenceForm(forms.Form):
    """Proof of one component: files given before, parts of a cooperative's invoices, and new files."""

    documents = forms.ModelMultipleChoiceField(
        None, label=gettext_lazy("Pakai berkas yang sudah ada"), required=False, widget=forms.CheckboxSelectMultiple
    )

    allotments = SharesField(
        None, label=gettext_lazy("Pakai bagian dari nota koperasi"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args, kept, kinds, shares, **kwargs):
        """`kept`: documents of the business of the `kinds` this component's origin asks for; `shares`: its parts of
        cooperatives' invoices."""
        super().__init__(*args, **kwargs)
        self.fields["documents"].queryset = kept
        self.fields["allotments"].queryset = shares
        self.new_fields = {}
        for kind in kinds:
            self.new_fields[kind] = f"new_{kind.lower()}"
            self.fields[f"new_{kind.lower()}"] = FilesField(
                kind=kind, required=False,
                label=_("Tambah: %(kind)s") % {"kind": DocumentKind(kind).label},
                help_text=_("Foto dengan kamera, atau pilih foto atau PDF dari ponsel."),
            )  # fmt: skip
