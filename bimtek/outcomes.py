"""What became of the participants of coaching days: after 30 and 90 days, per day and per coach.

Only what bears a date counts within days: applications sent and certificates issued after the day. Where a business
stands today is told beside it, because the earlier steps of the path leave no date of their own.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from bimtek.models import Attendance

PERIODS = (30, 90)
"""Days after which the office looks again."""


class Result(TextChoices):
    """What a participant reached within a period."""

    RUNNING = "RUNNING", _("masih berjalan")
    NOTHING = "NOTHING", _("belum mengajukan")
    APPLIED = "APPLIED", _("sudah mengajukan")
    CERTIFIED = "CERTIFIED", _("bersertifikat")


@dataclass(frozen=True)
class Outcome:
    """One participant: the coaching day, and the first application and certificate after it, or None."""

    invitation_id: int
    event_id: int
    coach_id: int | None
    held_on: date
    applied_on: date | None
    certified_on: date | None

    def within(self, days, on):
        """The `Result` of the first `days` days as it is known on day `on`; the last day counts."""
        last = self.held_on + timedelta(days=days)
        if self.certified_on and self.certified_on <= last:
            return Result.CERTIFIED
        if self.applied_on and self.applied_on <= last:
            return Result.APPLIED
        return Result.NOTHING if on >= last else Result.RUNNING


@dataclass(frozen=True)
class Share:
    """How many of `of` participants whose period is over reached it; `of` is 0 while it runs for all."""

    certified: int
    applied: int
    of: int


def share(outcomes, days, on):
    """The `Share` of these outcomes after `days` days; who is certified counts as applied too."""
    over = [each for each in outcomes if each.held_on + timedelta(days=days) <= on]
    results = [each.within(days, on) for each in over]
    certified = results.count(Result.CERTIFIED)
    return Share(certified, certified + results.count(Result.APPLIED), len(over))


def outcomes(on, **conditions):
    """Every `Outcome` known on day `on`, one query; `conditions` narrow the attendances."""
    found = Attendance.objects.filter(invitation__event__cancelled_on=None, **conditions).with_outcome(on)
    rows = found.order_by("pk").values_list(
        "invitation", "invitation__event", "invitation__event__coach", "held_on", "applied_on", "certified_on"
    )
    return [Outcome(*row) for row in rows]


def by(outcomes, name):
    """{value of the field `name`: outcomes}."""
    found = defaultdict(list)
    for each in outcomes:
        found[getattr(each, name)].append(each)
    return found
