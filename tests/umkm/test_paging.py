"""Leafing through a list without counting it."""

import pytest

from umkm.paging import page_of

ROWS = list(range(1, 8))


@pytest.mark.parametrize(
    ("number", "rows", "previous", "following"),
    [(1, [1, 2, 3], None, 2), (2, [4, 5, 6], 1, 3), (3, [7], 2, None), (4, [], 3, None)],
    ids=["the first", "the middle", "the last", "beyond the end"],
)
def test_a_page_knows_its_neighbours(number, rows, previous, following):
    page = page_of(ROWS, number, size=3)

    assert (page.rows, page.previous, page.next) == (rows, previous, following)


def test_a_full_last_page_offers_no_next():
    assert page_of([1, 2, 3], 1, size=3).next is None
