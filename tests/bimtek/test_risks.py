"""Certificates that end before the package they serve, and the rupiah that hang on each."""

from datetime import date, timedelta

import pytest

from bimtek.risks import expiry_risks
from procurement.matching import match
from tests.bimtek.market import ON, package, rules
from tests.procurement.market import DELIVERED, SIGNED, offer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _market(places):
    rules()


def risks():
    return {risk.number: risk for risk in expiry_risks(match(year=2026, on=ON), ON)}


@pytest.mark.parametrize(
    ("last_day", "at_risk"),
    [
        (ON - timedelta(days=1), False),
        (ON, True),
        (SIGNED - timedelta(days=1), True),
        (DELIVERED - timedelta(days=1), True),
        (DELIVERED, False),
    ],
    ids=["ended before", "ends today", "ends before the contract", "ends before delivery", "lasts"],
)
def test_a_certificate_is_at_risk_when_it_runs_today_and_ends_before_delivery(last_day, at_risk):
    wanted = package(ceiling=7_000_000)
    item = offer(issued_on=date(2025, 1, 1), valid_until=last_day)

    found = risks()

    expected = {item.certificate.number: (last_day, (wanted.rup_code,), 7_000_000)} if at_risk else {}
    assert {number: (risk.valid_until, risk.packages, risk.rupiah) for number, risk in found.items()} == expected


def test_a_package_with_another_supplier_hangs_on_nobody():
    package()
    offer(valid_until=SIGNED)
    offer("Keripik pisang cokelat")

    assert risks() == {}


def test_a_certificate_that_was_replaced_or_is_too_low_is_no_risk():
    package()
    offer(valid_until=SIGNED, superseded_on=ON + timedelta(days=2))
    offer(valid_until=SIGNED, tkdn=24)

    assert risks() == {}


def test_where_two_suppliers_are_asked_for_the_one_that_is_there_does_not_count_twice(settings):
    settings.MIN_SUPPLIERS = 2
    package(ceiling=7_000_000)
    there = offer("Keripik pisang cokelat")
    offer(valid_until=SIGNED, business=there.certificate.business)
    other = offer(valid_until=SIGNED)

    assert {number: risk.rupiah for number, risk in risks().items()} == {other.certificate.number: 7_000_000}


def test_the_most_rupiah_come_first():
    package(ceiling=7_000_000)
    package("Belanja sambal botol", ceiling=9_000_000)
    small, large = offer(valid_until=SIGNED), offer("Sambal botol", valid_until=SIGNED)

    assert list(risks()) == [large.certificate.number, small.certificate.number]
