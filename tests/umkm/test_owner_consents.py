"""“Izin saya”: what an owner allows, in force at once and never overwritten."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection
from django.urls import reverse

from tests.factories import BusinessFactory
from umkm.models import Consent, ConsentPurpose
from umkm.owner.consent_texts import TEXTS, VERSION

AT = datetime(2026, 11, 24, 3, tzinfo=UTC)
PUBLIC = ConsentPurpose.PUBLIC_PROFILE


def give(business, by, at=AT, purpose=PUBLIC):
    return Consent.objects.give(business=business, purpose=purpose, text_version=VERSION, by=by, at=at)


def test_a_consent_is_given_and_withdrawn_in_one_tap_each(client, pemilik, usaha):
    client.force_login(pemilik)
    client.post(reverse("umkm:consent_give", args=[usaha.pk, "halaman-publik"]))
    given = usaha.consents.open().get()

    client.post(reverse("umkm:consent_withdraw", args=[usaha.pk, "halaman-publik"]))

    assert (given.purpose, given.text_version, given.given_by) == ("PUBLIC_PROFILE", VERSION, pemilik)
    assert not usaha.consents.open().exists()
    assert usaha.consents.get().withdrawn_at >= given.given_at


def test_giving_twice_makes_one_consent(usaha, pemilik):
    first = give(usaha, pemilik)

    second = give(usaha, pemilik, AT + timedelta(hours=1))

    assert second == first
    assert second.given_at == AT


def test_a_consent_given_again_leaves_the_old_one_as_proof(usaha, pemilik):
    give(usaha, pemilik)
    Consent.objects.withdraw(business=usaha, purpose=PUBLIC, at=AT + timedelta(days=1))

    give(usaha, pemilik, AT + timedelta(days=2))

    assert [(consent.given_at, consent.withdrawn_at) for consent in usaha.consents.order_by("pk")] == [
        (AT, AT + timedelta(days=1)),
        (AT + timedelta(days=2), None),
    ]


def test_withdrawing_one_purpose_leaves_the_others_and_other_businesses(usaha, pemilik, orang_lain):
    other = BusinessFactory()
    give(usaha, pemilik)
    give(usaha, pemilik, purpose=ConsentPurpose.SHARE_CONTACT)
    give(other, orang_lain)

    Consent.objects.withdraw(business=usaha, purpose=PUBLIC, at=AT)

    assert [(consent.business, consent.purpose) for consent in Consent.objects.open().order_by("pk")] == [
        (usaha, "SHARE_CONTACT"),
        (other, "PUBLIC_PROFILE"),
    ]


def test_a_clock_that_runs_behind_still_withdraws(usaha, pemilik):
    give(usaha, pemilik)

    Consent.objects.withdraw(business=usaha, purpose=PUBLIC, at=AT - timedelta(seconds=2))

    assert usaha.consents.get().withdrawn_at == AT


def test_two_open_consents_for_one_purpose_are_impossible(usaha, pemilik):
    give(usaha, pemilik)
    facts = {"purpose": PUBLIC, "text_version": VERSION, "given_by": pemilik, "given_at": AT}

    with pytest.raises(IntegrityError, match="consent_one_open_per_purpose"):
        usaha.consents.create(**facts)


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ("withdrawn_at = given_at - interval '1 second'", "consent_withdrawn_after_given"),
        ("purpose = 'ADS'", "consent_purpose_and_text_are_known"),
        ("text_version = ''", "consent_purpose_and_text_are_known"),
    ],
)
def test_raw_sql_meets_the_same_rules(usaha, pemilik, change, rule):
    give(usaha, pemilik)

    with pytest.raises(IntegrityError, match=rule), connection.cursor() as cursor:
        cursor.execute("UPDATE umkm_consent SET " + change)  # noqa: S608 - the test's own text


def test_the_trail_keeps_every_change_of_a_consent(usaha, pemilik):
    consent = give(usaha, pemilik)

    Consent.objects.withdraw(business=usaha, purpose=PUBLIC, at=AT)

    assert [event.withdrawn_at for event in consent.events.order_by("pgh_id")] == [None, AT]


@pytest.mark.parametrize("who", ["orang_lain", "pejabat", "petugas"])
def test_nobody_consents_for_an_owner(client, usaha, who, request):
    client.force_login(request.getfixturevalue(who))

    response = client.post(reverse("umkm:consent_give", args=[usaha.pk, "kontak"]))

    assert response.status_code == (403 if who == "petugas" else 404)
    assert not Consent.objects.exists()


def test_opening_the_address_of_a_tap_gives_nothing(client, pemilik, usaha):
    client.force_login(pemilik)

    response = client.get(reverse("umkm:consent_give", args=[usaha.pk, "kontak"]))

    assert response.url == reverse("umkm:consents", args=[usaha.pk])
    assert not Consent.objects.exists()


def test_an_unknown_purpose_is_not_found(client, pemilik, usaha):
    client.force_login(pemilik)

    assert client.post(reverse("umkm:consent_give", args=[usaha.pk, "iklan"])).status_code == 404


def test_the_page_tells_all_the_law_asks_for(client, pemilik, usaha):
    give(usaha, pemilik)
    client.force_login(pemilik)

    page = " ".join(client.get(reverse("umkm:consents", args=[usaha.pk])).content.decode().split())

    assert {text.purpose for text in TEXTS} == set(ConsentPurpose)
    for said in (*(str(text.kinds) for text in TEXTS), "UU 27/2022 Pasal 20", "sampai Anda mencabutnya", "penghapusan"):
        assert said in page
    assert "Diizinkan oleh Sari Pemilik pada 24 Nov 2026." in page
