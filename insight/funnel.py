"""The funnel: how far the register's businesses have come, as cumulative counts of one query."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from certification.triage import Reach, Stage
from certification.triage_sql import triage_sql
from tkdnportal.bars import BAR

SEEN = 5
"""Least width of a step somebody reached, in units of `BAR`."""

COUNTED = """
SELECT regency_id, stage, reach, count(*), max(created_at)
  FROM ({triage}) AS triaged
 WHERE (%s = '' OR regency_id = %s)
   AND (%s = '' OR EXISTS (SELECT FROM umkm_product p
                            WHERE p.business_id = triaged.business_id AND p.categories @> ARRAY[%s::varchar]))
 GROUP BY regency_id, stage, reach
"""


@dataclass(frozen=True)
class Bar:
    """One step: businesses that came at least so far, of `whole`, and of those one step before."""

    reach: Reach
    count: int
    whole: int
    before: int

    @property
    def width(self):
        """Length in units of `BAR`; a step somebody reached is never drawn as nothing."""
        return max(BAR * self.count // self.whole, SEEN) if self.count else 0

    @property
    def share(self):
        """Percent of all, with two decimals."""
        return percent_of(self.count, self.whole)

    @property
    def lost(self):
        """How many stop right before this step."""
        return self.before - self.count


@dataclass(frozen=True)
class Funnel:
    """All steps, the number of businesses at each stage, and the day the youngest record came in."""

    bars: list
    stages: list
    """(stage, businesses, percent of all) of every stage."""
    whole: int
    recorded_on: date | None


class Counted(NamedTuple):
    """Businesses of one kabupaten/kota (its code) at one stage that got equally far; `latest` came the youngest."""

    regency: str
    stage: str
    reach: int
    count: int
    latest: datetime


def counted(*, on, regency="", category=""):
    """Every business on day `on`, of one kabupaten/kota (its code) or of makers of one category's products."""
    triage, params = triage_sql(on)
    with connection.cursor() as cursor:
        cursor.execute(COUNTED.format(triage=triage), [*params, regency, regency, category, category])
        return [Counted(*row) for row in cursor.fetchall()]


def funnel_of(*, on, regency="", category=""):
    """The funnel of what `counted` finds."""
    return funnel_from(counted(on=on, regency=regency, category=category))


def funnel_from(rows):
    """The funnel of all `Counted` rows together."""
    whole = sum(row.count for row in rows)
    return Funnel(
        bars=_bars(rows),
        stages=_stages(rows, whole),
        whole=whole,
        recorded_on=timezone.localdate(max(row.latest for row in rows)) if rows else None,
    )


def percent_of(count, whole):
    """Percent with two decimals, half up; 0 when there is no whole."""
    return (Decimal(100 * count) / (whole or 1)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _stages(rows, whole):
    counts = {stage: sum(row.count for row in rows if row.stage == stage) for stage in Stage}
    return [(stage, count, percent_of(count, whole)) for stage, count in counts.items()]


def _bars(rows):
    counts = [sum(row.count for row in rows if row.reach >= reach) for reach in Reach]
    before = [counts[0], *counts]
    return [Bar(reach, count, counts[0], earlier) for reach, count, earlier in zip(Reach, counts, before, strict=False)]
