"""The list of a day as people see it: applications with a deadline first, then what was reckoned last night."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef

from bimtek.action_kinds import ActionKind
from bimtek.models import ActionOutcome, NextAction
from bimtek.steps import MissingStep, effort_of
from certification.applications import standings
from certification.models import Application, Certificate, EventKind
from umkm.models import Business

MOST_DEADLINES = 50
"""Returned applications shown at once, those due first; the others are in the list of applications."""


@dataclass(frozen=True)
class Today:
    """One action on one day. Rupiah are whole, effort is half-days; `due` and `left` (working days) of a deadline."""

    business: Business
    kind: ActionKind
    packages: int = 0
    rupiah: int = 0
    steps: list = field(default_factory=list)
    effort: int = 1
    chance: object = None
    certificate: Certificate | None = None
    since: date | None = None
    application: Application | None = None
    due: date | None = None
    left: int | None = None
    problem: str = ""

    @property
    def step_labels(self):
        """The steps left, in words."""
        return [MissingStep(step).label for step in self.steps]


def deadlines(on, businesses=None):
    """`Today` of each returned application nobody dealt with yet, the nearest deadline first (Permenperin 35/2025
    Ps 40–45: five working days); only of the ids `businesses` if given. Read live, not from the night's list."""
    decided = ActionOutcome.objects.filter(business=OuterRef("business"), kind=ActionKind.CORRECTION)
    returned = Application.objects.open_on(on).filter(~Exists(decided.resting_on(on)), state=EventKind.RETURNED)
    if businesses is not None:
        returned = returned.filter(business__in=businesses)
    found = standings(returned.order_by("since", "pk")[:MOST_DEADLINES], on)
    waiting = NextAction.objects.in_bulk([each.application.business_id for each in found])
    return [_with_deadline(each, waiting.get(each.application.business_id)) for each in found]


def listed(rows):
    """`Today` of each `NextAction` of a queryset or page."""
    return [_as_reckoned(row) for row in rows]


def action_of(business, on):
    """`Today` of one business, also if somebody has decided it already; None where nothing is to be done."""
    returned = Application.objects.open_on(on).filter(business=business, state=EventKind.RETURNED)
    found = standings(returned.order_by("since", "pk")[:1], on)
    row = NextAction.objects.for_showing().filter(pk=business.pk).first()
    if found:
        return _with_deadline(found[0], row)
    # What the night still took for returned has been sent again since.
    return _as_reckoned(row) if row and row.kind != ActionKind.CORRECTION else None


def _with_deadline(standing, row):
    steps = [MissingStep.CORRECTION]
    return Today(
        business=standing.application.business, kind=ActionKind.CORRECTION, packages=row.packages if row else 0,
        rupiah=row.rupiah if row else 0, steps=steps, effort=effort_of(steps), since=standing.event.day,
        application=standing.application, due=standing.due, left=standing.left, problem=standing.problem,
    )  # fmt: skip


def _as_reckoned(row):
    return Today(
        business=row.business, kind=ActionKind(row.kind), packages=row.packages, rupiah=row.rupiah, steps=row.steps,
        effort=row.effort, chance=row.chance, certificate=row.certificate, since=row.since,
    )  # fmt: skip
