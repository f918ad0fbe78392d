"""The businesses a person acts for, ordered by what can be done next; the queries are the same for one and for many."""

from dataclasses import dataclass

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
        """What can be done now first, then by how early the step is on the path, then by name."""
        if self.step is None:
            return (len(URGENCY), 0, self.business.name, self.business.pk)
        return (URGENCY[self.step.state], self.path.steps.index(self.step), self.business.name, self.business.pk)


def caseload(user, on):
    """Every business `user` acts for on day `on`, by its next step; five queries however many there are."""
    facts = ("business__activities", "business__siinas_accounts", "business__certificates")
    memberships = list(user.memberships.active().select_related("business__regency").prefetch_related(*facts))
    triaged = {each.business_id: each for each in stages(on, [each.business_id for each in memberships])}
    entries = [_entry(membership, triaged[membership.business_id], on) for membership in memberships]
    return sorted(entries, key=lambda entry: entry.order)


def _entry(membership, triaged, on):
    business = membership.business
    path = path_of(
        business=business,
        activities=sorted(business.activities.all(), key=lambda activity: activity.kbli_code),
        accounts=list(business.siinas_accounts.all()),
        certificates=list(business.certificates.all()),
        on=on,
        uncovered=triaged.product if triaged.obstacle == Stage.WRONG_KBLI else "",
    )
    return Entry(membership, path)
