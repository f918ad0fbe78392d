"""The money on an owner's desk: packages the products would fit once certified."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from procurement.desk_block import fitting_packages
from procurement.matching import match
from procurement.prospects import prospects
from tests.conftest import TODAY
from tests.factories import (
    CertificateFactory,
    CertificateItemFactory,
    PackageFactory,
    ProductFactory,
)
from umkm.models import CategoryRule

LATER = {"contract_from": date(2027, 2, 1), "contract_until": date(2027, 3, 31), "delivery_until": date(2027, 3, 31)}


def package(**facts):
    return PackageFactory(**{"year": 2027} | LATER | facts)


def found(*products):
    return prospects(list(products), TODAY)


def test_packages_that_ask_for_such_goods_are_summed(usaha):
    keripik = ProductFactory(business=usaha, name="Keripik pisang", price=20_000)
    dear = package(name="Belanja keripik", ceiling=70_000_000)
    cheap = package(name="Belanja keripik pisang", ceiling=30_000_000)
    package(name="Belanja kemeja", category="CLOTHING")

    answer = found(keripik)

    assert (answer.packages, answer.amount, answer.years) == (2, 100_000_000, (2027,))
    assert answer.dearest == (dear, cheap)


@pytest.mark.parametrize(
    "facts",
    [
        {"name": "Belanja dodol"},
        {"category": "OTHER"},
        {"not_certifiable": "CATERING"},
        {"ceiling": 19_999},
        {"is_active": False},
        {"is_announced": False},
        {"year": 2026, "contract_from": TODAY - timedelta(9), "contract_until": TODAY - timedelta(1)},
        {"year": 2025},
    ],
    ids=["other goods", "other category", "catering", "too cheap", "withdrawn", "unannounced", "over", "last year"],
)
def test_a_package_that_does_not_fit_is_not_counted(usaha, facts):
    keripik = ProductFactory(business=usaha, name="Keripik pisang", price=20_000)
    package(**facts)

    assert found(keripik).packages == 0


def test_a_package_that_two_products_fit_counts_once(usaha):
    products = [ProductFactory(business=usaha, name=f"Keripik {kind}") for kind in ("pisang", "singkong")]
    package(name="Belanja keripik", ceiling=50_000_000)

    assert found(*products).amount == 50_000_000


def test_what_is_promised_is_what_matching_says_once_the_product_is_certified(usaha):
    CategoryRule.objects.get_or_create(version="2020", prefix="10", category="FOOD")
    keripik = ProductFactory(business=usaha, name="Keripik pisang", price=20_000)
    for name in ("Belanja keripik", "Belanja makanan", "Belanja dodol", "Belanja kopi bubuk"):
        package(name=name)
    before = found(keripik)

    certificate = CertificateFactory(business=usaha, issued_on=TODAY)
    CertificateItemFactory(certificate=certificate, product=keripik, product_name=keripik.name, tkdn=Decimal(100))

    served = [answer.package for answer in match(year=2027, on=TODAY) if answer.candidates]
    assert before.packages == len(served) == 2
    assert set(before.dearest) == set(served)


def test_the_block_says_how_much_and_promises_nothing(usaha):
    ProductFactory(business=usaha, name="Keripik pisang")
    offered = package(name="Belanja keripik", ceiling=50_000_000)

    block = fitting_packages(usaha, TODAY)

    assert (block.amount, block.text) == (50_000_000, "1 paket belanja pemerintah mencari barang seperti buatan Anda.")
    assert "Ini bukan janji" in block.note
    assert [(each.text, each.url) for each in block.examples] == [("Belanja keripik", offered.get_absolute_url())]


def test_without_a_fitting_package_the_block_names_no_sum(usaha):
    ProductFactory(business=usaha, name="Keripik pisang")

    block = fitting_packages(usaha, TODAY)

    assert (block.amount, block.examples) == (None, ())
    assert "lihat lagi nanti" in block.text


def test_without_products_there_is_no_block(usaha):
    package()

    assert fitting_packages(usaha, TODAY) is None


def test_the_desk_shows_the_block(client, pemilik, usaha):
    ProductFactory(business=usaha, name="Keripik pisang")
    day = date(TODAY.year + 100, 1, 1)
    days = {"contract_from": day, "contract_until": day, "delivery_until": day}
    package(name="Belanja keripik", year=day.year, **days)
    client.force_login(pemilik)

    page = client.get(usaha.get_absolute_url()).content.decode()

    assert "Paket yang cocok dengan produk Anda" in page
    assert "bukan janji" in page


@pytest.mark.parametrize("count", [1, 20])
def test_prospects_cost_one_query(usaha, django_assert_num_queries, count):
    products = ProductFactory.create_batch(count, business=usaha)
    for _number in range(count):
        package(name="Belanja keripik")

    with django_assert_num_queries(1):
        found(*products)
