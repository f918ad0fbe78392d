"""What all filter forms of the portal share."""

from django import forms
from django.utils.translation import gettext_lazy as _

from umkm.paging import FARTHEST


class FilterForm(forms.Form):
    """A form whose state is the page's address: every field may be missing, and `halaman` is the page number."""

    NOT_FILTERS = ("halaman", "urut", "tahun")

    halaman = forms.IntegerField(
        label=_("Halaman"), min_value=1, max_value=FARTHEST, required=False, widget=forms.HiddenInput
    )

    @property
    def page_number(self):
        """The page asked for; the first when none is named."""
        return self.cleaned_data.get("halaman") or 1

    @property
    def is_used(self):
        """Whether the visitor has narrowed the list, so that an empty page can offer to widen it again."""
        return any(value not in (None, "") for name, value in self.cleaned_data.items() if name not in self.NOT_FILTERS)
