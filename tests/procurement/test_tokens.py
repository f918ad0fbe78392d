"""Tokens of agencies' programs: issued and shown once, kept as a hash, revoked for a reason."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from procurement import tokens
from procurement.models import AgencyToken
from tests.conftest import TODAY
from tests.factories import AgencyFactory, AgencyTokenFactory

pytestmark = pytest.mark.django_db

ADD = reverse("admin:procurement_agencytoken_add")


@pytest.fixture
def agency(pejabat):
    """Where Budi is posted."""
    agency = AgencyFactory(name="Dinas Sosial")
    agency.postings.create(user=pejabat)
    return agency


@pytest.fixture
def token(agency, pejabat):
    """Budi's token, whose text is `tkdn_SIPD`."""
    return AgencyTokenFactory(agency=agency, officer=pejabat, name="SIPD")


def form(agency, officer, **changed):
    until = timezone.localdate() + timedelta(days=100)
    return {"agency": agency.pk, "officer": officer.pk, "name": "SIPD", "expires_on": until.isoformat()} | changed


def test_a_token_is_shown_once_and_kept_as_a_hash(client, petugas, pejabat, agency):
    client.force_login(petugas)

    response = client.post(ADD, form(agency, pejabat))

    made = AgencyToken.objects.get()
    text = response.context["text"]
    assert text in response.text
    assert (made.prefix, made.digest) == (text[:12], tokens.digest_of(text))
    assert (made.officer, made.issued_by, made.issued_on) == (pejabat, petugas, timezone.localdate())
    assert "no-store" in response["Cache-Control"]
    assert text not in client.get(reverse("admin:procurement_agencytoken_change", args=[made.pk])).text


def test_an_officer_of_another_agency_is_refused_in_a_sentence(client, petugas, pejabat, agency):
    client.force_login(petugas)

    response = client.post(ADD, form(AgencyFactory(name="Dinas Lain"), pejabat))

    # Budi is among the officers to choose from, but not posted there.
    assert "Budi Pejabat tidak ditempatkan di Dinas Lain." in response.text
    assert not AgencyToken.objects.exists()


def test_a_token_for_longer_than_a_year_is_refused_in_a_sentence(client, petugas, pejabat, agency):
    client.force_login(petugas)

    response = client.post(ADD, form(agency, pejabat, expires_on="2099-01-01"))

    assert "Token berlaku paling lama satu tahun" in response.text
    assert not AgencyToken.objects.exists()


def test_two_living_tokens_of_an_agency_never_share_a_name(client, petugas, pejabat, token):
    client.force_login(petugas)

    response = client.post(ADD, form(token.agency, pejabat))

    assert "sudah punya token bernama itu" in response.text
    assert AgencyToken.objects.get() == token


def test_revoking_says_who_when_and_why(client, petugas, token):
    client.force_login(petugas)

    client.post(reverse("admin:procurement_agencytoken_revoke", args=[token.pk]), {"because": " Laptop dicuri "})

    token.refresh_from_db()
    assert (token.revoked_by, token.revoked_because) == (petugas, "Laptop dicuri")
    assert tokens.live_token("tkdn_SIPD", on=TODAY) is None


def test_the_first_to_revoke_stays_the_one_who_did(petugas, administrator, token):
    at = timezone.localtime()

    first = tokens.revoke(token, by=petugas, because="Bocor", at=at)
    second = tokens.revoke(token, by=administrator, because="Juga bocor", at=at)

    token.refresh_from_db()
    assert (first, second) == (True, False)
    assert (token.revoked_by, token.revoked_because) == (petugas, "Bocor")


def test_the_head_reads_a_token_and_is_not_led_to_revoke_it(client, petugas, token):
    petugas.groups.set([Group.objects.get(name=Role.HEAD)])
    client.force_login(petugas)

    page = client.get(reverse("admin:procurement_agencytoken_change", args=[token.pk]))

    assert token.prefix in page.text
    assert reverse("admin:procurement_agencytoken_revoke", args=[token.pk]) not in page.text


def test_nobody_revokes_without_a_reason(client, petugas, token):
    client.force_login(petugas)

    client.post(reverse("admin:procurement_agencytoken_revoke", args=[token.pk]), {"because": " "})

    token.refresh_from_db()
    assert token.revoked_at is None


def test_nobody_deletes_a_token(client, administrator, token):
    client.force_login(administrator)

    response = client.post(reverse("admin:procurement_agencytoken_delete", args=[token.pk]), {"post": "yes"})

    assert response.status_code == 403
    assert AgencyToken.objects.get() == token


def test_a_living_token_opens_and_notes_the_day(token):
    found = tokens.live_token("tkdn_SIPD", on=TODAY)

    token.refresh_from_db()
    assert found == token
    assert token.last_used_on == TODAY


def test_using_a_token_twice_a_day_writes_once(token, django_assert_num_queries):
    tokens.live_token("tkdn_SIPD", on=TODAY)

    with django_assert_num_queries(1):
        tokens.live_token("tkdn_SIPD", on=TODAY)


@pytest.mark.parametrize(("on", "opens"), [(date(2026, 12, 31), True), (date(2027, 1, 1), False)])
def test_the_last_day_is_the_last_day(token, on, opens):
    assert (tokens.live_token("tkdn_SIPD", on=on) is not None) is opens


@pytest.mark.parametrize("text", ["", "tkdn_", "tkdn_SIPD ", "tkdn_sipd", "x" * 10_000])
def test_another_text_opens_nothing(token, text):
    assert tokens.live_token(text, on=TODAY) is None


def _moved(officer):
    officer.postings.all().delete()


def _gone(officer):
    officer.is_active = False
    officer.save()


def _no_officer(officer):
    officer.groups.clear()


@pytest.mark.parametrize("happens", [_moved, _gone, _no_officer])
def test_a_token_ends_with_its_officers_rights(token, pejabat, happens):
    happens(pejabat)

    assert tokens.live_token("tkdn_SIPD", on=TODAY) is None


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ("digest = 'tkdn_SIPD'", "agency_token_is_kept_as_a_hash"),
        ("expires_on = issued_on + 367", "agency_token_ends_within_a_year"),
        ("expires_on = issued_on", "agency_token_ends_within_a_year"),
        ("revoked_at = now()", "agency_token_is_revoked_with_a_reason"),
        ("revoked_because = 'Bocor'", "agency_token_is_revoked_with_a_reason"),
        (
            "revoked_at = now(), revoked_by_id = issued_by_id, revoked_because = ' '",
            "agency_token_is_revoked_with_a_reason",
        ),
    ],
)
def test_the_database_keeps_the_rules_of_a_token(token, change, rule):
    with pytest.raises(IntegrityError, match=rule), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE procurement_agencytoken SET {change}")  # noqa: S608


@pytest.mark.parametrize("rows", [1, 20])
def test_the_list_costs_the_same_at_any_number(client, petugas, agency, pejabat, django_assert_max_num_queries, rows):
    for number in range(rows):
        AgencyTokenFactory(agency=agency, officer=pejabat, name=f"Program {number}")
    client.force_login(petugas)

    with django_assert_max_num_queries(12):
        client.get(reverse("admin:procurement_agencytoken_changelist"))
