"""The cheapest next point: every piece of advice is tried with the rules themselves."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certification.advice import MOST, Part, Way, advise, ways
from certification.calculation import calculate
from certification.tkdn import Component, Origin, Production

OWN = (Production.OWN_FACTORY, Decimal(100), True)


def part(price, origin, certificate=None, lapsed=None, quantity=1):
    certified = None if certificate is None else Decimal(certificate)
    component = Component("bahan", Decimal(quantity), Decimal(price), Origin(origin), certified)
    return Part(component, None if lapsed is None else Decimal(lapsed))


def value_of(components, production="OWN_FACTORY"):
    """The value by the contract's own calculation; 0 where it is refused because all is imported."""
    rows = [
        {"name": each.name, "quantity": f"{each.quantity:f}", "unit_price": f"{each.unit_price:f}"}
        | {"origin": str(each.origin)}
        | ({"certificate_tkdn": f"{each.certificate_tkdn:f}"} if each.certificate_tkdn is not None else {})
        for each in components
    ]
    asked = {"scheme": "P35_2025", "production": production, "indonesian_workers_pct": "100", "capital": 1}
    asked |= {"domestic_investment": True, "process": "MANUFACTURE", "components": rows}
    answer = calculate(asked)
    return Decimal(answer.get("tkdn", 0))


def told(parts, conditions=OWN):
    return [(one.index, one.way, one.value, one.gain) for one in advise(parts, *conditions)]


def test_the_printed_shirt_is_advised_with_exact_new_values():
    """G3 of domain 10: 59,69 today."""
    shirt = [part(30_000, "CERTIFIED", 52), part(2_000, "DOMESTIC"), part(8_000, "IMPORT")]

    assert told(shirt) == [
        (1, Way.PROVE_RAW, Decimal("62.50"), Decimal("2.81")),
        (2, Way.DOMESTIC, Decimal("63.44"), Decimal("3.75")),
        (0, Way.BETTER_CERTIFICATE, Decimal("70.94"), Decimal("11.25")),
    ]


def test_where_all_is_imported_the_advice_opens_the_way():
    assert told([part(60_000, "IMPORT"), part(40_000, "IMPORT")]) == [
        (1, Way.DOMESTIC, Decimal("32.50"), Decimal("32.50")),
        (0, Way.DOMESTIC, Decimal("36.25"), Decimal("36.25")),
    ]


def test_an_ended_certificate_is_to_be_renewed():
    lapsed = [part(100, "DOMESTIC", lapsed="65.30"), part(100, "NATURAL")]

    assert told(lapsed) == [(0, Way.RENEW, Decimal("92.50"), Decimal("20.62"))]


def test_an_ended_certificate_that_brought_nothing_is_not_renewed():
    assert told([part(100, "DOMESTIC", lapsed="24.99")]) == []


@pytest.mark.parametrize(
    ("certified", "asked_for"),
    [("24.99", "25"), ("25", "40.01"), ("40", "40.01"), ("40.01", "60.01"), ("60", "60.01"), ("80", "80.01")],
)
def test_a_better_certificate_is_the_least_of_the_next_band(certified, asked_for):
    [(way, changed)] = ways(part(1, "CERTIFIED", certified))

    assert (way, changed.certificate_tkdn) == (Way.BETTER_CERTIFICATE, Decimal(asked_for))


def test_nothing_is_advised_where_everything_counts_in_full():
    full = [part(5, "NATURAL"), part(5, "FULL_DOMESTIC"), part(5, "RECYCLED"), part(5, "CERTIFIED", "80.01")]

    assert told(full) == []


def test_at_most_three_components_are_named():
    assert len(advise([part(price, "DOMESTIC") for price in range(1, 9)], *OWN)) == MOST


parts = st.lists(
    st.one_of(
        st.builds(part, st.integers(1, 10**7), st.sampled_from(["FULL_DOMESTIC", "NATURAL", "RECYCLED", "IMPORT"])),
        st.builds(part, st.integers(1, 10**7), st.just("CERTIFIED"), st.integers(0, 100)),
        st.builds(part, st.integers(1, 10**7), st.just("DOMESTIC"), st.none(), st.none() | st.integers(0, 100)),
    ),
    min_size=1,
    max_size=8,
)
places = st.sampled_from(["OWN_FACTORY", "OTHER_FACTORY", "OUTSOURCED"])


@given(parts, places)
def test_every_advised_value_is_what_the_rules_give_and_higher_than_today(found, production):
    components = [one.component for one in found]
    now = value_of(components, production)

    for advice in advise(found, Production(production), Decimal(100), True):
        tried = [*components[: advice.index], advice.changed, *components[advice.index + 1 :]]
        assert advice.value == value_of(tried, production)
        assert advice.gain == advice.value - now > 0


@given(parts)
def test_advice_changes_where_a_component_comes_from_and_never_what_it_costs(found):
    for advice in advise(found, *OWN):
        assert advice.changed.cost == found[advice.index].component.cost
