"""Perpres 16/2018 Ps 66(2) as amended by Perpres 46/2025, on the worked pools of the ministry's training material."""

from decimal import Decimal

import pytest

from procurement.preference import best_sum, tier

A, B, C, D = (35, 0), (26, 14), (25, 10), (10, 10)


def tiers(*pool):
    best = best_sum((Decimal(tkdn), Decimal(bmp)) for tkdn, bmp in pool)
    return [tier(Decimal(tkdn), best) for tkdn, _bmp in pool]


@pytest.mark.parametrize(
    ("pool", "expected"),
    [
        ((A, B, C, D), [1, 1, 1, 3]),
        ((A, C, D), [2, 2, 3]),
        ((D,), [3]),
        (((Decimal("40.00"), 0),), [1]),
        (((25, Decimal("14.99")),), [2]),
        (((Decimal("24.99"), 15), (25, 15)), [3, 1]),
    ],
    ids=[
        "a product of exactly 40 makes 25 and more mandatory",
        "without it the best is 35",
        "only one below 25",
        "a legacy certificate of 40,00",
        "a sum of 39,99",
        "24,99 stays below 25",
    ],
)
def test_the_tier_follows_from_the_pool(pool, expected):
    assert tiers(*pool) == expected


def test_an_empty_pool_has_no_best_product():
    assert best_sum([]) == 0
