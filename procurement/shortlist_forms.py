"""Forms of the shortlist and of offers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from procurement.models import Offer, ShortlistEntry
from tkdnportal.refusals import RefusableForm

DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class NoteForm(forms.ModelForm):
    """The note of one entry."""

    class Meta:
        model = ShortlistEntry
        fields = ("note",)


class AskForm(forms.Form):
    """Whom to ask, for how much, until when."""

    pilihan = forms.ModelMultipleChoiceField(
        label=_("Minta kepada"), queryset=ShortlistEntry.objects.none(), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Centang sedikitnya satu pemasok.")},
    )  # fmt: skip
    volume = forms.CharField(
        label=_("Volume"), max_length=200, help_text=_("Jumlah dan satuan, misalnya 500 bungkus @ 250 gram.")
    )
    batas = forms.DateField(label=_("Dijawab paling lambat"), widget=DAY)

    def __init__(self, *args, entries, today, **kwargs):
        """`entries`: a queryset of those not asked yet."""
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["pilihan"].queryset = entries
        self.fields["pilihan"].label_from_instance = _label

    def clean_batas(self):
        """A day still to come."""
        deadline = self.cleaned_data["batas"]
        if deadline < self.today:
            raise forms.ValidationError(_("Tanggal ini sudah lewat. Pilih hari ini atau sesudahnya."))
        return deadline


def _label(entry):
    return f"{entry.item.product_name} – {entry.item.certificate.business.name}"


class AnswerForm(RefusableForm):
    """The answer of a supplier, as the officer heard it."""

    class Meta:
        model = Offer
        fields = ("answered_on", "price", "declined")
        widgets = {"answered_on": DAY}

    def __init__(self, *args, today, **kwargs):
        """`today`: the latest day an answer can have come."""
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["answered_on"].required = True

    def clean_answered_on(self):
        """Not in the future."""
        answered = self.cleaned_data["answered_on"]
        if answered > self.today:
            raise forms.ValidationError(_("Tanggal ini belum tiba. Isi hari jawaban diterima."))
        return answered
