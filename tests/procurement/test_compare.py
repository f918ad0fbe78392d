"""Products side by side."""

from datetime import date

import pytest
from django.urls import reverse

from tests.factories import AwardFactory, PackageFactory
from tests.procurement.market import offer, rules

pytestmark = pytest.mark.django_db
COMPARE = "/pemasok/banding/"
LONG = {"issued_on": date(2025, 1, 1), "valid_until": date(2099, 1, 1)}


@pytest.fixture
def market(db):
    rules()
    first = offer("Keripik pisang", tkdn=41, bmp=5, price=10_000, **LONG)
    second = offer("Keripik talas", tkdn=30, **LONG)
    return [first, second]


def rows(page):
    return {row.label: row.values for row in page.context["rows"]}


def test_shows_values_and_says_which_differ(client, market):
    page = client.get(COMPARE, {"item": [item.pk for item in market]})

    assert rows(page)["TKDN"] == ("41,00\xa0%", "30,00\xa0%")
    assert rows(page)["TKDN + BMP"] == ("46,00\xa0%", "30,00\xa0%")
    assert {row.label for row in page.context["rows"] if row.differs} == {"TKDN", "BMP", "TKDN + BMP"}
    assert page.text.count(">(beda)<") == 3
    assert reverse("certification:token", args=[market[0].certificate.token]) in page.text


def test_price_and_capacity_are_for_officers(client, market, pejabat):
    asked = {"item": [item.pk for item in market]}
    public = rows(client.get(COMPARE, asked))
    client.force_login(pejabat)

    assert "Harga satuan" not in public
    assert rows(client.get(COMPARE, asked))["Harga satuan"] == ("Rp\xa010.000", "belum tercatat")


def test_officers_see_what_a_maker_still_owes_others(client, market, pejabat):
    package = PackageFactory(name="Belanja keripik", delivery_until=date(2099, 1, 1))
    AwardFactory(item=market[0], package=package, value=1_000_000)
    client.force_login(pejabat)

    page = client.get(COMPARE, {"item": [item.pk for item in market]})

    [owed, other] = rows(page)["Sudah dipesan, belum selesai"]
    assert (owed.split()[0], other) == ("100", "tidak ada yang tercatat")


def test_the_tier_is_that_of_the_chosen_package(client, market):
    package = PackageFactory(name="Belanja keripik pisang", year=2099, contract_from=None, contract_until=None,
                             delivery_until=None)  # fmt: skip

    shirt = offer("Kemeja", kbli_code="14111", **LONG)

    page = client.get(COMPARE, {"item": [market[0].pk, shirt.pk], "paket": package.rup_code})

    assert rows(page)["Tingkat untuk paket ini"] == ("1", "belum bisa melayani")


def test_more_than_five_are_named_as_too_many(client, market):
    more = [offer(f"Sirup {number}").pk for number in range(4)]

    page = client.get(COMPARE, {"item": [*(item.pk for item in market), *more]})

    assert len(page.context["items"]) == 5
    assert "Paling banyak 5 produk" in page.text


@pytest.mark.parametrize("asked", [[], ["x"], ["0"], ["9" * 40], ["999999"]])
def test_nothing_to_compare_says_how_to_choose(client, market, asked):
    page = client.get(COMPARE, {"item": asked})

    assert page.status_code == 200
    assert "Belum ada yang dapat dibandingkan." in page.text


def test_the_same_product_twice_is_one(client, market):
    assert len(client.get(COMPARE, {"item": [market[0].pk] * 2}).context["items"]) == 1


@pytest.mark.parametrize("count", [2, 5])
def test_costs_one_query(client, market, count, django_assert_num_queries):
    ids = [item.pk for item in market] + [offer(f"Sirup {number}").pk for number in range(count - 2)]
    client.get("/masuk/")

    with django_assert_num_queries(1):
        client.get(COMPARE, {"item": ids})


def test_results_and_candidates_can_be_ticked(client, market):
    package = PackageFactory(name="Belanja keripik", year=2026)
    results, candidates = client.get("/pemasok/?q=keripik").text, client.get(package.get_absolute_url()).text

    for page in (results, candidates):
        assert page.count('<input type="checkbox" name="item"') == 2
        assert f'action="{COMPARE}"' in page
