"""One page of a long list, without counting the list."""

from dataclasses import dataclass

PER_PAGE = 20
FARTHEST = 1000
"""Nobody leafs farther than this; a filter finds it sooner, and a deep offset costs the database much."""


@dataclass(frozen=True)
class Page:
    """The rows of page `number` (from 1) and whether another follows."""

    rows: list
    number: int
    has_next: bool

    @property
    def previous(self):
        """Number of the page before, or None."""
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self):
        """Number of the page after, or None."""
        return self.number + 1 if self.has_next else None


def page_of(rows, number, *, size=PER_PAGE):
    """Page `number` of a queryset or list. One row more than shown tells whether there is a next page."""
    start = (number - 1) * size
    found = list(rows[start : start + size + 1])
    return Page(rows=found[:size], number=number, has_next=len(found) > size)
