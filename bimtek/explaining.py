"""Why she and not he: what each one chosen opens alone, together with others, and who would come in her place."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Explained:
    """One candidate chosen, the most telling first. Rupiah:

    `marginal` opens on top of those before it, `alone` would stay shut without it, `value` would open if it were the
    only one. `packages` are those the choice opens and it serves, `own` those of them that would stay shut without it.
    `runner_up` is the candidate not chosen that would open most in its place, `less` how much less that is.
    """

    candidate: int
    marginal: int
    alone: int
    value: int
    packages: tuple[int, ...]
    own: frozenset[int]
    runner_up: int | None
    less: int | None

    def rupiah(self, amounts):
        """Rupiah of all its packages; `amounts` has those of each package."""
        return sum(int(amounts[package]) for package in self.packages)


def explain(cover, chosen, efforts):
    """`Explained` of each of the candidates `chosen`, in the order in which each adds most to those before it."""
    order = _ranked(cover, chosen, efforts)
    groups = [cover.group_of[one] for one in order]
    opened = cover.missing(groups) == 0
    single = cover.gains(cover.needs)
    others = _Others(cover, frozenset(chosen))
    missing, explained = cover.missing(), []
    for one, group in zip(order, groups, strict=True):
        served = cover.served_by(group)
        marginal = int(cover.rupiah[served[missing[served] == 1]].sum())
        missing[served] = np.maximum(missing[served] - 1, 0)
        without = _without(cover, groups, group)
        own = frozenset(served[opened[served] & (without[served] > 0)].tolist())
        alone = int(cover.rupiah[sorted(own)].sum())
        runner_up, gain = others.best(without)
        explained.append(
            Explained(
                candidate=one, marginal=marginal, alone=alone, value=int(single[group]),
                packages=tuple(served[opened[served]].tolist()), own=own,
                runner_up=runner_up, less=None if runner_up is None else alone - gain,
            )
        )  # fmt: skip
    return explained


def _without(cover, groups, group):
    rest = list(groups)
    rest.remove(group)
    return cover.missing(rest)


class _Others:
    """The candidates not chosen: of each group the first."""

    def __init__(self, cover, chosen):
        self.cover = cover
        self.first = [next((one for one in members if one not in chosen), None) for members in cover.members]
        self.none = np.array([one is None for one in self.first], dtype=bool)

    def best(self, missing):
        """(the candidate that opens most of what is `missing`, how many rupiah); (None, 0) when none opens any."""
        gains = np.where(self.none, 0, self.cover.gains(missing))
        group = int(np.argmax(gains))
        return (self.first[group], int(gains[group])) if gains[group] else (None, 0)


def _ranked(cover, chosen, efforts):
    """Each time the one that adds most rupiah; among equals the one that serves most, then least effort, then first."""
    left, missing, order = set(chosen), cover.missing(), []
    while left:
        gains, near = cover.gains(missing), cover.progress(missing)
        best = min(left, key=lambda one: (-gains[cover.group_of[one]], -near[cover.group_of[one]], efforts[one], one))
        order.append(best)
        left.remove(best)
        served = cover.served_by(cover.group_of[best])
        missing[served] = np.maximum(missing[served] - 1, 0)
    return order
