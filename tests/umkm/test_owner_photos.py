"""Photos of a product: from the camera, in the owner's order, with a main one."""

import pytest
from django.db import IntegrityError
from django.urls import reverse

from tests.factories import ProductFactory
from tests.umkm.files import picture, upload
from umkm.models import PhotoPlace
from umkm.owner.photos import MOST_PHOTOS, move_photo, photos


@pytest.fixture
def produk(usaha):
    return ProductFactory(business=usaha, name="Keripik pisang")


def address(product, name="photos_add", **more):
    return reverse(f"umkm:{name}", kwargs={"pk": product.business_id, "product_pk": product.pk, **more})


def send(client, product, *colours):
    files = [upload(picture(colour=colour), f"{colour}.jpg") for colour in colours]
    return client.post(address(product), {"photos": files})


def names_of(product):
    return [photo.name for photo in photos().filter(product=product)]


def test_several_photos_are_kept_at_once(client, pemilik, produk):
    client.force_login(pemilik)

    response = send(client, produk, "red", "blue")

    assert response.url == address(produk, "product") + "#foto"
    assert names_of(produk) == ["red.jpg", "blue.jpg"]


def test_a_form_posted_twice_keeps_each_photo_once(client, pemilik, produk):
    client.force_login(pemilik)

    send(client, produk, "red")
    send(client, produk, "red")

    assert names_of(produk) == ["red.jpg"]


def test_a_photo_that_is_not_one_is_named_and_nothing_of_the_round_is_kept(client, pemilik, produk):
    client.force_login(pemilik)
    files = [upload(picture(), "baik.jpg"), upload(b"bukan foto", "daftar.jpg")]

    response = client.post(address(produk), {"photos": files})

    assert response.context["photo_form"].errors["photos"] == [
        "“daftar.jpg” bukan foto. Ambil foto dengan kamera, lalu kirim sebagai JPEG atau PNG."
    ]
    assert names_of(produk) == []


def test_no_photo_chosen_asks_for_one(client, pemilik, produk):
    client.force_login(pemilik)

    response = client.post(address(produk), {})

    assert response.context["photo_form"].errors["photos"] == ["Pilih dahulu fotonya, lalu kirim."]


def test_more_photos_than_a_product_may_have_are_refused(client, pemilik, produk):
    client.force_login(pemilik)
    for number in range(MOST_PHOTOS - 1):
        send(client, produk, f"#{number * 25:02x}0000")

    response = send(client, produk, "red", "blue")

    assert len(names_of(produk)) == MOST_PHOTOS - 1
    assert response.context["photo_form"].errors["photos"] == [
        "Satu produk paling banyak 10 foto. Hapus dahulu foto lama, lalu kirim lagi."
    ]


@pytest.mark.parametrize(
    ("which", "step", "order"),
    [
        ("blue.jpg", "utama", ["blue.jpg", "red.jpg", "green.jpg"]),
        ("green.jpg", "maju", ["red.jpg", "green.jpg", "blue.jpg"]),
        ("red.jpg", "mundur", ["blue.jpg", "red.jpg", "green.jpg"]),
        ("red.jpg", "maju", ["red.jpg", "blue.jpg", "green.jpg"]),
        ("green.jpg", "mundur", ["red.jpg", "blue.jpg", "green.jpg"]),
    ],
)
def test_photos_are_put_in_order(client, pemilik, produk, which, step, order):
    client.force_login(pemilik)
    send(client, produk, "red", "blue", "green")
    photo = photos().get(name=which)

    client.post(address(produk, "photo_move", photo_pk=photo.pk, step=step))

    assert names_of(produk) == order


def test_a_photo_added_later_comes_last(client, pemilik, produk):
    client.force_login(pemilik)
    send(client, produk, "red", "blue")
    move_photo(photo=photos().get(name="blue.jpg"), step="utama")

    send(client, produk, "green")

    assert names_of(produk) == ["blue.jpg", "red.jpg", "green.jpg"]


def test_a_removed_photo_goes_and_its_file_stays_until_its_retention_ends(client, pemilik, produk):
    client.force_login(pemilik)
    send(client, produk, "red", "blue")
    photo = photos().get(name="red.jpg")

    client.post(address(produk, "photo_remove", photo_pk=photo.pk))

    photo.refresh_from_db()
    assert names_of(produk) == ["blue.jpg"]
    assert photo.removed_at is not None
    assert photo.file.storage.exists(photo.file.name)


def test_a_photo_removed_meanwhile_is_not_moved(client, pemilik, produk):
    client.force_login(pemilik)
    send(client, produk, "red")
    photo = photos().get()
    produk.documents.update(removed_at="2026-11-24T00:00Z")

    move_photo(photo=photo, step="utama")

    assert not PhotoPlace.objects.exists()


def test_nobody_else_adds_moves_or_removes_a_photo(client, pemilik, orang_lain, produk):
    client.force_login(pemilik)
    send(client, produk, "red", "blue")
    photo = photos().get(name="blue.jpg")
    client.force_login(orang_lain)

    answers = [
        send(client, produk, "green"),
        client.post(address(produk, "photo_move", photo_pk=photo.pk, step="utama")),
        client.post(address(produk, "photo_remove", photo_pk=photo.pk)),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert names_of(produk) == ["red.jpg", "blue.jpg"]


def test_a_photo_of_another_product_is_not_found_through_this_one(client, pemilik, usaha, produk):
    client.force_login(pemilik)
    other = ProductFactory(business=usaha)
    send(client, other, "red")

    response = client.post(address(produk, "photo_remove", photo_pk=photos().get().pk))

    assert response.status_code == 404
    assert names_of(other) == ["red.jpg"]


def test_an_action_opened_by_its_address_leads_to_the_page_with_its_button(client, pemilik, produk):
    client.force_login(pemilik)

    response = client.get(address(produk))

    assert response.url == address(produk, "product")


def test_photos_sent_after_the_session_was_lost_are_asked_for_again(client, produk):
    response = client.post(address(produk), {"photos": [upload(picture(), "a.jpg")]}, follow=True)

    assert response.redirect_chain == [(f"/masuk/?next={address(produk, 'product')}", 302)]
    assert [str(message) for message in response.context["messages"]] == [
        "Anda sudah keluar, jadi yang terakhir Anda kirim belum tersimpan. Masuk, lalu ulangi."
    ]
    assert names_of(produk) == []


def test_the_order_starts_at_one(client, pemilik, produk):
    client.force_login(pemilik)
    send(client, produk, "red")

    with pytest.raises(IntegrityError, match="photo_place_starts_at_one"):
        PhotoPlace.objects.create(document=photos().get(), position=0)
