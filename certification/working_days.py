"""Working days: Monday to Friday without the days off of the office's calendar (`Holiday`).

A year nobody has decreed is never guessed: whatever reaches into it raises `YearUnknown`.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext

from certification.models.holiday import HolidayYear

ONE_DAY = timedelta(days=1)
SATURDAY = 5


class YearUnknown(Exception):
    """The holidays of a year are not in the calendar; the message is for people."""

    def __init__(self, year):
        """`year`: the first one that is missing."""
        super().__init__(
            gettext("Libur tahun %(year)s belum tercatat, jadi hari kerjanya belum dapat dihitung.") % {"year": year}
        )
        self.year = year


@dataclass(frozen=True)
class Calendar:
    """The known years and their days off."""

    years: frozenset
    days_off: frozenset

    @classmethod
    def load(cls):
        """As it stands in the database: one query, however many deadlines follow."""
        rows = HolidayYear.objects.values_list("year", "holidays__day", "holidays__is_off")
        return cls(
            years=frozenset(year for year, _, _ in rows),
            days_off=frozenset(day for _, day, off in rows if off),
        )

    def is_working(self, day: date) -> bool:
        """Whether the ministry works on `day`; raises `YearUnknown`."""
        if day.year not in self.years:
            raise YearUnknown(day.year)
        return day.weekday() < SATURDAY and day not in self.days_off

    def after(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`, which itself never counts; raises `YearUnknown`."""
        while count:
            day += ONE_DAY
            count -= self.is_working(day)
        return day

    def latest_start(self, end: date, count: int) -> date:
        """The last day whose `count`-th working day comes on or before `end`; raises `YearUnknown`.

        It turns “due by `end`” into a condition on the day a state began, which the database can answer alone.
        """
        day = end
        while self.after(day, count) > end:
            day -= ONE_DAY
        return day

    def between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; negative where `end` comes first."""
        if end < start:
            return -self.between(end, start)
        days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
        return sum(self.is_working(day) for day in days)
