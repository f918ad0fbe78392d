"""The vocabulary of packages and outcomes."""

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce


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

    def counted(self):
        """Current ones, and those withdrawn after something was bought: what was spent never leaves the sums."""
        awards, leakages = _bought(self.model, "Award"), _bought(self.model, "Leakage")
        return self.filter(Q(is_announced=True, is_active=True) | Exists(awards) | Exists(leakages))

    def with_stage(self):
        """Each with its `stage`, told from its purchases; empty while nothing was bought."""
        awards, leakages = _bought(self.model, "Award"), _bought(self.model, "Leakage")
        return self.annotate(
            stage=Case(
                When(Exists(awards.filter(delivered_on__isnull=True)), then=Value("AWARDED")),
                When(Exists(awards.filter(paid_on__isnull=True)), then=Value("DELIVERED")),
                When(Exists(awards), then=Value("DONE")),
                When(Exists(leakages), then=Value("OUTSIDE")),
                default=Value(""),
            )
        )

    def with_spent(self):
        """Each with `awarded` and `leaked`, whole rupiah of living purchases."""
        sums = {}
        for name, model in (("awarded", "Award"), ("leaked", "Leakage")):
            total = _bought(self.model, model).order_by().values("package").annotate(total=Sum("value"))
            sums[name] = Coalesce(Subquery(total.values("total")), 0, output_field=models.BigIntegerField())
        return self.annotate(**sums)


def _bought(package_model, name):
    model = package_model._meta.apps.get_model("procurement", name)
    return model.objects.living().filter(package=OuterRef("pk"))


class OutcomeQuerySet(models.QuerySet):
    """Questions about stored outcomes."""

    def for_year(self, year):
        """Of one budget year's current packages."""
        return self.filter(package__year=year, package__is_announced=True, package__is_active=True)


class PurchaseQuerySet(models.QuerySet):
    """Questions about awards and leakage alike."""

    def living(self):
        """Not cancelled: these count against the package and in every sum."""
        return self.filter(cancelled_on__isnull=True)
