"""Packages as open contracting data."""

from django.urls import reverse
from django.utils import timezone
from ninja import Query, Router

from insight.api.limits import COSTLY
from insight.api.packages import YearAsked, chosen_year
from insight.api.pages import PageAsked, absolute, paged
from insight.api.schemas import Problem
from insight.ocds import frame, packages_for_release, release

router = Router(tags=["open data"])


class ReleasesAsked(PageAsked, YearAsked):
    """Which year, which page."""


@router.get(
    "releases",
    response={200: dict, 422: Problem, 429: Problem},
    summary="Open contracting data (OCDS 1.1.5)",
    throttle=COSTLY,
)
def releases(request, asked: Query[ReleasesAsked]):
    """A release package: one release per package of the year, with its contracts; `links.next` leads on."""
    year = chosen_year(asked.year)
    page = paged(request, packages_for_release(year), asked.page, release)
    links = {name: page[key] for name, key in (("next", "next"), ("prev", "previous")) if page[key]}
    uri = absolute(f"{reverse('api-1:releases')}?year={year}&page={asked.page}")
    return frame(published_at=timezone.localtime(), uri=uri) | {"releases": page["results"], "links": links}
