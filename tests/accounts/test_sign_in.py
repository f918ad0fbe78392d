"""Signing in and out, the way to one's desk, and the choice of language."""

import re

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def sari():
    user = UserFactory(email="sari@example.id", full_name="Sari")
    user.set_password("kata-sandi-sari")
    user.save()
    return user


def sign_in(client, **changed):
    return client.post(reverse("account_login"), {"login": "Sari@Example.id", "password": "kata-sandi-sari"} | changed)


def test_an_address_in_any_case_signs_in_and_leads_to_the_desk(client, sari):
    response = sign_in(client)

    assert response.url == reverse("accounts:desk")
    assert client.session["_auth_user_id"] == str(sari.pk)


def test_sign_in_returns_to_the_page_that_asked_for_it(client, sari):
    response = sign_in(client, next="/usaha/")

    assert response.url == "/usaha/"


def test_a_wrong_password_says_so_and_keeps_the_address(client, sari):
    response = sign_in(client, password="keliru")

    assert response.status_code == 200
    assert [error.code for error in response.context["form"].non_field_errors().as_data()] == [
        "email_password_mismatch"
    ]
    assert 'value="Sari@Example.id"' in response.content.decode()


def test_an_inactive_account_reads_why(client, sari):
    sari.is_active = False
    sari.save()

    response = client.get(sign_in(client).url)

    assert "<h1>Akun tidak aktif</h1>" in response.content.decode()


def test_signing_out_asks_first_and_then_goes_home(client, sari):
    client.force_login(sari)
    asked = client.get(reverse("account_logout"))

    done = client.post(reverse("account_logout"))

    assert "Keluar dari akun?" in asked.content.decode()
    assert done.url == reverse("insight:home")
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("page", ["/akun/email/", "/akun/confirm-email/"])
@pytest.mark.parametrize("who", ["petugas", "pejabat", "pemilik"])
def test_who_looks_at_their_addresses_is_asked_for_no_code_at_the_next_sign_in(client, request, who, page):
    user = request.getfixturevalue(who)
    user.set_password("kata-sandi-sari")
    user.save()
    client.force_login(user)
    client.get(page, follow=True)
    client.logout()

    response = sign_in(client, login=user.email)

    assert response.url == reverse("accounts:desk")
    assert mail.outbox == []


def test_an_owner_who_signed_up_by_phone_and_looks_at_an_address_of_the_office_is_asked_for_no_code(client, sari):
    sari.acceptances.create(version="2026-11-24", accepted_at=timezone.localtime())
    sign_in(client)
    client.get("/akun/email/")
    client.logout()

    response = sign_in(client)

    assert response.url == reverse("accounts:desk")


def test_a_lost_password_is_replaced_with_a_code_by_mail(client, sari):
    client.post(reverse("account_reset_password"), {"email": "Sari@Example.id"})
    code = re.search(r"\b\d{6}\b", mail.outbox[0].body)[0]

    confirmed = client.post(reverse("account_confirm_password_reset_code"), {"code": code})
    form = client.get(confirmed.url).content.decode()
    client.post(confirmed.url, {"password1": "sandi-baru-sari"})

    assert "<h1>Kata sandi baru</h1>" in form
    sari.refresh_from_db()
    assert sari.check_password("sandi-baru-sari")


def test_an_unknown_address_learns_nothing(client):
    response = client.post(reverse("account_reset_password"), {"email": "siapa@example.id"})

    assert response.url == reverse("account_confirm_password_reset_code")
    assert "belum punya akun" in mail.outbox[0].subject


def test_a_password_is_changed_by_its_owner(client, sari):
    client.force_login(sari)
    new = {"oldpassword": "kata-sandi-sari", "password1": "sandi-baru-sari", "password2": "sandi-baru-sari"}

    page = client.get(reverse("account_change_password")).content.decode()
    client.post(reverse("account_change_password"), new)

    assert "<h1>Ganti kata sandi</h1>" in page
    sari.refresh_from_db()
    assert sari.check_password("sandi-baru-sari")


@pytest.mark.parametrize(
    ("who", "name"),
    [("petugas", "admin:index"), ("pejabat", "procurement:desk"), ("pemilik", "umkm:desk")],
)
def test_each_person_reaches_their_own_desk(client, who, name, request):
    client.force_login(request.getfixturevalue(who))

    assert client.get(reverse("accounts:desk")).url == reverse(name)


def test_the_desk_asks_a_visitor_to_sign_in(client):
    assert client.get(reverse("accounts:desk")).url == "/masuk/?next=/meja/"


def test_the_language_is_remembered_and_returns_to_the_page(client):
    response = client.post(reverse("accounts:language"), {"language": "en", "next": "/paket/?q=a"})

    assert response.url == "/paket/?q=a"
    assert client.cookies["django_language"].value == "en"


@pytest.mark.parametrize("target", ["https://example.com/", "//example.com", "javascript:alert(1)", ""])
def test_the_language_never_leads_to_another_site(client, target):
    assert client.post(reverse("accounts:language"), {"language": "en", "next": target}).url == "/"


def test_an_unknown_language_is_not_remembered(client):
    client.post(reverse("accounts:language"), {"language": "xx"})

    assert "django_language" not in client.cookies


def test_the_language_is_not_changed_by_a_link(client):
    assert client.get(reverse("accounts:language")).status_code == 405
