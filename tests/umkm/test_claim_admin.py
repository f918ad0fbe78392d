"""The office decides claims: evidence beside the record, with words the claimant reads."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from tests.conftest import TODAY
from tests.factories import BusinessFactory, UserFactory
from tests.umkm.files import picture, upload
from umkm import claims, documents
from umkm.models import Business, Claim, ClaimState

AT = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
NIB = "9120001234567"

pytestmark = pytest.mark.django_db


@pytest.fixture
def klaim(places, orang_lain):
    """A claim with a photo, on a record the office has."""
    BusinessFactory(nib=NIB, name="Tapis Siger", owner_name="Nyonya Siger", address="Jl. Siger 7")
    claim = claims.open_claim(user=orang_lain, nib=NIB, how="EVIDENCE")
    paper = documents.keep(upload=upload(picture()), kind="CLAIM_EVIDENCE", business=None, by=orang_lain)
    return claims.give_evidence(claim=claim, documents=[paper], note="Ibu saya", at=AT)


def page_of(claim):
    return reverse("admin:umkm_claim_change", args=[claim.pk])


def words(response):
    return " ".join(response.content.decode().split())


def decide(client, claim, decision, text="KTP cocok dengan nama pemilik."):
    return client.post(page_of(claim), {"decision": decision, "words": text})


def test_the_evidence_stands_beside_the_record(client, petugas, klaim):
    client.force_login(petugas)

    page = words(client.get(page_of(klaim)))

    paper = klaim.evidence.get().document
    assert f'<img src="{paper.get_absolute_url()}?ukuran=kecil"' in page
    assert [word for word in ("Tapis Siger", "Nyonya Siger", "Jl. Siger 7", "Ibu saya") if word not in page] == []


def test_accepting_gives_the_record_and_returns_to_what_waits(client, petugas, klaim, orang_lain):
    client.force_login(petugas)

    response = decide(client, klaim, "ACCEPT")

    claim = Claim.objects.get()
    assert response.url == reverse("admin:umkm_claim_changelist") + "?keadaan=menunggu"
    assert (claim.state, claim.decided_by) == (ClaimState.ACCEPTED, petugas)
    assert Business.objects.acted_for_by(orang_lain).get().nib == NIB
    assert f"Klaim NIB {NIB} oleh Joko Lain sekarang: diterima." in words(client.get(response.url))


@pytest.mark.parametrize(("decision", "state"), [("REFUSE", ClaimState.REFUSED), ("ASK", ClaimState.ASKED)])
def test_the_claimant_reads_the_clerks_words(client, petugas, klaim, orang_lain, decision, state):
    client.force_login(petugas)
    decide(client, klaim, decision, "Foto NIB buram. Foto lagi.")

    client.force_login(orang_lain)
    page = words(client.get(reverse("umkm:desk")))

    assert Claim.objects.get().state == state
    assert "Foto NIB buram. Foto lagi." in page
    assert "Rina Petugas" not in page


def test_replacing_ends_the_right_of_those_before(client, petugas, klaim, pemilik, orang_lain):
    Business.objects.get(nib=NIB).memberships.create(user=pemilik, since=TODAY)
    client.force_login(petugas)

    decide(client, klaim, "REPLACE")

    assert [Business.objects.acted_for_by(user).count() for user in (pemilik, orang_lain)] == [0, 1]


@pytest.mark.parametrize("data", [{"decision": "REFUSE", "words": ""}, {"decision": "", "words": "Baik"}, {}])
def test_a_decision_needs_its_words(client, petugas, klaim, data):
    client.force_login(petugas)

    assert client.post(page_of(klaim), data).status_code == 200
    assert Claim.objects.get().state == ClaimState.OFFICE


def test_a_claim_of_an_unknown_nib_says_what_to_do(client, petugas, orang_lain, places):
    claim = claims.open_claim(user=orang_lain, nib=NIB, how="EVIDENCE")
    client.force_login(petugas)

    assert f"NIB {NIB} belum ada di register. Catat dahulu" in words(decide(client, claim, "ACCEPT"))


def test_who_comes_second_reads_what_the_first_decided(client, petugas, klaim):
    client.force_login(petugas)
    decide(client, klaim, "REFUSE", "Foto buram.")

    page = words(decide(client, klaim, "ACCEPT"))

    assert "Klaim ini sudah diputuskan pada" in page
    assert Claim.objects.get().state == ClaimState.REFUSED


def test_a_decided_claim_is_shown_without_a_button(client, petugas, klaim):
    client.force_login(petugas)
    decide(client, klaim, "REFUSE", "Foto buram.")

    page = words(client.get(page_of(klaim)))

    assert "Foto buram." in page
    assert 'name="_save"' not in page


def test_the_head_reads_the_claim_but_neither_decides_nor_opens_papers(client, klaim):
    kepala = UserFactory(is_staff=True)
    kepala.groups.add(Group.objects.get(name=Role.HEAD))
    client.force_login(kepala)

    page = client.get(page_of(klaim))

    assert "1 berkas" in words(page)
    assert "<img src=" not in words(page)
    assert decide(client, klaim, "ACCEPT").status_code == 403
    assert client.get(klaim.evidence.get().document.get_absolute_url()).status_code == 404


def test_the_card_counts_what_waits_and_leads_there(client, petugas, klaim, pemilik):
    claims.open_claim(user=pemilik, nib=NIB, how="CODE")
    Claim.objects.filter(pk=klaim.pk).update(made_at=AT)
    client.force_login(petugas)

    cards = {card.title: card for card in admin.site.cards_for(petugas, TODAY)}
    listed = client.get(cards["Klaim menunggu keputusan"].url).context["cl"].result_list

    assert (cards["Klaim menunggu keputusan"].count, list(listed)) == (1, [klaim])
    assert cards["Klaim menunggu keputusan"].note == "Yang paling lama menunggu 4 hari."


@pytest.mark.parametrize("count", [1, 20])
def test_the_queue_costs_the_same_for_any_number(client, petugas, places, count, django_assert_max_num_queries):
    for user in UserFactory.create_batch(count):
        Claim.objects.create(user=user, nib=NIB, how="EVIDENCE", evidence_at=AT)
    client.force_login(petugas)
    client.get("/")

    with django_assert_max_num_queries(6):
        client.get(reverse("admin:umkm_claim_changelist"))


@pytest.mark.django_db(transaction=True)
def test_of_two_clerks_at_once_one_decides(petugas, klaim, orang_lain):
    barrier = Barrier(2)

    def press(decision):
        browser = Client()
        browser.force_login(petugas)
        barrier.wait()
        try:
            return decide(browser, klaim, decision).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(press, ("ACCEPT", "REFUSE")))

    claim = Claim.objects.get()
    assert answers == [200, 302]
    assert Business.objects.acted_for_by(orang_lain).exists() is (claim.state == ClaimState.ACCEPTED)
    assert claim.decided_on == timezone.localdate()
