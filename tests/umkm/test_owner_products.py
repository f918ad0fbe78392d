"""The owner's products: add, change, remove."""

import threading

import pytest
from django.db import connection, transaction
from django.urls import reverse

from tests.factories import (
    BusinessFactory,
    CertificateFactory,
    CertificateItemFactory,
    ProductFactory,
)
from umkm.models import Product
from umkm.owner.products import hanging_on
from umkm.owner.suggesting import suggest

KERIPIK = {
    "name": "Keripik pisang cokelat",
    "description": "",
    "category": "",
    "price": "Rp 25.000",
    "unit": "bungkus",
    "monthly_capacity": "1.000",
}


@pytest.fixture
def add(usaha):
    return reverse("umkm:product_add", args=[usaha.pk])


def page_of(product):
    return reverse("umkm:product", args=[product.business_id, product.pk])


def errors_of(response):
    return [str(error) for errors in response.context["form"].errors.values() for error in errors]


def test_a_product_is_added_and_its_words_choose_the_category(client, pemilik, usaha, add):
    client.force_login(pemilik)

    response = client.post(add, KERIPIK, follow=True)

    product = usaha.products.get()
    assert response.redirect_chain[-1][0] == page_of(product)
    assert (product.price, product.unit, product.monthly_capacity) == (25_000, "bungkus", 1000)
    assert product.categories == ["FOOD", "SOUVENIR"]
    assert [str(message) for message in response.context["messages"]] == [
        "“Keripik pisang cokelat” tercatat. Sekarang tambahkan fotonya.",
        "Kategorinya Makanan, menurut kata “keripik”. Ubah bila keliru.",
    ]


def test_the_same_form_sent_twice_makes_one_product(client, pemilik, usaha, add):
    client.force_login(pemilik)
    client.post(add, KERIPIK)

    again = client.post(add, KERIPIK)

    assert again.url == page_of(usaha.products.get())


def test_a_name_already_used_is_refused_in_words(client, pemilik, usaha, add):
    ProductFactory(business=usaha, name="KERIPIK PISANG COKELAT", price=10_000)
    client.force_login(pemilik)

    response = client.post(add, KERIPIK)

    assert errors_of(response) == ["Usaha ini sudah punya produk dengan nama tersebut."]
    assert usaha.products.count() == 1


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("price", "0", "Harga 0 tidak bisa dipakai; tulis harga jualnya, atau kosongkan dulu."),
        ("price", "murah", "“murah” bukan harga. Tulis angkanya saja, misalnya 25000."),
        ("monthly_capacity", "0", "“0” bukan jumlah barang. Tulis angka bulat saja, misalnya 500."),
        ("monthly_capacity", "banyak", "“banyak” bukan jumlah barang. Tulis angka bulat saja, misalnya 500."),
        ("name", "", "Isi nama produk, misalnya “Keripik pisang cokelat 250 gram”."),
        ("name", "Zzyx", "Nama “Zzyx” belum kami kenal. Pilih kategori yang paling dekat."),
    ],
)
def test_a_wrong_value_is_named(client, pemilik, usaha, add, field, value, sentence):
    client.force_login(pemilik)

    response = client.post(add, KERIPIK | {field: value})

    assert errors_of(response) == [sentence]
    assert not usaha.products.exists()


@pytest.mark.parametrize(
    ("words", "categories"),
    [
        ("Keripik singkong balado", ("FOOD",)),
        ("Kemeja batik", ("CLOTHING",)),
        ("Mesin perajang singkong", ("MACHINERY",)),
        ("Zzyx", ()),
    ],
)
def test_words_suggest_a_category(words, categories):
    assert suggest(words).categories[: len(categories) or None] == categories


def test_an_unchanged_category_keeps_the_further_ones(client, pemilik, usaha):
    product = ProductFactory(business=usaha, name="Kain tapis", categories=["CLOTHING", "SOUVENIR"])
    client.force_login(pemilik)

    client.post(page_of(product), KERIPIK | {"name": "Kain tapis", "category": "CLOTHING"})

    product.refresh_from_db()
    assert (product.categories, product.price) == (["CLOTHING", "SOUVENIR"], 25_000)


def test_the_owners_choice_of_category_counts(client, pemilik, usaha):
    product = ProductFactory(business=usaha)
    client.force_login(pemilik)

    client.post(page_of(product), KERIPIK | {"category": "MACHINERY"})

    product.refresh_from_db()
    assert product.categories == ["MACHINERY"]


def test_numbers_are_shown_as_people_write_them(client, pemilik, usaha):
    product = ProductFactory(business=usaha, price=1_250_000)
    client.force_login(pemilik)

    page = client.get(page_of(product)).content.decode()

    assert 'value="1.250.000"' in page


def test_a_product_of_another_business_is_not_found_through_ones_own(client, pemilik, usaha):
    foreign = ProductFactory(name="Rahasia")
    client.force_login(pemilik)

    response = client.get(reverse("umkm:product", args=[usaha.pk, foreign.pk]))

    assert response.status_code == 404
    assert "Rahasia" not in response.content.decode()


def test_a_product_is_removed_after_one_question(client, pemilik, usaha):
    product = ProductFactory(business=usaha)
    address = reverse("umkm:product_remove", args=[usaha.pk, product.pk])
    client.force_login(pemilik)
    asked = client.get(address)
    still_there = usaha.products.exists()

    response = client.post(address)

    assert f"Hapus “{product.name}”?" in " ".join(asked.content.decode().split())
    assert (still_there, usaha.products.exists()) == (True, False)
    assert response.url == reverse("umkm:products", args=[usaha.pk])


def test_a_certified_product_stays_and_the_page_says_why(client, pemilik, usaha):
    product = ProductFactory(business=usaha)
    CertificateItemFactory(certificate=CertificateFactory(business=usaha), product=product)
    address = reverse("umkm:product_remove", args=[usaha.pk, product.pk])
    client.force_login(pemilik)

    asked = client.get(address).content.decode()
    refused = client.post(address, follow=True)

    assert "produk bersertifikat" in asked
    assert "tidak dapat dihapus" in asked
    assert [message.level_tag for message in refused.context["messages"]] == ["danger"]
    assert usaha.products.get() == product


@pytest.mark.django_db(transaction=True)
def test_a_certificate_recorded_at_the_same_moment_keeps_the_product(client, pemilik, usaha):
    product = ProductFactory(business=usaha)
    client.force_login(pemilik)
    address = reverse("umkm:product_remove", args=[usaha.pk, product.pk])

    def press():
        client.post(address)
        connection.close()

    with transaction.atomic():
        CertificateItemFactory(certificate=CertificateFactory(business=usaha), product=product)
        connection.check_constraints()  # as the staff's desk does before it answers
        pressing = threading.Thread(target=press)
        pressing.start()
        pressing.join(timeout=0.3)
        waited = pressing.is_alive()
    pressing.join(timeout=10)

    assert (waited, Product.objects.filter(pk=product.pk).exists()) == (True, True)
    assert hanging_on(product) == ["produk bersertifikat"]


@pytest.mark.parametrize("count", [1, 20])
def test_the_list_of_products_costs_the_same_for_one_and_for_twenty(
    client, pemilik, usaha, django_assert_num_queries, count
):
    ProductFactory.create_batch(count, business=usaha)
    client.force_login(pemilik)
    client.get("/")

    with django_assert_num_queries(5):
        client.get(reverse("umkm:products", args=[usaha.pk]))


def test_an_empty_list_says_what_to_do(client, pemilik, usaha):
    ProductFactory(business=BusinessFactory(), name="Milik orang")
    client.force_login(pemilik)

    page = client.get(reverse("umkm:products", args=[usaha.pk])).content.decode()

    assert "Catat barang yang Anda buat" in page
    assert "Milik orang" not in page
