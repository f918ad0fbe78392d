"""Where a year's rupiah stand, category by category; the five states of its packages add up to what is planned."""

from django.db.models import Count, Sum

from procurement.answers import CategoryTotals
from procurement.models import AgencyLevel, Budget, PackageOutcome
from umkm.categories import BUDGET_CATEGORIES, Category


def totals_of(rows, budgets=()):
    """Totals per budget category and then OTHER.

    `rows`: (category, state, ceiling in rupiah) of every package; `budgets`: (category, rupiah) of every budget line.
    """
    grouped = ((category, state, ceiling, 1) for category, state, ceiling in rows)
    return _add_up(grouped, budgets)


def stored_totals(year, level=AgencyLevel.PROVINCE):
    """Totals of one level of government, from the stored outcomes and the budget; two queries."""
    outcomes = PackageOutcome.objects.for_year(year).filter(package__agency__level=level)
    grouped = outcomes.values_list("package__category", "state").annotate(
        ceiling=Sum("package__ceiling"), packages=Count("pk")
    )
    return _add_up(grouped, budget_lines(year, level))


def budget_lines(year, level):
    """(category, rupiah) of the budget of one level of government."""
    lines = Budget.objects.filter(year=year, agency__level=level).order_by().values_list("category")
    return lines.annotate(total=Sum("amount"))


def _add_up(grouped, budgets):
    totals = {category: CategoryTotals(category) for category in (*BUDGET_CATEGORIES, Category.OTHER)}
    for category, amount in budgets:
        totals[category].budget += int(amount)
    for category, state, ceiling, packages in grouped:
        its_totals = totals[category]
        field = str(state).lower()
        setattr(its_totals, field, getattr(its_totals, field) + int(ceiling))
        its_totals.packages += packages
    return list(totals.values())
