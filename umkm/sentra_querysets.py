"""The vocabulary of sentra and of material that was allotted."""

from django.db import models
from django.db.models import Q


class SentraQuerySet(models.QuerySet):
    """Questions about sentra."""

    def visible_to(self, user):
        """Staff with the right to view see all; anyone else those of the businesses they act for that have not left."""
        if user.has_perm("umkm.view_sentra"):
            return self
        acting = Q(
            memberships__left_on__isnull=True,
            memberships__business__merged_into__isnull=True,
            memberships__business__memberships__user_id=user.pk,
            memberships__business__memberships__withdrawn_at__isnull=True,
        )
        return self.filter(acting).distinct()


class AllotmentQuerySet(models.QuerySet):
    """Questions about allotted material."""

    def of(self, business):
        """What `business` got, the newest invoice first."""
        found = self.filter(member__business=business).select_related("invoice__buyer", "invoice__scan")
        return found.order_by("-invoice__bought_on", "-pk")
