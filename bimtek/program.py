"""The choice as an integer program for HiGHS: which kinds of candidates to take so that the most rupiah opens.

Kinds are candidates alike in everything that counts; a variable says how many of a kind are taken. A package's variable
is 1 when it opens, which it does when the candidates taken for it are as many as it needs.
"""

from collections import defaultdict
from functools import cached_property
from itertools import groupby
from math import gcd, inf
from typing import NamedTuple

import highspy
import numpy as np

from procurement.bitmaps import bitmap


class Kind(NamedTuple):
    """Candidates of one group that are alike: `members` in their order; `kept` when the last plan chose them."""

    group: int
    kept: bool
    effort: int
    members: tuple[int, ...]


class Answer(NamedTuple):
    """How many of each kind to take; `bound` is proven for what was asked, and `optimal` says that it is reached."""

    counts: np.ndarray
    bound: float
    optimal: bool


def kinds_of(cover, groups, efforts=None, kept=frozenset()):
    """The kinds of the candidates of `groups`, kept ones first, then by effort (`efforts[candidate]`)."""
    found = []
    for group in groups:
        keyed = sorted((one not in kept, efforts[one] if efforts else 0, one) for one in cover.members[group])
        for (new, effort), alike in groupby(keyed, key=lambda one: one[:2]):
            found.append(Kind(group, not new, effort, tuple(one for _new, _effort, one in alike)))
    return found


def undominated(cover, kinds, always):
    """`kinds` without those that another kind replaces at no loss: it serves all of their packages, is kept if they
    are, and takes no more effort. Those of the groups `always` stay.

    Only where one supplier is enough for each of their packages, since otherwise both may be wanted.
    """
    sets = {kind.group: bitmap(cover.served_by(kind.group).tolist()) for kind in kinds}
    by_package = defaultdict(list)
    for kind in sorted(kinds, key=lambda kind: (-len(cover.served_by(kind.group)), not kind.kept, kind.effort)):
        served = cover.served_by(kind.group)
        rarest = min(served.tolist(), key=lambda package: len(by_package[package]))
        replaceable = kind.group not in always and (cover.needs[served] == 1).all()
        if replaceable and any(
            not sets[kind.group] & ~sets[other.group] and other.kept >= kind.kept and other.effort <= kind.effort
            for other in by_package[rarest]
        ):
            continue
        for package in served.tolist():
            by_package[package].append(kind)
    left = {(kind.group, kind.kept, kind.effort) for kinds_there in by_package.values() for kind in kinds_there}
    return [kind for kind in kinds if kind[:3] in left]


class Program:
    """The integer program of one cover, its kinds and a number of seats."""

    def __init__(self, cover, kinds, seats):
        """`kinds`: at least one; `seats`: at least 1."""
        self.cover, self.kinds = cover, kinds
        self.new = np.array([not kind.kept for kind in kinds], dtype=float)
        self.effort = np.array([kind.effort for kind in kinds], dtype=float)
        self.limits = [(np.ones(len(kinds)), seats)]
        self._merge_packages()

    def _merge_packages(self):
        """Packages that the same kinds serve open together, so they become one."""
        served = defaultdict(list)
        for number, kind in enumerate(self.kinds):
            for package in self.cover.served_by(kind.group).tolist():
                served[package].append(number)
        merged = defaultdict(list)
        for package in sorted(served):
            merged[int(self.cover.needs[package]), tuple(served[package])].append(package)
        self.package_rows, self.packages = list(merged), list(merged.values())
        rupiah = [int(self.cover.rupiah[packages].sum()) for packages in self.packages]
        # Counted in their common unit, so that the solver's tolerances stay far below one unit.
        self.unit = gcd(*rupiah) or 1
        self.worth = np.array([amount // self.unit for amount in rupiah], dtype=float)

    def relaxed(self):
        """(rupiah that open when candidates may be taken in parts, what a supplier of each package is then worth)."""
        model = self._model(np.zeros(len(self.kinds)), self.worth, None)
        model.integrality_ = []
        solver = highspy.Highs()
        solver.setOptionValue("output_flag", False)
        solver.passModel(model)
        solver.run()
        prices = np.zeros(len(self.cover.rupiah))
        duals = np.abs(solver.getSolution().row_dual[: len(self.packages)])
        for packages, dual, worth in zip(self.packages, duals, self.worth, strict=True):
            # Packages merged into one share its price by what they are worth.
            prices[packages] = self.cover.rupiah[packages] * (dual / worth if worth else 0)
        return solver.getInfo().objective_function_value * self.unit, np.minimum(prices, self.cover.rupiah)

    def most_rupiah(self, *, seconds, start):
        """Take those that open the most rupiah; the bound is in rupiah."""
        answer = self._solve(np.zeros(len(self.kinds)), self.worth, seconds=seconds, start=start)
        return answer._replace(bound=answer.bound * self.unit)

    def least(self, cost, *, rupiah, seconds, start):
        """Take those of the least `cost` (one number per kind) that open at least `rupiah`."""
        at_least = (self.worth, -(-rupiah // self.unit))
        return self._solve(-cost, np.zeros(len(self.worth)), at_least=at_least, seconds=seconds, start=start)

    def limit(self, cost, most):
        """From now on the sum of `cost` over those taken is at most `most`."""
        self.limits.append((cost, most))

    def _solve(self, take, opens, *, seconds, start, at_least=None):
        """Maximise `take` over the kinds and `opens` over the packages."""
        solver = highspy.Highs()
        options = {
            "output_flag": False, "time_limit": float(seconds), "mip_rel_gap": 0.0, "mip_abs_gap": 0.5, "random_seed": 0
        }  # fmt: skip
        for name, value in options.items():
            solver.setOptionValue(name, value)
        solver.passModel(self._model(take, opens, at_least))
        given = highspy.HighsSolution()
        given.col_value = [*map(float, start), *self._opened(start)]
        solver.setSolution(given)
        solver.run()
        info = solver.getInfo()
        optimal = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        found = info.primal_solution_status == highspy.kSolutionStatusFeasible
        values = solver.getSolution().col_value[: len(self.kinds)] if found else start
        return Answer(np.rint(np.array(values)).astype(np.int64), info.mip_dual_bound, optimal)

    def _opened(self, counts):
        return [
            1.0 if sum(int(counts[number]) for number in numbers) >= needs else 0.0
            for needs, numbers in self.package_rows
        ]

    def _model(self, take, opens, at_least):
        columns = len(self.kinds) + len(opens)
        model = highspy.HighsLp()
        model.num_col_, model.sense_ = columns, highspy.ObjSense.kMaximize
        model.col_cost_ = np.concatenate([take, opens])
        model.col_lower_ = np.zeros(columns)
        model.col_upper_ = np.concatenate([self._most_of_each, np.ones(len(opens))])
        several = [needs > 1 for needs, _numbers in self.package_rows]
        model.integrality_ = [
            highspy.HighsVarType.kInteger if whole else highspy.HighsVarType.kContinuous
            for whole in (*[True] * len(self.kinds), *several)
        ]
        self._put_rows(model, [*self._cover_rows(), *self._limit_rows(at_least)])
        return model

    @cached_property
    def _most_of_each(self):
        useful = self.cover.useful_sizes
        return np.array([min(len(kind.members), useful[kind.group]) for kind in self.kinds], float)

    def _cover_rows(self):
        """An open package has its suppliers: taken − needs × open ≥ 0; (columns, factors, least, most) of each."""
        for row, (needs, numbers) in enumerate(self.package_rows):
            yield [*numbers, len(self.kinds) + row], [*[1.0] * len(numbers), -float(needs)], 0.0, inf

    def _limit_rows(self, at_least):
        for factors, most in self.limits:
            used = np.flatnonzero(factors)
            yield used.tolist(), factors[used].tolist(), -inf, float(most)
        if at_least:
            factors, least = at_least
            yield (np.arange(len(factors)) + len(self.kinds)).tolist(), factors.tolist(), float(least), inf

    @staticmethod
    def _put_rows(model, rows):
        matrix = model.a_matrix_
        matrix.format_ = highspy.MatrixFormat.kRowwise
        matrix.start_ = np.concatenate([[0], np.cumsum([len(columns) for columns, *_rest in rows])]).astype(np.int32)
        matrix.index_ = np.array([column for columns, *_rest in rows for column in columns], dtype=np.int32)
        matrix.value_ = np.array([factor for _columns, factors, *_rest in rows for factor in factors])
        model.num_row_ = len(rows)
        model.row_lower_ = np.array([least for *_rest, least, _most in rows])
        model.row_upper_ = np.array([most for *_rest, most in rows])
