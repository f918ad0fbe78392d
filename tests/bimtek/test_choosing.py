"""The choice equals trying every choice there is, on random small cases; and what surrounds it adds up."""

from decimal import Decimal
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bimtek.bound import bound_of
from bimtek.choosing import choose
from bimtek.coverage import coverage, curve, exchanged, greedy, seats_for
from bimtek.explaining import explain

CANDIDATES = 7
EFFORTS = st.lists(st.integers(1, 4), min_size=CANDIDATES, max_size=CANDIDATES)
PACKAGES = st.lists(
    st.tuples(
        st.sampled_from([1, 2, 3, 5, 8, 700_000, 1_250_000]),
        st.sampled_from([1, 1, 1, 2, 3]),
        st.lists(st.integers(0, CANDIDATES - 1), max_size=5, unique=True),
    ),
    max_size=7,
)


def opened(packages, chosen):
    return sum(rupiah for rupiah, needs, able in packages if needs and len(set(able) & set(chosen)) >= needs)


def all_choices(seats):
    return [chosen for size in range(seats + 1) for chosen in combinations(range(CANDIDATES), size)]


@settings(max_examples=100, deadline=None)
@given(PACKAGES, EFFORTS, st.integers(1, 4))
def test_the_choice_opens_as_much_as_the_best_of_all_choices_with_the_least_effort(packages, efforts, seats):
    values = {chosen: opened(packages, chosen) for chosen in all_choices(seats)}
    best = max(values.values())
    least = min(sum(efforts[one] for one in chosen) for chosen, value in values.items() if value == best)

    choice = choose(coverage(packages), seats=seats, efforts=efforts)

    assert (choice.total, choice.bound, choice.gap) == (best, best, 0)
    assert opened(packages, choice.chosen) == best
    assert sum(efforts[one] for one in choice.chosen) == least


@settings(max_examples=100, deadline=None)
@given(PACKAGES, st.sets(st.integers(0, CANDIDATES - 1)), st.integers(1, 4))
def test_the_cover_of_some_candidates_is_that_of_a_market_without_the_others(packages, some, seats):
    alone = coverage([(rupiah, needs, [one for one in able if one in some]) for rupiah, needs, able in packages])

    part = coverage(packages).among(some)

    assert {one for members in part.members for one in members} <= some
    assert alone.group_of.keys() <= part.group_of.keys()
    for chosen in all_choices(seats):
        if set(chosen) <= alone.group_of.keys():
            assert value_of(part, chosen) == value_of(alone, chosen) == opened(packages, chosen)
    assert max(curve(part, greedy_of(part, seats)), default=0) == max(curve(alone, greedy_of(alone, seats)), default=0)


def value_of(cover, chosen):
    return cover.value([cover.group_of[one] for one in chosen])


def greedy_of(cover, seats):
    return greedy(cover, seats) if cover.members else []


@settings(max_examples=100, deadline=None)
@given(PACKAGES, EFFORTS, st.integers(1, 4), st.sets(st.integers(0, CANDIDATES - 1)), st.sampled_from(["0", "0.2"]))
def test_those_of_the_last_plan_stay_as_far_as_the_tolerance_goes(packages, efforts, seats, kept, tolerance):
    cover, tolerance = coverage(packages), Decimal(tolerance)
    kept = frozenset(kept & cover.group_of.keys())
    values = {chosen: opened(packages, chosen) for chosen in all_choices(seats)}
    best = max(values.values())
    enough = best * (1 - tolerance) if kept else best
    fewest = min(len(set(chosen) - kept) for chosen, value in values.items() if value >= enough)
    richest = max(value for chosen, value in values.items() if len(set(chosen) - kept) <= fewest or not kept)

    choice = choose(cover, seats=seats, efforts=efforts, kept=kept, tolerance=tolerance)

    assert (choice.total, choice.bound) == (richest, best)
    assert not kept or len(set(choice.chosen) - kept) <= fewest


@settings(max_examples=60, deadline=None)
@given(PACKAGES, st.integers(1, 4))
def test_the_bound_holds_for_every_choice_and_for_every_one_it_may_leave_out(packages, seats):
    cover = coverage(packages)
    if not cover.members:
        return

    bound = bound_of(cover, seats, known=greedy(cover, seats))

    for chosen in all_choices(seats):
        value = opened(packages, chosen)
        assert value <= bound.rupiah
        assert all(value <= bound.with_group[cover.group_of[one]] for one in chosen if one in cover.group_of)


@settings(max_examples=60, deadline=None)
@given(PACKAGES, EFFORTS, st.integers(1, 4))
def test_what_each_one_adds_sums_up_and_what_is_its_alone_is_lost_without_it(packages, efforts, seats):
    cover = coverage(packages)
    chosen = choose(cover, seats=seats, efforts=efforts).chosen
    total = opened(packages, chosen)

    explained = explain(cover, chosen, efforts)

    assert sorted(one.candidate for one in explained) == list(chosen)
    assert sum(one.marginal for one in explained) == total
    for one in explained:
        rest = set(chosen) - {one.candidate}
        others = set(range(CANDIDATES)) - set(chosen)
        in_place = max((opened(packages, rest | {other}) for other in others), default=0)
        assert one.alone == total - opened(packages, rest)
        assert one.value == opened(packages, [one.candidate])
        assert one.less == (None if one.runner_up is None else total - opened(packages, rest | {one.runner_up}))
        assert max(in_place, opened(packages, rest)) == (
            total - one.less if one.less is not None else total - one.alone
        )


def test_nobody_is_chosen_who_adds_nothing():
    cover = coverage([(5, 1, [0, 1]), (7, 1, [0])])

    assert choose(cover, seats=3, efforts=[9, 1]).chosen == (0,)


def test_among_equals_the_least_effort_wins_and_then_the_first():
    cover = coverage([(5, 1, [0, 1, 2, 3])])

    assert choose(cover, seats=1, efforts=[4, 2, 3, 2]).chosen == (1,)


def test_a_small_gain_does_not_push_out_those_of_the_last_plan():
    cover = coverage([(1000, 1, [0]), (1003, 1, [1])])

    kept = {
        tolerance: choose(
            cover, seats=1, efforts=[1, 1], kept=frozenset({0}), tolerance=Decimal(tolerance)
        ).chosen
        for tolerance in ("0", "0.001", "0.01")
    }  # fmt: skip

    assert kept == {"0": (1,), "0.001": (1,), "0.01": (0,)}


def test_a_package_that_needs_two_opens_only_with_both():
    cover = coverage([(100, 2, [0, 1]), (60, 1, [2])])

    assert choose(cover, seats=1, efforts=[1, 1, 1]).chosen == (2,)
    assert choose(cover, seats=2, efforts=[1, 1, 1]).chosen == (0, 1)


@pytest.mark.parametrize("packages", [[], [(5, 1, [])], [(5, 2, [0])]], ids=["none", "nobody", "too few"])
def test_without_anything_to_open_the_plan_is_empty_and_proven(packages):
    choice = choose(coverage(packages), seats=3, efforts=[1])

    assert (choice.chosen, choice.total, choice.bound, choice.gap) == ((), 0, 0, 0)


def test_candidates_alike_form_one_group_in_the_order_of_the_first():
    cover = coverage([(5, 1, [3, 0, 2]), (7, 1, [2, 1, 0])])

    assert cover.members == ((0, 2), (1,), (3,))
    assert [cover.served_by(group).tolist() for group in range(3)] == [[0, 1], [1], [0]]


def test_the_plain_ranking_takes_the_largest_first_and_its_curve_never_falls():
    cover = coverage([(6, 1, [0, 1]), (5, 1, [0, 2]), (4, 1, [1]), (3, 1, [2])])

    order = greedy(cover, 3)

    assert [cover.members[group] for group in order] == [(0,), (1,), (2,)]
    assert curve(cover, order) == [11, 15, 18]


def test_exchanging_mends_what_the_plain_ranking_misses():
    cover = coverage([(6, 1, [0, 1]), (6, 1, [0, 2]), (5, 1, [1]), (5, 1, [2])])

    plain = greedy(cover, 2)

    assert cover.value(plain) == 17
    assert cover.value(exchanged(cover, plain)) == 22


@pytest.mark.parametrize(("target", "seats"), [(0, 0), (11, 1), (12, 2), (18, 3), (19, None)])
def test_how_many_seats_a_target_takes_is_read_off_the_curve(target, seats):
    assert seats_for([11, 15, 18], target) == seats


def test_the_same_case_gives_the_same_choice_twice():
    chance = np.random.default_rng(3)
    packages = [(int(chance.integers(1, 50)), 1, chance.choice(60, 12, replace=False)) for _package in range(40)]
    efforts = chance.integers(1, 6, 60).tolist()

    assert len({choose(coverage(packages), seats=6, efforts=efforts) for _time in range(2)}) == 1
