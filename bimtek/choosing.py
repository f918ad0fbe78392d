"""The choice for a number of seats: the most rupiah, proven; among equals the last plan's people, then least effort."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from math import floor

import numpy as np

from bimtek.bound import Bound, bound_of
from bimtek.coverage import exchanged, greedy
from bimtek.program import Program, kinds_of, undominated

CORE = 3_000
"""So many groups at most are searched: those that the bound says are worth most. More is rarely left to search."""


@dataclass(frozen=True)
class Choice:
    """The candidates chosen, in their order; no choice can open more than `bound` rupiah."""

    chosen: tuple[int, ...]
    total: int
    bound: int

    @property
    def gap(self):
        """How far, as a share of the bound, the total may lie below the best possible one; a Decimal."""
        return Decimal(self.bound - self.total) / self.bound if self.bound else Decimal(0)


def choose(cover, *, seats, efforts, kept=frozenset(), tolerance=Decimal(0), seconds=40):
    """Choose at most `seats` candidates of `cover`.

    First the most rupiah. Then, if some candidates were chosen last time (`kept`), as few new ones as possible while
    the rupiah stay within `tolerance` (a share) of the most, and with so few the most rupiah again. Last the least
    effort (`efforts[candidate]`), then the order of the candidates. Each search stops after `seconds`, the later ones
    after a quarter of it; what it has by then is feasible and is used.
    """
    if not cover.members or seats < 1:
        return Choice((), 0, 0)
    best, bound = _most_rupiah(cover, seats, seconds)
    rupiah = cover.value(best)
    kept = kept.intersection(cover.group_of)
    enough = _share(rupiah, 1 - tolerance) if kept else rupiah
    groups = _contenders(bound, enough, {*best, *map(cover.group_of.get, kept)})
    chosen = _preferred(cover, kinds_of(cover, groups, efforts, kept), best, seats, enough, seconds / 4)
    return Choice(chosen, cover.value([cover.group_of[one] for one in chosen]), max(bound.rupiah, rupiah))


def _share(rupiah, share):
    return int((rupiah * share).to_integral_value(ROUND_CEILING)) if share != 1 else rupiah


def _most_rupiah(cover, seats, seconds):
    """(groups that open the most rupiah, the `Bound` on any choice)."""
    plain = greedy(cover, seats)
    bound = bound_of(cover, seats, known=plain)
    core = _contenders(bound, cover.value(plain), set(plain))
    smaller = cover.only(core)
    begun = [core[group] for group in exchanged(smaller, [core.index(group) for group in plain])]
    best, proven = _searched(cover, core, begun, seats, seconds)
    others = np.setdiff1d(np.flatnonzero(bound.with_group > cover.value(best)), core)
    # What was proven for the core is no bound for groups left out of it that may still be in a better choice.
    unsearched = max(bound.with_group[others].tolist(), default=0)
    rupiah = min(bound.rupiah, max(proven, int(unsearched), cover.value(best)))
    return best, Bound(rupiah, bound.with_group)


def _contenders(bound, rupiah, always):
    """Groups that a choice of more than `rupiah` may hold, at most `CORE` of them, and those of `always`."""
    likely = np.argsort(-bound.with_group, kind="stable")[:CORE]
    return sorted(always.union(likely[bound.with_group[likely] >= rupiah].tolist()))


def _searched(cover, groups, known, seats, seconds):
    """(the best choice among `groups`, a bound on any of them), beginning with the choice that is `known`."""
    kinds = undominated(cover, kinds_of(cover, groups), set(known))
    program = Program(cover, kinds, seats)
    answer = program.most_rupiah(seconds=seconds, start=_as_kinds(kinds, known))
    found = max((known, _groups(kinds, answer.counts)), key=cover.value)
    return found, cover.value(found) if answer.optimal else floor(answer.bound)


def _preferred(cover, kinds, best, seats, enough, seconds):
    """The candidates to take, given the `best` groups: the preferences one after the other."""
    kinds = undominated(cover, kinds, set(best))
    program, counts = Program(cover, kinds, seats), _as_kinds(kinds, best)
    if any(kind.kept for kind in kinds):
        counts = _better(program, program.new, enough, counts, seconds)
        program.limit(program.new, int(program.new @ counts))
        richest = program.most_rupiah(seconds=seconds, start=counts).counts
        counts = max((counts, richest), key=lambda one: cover.value(_groups(kinds, one)))
    counts = _better(program, program.effort, cover.value(_groups(kinds, counts)), counts, seconds)
    return tuple(sorted(one for kind, count in zip(kinds, counts, strict=True) for one in kind.members[:count]))


def _better(program, cost, rupiah, counts, seconds):
    """Counts of less cost that still open `rupiah`, exactly reckoned; those given when the solver found none."""
    found = program.least(cost, rupiah=rupiah, seconds=seconds, start=counts).counts
    opened = program.cover.value(_groups(program.kinds, found))
    return found if opened >= rupiah and cost @ found < cost @ counts else counts


def _groups(kinds, counts):
    return [kind.group for kind, count in zip(kinds, counts.tolist(), strict=True) for _time in range(count)]


def _as_kinds(kinds, groups):
    """The counts that take, of each of `groups`, its first kinds."""
    left = {}
    for group in groups:
        left[group] = left.get(group, 0) + 1
    counts = np.zeros(len(kinds), dtype=np.int64)
    for number, kind in enumerate(kinds):
        counts[number] = min(left.get(kind.group, 0), len(kind.members))
        left[kind.group] = left.get(kind.group, 0) - int(counts[number])
    return counts
