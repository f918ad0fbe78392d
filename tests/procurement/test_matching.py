"""Matching: category, words, TKDN, price, holder; order, reasons and states."""

from datetime import date
from decimal import Decimal

import pytest

from procurement.matching import match
from tests.factories import AgencyFactory, BusinessFactory, PackageFactory, RegencyFactory
from tests.procurement.market import ON, ask, items, obstacles, offer, rules

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _rules(db):
    rules()


def test_a_certified_product_of_the_named_kind_serves_the_package():
    item = offer("Keripik pisang", tkdn=Decimal("40.00"))

    found = ask(name="Belanja keripik pisang")

    [candidate] = found.candidates
    assert candidate.supplier.item_id == item.pk
    assert candidate.supplier.relevance == 1
    assert candidate.supplier.regency_name == "Kota Bandar Lampung"
    assert (found.state, found.suppliers, found.best_tier) == ("SERVED", 1, 1)


def test_a_candidate_carries_its_reasons_with_their_values():
    offer("Keripik pisang", tkdn=Decimal("40.00"), price=25_000)

    found = ask(name="Belanja keripik pisang")

    assert [str(reason).replace("\u00a0", " ") for reason in found.candidates[0].reasons] == [
        "KBLI 10794 melayani kategori Makanan.",
        "Kata yang sama: keripik, pisang.",
        "Sertifikat berlaku sampai 15 Jan 2031, melewati hari penyerahan 31 Mei 2026.",
        "Tingkat 1: TKDN 40,00 %, BMP 0,00 %; TKDN + BMP tertinggi 40,00 %, paling sedikit 40,00 %.",
        "Harga satuan Rp 25.000 tidak melebihi pagu Rp 50.000.000.",
    ]


def test_whole_words_decide_so_a_shirt_serves_no_table():
    offer("Kemeja batik", kbli_code="14111")
    table = offer("Meja lipat", kbli_code="14111")

    found = ask(name="Belanja kemeja", category="CLOTHING")

    assert table.pk not in items(found)
    assert len(found.candidates) == 1


def test_a_product_of_another_category_does_not_serve_even_with_the_same_words():
    offer("Keripik pisang", kbli_code="32903")

    found = ask(name="Belanja keripik pisang", category="FOOD")

    assert (items(found), obstacles(found), found.state) == ([], {}, "OPEN")


def test_a_package_that_names_only_its_category_takes_every_product_of_it_with_less_relevance():
    named = offer("Tapis Lampung", kbli_code="32903")
    other = offer("Plakat kayu", kbli_code="32903")
    offer("Keripik pisang", kbli_code="10794")

    found = ask(name="Belanja suvenir", category="SOUVENIR")

    assert sorted(items(found)) == sorted([named.pk, other.pk])
    assert {candidate.supplier.relevance for candidate in found.candidates} == {Decimal("0.30")}
    assert [reason.code for reason in found.candidates[0].reasons][1] == "CATEGORY_ONLY"


def test_a_package_that_names_a_product_takes_no_other_product_of_the_category():
    tapis = offer("Tapis Lampung", kbli_code="32903")
    offer("Plakat kayu", kbli_code="32903")

    found = ask(name="Belanja suvenir tapis", category="SOUVENIR")

    assert (items(found), obstacles(found)) == ([tapis.pk], {})


def test_further_shared_words_raise_relevance():
    plain = offer("Tapis", kbli_code="32903")
    fuller = offer("Tapis motif gajah", kbli_code="32903")
    elephant = offer("Plakat gajah", kbli_code="32903")

    found = ask(name="Belanja tapis plakat", description="motif gajah", category="SOUVENIR")

    relevance = {candidate.supplier.item_id: candidate.supplier.relevance for candidate in found.candidates}
    assert relevance == {
        plain.pk: Decimal("0.50"),
        fuller.pk: Decimal("0.60"),
        elephant.pk: Decimal("0.55"),
    }


def test_a_product_that_shares_another_word_of_goods_is_a_near_miss():
    wooden = offer("Nampan kayu", kbli_code="32903")
    offer("Gelas polos", kbli_code="32903")

    found = ask(name="Belanja plakat dari kayu jati", category="SOUVENIR")

    assert (items(found), obstacles(found)) == ([], {wooden.pk: ["WORDS_DIFFER"]})


def test_a_name_shared_by_chance_is_no_near_miss():
    offer("Gelas polos", kbli_code="32903", brand="Maju")

    found = ask(name="Belanja plakat Kelompok Tani Maju", category="SOUVENIR")

    assert (items(found), obstacles(found)) == ([], {})


def test_a_holder_outside_the_register_is_a_near_miss():
    item = offer(business=None, holder_name="CV Jauh")

    found = ask()

    assert obstacles(found) == {item.pk: ["HOLDER_NOT_REGISTERED"]}
    assert found.near_misses[0].supplier.business_name == "CV Jauh"
    assert found.state == "OPEN"


@pytest.mark.parametrize(("tkdn", "serves"), [("39.99", False), ("40.00", True)])
def test_the_packages_own_minimum_tkdn_counts(tkdn, serves):
    item = offer(tkdn=Decimal(tkdn))

    found = ask(minimum_tkdn=Decimal("40.00"))

    assert (items(found) == [item.pk]) is serves
    assert obstacles(found) == ({} if serves else {item.pk: ["TKDN_BELOW_MINIMUM"]})


@pytest.mark.parametrize(("price", "serves"), [(1_000_000, True), (1_000_001, False)])
def test_a_unit_price_over_the_whole_ceiling_stands_in_the_way(price, serves):
    item = offer(price=price)

    found = ask(ceiling=1_000_000)

    assert (items(found) == [item.pk]) is serves
    assert obstacles(found) == ({} if serves else {item.pk: ["PRICE_ABOVE_CEILING"]})


def test_every_obstacle_is_told_and_the_nearest_comes_first():
    far = offer(business=None, holder_name="CV Jauh", valid_until=date(2026, 2, 10), tkdn=Decimal("20.00"))
    near = offer(valid_until=date(2026, 2, 10))

    found = ask(minimum_tkdn=Decimal("25.00"))

    assert list(obstacles(found).items()) == [
        (near.pk, ["EXPIRED"]),
        (far.pk, ["HOLDER_NOT_REGISTERED", "EXPIRED", "TKDN_BELOW_MINIMUM"]),
    ]


def test_a_certified_product_below_25_is_a_near_miss_never_a_candidate():
    low = offer(tkdn=Decimal("24.99"), bmp=Decimal("15.00"))
    fine = offer(tkdn=Decimal("25.00"))

    found = ask()

    assert (items(found), obstacles(found), found.best_tier) == ([fine.pk], {low.pk: ["TKDN_BELOW_25"]}, 2)


def test_the_worked_pool_of_the_ministry_ranks_as_printed():
    a = offer(tkdn=Decimal(35))
    b = offer(tkdn=Decimal(26), bmp=Decimal(14))
    c = offer(tkdn=Decimal(25), bmp=Decimal(10))
    d = offer(tkdn=Decimal(10), bmp=Decimal(10))

    found = ask()

    assert [(candidate.supplier.item_id, candidate.tier) for candidate in found.candidates] == [
        (b.pk, 1), (a.pk, 1), (c.pk, 1),
    ]  # fmt: skip
    assert obstacles(found) == {d.pk: ["TKDN_BELOW_25"]}


@pytest.mark.parametrize(("until", "tier"), [(date(2026, 3, 1), 1), (date(2026, 2, 28), 2)])
def test_bmp_counts_until_its_own_last_day(until, tier):
    offer(tkdn=Decimal(30), bmp=Decimal(10), bmp_valid_until=until)

    found = ask()

    assert found.best_tier == tier


def test_candidates_come_by_tier_relevance_value_place_and_then_the_older_record():
    metro = BusinessFactory(regency=RegencyFactory(code="18.72", name="Metro"))
    elsewhere = offer("Keripik", tkdn=Decimal(40))
    here = offer("Keripik", business=metro, tkdn=Decimal(40))
    higher = offer("Keripik", tkdn=Decimal(50))
    closer = offer("Keripik kopi", tkdn=Decimal(30))

    found = ask(name="Belanja keripik kopi", agency=AgencyFactory(regency=metro.regency))

    assert items(found) == [closer.pk, higher.pk, here.pk, elsewhere.pk]


def test_two_products_of_one_business_count_one_supplier(settings):
    settings.MIN_SUPPLIERS = 2
    business = BusinessFactory()
    offer("Keripik pisang", business=business)
    offer("Keripik singkong", business=business)

    found = ask(name="Belanja keripik")

    assert (len(found.candidates), found.suppliers, found.state) == (2, 1, "THIN")


def test_enough_businesses_serve_a_package(settings):
    settings.MIN_SUPPLIERS = 2
    offer()
    offer()

    assert ask().state == "SERVED"


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"not_certifiable": "CATERING"}, "NOT_CERTIFIABLE"),
        ({"not_certifiable": "SERVICE", "category": "OTHER"}, "NOT_CERTIFIABLE"),
        ({"category": "OTHER", "category_source": "NONE"}, "OUTSIDE"),
        ({"name": "Belanja kopi bubuk"}, "OPEN"),
    ],
    ids=["catering", "a service outside the categories", "outside", "nobody makes it"],
)
def test_a_package_is_in_exactly_one_state(fields, state):
    offer("Keripik pisang")

    found = ask(**fields)

    assert (found.state, found.candidates) == (state, [])


def test_near_misses_stop_at_twenty_and_candidates_never():
    for _number in range(21):
        offer()
        offer(revoked_on=date(2026, 2, 1))

    found = ask()

    assert (len(found.candidates), found.suppliers, len(found.near_misses)) == (21, 21, 20)


def test_only_current_packages_of_the_year_and_the_agencies_asked_for_are_answered():
    agency = AgencyFactory(name="Dinas A")
    small = PackageFactory(agency=agency, ceiling=1)
    large = PackageFactory(agency=agency, ceiling=2)
    other = PackageFactory(agency=AgencyFactory(name="Dinas B"))
    PackageFactory(agency=agency, is_active=False)
    PackageFactory(agency=agency, is_announced=False)
    PackageFactory(agency=agency, year=2027)

    everything = match(year=2026, on=ON)
    of_agency = match(year=2026, on=ON, agencies=[agency.pk])

    assert [found.package for found in everything] == [large, small, other]
    assert [found.package for found in of_agency] == [large, small]


@pytest.mark.parametrize("count", [1, 5])
def test_a_year_costs_five_queries(django_assert_num_queries, count):
    for _number in range(count):
        offer()
        PackageFactory()

    with django_assert_num_queries(5):
        match(year=2026, on=ON)


def test_a_product_that_repeats_the_packages_general_word_ranks_above_one_that_does_not():
    plain = offer("Siger kuningan", kbli_code="32903")
    souvenir = offer("Suvenir siger", kbli_code="32903")

    found = ask(name="Belanja suvenir", category="SOUVENIR")

    assert [(one.supplier.item_id, one.supplier.relevance) for one in found.candidates] == [
        (souvenir.pk, Decimal("0.35")),
        (plain.pk, Decimal("0.30")),
    ]


def test_two_of_three_words_are_rounded_to_the_nearest_hundredth():
    offer("Keripik pisang")

    found = ask(name="Belanja keripik pisang kopi")

    assert [one.supplier.relevance for one in found.candidates] == [Decimal("0.67")]
