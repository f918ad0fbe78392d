"""Filters of packages; their fields are the pages' query parameters."""

from django import forms
from django.utils.translation import gettext_lazy as _

from procurement.desk_states import DeskState
from procurement.models import Agency, OutcomeState
from procurement.years import known_years, usual_year
from umkm.categories import Category
from umkm.forms import FilterForm


class YearForm(FilterForm):
    """The budget year, among the years the portal knows."""

    tahun = forms.TypedChoiceField(label=_("Tahun anggaran"), coerce=int)

    def __init__(self, data, *, today):
        """`data` is the page's query; where it names no year, `today` decides which one is shown."""
        years = known_years()
        usual = usual_year(years, today)
        data = data.copy()
        data.setdefault("tahun", str(usual))
        super().__init__(data)
        self.fields["tahun"].choices = [(year, str(year)) for year in years or [usual]]

    @property
    def year(self):
        """The year asked for; call it on a valid form."""
        return self.cleaned_data["tahun"]


class DeskForm(YearForm):
    """The officer's filter: year and state."""

    keadaan = forms.ChoiceField(
        label=_("Keadaan"), choices=[("", _("Semua keadaan")), *DeskState.choices], required=False
    )
    field_order = ("tahun", "keadaan")


class PackageFilterForm(YearForm):
    """Everyone's filter of the year's packages."""

    keadaan = forms.ChoiceField(
        label=_("Keadaan"), choices=[("", _("Semua keadaan")), *OutcomeState.choices], required=False
    )

    q = forms.CharField(label=_("Nama atau kode RUP"), max_length=200, required=False)
    kategori = forms.ChoiceField(
        label=_("Kategori"), choices=[("", _("Semua kategori")), *Category.choices], required=False
    )
    satker = forms.ModelChoiceField(
        label=_("Satuan kerja"), queryset=Agency.objects.all(), empty_label=_("Semua satuan kerja"), required=False
    )
    field_order = ("q", "tahun", "kategori", "keadaan", "satker")
