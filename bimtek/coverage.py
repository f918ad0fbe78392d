"""Who could open what, as sets: the pure part of the unlock plan. Nothing here knows a database or a day.

Candidates that could serve exactly the same packages form one group; a choice says how many of each group to take.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np


@dataclass(frozen=True)
class Coverage:
    """Packages with their rupiah and how many more suppliers each needs; groups of candidates alike in what they serve.

    `pairs` are (group, package), by group and then package; `members` are the candidates of each group, in their order.
    A package with fewer candidates than it needs can never open and takes no part.
    """

    rupiah: np.ndarray
    needs: np.ndarray
    members: tuple[tuple[int, ...], ...]
    pair_group: np.ndarray
    pair_package: np.ndarray

    @cached_property
    def sizes(self):
        """How many candidates each group has."""
        return np.array([len(members) for members in self.members], dtype=np.int64)

    @cached_property
    def useful_sizes(self):
        """How many of each group can be of use: as many as the neediest of its packages wants."""
        most = np.zeros(len(self.members), dtype=np.int64)
        np.maximum.at(most, self.pair_group, self.needs[self.pair_package])
        return np.minimum(self.sizes, most)

    @cached_property
    def group_of(self):
        """{candidate: its group}."""
        return {candidate: group for group, members in enumerate(self.members) for candidate in members}

    def only(self, groups):
        """The cover of these groups alone, numbered from 0 in the order given."""
        lengths = np.array([len(self.served_by(group)) for group in groups], dtype=np.int64)
        served = np.concatenate([np.empty(0, np.int32), *(self.served_by(group) for group in groups)])
        return Coverage(
            self.rupiah, self.needs, tuple(self.members[group] for group in groups),
            np.repeat(np.arange(len(groups)), lengths), served,
        )  # fmt: skip

    def among(self, candidates):
        """The cover of these `candidates` alone (their numbers), groups in the order of their first member here.

        A package that too few of them could serve is worth nothing, as in `coverage`; groups stay apart that are alike
        without it.
        """
        wanted = set(candidates)
        kept = [tuple(one for one in members if one in wanted) for members in self.members]
        groups = sorted((members[0], group) for group, members in enumerate(kept) if members)
        part = self.only([group for _first, group in groups])
        members = tuple(kept[group] for _first, group in groups)
        sizes = np.array([len(each) for each in members], dtype=np.int64)
        able = np.bincount(part.pair_package, weights=sizes[part.pair_group], minlength=len(self.rupiah))
        enough = able >= self.needs
        return Coverage(
            np.where(enough, self.rupiah, 0), np.where(enough, self.needs, 1), members,
            part.pair_group, part.pair_package,
        )  # fmt: skip

    @cached_property
    def _starts(self):
        # Every group serves something, so none of these spans is empty.
        return np.searchsorted(self.pair_group, np.arange(len(self.members) + 1))

    def served_by(self, group):
        """Numbers of the packages a candidate of `group` could serve."""
        return self.pair_package[self._starts[group] : self._starts[group + 1]]

    def missing(self, groups=()):
        """How many suppliers each package still needs once one candidate of each of `groups` is certified."""
        left = self.needs.copy()
        for group in groups:
            left[self.served_by(group)] -= 1
        return np.maximum(left, 0)

    def value(self, groups):
        """Rupiah that one candidate of each of `groups` opens together; a group may come several times."""
        return int(self.rupiah[self.missing(groups) == 0].sum())

    def gains(self, missing):
        """Rupiah that one more candidate of each group would open, when `missing` suppliers are missing."""
        last = np.where(missing == 1, self.rupiah, 0)
        return self.sums(last)

    def progress(self, missing):
        """How near one more candidate of each group brings the packages: their rupiah, shared among missing ones."""
        return self.sums(np.where(missing > 0, self.rupiah // np.maximum(missing, 1), 0))

    def sums(self, worth):
        """For each group the sum of `worth` (one number per package) over the packages it could serve."""
        return np.add.reduceat(worth[self.pair_package], self._starts[:-1])


def coverage(packages):
    """The `Coverage` of `packages`: (rupiah, suppliers it needs, its candidates as numbers from 0) of each."""
    lists = [np.unique(np.asarray(candidates, dtype=np.int64)) for _rupiah, _needs, candidates in packages]
    wanted = np.array([needs for _rupiah, needs, _candidates in packages], dtype=np.int64)
    useful = np.array([0 < needs <= len(found) for needs, found in zip(wanted, lists, strict=True)], dtype=bool)
    everyone = np.unique(np.concatenate([np.empty(0, np.int64), *(lists[number] for number in np.flatnonzero(useful))]))
    bits = np.zeros((len(everyone), len(packages) // 8 + 1), dtype=np.uint8)
    for number in np.flatnonzero(useful):
        bits[np.searchsorted(everyone, lists[number]), number >> 3] |= np.uint8(1 << (number & 7))
    rows, members = _alike(bits, everyone)
    unpacked = np.unpackbits(rows, axis=1, bitorder="little").astype(bool)
    pair_group, pair_package = np.nonzero(unpacked)
    rupiah = np.array([amount for amount, _needs, _candidates in packages], dtype=np.int64)
    # What needs nobody is open already and what lacks candidates stays shut: neither is worth anything to a choice.
    return Coverage(
        np.where(useful, rupiah, 0), np.where(useful, wanted, 1), members, pair_group, pair_package.astype(np.int32)
    )


def _alike(bits, everyone):
    """The different rows of `bits`, and the candidates of each; groups in the order of their first candidate."""
    groups = {}
    for number, row in enumerate(bits):
        groups.setdefault(row.tobytes(), []).append(number)
    members = tuple(tuple(everyone[numbers].tolist()) for numbers in groups.values())
    return bits[[numbers[0] for numbers in groups.values()]], members


def greedy(cover, seats, *, among=None):
    """Groups in the order in which each opens the most rupiah; stops at `seats` or when nobody opens more.

    `among` says how many candidates of each group may be taken, all of them without it. Where a package needs several
    suppliers and none opens anything alone, the one that brings most rupiah nearest comes first.
    """
    free = cover.sizes.copy() if among is None else among.copy()
    missing, order = cover.missing(), []
    while len(order) < seats and free.any():
        gains = np.where(free > 0, cover.gains(missing), -1)
        if gains.max(initial=0) <= 0:
            gains = np.where(free > 0, cover.progress(missing), -1)
        best = int(np.argmax(gains))
        if gains[best] <= 0:
            break
        order.append(best)
        free[best] -= 1
        missing[cover.served_by(best)] = np.maximum(missing[cover.served_by(best)] - 1, 0)
    return order


def exchanged(cover, groups):
    """`groups` after exchanging one for another as long as that opens more, each time the exchange that opens most."""
    groups = list(groups)
    while groups:
        value = cover.value(groups)
        exchanges = [_best_exchange(cover, groups, place) for place in range(len(groups))]
        place, (opened, group) = max(enumerate(exchanges), key=lambda one: one[1][0])
        if opened <= value:
            break
        groups[place] = group
    return groups


def _best_exchange(cover, groups, place):
    """(rupiah opened with the best group in this place, that group)."""
    rest = groups[:place] + groups[place + 1 :]
    missing = cover.missing(rest)
    taken = np.bincount(np.array(rest, dtype=np.int64), minlength=len(cover.members))
    gains = np.where(taken < cover.sizes, cover.gains(missing), -1)
    best = int(np.argmax(gains))
    return int(cover.rupiah[missing == 0].sum() + gains[best]), best


def curve(cover, order):
    """Rupiah opened by the first 1, 2, … candidates of `order`."""
    missing, opened, total = cover.missing(), [], 0
    for group in order:
        served = cover.served_by(group)
        total += int(cover.rupiah[served[missing[served] == 1]].sum())
        missing[served] = np.maximum(missing[served] - 1, 0)
        opened.append(total)
    return opened


def seats_for(opened, target):
    """How many seats of a `curve` reach `target` rupiah; None when not even all of them do."""
    return next((seats for seats, total in enumerate([0, *opened]) if total >= target), None)
