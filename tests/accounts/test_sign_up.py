"""Owners make their own account, with a phone number or an e-mail address."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.db import IntegrityError
from django.urls import reverse

from accounts import notices
from accounts.models import Acceptance, CounterMessage, User
from accounts.roles import Role
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

PHONE = "+6281234567890"
FORM = {"full_name": "Sari Pemilik", "contact": "0812 3456 7890", "password1": "kopi pagi di teras", "accept": "on"}


@pytest.fixture(autouse=True)
def _counter(settings):
    """Messages can be read where staff read them."""
    settings.MESSAGE_GATEWAY = "counter"


def sign_up(client, **changed):
    return client.post(reverse("account_signup"), FORM | changed)


def texts():
    return list(CounterMessage.objects.order_by("pk").values_list("phone", "text"))


def code_sent():
    """The six digits of the last text message."""
    return re.search(r"\b\d{6}\b", texts()[-1][1])[0]


def wait(name="verify_phone"):
    """The half minute between two codes has passed."""
    cache.clear()


def type_code(client, code, page="account_verify_phone"):
    return client.post(reverse(page), {"code": code})


@pytest.mark.parametrize("spelling", ["0812 3456 7890", "+62 812-3456-7890", "6281234567890", "081234567890"])
def test_a_phone_number_in_any_spelling_and_its_code_make_an_owner(client, spelling):
    asked = sign_up(client, contact=spelling)
    done = type_code(client, code_sent())

    user = User.objects.get()
    assert (asked.url, done.url) == ("/akun/phone/verify/", reverse("umkm:registration"))
    assert (user.phone, user.confirmed_phone, user.email) == (PHONE, PHONE, None)
    assert user.role_names == {Role.OWNER}
    assert client.session["_auth_user_id"] == str(user.pk)


def test_an_address_and_its_code_make_an_owner(client):
    asked = sign_up(client, contact="Sari@Contoh.ID")
    code = re.search(r"\b\d{6}\b", mail.outbox[0].body)[0]
    done = type_code(client, code, "account_email_verification_sent")

    user = User.objects.get()
    assert (asked.url, done.url) == ("/akun/confirm-email/", reverse("umkm:registration"))
    assert (user.email, user.phone) == ("sari@contoh.id", None)
    assert EmailAddress.objects.get().verified
    assert client.session["_auth_user_id"] == str(user.pk)


def test_consent_is_recorded_with_its_version_and_time(client):
    sign_up(client)

    acceptance = Acceptance.objects.get()
    assert (acceptance.user.phone, acceptance.version) == (PHONE, notices.VERSION)
    assert acceptance.accepted_at is not None


def test_without_consent_there_is_no_account(client):
    page = sign_up(client, accept="").content.decode()

    assert "Centang tanda setuju. Tanpa itu akun tidak dapat dibuat." in page
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("contact", "sentence"),
    [
        ("0721 123456", "0721 123456 bukan nomor HP Indonesia. Tulis seperti 0812 3456 7890."),
        ("sari@", "sari@ bukan alamat e-mail. Tulis seperti nama@contoh.id."),
        ("12", "12 bukan nomor HP Indonesia. Tulis seperti 0812 3456 7890."),
    ],
)
def test_what_is_neither_number_nor_address_reads_what_to_write(client, contact, sentence):
    page = sign_up(client, contact=contact).content.decode()

    assert sentence in page
    assert not User.objects.exists()


def test_a_short_password_is_refused(client):
    form = sign_up(client, password1="pendek").context["form"]

    assert [error.code for error in form.errors.as_data()["password1"]] == ["password_too_short"]


def test_a_wrong_code_says_how_many_tries_are_left(client):
    sign_up(client)
    right = code_sent()

    page = type_code(client, "000000" if right != "000000" else "111111").content.decode()

    assert "Kode itu keliru. Cocokkan lagi dengan pesan yang paling baru." in page
    assert "Tersisa 4 kali coba." in page


def test_after_five_wrong_codes_the_right_one_is_worth_nothing(client):
    sign_up(client)
    right = code_sent()
    for _try in range(5):
        type_code(client, "abcdef")

    type_code(client, right)

    assert "_auth_user_id" not in client.session
    assert User.objects.get().confirmed_phone is None


def test_a_code_older_than_a_quarter_of_an_hour_says_so(client, settings):
    sign_up(client)
    settings.ACCOUNT_PHONE_VERIFICATION_TIMEOUT = -1

    page = type_code(client, code_sent()) and client.get(reverse("account_login")).content.decode()

    assert "Kode itu tidak berlaku lagi." in page


def test_a_new_code_replaces_the_old_one(client):
    sign_up(client)
    old = code_sent()
    wait()

    client.post(reverse("account_verify_phone"), {"action": "resend"})
    type_code(client, old)
    done = type_code(client, code_sent())

    assert len(texts()) == 2
    assert done.url == reverse("umkm:registration")


def test_a_second_code_within_half_a_minute_is_asked_to_wait(client):
    sign_up(client)

    page = client.post(reverse("account_verify_phone"), {"action": "resend"}, follow=True).content.decode()

    assert "Kode baru saja dikirim. Tunggu setengah menit, lalu minta lagi." in page
    assert len(texts()) == 1


def test_a_known_number_looks_like_a_new_one_and_only_its_owner_learns_of_it(client):
    UserFactory(phone=PHONE)

    response = sign_up(client)

    assert response.url == "/akun/phone/verify/"
    assert [phone for phone, _text in texts()] == [PHONE]
    assert "sudah punya akun" in texts()[0][1]
    assert User.objects.count() == 1


def test_a_known_address_looks_like_a_new_one_and_only_its_owner_learns_of_it(client):
    UserFactory(email="sari@contoh.id")

    response = sign_up(client, contact="sari@contoh.id")

    assert response.url == "/akun/confirm-email/"
    assert mail.outbox[0].subject.endswith("Alamat Anda sudah punya akun Portal TKDN-IK Lampung")
    assert User.objects.count() == 1


def test_a_stranger_who_never_typed_the_code_cannot_keep_the_owner_out(client):
    sign_up(client, full_name="Orang Lain")
    User.objects.update(joined_at=User.objects.get().joined_at - timedelta(minutes=16))
    client.cookies.clear()
    wait()

    sign_up(client)
    type_code(client, code_sent())

    assert list(User.objects.values_list("full_name", "confirmed_phone")) == [("Sari Pemilik", PHONE)]


def test_an_account_begun_a_moment_ago_is_not_thrown_away(client):
    sign_up(client)
    begun = User.objects.get()
    client.cookies.clear()
    wait()

    sign_up(client, full_name="Orang Lain")

    assert User.objects.get() == begun


def test_an_account_made_by_the_office_is_never_thrown_away(client):
    made = UserFactory(phone=PHONE)
    User.objects.update(joined_at=made.joined_at - timedelta(days=30))

    sign_up(client)

    assert User.objects.get() == made


def test_who_left_before_the_code_signs_in_and_gets_a_new_one(client):
    sign_up(client)
    client.cookies.clear()
    wait()

    asked = client.post(reverse("account_login"), {"login": "0812-3456-7890", "password": FORM["password1"]})
    done = type_code(client, code_sent())

    assert asked.url == "/akun/phone/verify/"
    assert done.url == reverse("accounts:desk")


def test_answers_given_before_signing_up_are_still_there(client):
    client.post(reverse("prescreen:question", args=["pembuatan"]), {"answer": "buat"})

    sign_up(client)
    type_code(client, code_sent())

    assert client.session["prescreen"] == {"pembuatan": "buat"}


def test_the_notice_names_what_the_law_asks_for(client, settings):
    settings.RETENTION_YEARS = 7

    page = client.get(reverse("accounts:notice")).content.decode()

    for word in ("Pasal 21", "Dasar", "Tujuan", "Data yang dikumpulkan", "7 tahun sesudahnya", "Hak Anda"):
        assert word in page


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("acceptance_once_per_version", {"version": notices.VERSION}),
        ("acceptance_version_is_a_day", {"version": "baru"}),
    ],
)
def test_the_database_keeps_acceptances_in_order(name, fields, pemilik):
    at = pemilik.joined_at
    Acceptance.objects.create(user=pemilik, version=notices.VERSION, accepted_at=at)

    with pytest.raises(IntegrityError, match=name):
        Acceptance.objects.create(user=pemilik, accepted_at=at, **fields)
