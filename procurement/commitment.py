"""How much of what agencies spend on procurement is planned as domestic and from small business (domain 4.5).

The portal's own indicators: no official formula was found. They divide only by budgets that are known, and say how
many agencies are left out for want of one.
"""

from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from django.db.models import Q, Sum

from procurement.models import BudgetStructure, Package

SMALL_BUSINESS_TARGET = Decimal(40)
"""Percent of procurement set aside for small business and cooperatives (domain 4.5; Perpres 12/2021 Ps 65(3))."""


class Commitment(NamedTuple):
    """Whole rupiah planned against whole rupiah of procurement, and agencies with packages but no known budget."""

    procurement: int
    domestic: int
    small_business: int
    agencies: int
    without_budget: int

    @property
    def domestic_pct(self):
        """Share planned as domestic, in percent; None without a known budget."""
        return share(self.domestic, self.procurement)

    @property
    def small_business_pct(self):
        """Share planned for small business, in percent; None without a known budget."""
        return share(self.small_business, self.procurement)


def share(part, whole):
    """`part` of `whole` in percent with two decimals; None of nothing."""
    return (Decimal(part) * 100 / whole).quantize(Decimal("0.01"), ROUND_HALF_UP) if whole else None


def commitment(year, *, agencies):
    """The Commitment of a set of agencies (a queryset) in one year; three queries.

    Of several levels of government ask for one at a time: their budgets are never added together.
    """
    known = BudgetStructure.objects.filter(year=year, agency__in=agencies).order_by()
    packages = Package.objects.current().for_year(year).filter(agency__in=agencies).order_by()
    covered = packages.filter(agency__in=known.values("agency"))
    planned = covered.aggregate(
        domestic=Sum("ceiling", filter=Q(is_domestic=True), default=0),
        small_business=Sum("ceiling", filter=Q(is_for_small_business=True), default=0),
    )
    amounts = list(known.values_list("procurement", flat=True))
    unknown = packages.exclude(agency__in=known.values("agency")).values("agency").distinct().count()
    return Commitment(sum(amounts), planned["domestic"], planned["small_business"], len(amounts), unknown)
