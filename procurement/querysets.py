"""The vocabulary of packages and outcomes."""

from django.db import models


class PackageQuerySet(models.QuerySet):
    """Questions about packages."""

    def current(self):
        """Announced and in force; an unannounced or withdrawn package is kept but not matched."""
        return self.filter(is_announced=True, is_active=True)

    def for_year(self, year):
        """Of one budget year."""
        return self.filter(year=year)

    def of_officer(self, user):
        """Of the agencies the officer is posted to."""
        return self.filter(agency__postings__user_id=user.pk)


class OutcomeQuerySet(models.QuerySet):
    """Questions about stored outcomes."""

    def for_year(self, year):
        """Of one budget year's current packages."""
        return self.filter(package__year=year, package__is_announced=True, package__is_active=True)
