"""Forms of the desk about one business: its record with masked contacts, and what asks for a reason."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tkdnportal.personal import masked_email, masked_number, masked_phone
from tkdnportal.refusals import RefusableForm
from umkm import identifiers
from umkm.categories import Category
from umkm.models import Business, Datum, Purpose

MASKS = {"phone": masked_phone, "email": masked_email, "npwp": masked_number}
"""Fields of a business that a form never shows in full."""


class CategoriesForm(RefusableForm):
    """Ticks for the categories, since the order in the column is that of the list."""

    categories = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Kategori"), choices=Category, widget=forms.CheckboxSelectMultiple
    )


class BusinessForm(RefusableForm):
    """A record whose contacts stay masked: an empty box keeps what is stored, a new value replaces it."""

    drop = forms.MultipleChoiceField(
        label=gettext_lazy("Kosongkan"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(name, Business._meta.get_field(name).verbose_name) for name in MASKS],
        help_text=gettext_lazy("Centang data yang salah dan belum ada gantinya."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            return
        for name, mask in MASKS.items():
            stored = getattr(self.instance, name)
            if stored and name in self.fields:
                self.initial[name] = ""
                self.fields[name].help_text = _("Tersimpan: %(masked)s. Isi hanya bila berubah.") % {
                    "masked": mask(stored)
                }

    def clean_phone(self):
        """As the register writes it, `+62…`."""
        return self._read("phone", identifiers.phone)

    def clean_npwp(self):
        """As the register writes it, 16 digits."""
        return self._read("npwp", identifiers.npwp)

    def clean_email(self):
        """As typed, or what is stored."""
        return self._read("email", str)

    def _read(self, name, reader):
        typed = self.cleaned_data[name]
        if not typed:
            return "" if name in self.data.getlist("drop") else getattr(self.instance, name)
        try:
            return reader(typed)
        except identifiers.Invalid as problem:
            raise ValidationError(str(problem)) from problem


class PurposeForm(forms.Form):
    """Why personal data is needed: one of the usual reasons, or another in words."""

    purpose = forms.ChoiceField(label=gettext_lazy("Untuk apa?"), choices=Purpose, widget=forms.RadioSelect)
    text = forms.CharField(
        label=gettext_lazy("Penjelasan"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Wajib bila memilih “alasan lain”."),
    )

    def clean(self):
        """Another reason is worth nothing without its words."""
        cleaned = super().clean()
        if cleaned.get("purpose") == Purpose.OTHER and not cleaned.get("text", "").strip():
            self.add_error("text", _("Tulis alasannya bila memilih “alasan lain”."))
        return cleaned


class RevealForm(PurposeForm):
    """Which datum to show, and why."""

    datum = forms.ChoiceField(label=gettext_lazy("Data"), choices=Datum, widget=forms.RadioSelect)
    field_order = ("datum", "purpose", "text")

    def __init__(self, *args, known, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["datum"].choices = [(datum.value, datum.label) for datum in known]


class NikForm(forms.Form):
    """An identity number to look for; sent as the body of a request, so no address and no log ever holds it."""

    nik = forms.CharField(
        label="NIK",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
        help_text=gettext_lazy("16 angka pada KTP. Nomor ini tidak disimpan dan tidak masuk alamat halaman."),
    )

    def clean_nik(self):
        """16 digits that can be a NIK."""
        try:
            return identifiers.nik(self.cleaned_data["nik"])
        except identifiers.Invalid as problem:
            raise ValidationError(str(problem)) from problem
