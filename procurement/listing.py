"""Packages as the pages list and sum them."""

from django.db.models import Q, Sum

from procurement.models import Budget, OutcomeState, Package
from umkm.words import terms


def packages_of_year(year):
    """The year's current packages with agency and stored outcome, dearest first."""
    found = Package.objects.current().for_year(year).select_related("agency", "outcome")
    return found.order_by("-ceiling", "rup_code")


def narrowed(packages, asked):
    """`packages` that fit the filter's cleaned data."""
    if asked.get("kategori"):
        packages = packages.filter(category=asked["kategori"])
    if asked.get("keadaan"):
        packages = packages.filter(outcome__state=asked["keadaan"])
    if asked.get("satker"):
        packages = packages.filter(agency=asked["satker"])
    return _worded(packages, asked.get("q", "").strip())


def _worded(packages, words):
    """Packages with all terms of `words`; digits ask for a RUP code, filler words for the name as written."""
    if not words:
        return packages
    if words.isdigit():
        return packages.filter(rup_code__startswith=words)
    found = terms(words)
    return packages.filter(terms__contains=found) if found else packages.filter(name__icontains=words)


def budget_lines(agencies, year):
    """Budget lines of `agencies` in `year`, each with rupiah planned, served, open and unplanned."""
    current = Q(packages__is_active=True, packages__is_announced=True)

    def rupiah(*states):
        condition = current & Q(packages__outcome__state__in=states) if states else current
        return Sum("packages__ceiling", filter=condition, default=0)

    lines = Budget.objects.filter(agency__in=agencies, year=year).select_related("agency")
    lines = lines.annotate(
        planned=rupiah(),
        served=rupiah(OutcomeState.SERVED),
        open=rupiah(OutcomeState.OPEN, OutcomeState.THIN),
    )
    lines = list(lines.order_by("agency__name", "category"))
    for line in lines:
        line.unplanned = line.amount - line.planned
    return lines
