"""The gap meter: what the year's budget buys from certified suppliers, and what it cannot yet."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from procurement.models import AgencyLevel, Budget, PackageOutcome
from procurement.totals import stored_totals
from tkdnportal.bars import segments
from umkm.categories import BUDGET_CATEGORIES, Category

SEGMENTS = ("served", "thin", "open", "not_certifiable", "outside", "unplanned")


@dataclass(frozen=True)
class Line:
    """One category, or all of them: rupiah of each kind with its bar."""

    category: str
    label: str
    budget: int
    served: int
    thin: int
    open: int
    not_certifiable: int
    outside: int
    packages: int
    planned: int
    unplanned: int

    @property
    def still_open(self):
        """Rupiah no certified supplier, or too few of them, can serve."""
        return self.open + self.thin

    @property
    def whole(self):
        """What the bar stands for: the budget, or the plan where packages exceed it."""
        return self.planned + self.unplanned

    @property
    def segments(self):
        """The parts of the bar from left to right, without empty ones; their widths add up to `BAR`."""
        return segments([(name, getattr(self, name)) for name in SEGMENTS])


@dataclass(frozen=True)
class Gap:
    """A year's gap. `lines` are the four categories, `total` their sum, `other` what lies outside them."""

    year: int
    lines: list
    total: Line
    other: Line
    on: date | None
    """Day for which matching answered; None when it has not yet."""
    budget_as_of: date | None

    @property
    def is_empty(self):
        """Whether the year has neither budget nor packages."""
        return not any((self.total.budget, self.total.planned, self.other.planned))


def gap_of(year):
    """The province's gap in `year`, from stored outcomes."""
    rows = {row.category: row for row in stored_totals(year)}
    lines = [_line(rows[category], category, Category(category).label) for category in BUDGET_CATEGORIES]
    return Gap(
        year=year,
        lines=lines,
        total=_sum(lines),
        other=_line(rows[Category.OTHER], Category.OTHER, Category.OTHER.label),
        on=PackageOutcome.objects.for_year(year).aggregate(on=Max("on"))["on"],
        budget_as_of=Budget.objects.filter(year=year, agency__level=AgencyLevel.PROVINCE).aggregate(on=Max("as_of"))[
            "on"
        ],
    )


AMOUNTS = ("budget", "served", "thin", "open", "not_certifiable", "outside", "packages", "planned", "unplanned")


def _line(row, category, label):
    return Line(category=category, label=label, **{name: getattr(row, name) for name in AMOUNTS})


def _sum(lines):
    return Line(category="", label="", **{name: sum(getattr(line, name) for line in lines) for name in AMOUNTS})
