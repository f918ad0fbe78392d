"""The businesses a person acts for, ordered by what can be done next; the queries are the same for one and for many."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import prefetch_related_objects

from certification.applications import Standing, in_process, standings
from certification.models import Application
from certification.path import Path, path_of
from certification.triage import Stage, stages
from umkm.models import Membership
from umkm.path import StepState

URGENCY = {StepState.TODO: 0, StepState.BLOCKED: 0, StepState.UNKNOWN: 1, StepState.WAITING: 2}
"""What the helper can do now stands before what others must do first."""


@dataclass(frozen=True)
class Entry:
    """One business with its path; `membership` says as what the person acts for it."""

    membership: Membership
    path: Path
    standing: Standing | None = None
    """The application that presses most, if one is under way."""

    @property
    def business(self):
        """The business itself."""
        return self.membership.business

    @property
    def step(self):
        """Its next step; None when the path is walked."""
        return self.path.next_step

    @property
    def order(self):
        """What runs against a clock by deadline, then what can be done now by how early on the path, then by name."""
        named = (self.business.name, self.business.pk)
        if self.path.urgent:
            due = self.standing.due if self.standing else None
            return (-1, (due or date.min).toordinal(), *named)
        if self.step is None:
            return (len(URGENCY), 0, *named)
        return (URGENCY[self.step.state], self.path.steps.index(self.step), *named)


def caseload(user, on):
    """Every business `user` acts for on day `on`, by its next step; as many queries for one as for many."""
    memberships = list(user.memberships.active().select_related("business__regency"))
    found = paths_of([each.business for each in memberships], on)
    return sorted((Entry(each, *found[each.business_id]) for each in memberships), key=lambda entry: entry.order)


def paths_of(businesses, on):
    """{id: (path, the application that presses most or None)} of these businesses; seven queries however many."""
    prefetch_related_objects(businesses, "activities", "siinas_accounts", "certificates")
    keys = [business.pk for business in businesses]
    triaged, applied = {each.business_id: each for each in stages(on, keys)}, defaultdict(list)
    for standing in standings(Application.objects.filter(business__in=keys), on):
        applied[standing.application.business_id].append(standing)
    return {each.pk: _path(each, triaged[each.pk], applied[each.pk], on) for each in businesses}


def _path(business, triaged, applied, on):
    path = path_of(
        business=business,
        activities=sorted(business.activities.all(), key=lambda activity: activity.kbli_code),
        accounts=list(business.siinas_accounts.all()),
        certificates=list(business.certificates.all()),
        on=on,
        uncovered=triaged.product if triaged.obstacle == Stage.WRONG_KBLI else "",
        standings=applied,
    )
    return path, next(iter(in_process(applied)), None)
