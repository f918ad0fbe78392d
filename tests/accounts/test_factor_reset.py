"""A lost phone: the second factor is taken away by somebody else, with a reason that stays."""

from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from accounts.models import FactorReset
from tests.accounts.factor_steps import set_up, sign_in

pytestmark = pytest.mark.django_db


def test_a_lost_phone_is_taken_away_with_a_reason_that_stays(client, rina, administrator, clock):
    set_up(client, rina, clock)
    client.logout()
    client.force_login(administrator)
    page = reverse("admin:accounts_user_reset_factor", args=[rina.pk])

    form = client.get(page)
    client.post(page, {"reason": " HP hilang, datang sendiri "})

    done = FactorReset.objects.get()
    assert "Pastikan dahulu bahwa orangnya benar" in form.text
    assert (done.user, done.by, done.reason) == (rina, administrator, "HP hilang, datang sendiri")
    assert not Authenticator.objects.filter(user=rina).exists()
    assert sign_in(type(client)(), rina).url == reverse("accounts:desk")


def test_no_reason_no_reset(client, rina, administrator, clock):
    set_up(client, rina, clock)
    client.logout()
    client.force_login(administrator)

    client.post(reverse("admin:accounts_user_reset_factor", args=[rina.pk]), {"reason": "  "})

    assert Authenticator.objects.filter(user=rina, type="totp").exists()


def test_staff_reset_nobody(client, rina, petugas, administrator):
    client.force_login(petugas)

    response = client.post(reverse("admin:accounts_user_reset_factor", args=[administrator.pk]), {"reason": "x"})

    assert response.status_code == 403


def test_an_administrator_does_not_reset_their_own(client, administrator):
    client.force_login(administrator)

    page = client.post(reverse("admin:accounts_user_reset_factor", args=[administrator.pk]), {"reason": "HP hilang"})

    assert "dihapus oleh administrator lain, atau dengan perintah reset_factor di server" in page.text
    assert not FactorReset.objects.exists()


def test_the_command_helps_the_only_administrator(client, rina, clock):
    set_up(client, rina, clock)

    call_command("reset_factor", rina.email.upper(), reason="HP hilang", stdout=StringIO())

    assert FactorReset.objects.get().by is None
    assert not Authenticator.objects.filter(user=rina).exists()


@pytest.mark.parametrize(("email", "reason"), [("siapa@example.id", "HP hilang"), (None, " ")])
def test_the_command_refuses_an_unknown_address_and_no_reason(rina, email, reason):
    with pytest.raises(CommandError):
        call_command("reset_factor", email or rina.email, reason=reason)


@pytest.mark.parametrize(
    ("by", "reason", "rule"),
    [(False, "  ", "factor_reset_has_a_reason"), (True, "HP hilang", "factor_reset_is_by_another")],
)
def test_the_database_keeps_the_rules_of_a_reset(rina, by, reason, rule):
    question = "INSERT INTO accounts_factorreset (user_id, by_id, reason) VALUES (%s, %s, %s)"

    with pytest.raises(IntegrityError, match=rule), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(question, [rina.pk, rina.pk if by else None, reason])
