"""The order of preference for certified products: Perpres 16/2018 Ps 66(2) as amended by Perpres 46/2025."""

from decimal import Decimal

BEST_SUM = Decimal(40)
"""TKDN + BMP of one product in the pool that makes buying TKDN ≥ 25 mandatory (Ps 66(2)a)."""

MINIMUM_TKDN = Decimal(25)
"""TKDN from which a product is preferred (Ps 66(2)a and b)."""

POLICY_TIERS = frozenset({1, 2})
"""Tiers the office buys from; a policy of the Dinas (28 November 2024), stricter than the regulation."""


def best_sum(pool):
    """The highest TKDN + BMP of a pool of (tkdn, bmp); 0 when it is empty."""
    return max((tkdn + bmp for tkdn, bmp in pool), default=Decimal(0))


def tier(tkdn, best):
    """The preference tier of a certified product whose pool has the highest sum `best`.

    1: TKDN ≥ 25 while the pool holds a product of TKDN + BMP ≥ 40; 2: TKDN ≥ 25 without one; 3: certified below 25.
    """
    if tkdn < MINIMUM_TKDN:
        return 3
    return 1 if best >= BEST_SUM else 2


def bmp_on(item, on):
    """The BMP of a certified product that counts on day `on`: until its own last day (Permenperin 35/2025 Ps 45)."""
    counts = item.bmp is not None and (item.bmp_valid_until is None or item.bmp_valid_until >= on)
    return item.bmp if counts else Decimal(0)
