"""The owner's page for contact and place, and a form whose sender was signed out meanwhile."""

import pytest
from django.urls import reverse

from tests.factories import BusinessFactory
from umkm.owner.doors import STASHES, TYPED

FILLED = {
    "owner_name": "Sari Dewi",
    "phone": "0812 3456 7890",
    "email": "",
    "address": "Jl. Kartini 1",
    "district": "18.72.01",
    "workers": "4",
}


@pytest.fixture
def address(usaha):
    return reverse("umkm:data", args=[usaha.pk])


def test_an_owner_changes_contact_and_place(client, pemilik, usaha, address):
    client.force_login(pemilik)

    response = client.post(address, FILLED)

    usaha.refresh_from_db()
    assert response.url == usaha.get_absolute_url()
    assert (usaha.owner_name, usaha.phone, usaha.workers) == ("Sari Dewi", "+6281234567890", 4)
    assert (usaha.district_id, usaha.regency_id) == ("18.72.01", "18.72")


def test_the_change_is_in_the_audit_trail_with_its_author(client, pemilik, usaha, address):
    client.force_login(pemilik)

    client.post(address, FILLED)

    event = usaha.events.latest("pgh_id")
    assert (event.phone, event.pgh_context.metadata["user"]) == ("+6281234567890", pemilik.pk)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("phone", "123", "Telepon 123 bukan satu nomor Indonesia; tulis seperti 0812 3456 7890."),
        ("phone", "", "Isi nomor telepon atau e-mail, supaya Dinas dapat menghubungi Anda."),
        ("owner_name", " ", "Isi nama pemilik, seperti tertulis di KTP."),
        ("email", "sari", "“sari” bukan alamat e-mail. Tulis seperti nama@contoh.id."),
    ],
)
def test_a_wrong_value_is_named_and_nothing_is_changed(client, pemilik, usaha, address, field, value, sentence):
    client.force_login(pemilik)

    response = client.post(address, FILLED | {field: value})

    usaha.refresh_from_db()
    assert [str(error) for errors in response.context["form"].errors.values() for error in errors] == [sentence]
    assert usaha.owner_name == ""


def test_the_identity_numbers_cannot_be_changed_here(client, pemilik, usaha, address):
    client.force_login(pemilik)
    before = usaha.nib

    client.post(address, FILLED | {"nib": "1234567890123", "capital": "1", "name": "Nama Lain"})

    usaha.refresh_from_db()
    assert (usaha.nib, usaha.capital, usaha.name) == (before, None, "Keripik Sari Rasa")


def test_the_page_says_who_changes_nib_and_nik_and_shows_no_nik(client, pemilik, usaha, address):
    client.force_login(pemilik)

    page = client.get(address).content.decode()

    assert usaha.nib in page
    assert "bawa KTP ke kantor Dinas" in page


PAGES = ("data", "products", "product_add", "papers", "consents")


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(
    ("who", "status"), [("orang_lain", 404), ("pejabat", 404), ("petugas", 403), ("pemilik", 200)]
)  # fmt: skip
def test_only_who_acts_for_the_business_opens_its_pages(client, usaha, name, who, status, request):
    client.force_login(request.getfixturevalue(who))

    response = client.get(reverse(f"umkm:{name}", args=[usaha.pk]))

    assert response.status_code == status
    assert (usaha.name in response.content.decode()) is (status == 200)


def test_an_owner_of_two_businesses_never_changes_the_other(client, pemilik, usaha, address):
    other = BusinessFactory(name="Anyaman Sari", phone="+62811111111")
    client.force_login(pemilik)

    client.post(reverse("umkm:data", args=[other.pk]), FILLED)

    other.refresh_from_db()
    assert other.phone == "+62811111111"


def test_what_was_typed_is_there_again_after_signing_in(client, pemilik, usaha, address):
    sent = client.post(address, FILLED | {"owner_name": "Sari yang Baru"})
    client.force_login(pemilik)

    page = client.get(address)

    assert sent.url == f"/masuk/?next={address}"
    assert page.context["form"]["owner_name"].value() == "Sari yang Baru"
    assert "Isian Anda masih ada" in page.content.decode()
    usaha.refresh_from_db()
    assert usaha.owner_name == ""


def test_what_was_typed_is_offered_once(client, pemilik, usaha, address):
    client.post(address, FILLED)
    client.force_login(pemilik)
    client.get(address)

    again = client.get(address)

    assert again.context["form"]["owner_name"].value() == ""


def test_what_was_typed_for_one_business_never_shows_on_another(client, pemilik, orang_lain, usaha, address, places):
    other = BusinessFactory(regency=places["18.72"])
    other.memberships.create(user=orang_lain, since="2026-11-24")
    client.post(address, FILLED)
    client.force_login(orang_lain)

    page = client.get(reverse("umkm:data", args=[other.pk]))

    assert page.context["form"]["owner_name"].value() == ""
    assert "Sari Dewi" not in page.content.decode()


def test_a_stranger_cannot_fill_the_store_of_typed_forms(client, address):
    client.post(address, {"owner_name": "x" * 9000})
    too_long = TYPED in client.session

    for _number in range(STASHES.amount + 1):
        client.cookies.clear()
        client.post(address, FILLED)

    assert (too_long, TYPED in client.session) == (False, False)
