"""Which budget years the portal knows."""

from procurement.models import Budget, Package


def known_years():
    """Years with a budget or a package, newest first."""
    budgets = Budget.objects.order_by().values_list("year")
    packages = Package.objects.order_by().values_list("year")
    return sorted({year for (year,) in budgets.union(packages)}, reverse=True)


def usual_year(years, today):
    """The year a page opens with: this one if known, else the newest known, else this one."""
    return today.year if today.year in years or not years else years[0]
