"""Who can fill a package in time, alone or together."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certification.models import Certificate
from procurement.capacity import Commitment, Maker, Volume, free, read_volume, team_for, units_of
from procurement.models import Award
from procurement.teams import commitments_of
from tests.factories import AwardFactory, BusinessFactory, PackageFactory, ProductFactory, RegencyFactory
from tests.procurement.market import offer, rules

FIRST, LAST = date(2026, 3, 1), date(2026, 3, 30)
"""Thirty days: one month's capacity."""


def maker(key=1, monthly=100, unit="kotak", regency="18.71", **fields):
    return Maker(key, monthly, unit, fields.pop("price", 20_000), regency, **fields)


def team(amount, *makers, place="18.71"):
    return team_for(Volume(amount, "kotak"), makers, first=FIRST, last=LAST, place=place)


def parts(found):
    return [(part.maker.key, part.amount, part.is_near) for part in found.parts]


@pytest.mark.parametrize(
    ("text", "volume"),
    [
        ("200 kotak", (200, "kotak")),
        ("1.500 Box", (1500, "kotak")),
        (" 6133 Lembar\t", (6133, "lembar")),
        ("50 stel.", (50, "stel")),
        ("10 PCS", (10, "buah")),
        ("1 Paket", None),
        ("1 Kegiatan", None),
        ("30 Orang / Kali", None),
        ("10 kotak, 5 kg", None),
        ("0 kotak", None),
        ("kotak", None),
        ("1,5 kg", None),
        ("", None),
        (None, None),
    ],
)
def test_a_volume_is_read_only_where_it_is_certain(text, volume):
    assert read_volume(text) == volume


@pytest.mark.parametrize(
    ("commitments", "left"),
    [
        ((), 100),
        ((Commitment(40, FIRST, LAST),), 60),
        ((Commitment(40, date(2026, 2, 14), date(2026, 3, 15)),), 80),
        ((Commitment(40, date(2026, 1, 1), date(2026, 2, 28)),), 100),
        ((Commitment(40, LAST, LAST),), 60),
        ((Commitment(90, FIRST, LAST), Commitment(90, FIRST, LAST)), 0),
    ],
    ids=["none", "all of it", "half of its days", "the day before", "the last day", "more than it makes"],
)
def test_what_a_maker_owes_elsewhere_is_not_free(commitments, left):
    assert free(maker(commitments=commitments), first=FIRST, last=LAST) == left


def test_a_contract_stands_for_units_at_the_makers_price():
    assert units_of(1_000_001, 20_000) == 51


def test_makers_fill_together_what_none_fills_alone():
    found = team(150, maker(1, price=30_000), maker(2, monthly=80, price=20_000))

    assert parts(found) == [(1, 100, True), (2, 50, True)]
    assert found.prices == (20_000, 30_000)


def test_nobody_is_proposed_where_one_maker_suffices():
    assert team(100, maker(1), maker(2)) is None


def test_nobody_is_proposed_where_all_together_do_not_suffice():
    assert team(201, maker(1), maker(2)) is None


def test_makers_of_the_packages_own_place_come_first():
    found = team(150, maker(1, regency="18.72"), maker(2, monthly=80), maker(3, monthly=90))

    assert parts(found) == [(3, 90, True), (2, 60, True)]


def test_where_five_near_ones_are_too_small_larger_ones_elsewhere_help():
    near = [maker(key, monthly=10) for key in range(1, 6)]
    far = [maker(key, monthly=90, regency="18.72") for key in range(6, 8)]

    assert parts(team(170, *near, *far)) == [(6, 90, False), (7, 80, False)]


def test_a_maker_who_counts_in_another_unit_takes_no_part():
    assert team(150, maker(1), maker(2, unit="kg")) is None


@given(st.lists(st.integers(1, 50), min_size=2, max_size=8), st.integers(1, 300))
def test_the_parts_of_a_team_are_exactly_the_volume_and_never_more_than_is_free(capacities, amount):
    makers = [maker(key, monthly=monthly) for key, monthly in enumerate(capacities)]

    found = team(amount, *makers)

    if found:
        assert sum(part.amount for part in found.parts) == amount
        assert all(0 < part.amount <= part.maker.monthly for part in found.parts)
        assert 2 <= len(found.parts) <= 5
    else:
        assert max(capacities) >= amount or sum(sorted(capacities)[-5:]) < amount


@pytest.fixture
def market(db):
    """Two makers of crisps, near and far, each good for three months of 100 kotak."""
    rules()
    made = []
    for code, name in (("18.71", "Bandar Lampung"), ("18.72", "Metro")):
        business = BusinessFactory(regency=RegencyFactory(code=code, name=name))
        item = offer(business=business, price=20_000)
        item.product.monthly_capacity, item.product.unit = 100, "Kotak"
        item.product.save()
        made.append(item)
    return PackageFactory(
        volume="500 kotak", contract_from=date(2099, 3, 1), contract_until=date(2099, 4, 30), year=2099,
        delivery_until=date(2099, 5, 31), regency_id="18.71",
    ), made  # fmt: skip


@pytest.fixture
def long_valid(market):
    Certificate.objects.update(valid_until=date(2100, 1, 1))
    return market


def test_an_officer_sees_the_team_on_the_packages_page(client, pejabat, long_valid):
    package, [near, far] = long_valid
    client.force_login(pejabat)

    page = client.get(package.get_absolute_url())

    rows = [(supplier.item_id, part.amount, part.is_near) for supplier, part in page.context["proposal"].rows]
    assert rows == [(near.pk, 306, True), (far.pk, 194, False)]
    assert "tidak satu pemasok pun dapat membuatnya sendirian" in page.content.decode()


def test_nobody_is_proposed_for_what_should_have_been_delivered(client, pejabat, long_valid):
    package, _items = long_valid
    package.contract_from = package.contract_until = package.delivery_until = date(2026, 3, 1)
    package.year = 2026
    package.save()
    client.force_login(pejabat)

    assert client.get(package.get_absolute_url()).context["proposal"] is None


def test_the_public_sees_neither_capacity_nor_price(client, long_valid):
    package, _items = long_valid

    page = client.get(package.get_absolute_url())

    assert "proposal" not in page.context
    assert "Bersama-sama dapat memenuhi" not in page.content.decode()


def test_without_recorded_capacity_nobody_is_proposed(client, pejabat, long_valid):
    package, [_near, far] = long_valid
    far.product.monthly_capacity = None
    far.product.save()
    client.force_login(pejabat)

    assert client.get(package.get_absolute_url()).context["proposal"] is None


def test_contracts_for_other_packages_keep_a_maker_busy_until_delivery(db):
    rules()
    item = offer(price=20_000)
    award = AwardFactory(item=item, value=10_000_000, signed_on=date(2026, 3, 2))
    cancelled = AwardFactory(item=item, value=40_000_000)
    Award.objects.filter(pk=cancelled.pk).update(cancelled_on=date(2026, 3, 9), cancel_reason="Batal.")

    planned = award.package.delivery_until or award.package.contract_until

    assert commitments_of([item.product]) == {item.product.pk: [Commitment(500, date(2026, 3, 2), planned)]}
    assert commitments_of([item.product], elsewhere_than=award.package) == {}

    Award.objects.filter(pk=award.pk).update(delivered_on=date(2026, 3, 20))
    [[owed]] = commitments_of([item.product]).values()
    assert owed.last == date(2026, 3, 20)


def test_a_whole_package_bought_counts_its_own_volume(db):
    rules()
    item = offer(price=20_000)
    item.product.unit = "kotak"
    package = PackageFactory(volume="700 Kotak", ceiling=9_000_000)
    AwardFactory(item=item, package=package, value=9_000_000)

    [[owed]] = commitments_of([item.product]).values()

    assert owed.amount == 700


def test_a_contract_whose_units_nobody_knows_is_left_out(db):
    rules()
    item = offer(product=ProductFactory(price=None))
    AwardFactory(item=item)

    assert commitments_of([item.product]) == {}
