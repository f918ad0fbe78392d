"""Linking a certificate to its holder, and its items to the holder's products."""

from datetime import date

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange

from certification.models import Certificate, CertificateItem
from certification.services import link_holder, link_waiting_holders, overlap
from tests.certification.ministry_list import LINE, line, read
from tests.factories import BusinessFactory, CertificateFactory, CertificateItemFactory, ProductFactory
from umkm.models import CategoryRule, Product

pytestmark = pytest.mark.django_db


@pytest.fixture
def food_rule(db):
    CategoryRule.objects.update_or_create(version="2020", prefix="10", category="FOOD")


def waiting(name="CV Sari Rasa", **fields):
    return CertificateFactory(business=None, holder_name=name, **fields)


def products_of_items():
    return list(CertificateItem.objects.order_by("pk").values_list("product", flat=True))


def test_linking_gives_an_item_the_product_of_its_name(food_rule):
    business = BusinessFactory()
    ProductFactory(name="Keripik Pisang")
    product = ProductFactory(business=business, name="KERIPIK  pisang")
    item = CertificateItemFactory(certificate=waiting(), product_name="Keripik Pisang")

    link_holder(certificate=item.certificate, business=business)

    item.refresh_from_db()
    assert (item.product, item.certificate.business) == (product, business)


def test_linking_makes_a_product_the_business_does_not_have(food_rule):
    business = BusinessFactory()
    item = CertificateItemFactory(certificate=waiting(), product_name="Kopi bubuk " + "x" * 250, kbli_code="10761")

    link_holder(certificate=item.certificate, business=business)

    product = Product.objects.get()
    assert (product.business, product.kbli_version, product.kbli_code) == (business, "2020", "10761")
    assert (product.categories, len(product.name)) == (["FOOD"], 200)
    assert products_of_items() == [product.pk]


def test_the_second_item_of_one_product_stays_without(food_rule):
    certificate = waiting()
    CertificateItemFactory(certificate=certificate, specification="250 g")
    CertificateItemFactory(certificate=certificate, specification="500 g")

    link_holder(certificate=certificate, business=BusinessFactory())

    assert products_of_items() == [Product.objects.get().pk, None]
    connection.check_constraints()


def test_a_certificate_that_follows_another_shares_its_product(food_rule):
    business = BusinessFactory()
    first = CertificateItemFactory(certificate=waiting(issued_on=date(2023, 1, 1), valid_until=date(2025, 12, 31)))
    second = CertificateItemFactory(certificate=waiting(issued_on=date(2026, 1, 1), valid_until=date(2031, 1, 1)))

    link_holder(certificate=first.certificate, business=business)
    link_holder(certificate=second.certificate, business=business)

    assert products_of_items() == [Product.objects.get().pk] * 2
    connection.check_constraints()


def test_linking_to_another_business_lets_go_of_the_first_ones_products(food_rule):
    wrong, right = BusinessFactory.create_batch(2)
    item = CertificateItemFactory(certificate=waiting())
    link_holder(certificate=item.certificate, business=wrong)

    certificate = link_holder(certificate=item.certificate, business=right)

    item.refresh_from_db()
    assert (certificate.business, item.product.business) == (right, right)


def test_linking_twice_changes_nothing(food_rule):
    business = BusinessFactory()
    item = CertificateItemFactory(certificate=waiting())
    link_holder(certificate=item.certificate, business=business)
    before = products_of_items()

    link_holder(certificate=item.certificate, business=business)

    assert (products_of_items(), Product.objects.count()) == (before, 1)


def test_a_holder_who_comes_into_the_register_later_is_linked(places, food_rule):
    known, unknown = waiting("CV Sari Rasa"), waiting("CV Lain")
    CertificateItemFactory(certificate=known)
    assert link_waiting_holders() == 0
    business = BusinessFactory(name="Sari Rasa")

    linked = link_waiting_holders()

    assert linked == 1
    assert list(Certificate.objects.without_business()) == [unknown]
    assert Certificate.objects.get(business=business).items.get().product.business == business
    assert link_waiting_holders() == 0


def test_the_import_links_holders_the_register_knows(tmp_path, places, food_rule):
    business = BusinessFactory(name="SARI RASA")

    read(tmp_path, LINE, line(Produk="Kopi"), line(Nama_Perusahaan="PT Jauh", Provinsi="Jawa Barat"))

    items = CertificateItem.objects.of_registered_businesses().order_by("product_name")
    assert [(item.certificate.business, item.product.name) for item in items] == [
        (business, "Keripik Pisang"),
        (business, "Kopi"),
    ]
    assert Certificate.objects.without_business().get().holder_name == "PT Jauh"


def test_a_link_made_by_staff_survives_the_next_list(tmp_path, places):
    read(tmp_path, LINE)
    business = BusinessFactory(name="Nama Toko")
    link_holder(certificate=Certificate.objects.get(), business=business)
    BusinessFactory(name="Sari Rasa")

    read(tmp_path, LINE)

    assert Certificate.objects.get().business == business


def test_a_list_that_lengthens_a_certificate_over_its_successor_still_goes_in(tmp_path, places, food_rule):
    BusinessFactory(name="Sari Rasa")
    old = {"Nomor Sertifikat": "1/2023", "Tanggal Terbit Sertifikat": "2023-01-01"}
    new = {"Nomor Sertifikat": "2/2026", "Tanggal Terbit Sertifikat": "2026-01-01"}
    read(tmp_path, LINE | old | {"Tanggal Kadaluarsa Sertifikat": "2025-12-31"}, LINE | new)
    product = Product.objects.get()
    assert products_of_items() == [product.pk, product.pk]

    counts, _reasons = read(tmp_path, LINE | old | {"Tanggal Kadaluarsa Sertifikat": "2026-06-30"}, LINE | new)

    assert counts == (0, 1, 1, 0)
    assert products_of_items() == [None, product.pk]
    connection.check_constraints()


@pytest.mark.parametrize("count", [1, 20])
def test_linking_costs_the_same_for_one_and_for_twenty(places, food_rule, django_assert_num_queries, count):
    for number in range(count):
        BusinessFactory(name=f"Sari {number}")
        CertificateItemFactory(certificate=waiting(f"CV Sari {number}"))

    with django_assert_num_queries(15):
        link_waiting_holders()


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (DateRange(date(2026, 1, 1), date(2026, 2, 1)), DateRange(date(2026, 2, 1), date(2026, 3, 1)), False),
        (DateRange(date(2026, 1, 1), date(2026, 2, 2)), DateRange(date(2026, 2, 1), date(2026, 3, 1)), True),
        (DateRange(date.min, date(2026, 2, 2)), DateRange(date(2026, 1, 1), date(2026, 1, 2)), True),
        (DateRange(empty=True), DateRange(date.min, date(2026, 3, 1)), False),
        (DateRange(date.min, date(2026, 3, 1)), DateRange(empty=True), False),
    ],
)
def test_ranges_overlap_when_they_share_a_day(one, other, expected):
    assert overlap(one, other) is expected
