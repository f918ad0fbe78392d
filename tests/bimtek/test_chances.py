"""The chance that help leads on: the office's own record, and a prior while the record is short."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bimtek.chances import Tried, chance_of_all, chances

ON = date(2026, 11, 24)
LONG_AGO = ON - timedelta(days=61)
PRIOR = (1, 1)

PAST = st.builds(
    lambda ago, after: Tried("SIINAS", ON - timedelta(days=ago), after and ON - timedelta(days=ago - min(after, ago))),
    st.integers(0, 200),
    st.none() | st.integers(1, 200),
)


calmly = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A busy machine is no failure."""


def of(*tried, prior=PRIOR):
    return chances(tried, ON, within=60, prior=prior)


def value(*tried):
    return chance_of_all(["SIINAS"], of(*tried), prior=PRIOR)


def test_without_a_record_the_prior_stands():
    assert of() == {}
    assert chance_of_all(["SIINAS"], {}, prior=(1, 1)) == Fraction(1, 2)
    assert chance_of_all(["SIINAS"], {}, prior=(3, 1)) == Fraction(3, 4)


def test_the_record_is_counted_with_its_denominator():
    found = of(*[Tried("SIINAS", LONG_AGO, LONG_AGO + timedelta(days=5))] * 3, Tried("SIINAS", LONG_AGO, None))

    assert (found["SIINAS"].moved, found["SIINAS"].followed) == (3, 4)
    assert found["SIINAS"].value == Fraction(3 + 1, 4 + 2)


@pytest.mark.parametrize(
    ("days_ago", "moved_after", "counted"),
    [
        (60, None, None),
        (61, None, (0, 1)),
        (10, None, None),
        (10, 0, (1, 1)),
        (90, 60, (1, 1)),
        (90, 61, (0, 1)),
    ],
    ids=["last day", "over", "young", "at once", "just in time", "too late"],
)
def test_an_action_counts_once_it_led_on_or_its_days_are_over(days_ago, moved_after, counted):
    day = ON - timedelta(days=days_ago)
    moved_on = None if moved_after is None else day + timedelta(days=moved_after)

    found = of(Tried("SIINAS", day, moved_on))

    assert {kind: (one.moved, one.followed) for kind, one in found.items()} == ({"SIINAS": counted} if counted else {})


def test_kinds_do_not_learn_from_each_other():
    found = of(Tried("NIB", LONG_AGO, None), Tried("SIINAS", LONG_AGO, LONG_AGO))

    assert found["NIB"].value < Fraction(1, 2) < found["SIINAS"].value


def test_several_steps_must_all_work():
    known = of(Tried("SIINAS", LONG_AGO, LONG_AGO))

    assert chance_of_all(["SIINAS", "APPLICATION"], known, prior=PRIOR) == Fraction(2, 3) * Fraction(1, 2)


@calmly
@given(st.lists(PAST, max_size=12))
def test_one_more_success_never_lowers_the_chance(tried):
    success = Tried("SIINAS", LONG_AGO, LONG_AGO + timedelta(days=1))

    assert value(*tried, success) >= value(*tried)


@calmly
@given(st.lists(PAST, max_size=12))
def test_one_more_failure_never_raises_the_chance(tried):
    assert value(*tried, Tried("SIINAS", LONG_AGO, None)) <= value(*tried)


@calmly
@given(st.lists(PAST, max_size=12), st.randoms())
def test_the_order_of_what_happened_does_not_matter(tried, chance):
    shuffled = list(tried)
    chance.shuffle(shuffled)

    assert of(*shuffled) == of(*tried)


@calmly
@given(st.lists(PAST, max_size=12))
def test_it_is_always_a_chance(tried):
    assert 0 < value(*tried) < 1
