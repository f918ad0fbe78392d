"""Certificates of the register's businesses gained and lost month by month, and those that are going to end.

A certificate is lost on the first day on which it no longer runs. A freeze is no loss: what comes of it is. What a new
certificate replaces is lost and gained on the same day, so that held before + gained − lost = held after.
"""

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Count, Max, Sum
from django.db.models.functions import TruncMonth

from certification.models import Renewal

LOSSES = ("expired", "revoked", "replaced")

FLOW = """
WITH dated AS (
    SELECT issued_on, revoked_on, superseded_on, LEAST(valid_until + 1, revoked_on, superseded_on) AS past
      FROM certification_certificate WHERE business_id IS NOT NULL
), lived AS (
    SELECT issued_on, past,
           CASE past WHEN revoked_on THEN 'revoked' WHEN superseded_on THEN 'replaced' ELSE 'expired' END AS loss
      FROM dated WHERE issued_on IS NULL OR past > issued_on
)
SELECT 'held' AS kind, NULL::date AS month, count(*) FROM lived
 WHERE (issued_on IS NULL OR issued_on < %(first)s) AND past >= %(first)s
UNION ALL
SELECT 'gained', date_trunc('month', issued_on)::date, count(*) FROM lived
 WHERE issued_on BETWEEN %(first)s AND %(on)s GROUP BY 2
UNION ALL
SELECT loss, date_trunc('month', past)::date, count(*) FROM lived WHERE past BETWEEN %(first)s AND %(on)s GROUP BY 1, 2
"""


@dataclass(frozen=True)
class Flow:
    """`counts` is {(kind, first day of the month): certificates}; kinds are `gained` and those of `LOSSES`."""

    held_before: int
    """In force on the day before the first January."""
    counts: dict

    def of(self, kind, year):
        """Twelve numbers of one kind."""
        return tuple(self.counts.get((kind, date(year, month, 1)), 0) for month in range(1, 13))

    def held_after(self, year, month):
        """In force at the end of a month, or today when the month is not over."""
        before = [
            count if kind == "gained" else -count
            for (kind, first), count in self.counts.items()
            if first <= date(year, month, 1)
        ]
        return self.held_before + sum(before)


def flow_since(*, year, on):
    """The flow from 1 January of `year` up to day `on`."""
    with connection.cursor() as cursor:
        cursor.execute(FLOW, {"first": date(year, 1, 1), "on": on})
        found = {(kind, month): count for kind, month, count in cursor.fetchall()}
    return Flow(found.pop(("held", None), 0), found)


@dataclass(frozen=True)
class Ending:
    """Certificates in force that end in one month, and what depends on them."""

    month: date
    count: int
    at_risk: int
    """Rupiah of packages that lose their supplier; a package counts with each certificate it hangs on."""
    computed_on: date | None


def ending_by_month(on):
    """Every month from that of `on` in which a certificate of the register ends, the nearest first."""
    found = Renewal.objects.to_renew_on(on).filter(valid_until__gte=on, business__isnull=False)
    grouped = found.order_by().values_list(TruncMonth("valid_until")).annotate(
        count=Count("pk"), at_risk=Sum("stake__rupiah_at_risk", default=0), computed=Max("stake__on")
    )  # fmt: skip
    return [Ending(month, count, int(at_risk), computed) for month, count, at_risk, computed in sorted(grouped)]
