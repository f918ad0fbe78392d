"""Filters of packages; their fields are the pages' query parameters."""

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from procurement.absorption import NOWHERE
from procurement.desk_states import DeskState
from procurement.listing import FOUR, Bought
from procurement.models import Agency, AgencyLevel, OutcomeState
from procurement.years import known_years, usual_year
from umkm.categories import Category
from umkm.forms import FilterForm
from umkm.models import Regency


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
    serapan = forms.ChoiceField(label=_("Serapan"), choices=[("", _("Semua serapan")), *Bought.choices], required=False)
    field_order = ("tahun", "keadaan", "serapan")


class PackageFilterForm(YearForm):
    """Everyone's filter of the year's packages."""

    keadaan = forms.ChoiceField(
        label=_("Keadaan"), choices=[("", _("Semua keadaan")), *OutcomeState.choices], required=False
    )
    serapan = forms.ChoiceField(label=_("Serapan"), choices=[("", _("Semua serapan")), *Bought.choices], required=False)
    q = forms.CharField(label=_("Nama atau kode RUP"), max_length=200, required=False)
    kategori = forms.ChoiceField(
        label=_("Kategori"),
        choices=[("", _("Semua kategori")), (FOUR, _("Keempat kategori anggaran")), *Category.choices],
        required=False,
    )
    tingkat = forms.ChoiceField(
        label=_("Tingkat pemerintah"), choices=[("", _("Semua tingkat")), *AgencyLevel.choices], required=False
    )
    satker = forms.ModelChoiceField(
        label=_("Satuan kerja"), queryset=Agency.objects.all(), empty_label=_("Semua satuan kerja"), required=False
    )
    wilayah = forms.ChoiceField(label=_("Kabupaten/kota"), required=False)
    bulan = forms.ChoiceField(
        label=_("Bulan rencana kontrak"),
        choices=[
            ("", _("Semua bulan")),
            *((str(n), name) for n, name in MONTHS.items()),
            (NOWHERE, _("tanpa tanggal")),
        ],
        required=False,
    )
    field_order = ("q", "tahun", "kategori", "keadaan", "serapan", "tingkat", "satker", "wilayah", "bulan")

    def __init__(self, data, *, today):
        super().__init__(data, today=today)
        places = [(regency.pk, str(regency)) for regency in Regency.objects.all()]
        self.fields["wilayah"].choices = [("", _("Seluruh Lampung")), *places, (NOWHERE, _("tanpa lokasi"))]
