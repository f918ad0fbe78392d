"""A proven bound by linear programming, and from it which candidates no better choice can hold.

Every rule "an open package has its suppliers" gets a price. At any prices the relaxed choice opens at least as much as
any real one, and it takes one sorting instead of a search. The best prices are the dual values of the program without
whole numbers, solved for some groups and again with those that its prices say are worth more (column generation).
A group that, forced into the relaxed choice, drops the bound to what is known already cannot improve on it: it is left
out and the proof still holds. Of tens of thousands of groups some hundreds remain.
"""

from dataclasses import dataclass
from math import floor

import numpy as np

from bimtek.program import Program, kinds_of

FIRST, MORE, ROUNDS = 600, 400, 30
"""Groups the program begins with, groups each round adds, and most rounds; more rounds can only lower the bound."""

CLOSE = 1e-6
"""The bound is as low as prices can make it when it lies within this share of the program's own value."""


@dataclass(frozen=True)
class Bound:
    """No choice opens more than `rupiah`; none that holds a candidate of group g more than `with_group[g]`."""

    rupiah: int
    with_group: np.ndarray


def bound_of(cover, seats, *, known):
    """The `Bound`; `known` are the groups of a good choice."""
    worth = cover.progress(cover.missing())
    groups = sorted({*known, *np.argsort(-worth, kind="stable")[:FIRST].tolist()})
    best = (np.inf, worth)
    for _round in range(ROUNDS):
        value, prices = Program(cover, kinds_of(cover, groups), seats).relaxed()
        worth = cover.sums(prices)
        total = _relaxed_total(cover, seats, prices, worth)
        best = min(best, (total, worth), key=lambda one: one[0])
        order = np.argsort(-worth, kind="stable")
        more = order[~np.isin(order, groups)][:MORE].tolist()
        if total <= value * (1 + CLOSE) or not more:
            break
        groups = sorted([*groups, *more])
    total, worth = best
    return Bound(floor(total + 0.5), _with_each(cover, seats, total, worth))


def _relaxed_total(cover, seats, prices, worth):
    """Rupiah of the relaxed choice at these prices, when a candidate of each group is `worth` so much."""
    taken = _worthiest(worth, cover.useful_sizes, seats)
    return float(np.maximum(cover.rupiah - cover.needs * prices, 0).sum() + (worth * taken).sum())


def _worthiest(worth, sizes, seats):
    """How many of each group a choice of the worthiest `seats` candidates takes."""
    order = np.argsort(-worth, kind="stable")
    before = np.cumsum(sizes[order]) - sizes[order]
    taken = np.zeros_like(sizes)
    taken[order] = np.clip(seats - before, 0, sizes[order])
    return taken


def _with_each(cover, seats, total, worth):
    """The bound when a candidate of a group must be taken in place of the least worthy one."""
    taken = _worthiest(worth, cover.useful_sizes, seats)
    least = worth[taken > 0].min(initial=np.inf) if taken.sum() >= seats else 0.0
    return np.floor(np.where(taken > 0, total, total - least + worth) + 0.5)
