"""What becomes of applications: by reason, by kabupaten/kota and by month, each share with what it is a share of."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count, Exists, OuterRef
from django.utils.formats import date_format

from certification.application_reasons import Reason, Words, said
from certification.models import ApplicationEvent, EventKind
from umkm.models.places import RegencyKind

YEAR = timedelta(days=365)
COUNTED = ("SUBMITTED", "RETURNED", "SIGNED", "REFUSED", "AUTO_REJECTED")


@dataclass(frozen=True)
class ReasonCount:
    """How often a reason was given: in `count` of `whole` returns and refusals."""

    reason: Reason
    words: Words
    returned: int
    refused: int
    whole: int

    @property
    def count(self):
        """Returns and refusals together."""
        return self.returned + self.refused

    @property
    def share(self):
        """Percent of all returns and refusals."""
        return percent_of(self.count, self.whole)


@dataclass(frozen=True)
class Line:
    """A kabupaten/kota, a month, or all: how many events of each kind."""

    title: str
    sent: int
    returned: int
    signed: int
    refused: int
    auto_rejected: int

    @property
    def decided(self):
        """Signed, refused and rejected automatically."""
        return self.signed + self.refused + self.auto_rejected

    @property
    def share(self):
        """Percent signed of the decided; None where nothing was decided."""
        return percent_of(self.signed, self.decided) if self.decided else None


@dataclass(frozen=True)
class Statistics:
    """One period, both ends included."""

    since: date
    until: date
    total: Line
    reasons: list
    regencies: list
    months: list
    presumed: int
    """Automatic rejections that only the calendar says; they count among the decided."""


def statistics(*, since, until):
    """`Statistics` of the events between both days, in one query."""
    rows = list(
        counting_events(since, until).values_list(
            "kind", "day", "reasons", "is_presumed", "application__business__regency__kind",
            "application__business__regency__name",
        )
    )  # fmt: skip
    return Statistics(
        since=since,
        until=until,
        total=_line("", [row[0] for row in rows]),
        reasons=_reasons([(row[0], row[2], 1) for row in rows]),
        regencies=_lines(rows, lambda row: f"{RegencyKind(row[4]).label} {row[5]}"),
        months=[
            replace(line, title=date_format(line.title, "F Y"))
            for line in _lines(rows, lambda row: row[1].replace(day=1))
        ],
        presumed=sum(row[3] for row in rows),
    )


def counting_events(since, until):
    """The events of a period that count, neither struck nor strikes."""
    struck = ApplicationEvent.objects.filter(strikes=OuterRef("pk"))
    return ApplicationEvent.objects.filter(~Exists(struck), day__range=(since, until), kind__in=COUNTED)


def common_reasons(on):
    """`ReasonCount` of the year up to day `on`, the most frequent first; reasons nobody met are left out."""
    events = counting_events(on - YEAR, on).filter(kind__in=EventKind.reasoned).order_by()
    return _reasons(list(events.values_list("kind", "reasons").annotate(times=Count("pk"))))


def percent_of(part, whole):
    """Percent with one decimal, half up; 0 where there is no whole."""
    return (Decimal(100 * part) / (whole or 1)).quantize(Decimal("0.1"), ROUND_HALF_UP)


def _reasons(events):
    """`events`: (kind, reasons, how many such events)."""
    events = [event for event in events if event[0] in EventKind.reasoned]
    counts = Counter()
    for kind, reasons, times in events:
        counts.update({(kind, reason): times for reason in reasons})
    found = [
        ReasonCount(
            reason=Reason(each.code),
            words=each.words,
            returned=counts[EventKind.RETURNED, each.code],
            refused=counts[EventKind.REFUSED, each.code],
            whole=sum(times for _kind, _reasons, times in events),
        )
        for each in said({reason for _kind, reason in counts})
    ]
    return sorted(found, key=lambda one: -one.count)


def _lines(rows, key):
    groups = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row[0])
    return [_line(title, groups[title]) for title in sorted(groups)]


def _line(title, kinds):
    counts = Counter(kinds)
    return Line(title, *(counts[kind] for kind in COUNTED))
