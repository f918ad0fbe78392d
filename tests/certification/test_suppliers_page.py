"""The search page of certified products."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from tests.factories import BusinessFactory, CertificateFactory, CertificateItemFactory
from umkm.models import CategoryRule

pytestmark = pytest.mark.django_db
PAGE = "/pemasok/"


def product(name="Keripik pisang", *, regency="18.71", tkdn="40.00", valid_until=date(2099, 1, 1), **facts):
    business = BusinessFactory(regency_id=regency, regency=None) if regency else None
    certificate = CertificateFactory(business=business, issued_on=date(2025, 1, 1), valid_until=valid_until, **facts)
    return CertificateItemFactory(certificate=certificate, product_name=name, tkdn=Decimal(tkdn))


def found(client, **query):
    return [item.product_name for item in client.get(PAGE, query).context["page"].rows]


@pytest.fixture(autouse=True)
def _food(places):
    CategoryRule.objects.get_or_create(version="2020", prefix="10", category="FOOD")


def test_a_result_shows_what_a_buyer_needs(client):
    item = product(number="77/SJ-IND.8/2026", tkdn="36.63")

    page = client.get(PAGE, {"q": "keripik"}).content.decode()

    for fact in (item.product_name, item.certificate.business.name, "Kota Bandar Lampung", "36,63\xa0%", "1 Jan 2099"):
        assert fact in page
    assert "77/SJ-IND.8/2026" in page
    assert '<span class="word">keripik</span>' in page
    assert 'data-status="ACTIVE">Berlaku<' in page


def test_only_valid_products_of_registered_businesses_appear(client):
    product("Keripik pisang")
    product("Keripik lama", valid_until=date(2026, 1, 31))
    product("Keripik tanpa usaha", regency=None, holder_name="PT Jauh")

    assert found(client, q="keripik") == ["Keripik pisang"]


def test_place_and_tkdn_narrow_the_search(client):
    product("Keripik Metro", regency="18.72", tkdn="60.00")
    product("Keripik Kedaton", regency="18.71", tkdn="30.00")

    assert found(client, wilayah="18.72") == ["Keripik Metro"]
    assert found(client, tkdn_min="30,01") == ["Keripik Metro"]
    assert found(client, tkdn_min="30") == ["Keripik Metro", "Keripik Kedaton"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kategori", "EMAS"),
        ("wilayah", "99.99"),
        ("tkdn_min", "abc"),
        ("tkdn_min", "101"),
        ("tkdn_min", "NaN"),
        ("urut", "acak"),
        ("halaman", "x"),
        ("q", "a" * 201),
    ],
)
def test_a_filter_that_cannot_be_read_is_named(client, field, value):
    product()

    response = client.get(PAGE, {field: value})

    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert "page" not in response.context


def test_an_empty_search_offers_a_change_that_finds_something(client):
    product(regency="18.71")

    response = client.get(PAGE, {"q": "keripik", "wilayah": "18.72"})

    assert response.context["page"].rows == []
    assert [suggestion.kind for suggestion in response.context["suggestions"]] == ["PLACE"]
    assert '<a href="?q=keripik">Cari di seluruh Lampung</a>' in response.content.decode()


def test_a_search_without_any_certificate_says_so(client):
    page = client.get(PAGE).content.decode()

    assert "Belum ada produk bersertifikat yang berlaku hari ini." in page


def test_pages_follow_each_other_without_a_gap(client):
    names = {product(f"Keripik {number:02}", regency="18.71").product_name for number in range(23)}

    first, second = found(client), found(client, halaman=2)

    assert (len(first), len(second)) == (20, 3)
    assert {*first, *second} == names


@pytest.mark.parametrize("count", [1, 3])
def test_the_search_costs_the_same_for_one_and_three(client, django_assert_num_queries, count):
    for number in range(count):
        product(f"Keripik {number}")
    client.get(reverse("account_login"))

    with django_assert_num_queries(2):
        client.get(PAGE, {"q": "keripik"})
