"""Pages of lists: their parameter and the addresses of their neighbours."""

from typing import Annotated

from django.conf import settings
from ninja import Field, Schema

from umkm.paging import FARTHEST, page_of

Words = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]
"""Text of a question; PostgreSQL knows no character 0."""


class PageAsked(Schema):
    """Which page; every list has the same size."""

    page: int = Field(1, ge=1, le=FARTHEST, description="Number of the page, from 1.")


def paged(request, rows, number, make):
    """One page of `rows`, each made plain by `make`, with the addresses of the pages around it."""
    found = page_of(rows, number)
    return {
        "page": found.number,
        "next": _address(request, found.next),
        "previous": _address(request, found.previous),
        "results": [make(row) for row in found.rows],
    }


def absolute(path):
    """The public address of a page of the portal, whatever host the request named."""
    return f"{settings.SITE_URL}{path}"


def _address(request, number):
    if number is None:
        return None
    asked = request.GET.copy()
    asked["page"] = str(number)
    return absolute(f"{request.path}?{asked.urlencode()}")
