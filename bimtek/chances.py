"""How likely help with a step is to work, from the office's own record. Pure: no request, no clock, no database.

The share that moved on among those helped long enough ago, drawn towards a prior while the record is short: with the
prior (a, b) the chance after m of n moved on is (m + a) / (n + a + b), the mean of a Beta(m + a, n − m + b).
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import prod
from typing import NamedTuple


class Tried(NamedTuple):
    """One action that was done; `moved_on` is the day the business was first seen farther on, if it was."""

    kind: str
    day: date
    moved_on: date | None


@dataclass(frozen=True)
class Chance:
    """`moved` of `followed` actions led on; `prior` counts as if so many had and had not, before the first one."""

    moved: int
    followed: int
    prior: tuple[int, int]

    @property
    def value(self):
        """Between 0 and 1."""
        hoped, doubted = self.prior
        return Fraction(self.moved + hoped, self.followed + hoped + doubted)


def chances(tried, on, *, within, prior):
    """`{kind: Chance}` on day `on`; whoever did not move on within `within` days counts against it.

    An action younger than that, after which nothing happened yet, says nothing. Kinds never tried are left out.
    """
    moved, followed = Counter(), Counter()
    for each in tried:
        last = each.day + timedelta(days=within)
        if each.moved_on and each.moved_on <= last:
            moved[each.kind] += 1
            followed[each.kind] += 1
        elif last < on:
            followed[each.kind] += 1
    return {kind: Chance(moved[kind], count, prior) for kind, count in followed.items()}


def chance_of_all(kinds, known, *, prior):
    """The chance that every one of `kinds` works, each after the other; one never tried has the prior's."""
    return prod((known.get(kind, Chance(0, 0, prior)).value for kind in kinds), start=Fraction(1))
