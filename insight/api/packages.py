"""Packages, who can serve them, and where a year's budget stands."""

from django.db.models import Max
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Path, Query, Router, Schema

from insight.api.limits import COSTLY
from insight.api.pages import PageAsked, Words, absolute, paged
from insight.api.schemas import BudgetSummary, PackagePage, Problem
from procurement.listing import narrowed, packages_of_year
from procurement.matching import default_day, match
from procurement.models import AgencyLevel, Budget, OutcomeState, PackageOutcome
from procurement.models import Package as PackageModel
from procurement.printing import package_answer
from procurement.totals import stored_totals
from procurement.years import known_years, usual_year
from umkm.categories import Category

router = Router(tags=["packages"])
SUMS = ("budget", "planned", "served", "thin", "open", "not_certifiable", "outside", "unplanned", "packages")


class YearAsked(Schema):
    """A budget year."""

    year: int | None = Field(
        None, ge=2000, le=2100, description="Without it the current year, or the newest the portal knows."
    )


class PackagesAsked(PageAsked, YearAsked):
    """Which packages; everything may be left out."""

    q: Words = Field("", description="Words of the package's name, or the start of its RUP code.")
    category: Category | None = None
    state: OutcomeState | None = Field(None, description="What matching last said.")


def chosen_year(year):
    """The year asked for, or the one the pages open with."""
    return year or usual_year(known_years(), timezone.localdate())


@router.get("packages", response={200: PackagePage, 422: Problem, 429: Problem}, summary="Packages of a year")
def packages(request, asked: Query[PackagesAsked]):
    """Announced, active packages of the procurement plan, dearest first."""
    year = chosen_year(asked.year)
    filters = {"q": asked.q, "kategori": asked.category, "keadaan": asked.state}
    return {"year": year} | paged(request, narrowed(packages_of_year(year), filters), asked.page, plain_package)


@router.get(
    "packages/{rup_code}/matches",
    response={200: dict, 404: Problem, 422: Problem, 429: Problem},
    summary="Who can serve a package, and why",
    throttle=COSTLY,
)
def matches(request, rup_code: Path[Words]):
    """Every certified product that can serve the package, with its reasons, and near misses with their obstacles."""
    package = PackageModel.objects.current().filter(rup_code=rup_code).first()
    if package is None:
        raise Http404(_("Tidak ada paket dengan kode RUP “%(code)s”.") % {"code": rup_code[:20]})
    on = default_day(package.year, timezone.localdate())
    answer = next(iter(match(year=package.year, on=on, rup_code=rup_code)))
    return {"on": on.isoformat()} | package_answer(answer)


@router.get("budget/summary", response={200: BudgetSummary, 422: Problem, 429: Problem}, summary="A year's budget")
def summary(request, asked: Query[YearAsked]):
    """Rupiah per level of government and category: budget, packages by state, and what no package plans yet."""
    year = chosen_year(asked.year)
    as_of = dict(Budget.objects.filter(year=year).order_by().values_list("agency__level").annotate(day=Max("as_of")))
    levels = [
        {"level": level, "budget_as_of": as_of.get(level), "categories": [_sums(one) for one in totals]}
        for level, totals in ((level, stored_totals(year, level)) for level in AgencyLevel.values)
        if any(one.budget or one.planned for one in totals)
    ]
    on = PackageOutcome.objects.for_year(year).aggregate(on=Max("on"))["on"]
    return {"year": year, "on": on, "levels": levels}


def _sums(one):
    return {"category": one.category} | {name: getattr(one, name) for name in SUMS}


def plain_package(package):
    """A package as every list of the API tells it; its agency and outcome are at hand."""
    outcome = getattr(package, "outcome", None)
    facts = ("rup_code", "year", "name", "category", "ceiling", "method")
    days = ("contract_from", "contract_until", "delivery_until")
    return {name: getattr(package, name) for name in (*facts, *days)} | {
        "agency": {"code": package.agency.code, "name": package.agency.name, "level": package.agency.level},
        "state": outcome.state if outcome else None,
        "suppliers": outcome.suppliers if outcome else None,
        "url": absolute(package.get_absolute_url()),
    }
