"""Signing in by phone, a lost password by phone, and a changed number."""

import re

import pytest
from django.core.cache import cache
from django.urls import reverse

from accounts.models import CounterMessage, User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

PHONE, NEW = "+6281234567890", "+6281377778888"


@pytest.fixture(autouse=True)
def _counter(settings):
    settings.MESSAGE_GATEWAY = "counter"


@pytest.fixture
def sari():
    user = UserFactory(email=None, phone=PHONE, confirmed_phone=PHONE, full_name="Sari")
    user.set_password("kata-sandi-sari")
    user.save()
    return user


def code_sent():
    return re.search(r"\b\d{6}\b", CounterMessage.objects.order_by("pk").last().text)[0]


def sign_in(client, login="0812 3456 7890", password="kata-sandi-sari"):  # noqa: S107 - a test's
    return client.post(reverse("account_login"), {"login": login, "password": password})


def test_a_confirmed_number_signs_in_without_a_code(client, sari):
    assert sign_in(client).url == reverse("accounts:desk")
    assert client.session["_auth_user_id"] == str(sari.pk)
    assert not CounterMessage.objects.exists()


def test_a_number_the_office_wrote_down_is_confirmed_at_the_first_sign_in(client, sari):
    User.objects.update(confirmed_phone=None)

    asked = sign_in(client)
    client.post(reverse("account_verify_phone"), {"code": code_sent()})

    assert asked.url == "/akun/phone/verify/"
    sari.refresh_from_db()
    assert sari.phone_is_confirmed


def test_a_wrong_password_says_so(client, sari):
    page = sign_in(client, password="keliru").content.decode()

    assert "Nomor HP atau kata sandi keliru. Periksa keduanya, lalu coba lagi." in page


def test_guessing_at_one_number_locks_that_number_and_no_other(client, sari):
    other = UserFactory(email=None, phone=NEW, confirmed_phone=NEW)
    other.set_password("kata-sandi-lain")
    other.save()
    for _try in range(6):
        locked = sign_in(client, password="keliru")

    assert "Terlalu banyak percobaan yang keliru. Tunggu 5 menit, lalu coba lagi." in locked.content.decode()
    assert sign_in(client, NEW, "kata-sandi-lain").url == reverse("accounts:desk")


def test_a_lost_password_is_replaced_with_a_code_to_the_phone(client, sari):
    asked = client.post(reverse("account_reset_password"), {"email": "0812 3456 7890"})
    confirmed = client.post(reverse("account_confirm_password_reset_code"), {"code": code_sent()})
    client.post(confirmed.url, {"password1": "teh hangat di pagi hari"})

    assert asked.url == reverse("account_confirm_password_reset_code")
    sari.refresh_from_db()
    assert sari.check_password("teh hangat di pagi hari")


def test_a_wrong_code_for_a_lost_password_changes_nothing(client, sari):
    client.post(reverse("account_reset_password"), {"email": PHONE})

    page = client.post(reverse("account_confirm_password_reset_code"), {"code": "abcdef"}).content.decode()

    assert "Tersisa 4 kali coba." in page
    assert client.get(reverse("account_complete_password_reset")).url == reverse("account_confirm_password_reset_code")


def test_an_unknown_number_learns_nothing_and_costs_no_message(client):
    asked = client.post(reverse("account_reset_password"), {"email": PHONE})
    tried = client.post(reverse("account_confirm_password_reset_code"), {"code": ""})

    assert asked.url == reverse("account_confirm_password_reset_code")
    assert tried.status_code == 200
    assert not CounterMessage.objects.exists()


def test_a_new_number_counts_once_its_code_is_typed_and_the_old_one_is_told(client, sari):
    client.force_login(sari)

    client.post(reverse("account_change_phone"), {"phone": "0813 7777 8888"})
    before = User.objects.get().phone
    client.post(reverse("account_verify_phone"), {"code": code_sent()})

    sari.refresh_from_db()
    assert before == PHONE
    assert (sari.phone, sari.confirmed_phone) == (NEW, NEW)
    assert CounterMessage.objects.order_by("pk").last().phone == PHONE


def test_a_number_of_someone_else_cannot_be_taken_even_with_its_code(client, sari):
    UserFactory(email=None, phone=NEW)
    client.force_login(sari)
    client.post(reverse("account_change_phone"), {"phone": NEW})

    page = client.post(reverse("account_verify_phone"), {"code": code_sent()}).content.decode()

    assert "Nomor HP ini sudah dipakai akun lain." in page
    sari.refresh_from_db()
    assert sari.phone == PHONE


def test_a_person_with_an_address_from_the_office_signs_in_without_a_code(client, petugas):
    petugas.set_password("kata-sandi-rina")
    petugas.save()

    assert sign_in(client, petugas.email, "kata-sandi-rina").url == reverse("accounts:desk")


def test_too_many_codes_for_one_number_are_refused(client, sari, settings):
    settings.ACCOUNT_RATE_LIMITS = {"reset_password": "1/m/key"}
    client.post(reverse("account_reset_password"), {"email": PHONE})

    response = client.post(reverse("account_reset_password"), {"email": PHONE})

    assert response.status_code == 429
    assert CounterMessage.objects.count() == 1
    cache.clear()
