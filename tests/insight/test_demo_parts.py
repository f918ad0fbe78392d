"""The small parts the demonstration data is made of."""

from datetime import date

import pytest

from insight.demo.certificates import anniversary
from insight.demo.dice import Bag, dice_for, split
from insight.demo.loading import copy_in, reserve_ids
from insight.demo.naming import as_written
from insight.demo.people import People
from insight.demo.vocabulary import SECTORS, goods, goods_by_head, trades
from tests.factories import BusinessFactory
from umkm.models import Activity, Product


def test_a_stream_repeats_itself_and_differs_from_other_sections_and_seeds():
    drawn = [dice_for(1, "a").digits(12) for _ in range(2)]

    assert drawn[0] == drawn[1]
    assert dice_for(1, "b").digits(12) != drawn[0]
    assert dice_for(2, "a").digits(12) != drawn[0]


@pytest.mark.parametrize(
    ("total", "weights", "step", "parts"),
    [
        (100, {"a": 1, "b": 1}, 1, {"a": 50, "b": 50}),
        (100, {"a": 1, "b": 2}, 1, {"a": 33, "b": 67}),
        (100, {"a": 1, "b": 2}, 10, {"a": 30, "b": 70}),
        (0, {"a": 1}, 1, {"a": 0}),
    ],
)
def test_a_split_sums_exactly(total, weights, step, parts):
    assert split(total, weights, step) == parts


def test_a_quota_gives_every_thing_at_least_once_and_the_count_exactly():
    found = dice_for(1, "quota").quota({"often": 97, "rare": 1}, 50)

    assert len(found) == 50
    assert set(found) == {"often", "rare"}


def test_a_quota_smaller_than_its_things_is_still_exact():
    assert len(dice_for(1, "quota").quota({"a": 1, "b": 1, "c": 1}, 2)) == 2


def test_between_stays_near_its_bounds():
    dice = dice_for(1, "between")
    found = [dice.between(10, 1000, step=10) for _ in range(500)]

    assert min(found) >= 10
    assert max(found) <= 1000
    assert all(value % 10 == 0 for value in found)


def test_a_bag_never_hands_out_what_weighs_nothing():
    assert {Bag({"a": 1, "b": 0}).draw(dice_for(1, str(n))) for n in range(50)} == {"a"}


def test_identity_numbers_are_of_the_right_structure_and_never_repeat():
    people = People(dice_for(1, "people"))
    person = people.person()
    first, second = people.nik(person, "18.71.01"), people.nik(person, "18.71.01")

    day = person.born.day + (40 if person.is_woman else 0)
    assert first == f"187101{day:02d}{person.born:%m%y}0001"
    assert second[-4:] == "0002"


@pytest.mark.parametrize(
    ("day", "years", "later"),
    [
        (date(2024, 2, 28), 3, date(2027, 2, 28)),
        (date(2024, 2, 29), 3, date(2027, 2, 28)),
        (date(2024, 2, 29), 4, date(2028, 2, 29)),
    ],
)
def test_a_certificate_of_a_leap_day_ends_on_the_28th(day, years, later):
    assert anniversary(day, years) == later


def test_most_names_are_kept_as_they_are():
    dice = dice_for(1, "writing")
    written = [as_written(dice, "Keripik Pisang Bu Sari") for _ in range(300)]

    assert written.count("Keripik Pisang Bu Sari") > 200
    assert "KERIPIK PISANG BU SARI" in written


def test_every_sector_and_trade_has_words():
    assert set(goods()) == set(SECTORS)
    assert all(bag.things for bag in goods().values())
    assert set(trades()) == {"TRADE", "KITCHEN", "SERVICE"}
    assert all(good in goods_by_head()[good.sector, good.head] for bag in goods().values() for good in bag.things)


@pytest.mark.django_db
def test_copied_rows_keep_texts_lists_and_empty_values_as_they_are(places):
    business = BusinessFactory(regency=places["18.71"])
    name = 'Keripik "pisang", manis\\gurih'
    made = [
        Product(id=pk, business=business, name=name if spot == 0 else "Dodol", categories=["FOOD", "SOUVENIR"])
        for spot, pk in enumerate(reserve_ids(Product, 2))
    ]
    counted = []

    copy_in(Product, made, counted.append)

    kept = Product.objects.get(name=name)
    assert (kept.categories, kept.price, kept.description) == (["FOOD", "SOUVENIR"], None, "")
    assert kept.terms[:2] == ["keripik", "pisang"]
    assert counted == [2]


@pytest.mark.django_db
def test_copied_rows_without_an_identity_get_one(places):
    business = BusinessFactory(regency=places["18.71"])

    copy_in(Activity, [Activity(business=business, kbli_code="10794", standard_certificate_verified=False)], print)

    assert Activity.objects.get().pk
    assert Activity.objects.get().standard_certificate_verified is False
