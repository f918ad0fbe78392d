"""What all filter forms of the portal share."""

from django import forms
from django.utils.translation import gettext_lazy as _

from umkm.paging import FARTHEST


class FilterForm(forms.Form):
    """A form whose state is the page's address: every field may be missing, and `halaman` is the page number."""

    NOT_FILTERS = ("halaman", "urut", "tahun")
    SHORT = 2

    halaman = forms.IntegerField(
        label=_("Halaman"), min_value=1, max_value=FARTHEST, required=False, widget=forms.HiddenInput
    )

    @property
    def page_number(self):
        """The page asked for; the first when none is named."""
        return self.cleaned_data.get("halaman") or 1

    @property
    def first_fields(self):
        """Fields that always show: all of a short form, the first of a long one."""
        fields = self.visible_fields()
        return fields if len(fields) <= self.SHORT else fields[:1]

    @property
    def more_fields(self):
        """Fields a phone folds away."""
        return self.visible_fields()[len(self.first_fields) :]

    @property
    def more_is_used(self):
        """Whether a folded field narrows the list, so that it must not be hidden."""
        return any(field.data for field in self.more_fields if field.name not in self.NOT_FILTERS)

    @property
    def is_used(self):
        """Whether the visitor has narrowed the list, so that an empty page can offer to widen it again."""
        return any(value not in (None, "") for name, value in self.cleaned_data.items() if name not in self.NOT_FILTERS)
