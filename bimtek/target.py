"""How many certificates a target needs, how many businesses must begin for them, and the last day to begin.

Asked like “absorb 80 % of clothing by 31 December”. The curve of the unlock plan says how many certificates; the
office's own pass rate how many must apply for so many to be signed; its own median from the first action to the signed
certificate, in working days, when the first must begin. While the office has fewer than `TARGET_LEAST_CASES` cases of
its own, the settings `TARGET_PASS_PERCENT` and `TARGET_WORKING_DAYS` stand in, and the answer says so.

The curve of a year is reckoned by the worker (`bimtek.target_basis`), because it matches the whole year.
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal
from statistics import median_high

from django.conf import settings
from django.db.models import Exists, Min, OuterRef

from bimtek.coverage import seats_for
from bimtek.models import ActionOutcome
from certification.application_statistics import YEAR, statistics
from certification.models import ApplicationEvent, EventKind
from certification.working_days import ONE_DAY, Calendar, YearUnknown


@dataclass(frozen=True)
class Target:
    """`percent` of what the province plans to buy of `category` has a supplier, with certificates in hand on `day`."""

    category: str
    percent: int
    day: date


@dataclass(frozen=True)
class Known:
    """A number from `cases` of the office's own, `good` of them counting; `is_own` unless a setting stands in."""

    value: int
    cases: int
    good: int
    is_own: bool


@dataclass(frozen=True)
class Reckoning:
    """The answer. Rupiah are whole; `certificates` is None where even all candidates do not reach the target."""

    target: Target
    planned: int
    served: int
    wanted: int
    certificates: int | None
    reachable: int
    pass_rate: Known
    duration: Known
    last_start: date | None
    problem: str

    @property
    def missing(self):
        """Rupiah still to be served; 0 when the target is reached already."""
        return max(0, self.wanted - self.served)

    @property
    def beginners(self):
        """Businesses that must begin, so that at the pass rate enough certificates are signed."""
        if self.certificates is None:
            return None
        return -(-100 * self.certificates // self.pass_rate.value)


def reckon(target, basis, on):
    """The `Reckoning` of `target` from the finished `basis` of its year, asked on day `on`; a few quick queries."""
    known = basis.categories[target.category]
    planned, served, opened = known["planned"], known["served"], known["curve"]
    wanted = int((Decimal(planned) * target.percent / 100).to_integral_value(ROUND_CEILING))
    calendar = Calendar.load()
    duration = working_days_needed(on, calendar)
    last_start, problem = _last_start(target.day, duration.value, calendar)
    return Reckoning(
        target=target, planned=planned, served=served, wanted=wanted,
        certificates=seats_for(opened, max(0, wanted - served)), reachable=served + (opened[-1] if opened else 0),
        pass_rate=pass_rate(on), duration=duration, last_start=last_start, problem=problem,
    )  # fmt: skip


def _last_start(day, working_days, calendar):
    """(the last working day to begin, why it cannot be reckoned)."""
    try:
        start = calendar.latest_start(day, working_days)
        while not calendar.is_working(start):
            start -= ONE_DAY
    except YearUnknown as unknown:
        return None, str(unknown)
    return start, ""


def pass_rate(on):
    """Percent of the applications decided in the year up to day `on` that were signed; a whole number from 1 to 100."""
    total = statistics(since=on - YEAR, until=on).total
    if total.decided < settings.TARGET_LEAST_CASES or not total.signed:
        return Known(settings.TARGET_PASS_PERCENT, total.decided, total.signed, is_own=False)
    # Rounded down: rather one too many begin than one too few.
    return Known(max(1, 100 * total.signed // total.decided), total.decided, total.signed, is_own=True)


def working_days_needed(on, calendar):
    """Median working days from the office's first action for a business to its first signed application after it."""
    days = [each for pair in _walked(on) if (each := _between(*pair, calendar)) is not None]
    if len(days) < settings.TARGET_LEAST_CASES:
        return Known(settings.TARGET_WORKING_DAYS, len(days), len(days), is_own=False)
    return Known(max(1, median_high(days)), len(days), len(days), is_own=True)


def _walked(on):
    """(day of the first action, day of the first signature after it) of every business that has both."""
    acted = ActionOutcome.objects.done().filter(day__lte=on).values_list("business").annotate(Min("day")).order_by()
    first = dict(acted)
    struck = ApplicationEvent.objects.filter(strikes=OuterRef("pk"))
    signed = ApplicationEvent.objects.filter(~Exists(struck), kind=EventKind.SIGNED, day__lte=on)
    found = {}
    for business, day in (
        signed.filter(application__business__in=first).order_by("day").values_list("application__business", "day")
    ):
        if day >= first[business]:
            found.setdefault(business, (first[business], day))
    return found.values()


def _between(start, end, calendar):
    try:
        return calendar.between(start, end)
    except YearUnknown:
        return None
