"""The second factor of staff: set up, asked for at every door, and never walked around."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from accounts import factors
from tests.accounts.factor_steps import PASSWORD, SET_UP, code, set_up, sign_in, type_code, waits
from tkdnportal import checks, crypto

pytestmark = pytest.mark.django_db


def test_the_code_is_asked_for_after_the_password(client, rina, clock):
    secret = set_up(client, rina, clock)
    waits(client, rina)

    response = type_code(client, code(secret, clock))

    assert response.url == reverse("accounts:desk")
    assert client.session["_auth_user_id"] == str(rina.pk)


def test_a_wrong_code_says_what_to_do_and_opens_nothing(client, rina, clock):
    secret = set_up(client, rina, clock)
    waits(client, rina)
    wrong = f"{(int(code(secret, clock)) + 1) % 1_000_000:06}"

    page = type_code(client, wrong)

    assert "Kode itu keliru atau sudah dipakai. Tunggu kode berikutnya di HP, lalu ketik." in page.text
    assert client.get("/admin/").status_code == 302


def test_a_code_is_good_once(client, rina, clock):
    secret = set_up(client, rina, clock)
    used = code(secret, clock)
    waits(client, rina)
    type_code(client, used)
    waits(client, rina)

    again = type_code(client, used)

    assert again.status_code == 200
    assert "_auth_user_id" not in client.session


def test_the_code_that_set_the_app_up_signs_nobody_in(client, rina, clock):
    secret = set_up(client, rina, clock)
    clock(-30)
    waits(client, rina)

    again = type_code(client, code(secret, clock))

    assert again.status_code == 200
    assert "_auth_user_id" not in client.session


def test_a_code_of_the_half_minute_before_is_refused(client, rina, clock):
    secret = set_up(client, rina, clock)
    old = code(secret, clock)
    clock(30)
    waits(client, rina)

    assert type_code(client, old).status_code == 200
    assert "_auth_user_id" not in client.session


def test_guessing_ends_after_five_tries_even_with_the_right_code(client, rina, clock):
    secret = set_up(client, rina, clock)
    waits(client, rina)
    right = code(secret, clock)
    for number in range(1, 6):
        type_code(client, f"{(int(right) + number) % 1_000_000:06}")

    page = type_code(client, right)

    assert "Terlalu banyak percobaan yang keliru. Tunggu 5 menit, lalu coba lagi." in page.text
    assert "_auth_user_id" not in client.session


def test_a_recovery_code_stands_in_for_the_phone_once(client, rina, clock):
    set_up(client, rina, clock)
    spare = re.search(r"<code>(\d{8})</code>", client.get(reverse("mfa_view_recovery_codes")).text)[1]
    waits(client, rina)

    first = type_code(client, spare)
    waits(client, rina)
    second = type_code(client, spare)

    assert first.url == reverse("accounts:desk")
    assert second.status_code == 200


def test_the_key_of_the_app_is_unreadable_in_the_database(client, rina, clock):
    secret = set_up(client, rina, clock)

    kept = Authenticator.objects.get(type="totp").data["secret"]

    assert secret not in kept
    assert crypto.decrypt(kept) == secret


def test_the_picture_to_scan_is_one_and_has_no_style(client, rina):
    sign_in(client, rina)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    page = client.get(SET_UP)

    # Without its namespace a browser draws no picture.
    assert page.context["totp_svg"].startswith('<svg xmlns="http://www.w3.org/2000/svg"')
    assert "style" not in page.context["totp_svg"]
    assert 'src="data:image/svg+xml;base64,' in page.text


def test_setting_up_asks_for_the_password_first(client, rina):
    client.force_login(rina)

    assert client.get(SET_UP).url == f"{reverse('account_reauthenticate')}?next={SET_UP.replace('/', '%2F')}"


def test_offered_means_that_nobody_is_forced(client, rina):
    sign_in(client, rina)

    assert client.get("/admin/").status_code == 200
    assert 'href="/akun/dua-langkah/"' in client.get("/admin/").text


@pytest.mark.parametrize("page", ["/admin/", "/admin/umkm/business/", "/meja/", "/"])
def test_required_leads_whoever_has_none_to_setting_one_up(client, rina, required, page):
    sign_in(client, rina)

    assert client.get(page).url == SET_UP


def test_required_lets_in_whoever_has_just_set_one_up(client, rina, required, clock):
    set_up(client, rina, clock)

    assert client.get("/admin/").status_code == 200


def test_a_session_of_before_is_asked_for_a_code(client, rina, required, clock):
    secret = set_up(client, rina, clock)
    client.logout()
    client.force_login(rina)

    asked = client.get("/admin/umkm/business/?q=a")
    done = client.post(asked.url, {"code": code(secret, clock), "next": "/admin/umkm/business/?q=a"})

    assert asked.url == "/akun/dua-langkah/reauthenticate/?next=%2Fadmin%2Fumkm%2Fbusiness%2F%3Fq%3Da"
    assert done.url == "/admin/umkm/business/?q=a"
    assert client.get(done.url).status_code == 200


def test_the_admin_has_no_door_of_its_own(client, rina, required, clock):
    set_up(client, rina, clock)
    client.logout()

    asked = client.get("/admin/login/?next=/admin/")
    sent = client.post("/admin/login/", {"username": rina.email, "password": PASSWORD})

    assert asked.url.startswith("/masuk/?next=")
    assert sent.url.startswith("/masuk/?next=")
    assert "_auth_user_id" not in client.session


def test_nobody_switches_off_what_is_required(client, rina, required, clock):
    set_up(client, rina, clock)

    page = client.get(reverse("mfa_deactivate_totp"))
    client.post(reverse("mfa_deactivate_totp"))

    assert "Kantor mewajibkan verifikasi dua langkah bagi akun Anda." in page.text
    assert Authenticator.objects.filter(user=rina, type="totp").exists()


def test_what_is_offered_can_be_switched_off_again(client, rina, clock):
    set_up(client, rina, clock)

    client.post(reverse("mfa_deactivate_totp"))

    assert not Authenticator.objects.filter(user=rina).exists()


@pytest.mark.parametrize(("policy", "officers", "expected"), [
    ("required", True, [True, True, False]),
    ("required", False, [True, False, False]),
    ("offered", True, [False, False, False]),
    ("off", True, [False, False, False]),
])  # fmt: skip
def test_who_needs_one(settings, petugas, pejabat, pemilik, policy, officers, expected):
    settings.STAFF_MFA, settings.OFFICER_MFA = policy, officers

    assert [factors.is_required(user) for user in (petugas, pejabat, pemilik)] == expected


@pytest.mark.parametrize(("policy", "expected"), [("offered", [200, 200, 404]), ("off", [404, 404, 404])])
def test_who_may_have_one(client, settings, petugas, pejabat, pemilik, policy, expected):
    settings.STAFF_MFA = policy
    found = []
    for user in (petugas, pejabat, pemilik):
        client.force_login(user)
        found.append(client.get(SET_UP, follow=True).status_code)

    assert found == expected


@pytest.mark.parametrize(
    ("word", "expected"), [("required", []), ("offered", []), ("off", []), ("on", ["tkdnportal.E013"])]
)
def test_a_misspelt_policy_is_an_error(settings, word, expected):
    settings.STAFF_MFA = word

    assert [error.id for error in checks.the_second_factor_is_decided(None)] == expected
