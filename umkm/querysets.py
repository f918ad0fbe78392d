"""The register's vocabulary."""

from django.db import models
from django.db.models import Q

from umkm.access import Role, belongs_to


class BusinessQuerySet(models.QuerySet):
    """Questions about businesses."""

    def visible_to(self, user):
        """Staff with the right to view see all that stand; anyone else sees the businesses they act for."""
        return self.unmerged() if user.has_perm("umkm.view_business") else self.acted_for_by(user)

    def acted_for_by(self, user):
        """The businesses `user` owns, or helps with a consent that stands."""
        return self.unmerged().filter(belongs_to(user))

    def unmerged(self):
        """Without doubles that were merged into another record: lists, counts and matching ask about these."""
        return self.filter(merged_into__isnull=True)

    def real(self):
        """Without demonstration data."""
        return self.exclude(source="DEMO")


class MembershipQuerySet(models.QuerySet):
    """Questions about who acts for a business."""

    def active(self):
        """Those whose right to act stands; on a merged double nobody acts."""
        return self.filter(withdrawn_at__isnull=True, business__merged_into__isnull=True)

    def owners(self):
        """Owners, whether or not their right still stands."""
        return self.filter(kind=Role.OWNER)

    def helpers(self):
        """Helpers, whether or not their consent still stands."""
        return self.filter(kind=Role.HELPER)


class ClaimQuerySet(models.QuerySet):
    """Questions about claims."""

    def open(self):
        """Not decided yet."""
        return self.filter(outcome="")

    def waiting_for_office(self):
        """What a clerk must decide: evidence was sent, or a code was right but the record has an owner already.

        A claim the office asked something about waits for the claimant until new evidence comes.
        """
        return self.open().filter(Q(evidence_at__isnull=False) | Q(proved_at__isnull=False), asked_at__isnull=True)

    def told_on(self, day, *, kept):
        """Claims a claimant still reads about on `day`: open ones, and those decided at most `kept` before."""
        return self.filter(Q(outcome="") | Q(decided_on__gte=day - kept)).exclude(outcome="WITHDRAWN")


class DoublePairQuerySet(models.QuerySet):
    """Questions about pairs of records that may be one business."""

    def waiting(self):
        """The staff's queue: undecided, and neither record has been merged away meanwhile."""
        return self.filter(state="OPEN", first__merged_into__isnull=True, second__merged_into__isnull=True)

    def between(self, one, other):
        """The pair of two businesses, whichever is named first."""
        return self.filter(first_id=min(one, other), second_id=max(one, other))

    def rejected_of(self, business):
        """Pairs that tell the business (its id) apart from others."""
        return self.filter(Q(first=business) | Q(second=business), state="REJECTED")
