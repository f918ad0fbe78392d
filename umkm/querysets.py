"""The register's vocabulary."""

from django.db import models


class BusinessQuerySet(models.QuerySet):
    """Questions about businesses."""

    def visible_to(self, user):
        """Staff with the right to view see all; anyone else sees the businesses they act for."""
        if user.has_perm("umkm.view_business"):
            return self
        return self.filter(memberships__user_id=user.pk)

    def real(self):
        """Without demonstration data."""
        return self.exclude(source="DEMO")
