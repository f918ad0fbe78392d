"""A proven bound by Lagrange multipliers, and from it which candidates no better choice can hold.

Every rule "an open package has its suppliers" gets a price; at any prices the relaxed choice opens at least as much as
any real one, and it takes one sorting instead of a search. The prices move to where that bound is least (subgradients).
A group that, forced into the relaxed choice, drops the bound to what is known already cannot improve on it: it is left
out and the proof still holds. Of tens of thousands of groups some hundreds remain.
"""

from dataclasses import dataclass
from math import floor

import numpy as np

PATIENCE = 15
"""Rounds without a lower bound after which the steps are halved."""


@dataclass(frozen=True)
class Bound:
    """No choice opens more than `rupiah`; none that holds a candidate of group g more than `with_group[g]`."""

    rupiah: int
    with_group: np.ndarray


def bound_of(cover, seats, *, known, rounds=400):
    """The lowest `Bound` that `rounds` steps find; `known` rupiah are reached by some choice."""
    prices = cover.rupiah / (2 * cover.needs)
    best, best_worth, pace, stale = np.inf, None, 1.5, 0
    for _round in range(rounds):
        total, worth, slope = _relaxed(cover, seats, prices)
        if total < best - 0.5:
            best, best_worth, stale = total, worth, 0
        else:
            stale += 1
            if stale == PATIENCE:
                pace, stale = pace / 2, 0
        steep = float(slope @ slope)
        if not steep or best <= known or pace < 0.01:
            break
        prices = np.clip(prices - pace * (total - known) / steep * slope, 0, cover.rupiah / cover.needs)
    return Bound(floor(best + 0.5), _with_each(cover, seats, best, best_worth))


def _relaxed(cover, seats, prices):
    """(the bound at these prices, what a candidate of each group is worth there, how the bound moves with prices)."""
    worth = cover.sums(prices)
    taken = _dearest(worth, cover.useful_sizes, seats)
    profit = cover.rupiah - cover.needs * prices
    opens = profit > 0
    supplied = np.zeros(len(cover.rupiah))
    for group in np.flatnonzero(taken).tolist():
        supplied[cover.served_by(group)] += taken[group]
    total = float(profit[opens].sum() + (worth * taken).sum())
    return total, worth, supplied - np.where(opens, cover.needs, 0)


def _dearest(worth, sizes, seats):
    """How many of each group a choice of the worthiest `seats` candidates takes."""
    order = np.argsort(-worth, kind="stable")
    before = np.cumsum(sizes[order]) - sizes[order]
    taken = np.zeros_like(sizes)
    taken[order] = np.clip(seats - before, 0, sizes[order])
    return taken


def _with_each(cover, seats, total, worth):
    """The bound when a candidate of a group must be taken in place of the least worthy one."""
    taken = _dearest(worth, cover.useful_sizes, seats)
    full = taken.sum() >= seats
    least = worth[taken > 0].min(initial=np.inf) if full else 0.0
    return np.floor(np.where(taken > 0, total, total - least + worth) + 0.5)
