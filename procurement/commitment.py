"""How much of what agencies spend on procurement is planned as domestic and from small business (domain 4.5).

The portal's own indicators: no official formula was found. They divide only by budgets that are known, and say how
many agencies are left out for want of one. Of procurement at least 40 % is for small business and cooperatives
(Perpres 12/2021 Ps 65(3)).
"""

from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from django.db.models import Count, Q, Sum

from procurement.models import BudgetStructure, Package


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
    """The Commitment of a set of agencies (a queryset) in one year; two queries.

    Of several levels of government ask for one at a time: their budgets are never added together.
    """
    known = BudgetStructure.objects.filter(year=year, agency__in=agencies).order_by()
    amounts = dict(known.values_list("agency", "procurement"))
    covered = Q(agency__in=list(amounts))
    planned = (
        Package.objects.current()
        .for_year(year)
        .filter(agency__in=agencies)
        .aggregate(
            domestic=Sum("ceiling", filter=covered & Q(is_domestic=True), default=0),
            small_business=Sum("ceiling", filter=covered & Q(is_for_small_business=True), default=0),
            without_budget=Count("agency", filter=~covered, distinct=True),
        )
    )
    return Commitment(sum(amounts.values()), agencies=len(amounts), **planned)
