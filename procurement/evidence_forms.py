"""Forms of evidence; the hidden key makes two presses of one page one record."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from procurement.models import Agency, NoSupplier


class FreezeForm(forms.Form):
    """For which agency an answer is frozen; the key is new each time the page is opened."""

    satker = forms.ModelChoiceField(label=_("Untuk satuan kerja"), queryset=Agency.objects.none(), empty_label=None)
    kunci = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args, agencies, **kwargs):
        """`agencies` is a queryset of those the officer may freeze for."""
        super().__init__(*args, **kwargs)
        self.fields["satker"].queryset = agencies


class NoSupplierForm(forms.ModelForm):
    """What the officer tells the office about the need."""

    class Meta:
        model = NoSupplier
        fields = ("note",)
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}
