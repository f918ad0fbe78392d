"""Price preference for certified domestic goods: Perpres 16/2018 Ps 67 as amended by Perpres 46/2025.

`HEA = (1 − KP) × HP`: the final price used to compare offers; the contract is signed for the price offered (HP).
`KP = TKDN × 25 %`, for TKDN of 25 and more, and only where the package is worth more than Rp 1 billion.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from procurement.preference import MINIMUM_TKDN

LEAST_CEILING = 1_000_000_000
"""Rupiah a package must exceed; at exactly this ceiling nothing is preferred (Ps 67)."""

HIGHEST_PREFERENCE = Decimal("0.25")
"""The preference of a product with a TKDN of 100 (Ps 67)."""


@dataclass(frozen=True)
class Bid:
    """What one bidder asks: a price (HP) in rupiah, and the product's TKDN in percent, None without a certificate."""

    name: str
    price: int
    tkdn: Decimal | None = None


@dataclass(frozen=True)
class Evaluated:
    """A bid with its preference (KP, 0 to 0.25), its final price (HEA, exact rupiah) and its rank from 1."""

    bid: Bid
    preference: Decimal
    final_price: Decimal
    rank: int

    @property
    def preference_percent(self):
        """KP in percent."""
        return self.preference * 100

    @property
    def whole_final_price(self):
        """HEA to the nearest rupiah, half up: for reading, never for ranking."""
        return self.final_price.quantize(Decimal(1), ROUND_HALF_UP)


def preference_of(tkdn, ceiling):
    """KP of a product with `tkdn` percent in a package of `ceiling` rupiah (Ps 67)."""
    if ceiling <= LEAST_CEILING or tkdn is None or tkdn < MINIMUM_TKDN:
        return Decimal(0)
    return tkdn * HIGHEST_PREFERENCE / 100


def final_price(price, preference):
    """HEA in exact rupiah, not rounded, so that two bids never become equal by rounding."""
    return (1 - preference) * price


def evaluate(bids, ceiling):
    """`bids` by final price; of equal ones the higher TKDN first, and those equal in both share their rank (Ps 67)."""
    priced = [_priced(bid, ceiling) for bid in bids]
    places = sorted(_place(bid, final) for bid, _preference, final in priced)
    evaluated = [
        Evaluated(bid, preference, final, rank=places.index(_place(bid, final)) + 1)
        for bid, preference, final in priced
    ]
    return sorted(evaluated, key=lambda row: row.rank)


def _priced(bid, ceiling):
    preference = preference_of(bid.tkdn, ceiling)
    return bid, preference, final_price(bid.price, preference)


def _place(bid, final):
    """What decides: the final price, then the TKDN."""
    return final, -(bid.tkdn or Decimal(0))
