"""What the overview is asked: a budget year, a level of government, and what the map shows."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from insight.dashboard.measures import Measure
from procurement.forms import YearForm
from procurement.listing import FOUR
from procurement.models import AgencyLevel


class OverviewForm(YearForm):
    """Year and level of government; the map's measure is chosen beside the map."""

    tingkat = forms.ChoiceField(label=_("Tingkat pemerintah"), choices=AgencyLevel.choices)
    peta = forms.ChoiceField(choices=Measure.choices, required=False, widget=forms.HiddenInput)
    NOT_FILTERS = ("halaman", "tahun", "tingkat", "peta")

    def __init__(self, data, *, today):
        """The province, unless the address says otherwise."""
        data = data.copy()
        data.setdefault("tingkat", AgencyLevel.PROVINCE)
        super().__init__(data, today=today)

    def asked(self, *, on, may_list):
        """The question of a valid form on day `on`."""
        return Asked(
            year=self.year,
            level=self.cleaned_data["tingkat"],
            measure=Measure(self.cleaned_data["peta"] or Measure.CERTIFIED),
            on=on,
            may_list=may_list,
        )


@dataclass(frozen=True)
class Asked:
    """The question; `may_list` is whether the reader may open the staff's lists."""

    year: int
    level: str
    measure: Measure
    on: date
    may_list: bool = False

    @property
    def is_this_year(self):
        """Whether the year is still running, so that last year is compared up to the same day."""
        return self.year == self.on.year

    @property
    def last_until(self):
        """The day up to which last year's contracts are compared: today a year ago, or all of a finished year."""
        return a_year_before(self.on) if self.is_this_year else date(self.year, 12, 31)

    def packages(self, **filters):
        """Address of the packages behind an amount, of the four categories unless `filters` name one."""
        asked = {"tahun": self.year, "tingkat": self.level, "kategori": FOUR} | filters
        return f"{reverse('procurement:packages')}?{urlencode(asked)}"


def a_year_before(day):
    """The same day a year earlier; of 29 February the 28th."""
    return day.replace(year=day.year - 1, day=min(day.day, 28) if day.month == 2 else day.day)
