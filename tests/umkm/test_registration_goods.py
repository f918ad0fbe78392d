"""The products of a registration: their photos, their names, and the KBLI code their words find."""

import pytest
from django.urls import reverse

from tests.umkm.files import upload
from tests.umkm.registering import PRODUCT, address, draft, errors, fill, jpeg, send
from umkm.models import Business, RegistrationPhoto

pytestmark = pytest.mark.django_db


def test_two_products_keep_their_own_photos(owner):
    fill(owner, until="produk")
    owner.post(reverse("umkm:registration_product", args=[2]), PRODUCT | {"name": "Kopi bubuk"})

    owner.post(address("foto"), {"photos": [jpeg(name="kopi.jpg")], "product": "2"})

    assert list(RegistrationPhoto.objects.values_list("product", "name")) == [(2, "kopi.jpg")]


def test_two_products_never_share_a_name(owner):
    fill(owner, until="produk")

    response = owner.post(reverse("umkm:registration_product", args=[2]), PRODUCT | {"name": "KERIPIK  pisang"})

    assert errors(response) == ["Produk “KERIPIK pisang” sudah ada. Ubah yang itu, atau pakai nama lain."]


def test_a_removed_product_takes_its_photos_along(owner):
    fill(owner, until="produk")
    owner.post(address("foto"), {"photos": [jpeg()]})

    owner.post(reverse("umkm:registration_remove_product", args=[1]))

    assert "produk" not in draft().answers
    assert not RegistrationPhoto.objects.exists()


def test_the_same_photo_sent_twice_is_kept_once(owner):
    fill(owner, until="produk")

    for _time in range(2):
        owner.post(address("foto"), {"photos": [jpeg()], "aksi": "tambah"})

    assert RegistrationPhoto.objects.count() == 1


def test_a_photo_that_is_none_is_refused_by_name(owner):
    fill(owner, until="produk")

    response = owner.post(address("foto"), {"photos": [upload(b"bukan foto", "foto.jpg")]})

    assert errors(response) == ["“foto.jpg” bukan foto. Ambil foto dengan kamera, lalu kirim sebagai JPEG atau PNG."]


def test_a_strangers_photo_is_not_found(owner, orang_lain):
    fill(owner, until="produk")
    owner.post(address("foto"), {"photos": [jpeg()]})
    photo = RegistrationPhoto.objects.get()
    shown = reverse("umkm:registration_photo", args=[photo.pk])
    own = owner.get(shown).getvalue()
    owner.force_login(orang_lain)

    stranger = owner.get(shown)
    owner.post(reverse("umkm:registration_remove_photo", args=[photo.pk]))

    assert own.startswith(b"\xff\xd8")
    assert stranger.status_code == 404
    assert list(RegistrationPhoto.objects.all()) == [photo]


def test_a_strangers_draft_cannot_be_sent(owner, orang_lain):
    fill(owner)
    owner.force_login(orang_lain)

    response = send(owner)

    assert response.status_code == 404
    assert not Business.objects.exists()


@pytest.mark.parametrize(
    ("words", "codes"),
    [("keripik pisang", ["10794"]), ("kopi bubuk", ["10761", "10520"]), ("107", ["10761", "10794"]), ("xyz", [])],
)
def test_words_of_a_product_find_its_code_among_those_that_make_goods(owner, words, codes):
    page = owner.get(address("kegiatan"), {"q": words})

    assert [code for code, _title in page.context["form"].found] == codes


def test_the_first_product_is_what_is_looked_for(owner):
    fill(owner, until="foto")

    page = owner.get(address("kegiatan"))

    assert [code for code, _title in page.context["form"].found] == ["10794"]
