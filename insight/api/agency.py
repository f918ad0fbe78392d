"""What an agency's program sees with its token: the packages of its agency as the officer's desk shows them."""

from ninja import Query, Router

from insight.api.packages import YearAsked, chosen_year, plain_package
from insight.api.pages import PageAsked, paged
from insight.api.schemas import AgencyPackagePage, Problem, TokenOut
from insight.api.tokens import NeededToken
from procurement.desk_states import DeskState, by_next_step, with_desk_state, with_progress
from procurement.desk_words import next_step
from procurement.listing import packages_of_year

router = Router(tags=["agency"], auth=NeededToken())


class AgencyPackagesAsked(PageAsked, YearAsked):
    """Which packages of the agency."""

    state: DeskState | None = None


@router.get("agency", response={200: TokenOut, 401: Problem, 429: Problem}, summary="What this token is")
def agency(request):
    """The agency and officer the token acts for, and when it ends."""
    token = request.auth
    return {"name": token.name, "agency": token.agency, "officer": str(token.officer), "expires_on": token.expires_on}


@router.get(
    "agency/packages",
    response={200: AgencyPackagePage, 401: Problem, 422: Problem, 429: Problem},
    summary="Packages of the agency, by what to do next",
)
def agency_packages(request, asked: Query[AgencyPackagesAsked]):
    """What the officer reads on the desk: each package's state, its next step, its shortlist and offers."""
    year = chosen_year(asked.year)
    own = packages_of_year(year).of_officer(request.auth.officer).filter(agency=request.auth.agency)
    found = with_desk_state(own)
    rows = by_next_step(with_progress(found.filter(desk_state=asked.state) if asked.state else found))
    return {"year": year} | paged(request, rows, asked.page, _package)


def _package(package):
    progress = {name: getattr(package, name) for name in ("desk_state", "shortlisted", "asked", "answered")}
    return plain_package(package) | progress | {"next_step": next_step(package).text}
