"""Which regulation a certificate was issued under, at each boundary."""

from datetime import date

import pytest

from certification.models import Scheme
from certification.schemes import scheme_of

LONG_AGO = date(2000, 1, 1)


@pytest.mark.parametrize(
    ("issued_on", "scheme"),
    [
        (date(2022, 11, 30), Scheme.UNKNOWN),
        (date(2022, 12, 1), Scheme.P46_2022),
        (date(2025, 12, 11), Scheme.P46_2022),
        (date(2025, 12, 12), Scheme.P35_2025),
    ],
    ids=["before the old rules", "their first month", "their last day", "first day of the new rules"],
)
def test_the_issue_date_decides(issued_on, scheme):
    assert scheme_of(issued_on=issued_on, valid_until=LONG_AGO) == scheme


@pytest.mark.parametrize(
    ("valid_until", "scheme"),
    [
        (date(2028, 12, 11), Scheme.P46_2022),
        (date(2028, 12, 12), Scheme.UNKNOWN),
        (date(2030, 12, 11), Scheme.UNKNOWN),
        (date(2030, 12, 12), Scheme.P35_2025),
    ],
    ids=["three years after the last old day", "a day later", "a day short of five new years", "five new years"],
)
def test_without_an_issue_date_the_end_date_decides_as_far_as_it_can(valid_until, scheme):
    assert scheme_of(issued_on=None, valid_until=valid_until) == scheme
