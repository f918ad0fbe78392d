"""The pages of a claim: the same for every NIB until the record is proved, and clear about what comes next."""

import logging
import re

import pytest
from django.urls import reverse

from tests.conftest import TODAY
from tests.factories import BusinessFactory, UserFactory
from tests.umkm.files import PDF, picture, upload
from umkm import claims
from umkm.models import Business, Claim, ClaimState, Document

NIB, UNKNOWN = "9120001234567", "9120008888888"
SECRETS = ("Tapis Rahasia", "Nyonya Rahasia", "Jl. Rahasia 7", "7654321")

pytestmark = pytest.mark.django_db


@pytest.fixture
def tercatat(places):
    """A record the office has, with everything a stranger must not learn."""
    return BusinessFactory(
        nib=NIB, name="Tapis Rahasia", owner_name="Nyonya Rahasia", phone="+628127654321", address="Jl. Rahasia 7"
    )


@pytest.fixture
def sent(caplog):
    caplog.set_level(logging.WARNING, logger="accounts.gateways")
    return lambda: re.findall(r"Message to \S+: \D*(\d{6})", caplog.text)


@pytest.fixture
def signed_in(client, pemilik):
    client.force_login(pemilik)
    return client


def words(response):
    return " ".join(response.content.decode().split())


def start(client, callbacks, nib=NIB, how="CODE"):
    with callbacks(execute=True):
        return client.post(reverse("umkm:claim"), {"nib": nib, "how": how})


def test_an_owner_proves_a_record_with_the_code(signed_in, tercatat, pemilik, sent, django_capture_on_commit_callbacks):
    response = start(signed_in, django_capture_on_commit_callbacks, nib="9120 0012 34567")

    page = signed_in.post(response.url, {"code": sent()[-1]}, follow=True)

    assert "Usaha ini sekarang ada di meja Anda." in words(page)
    assert list(Business.objects.acted_for_by(pemilik)) == [tercatat]
    assert signed_in.get(reverse("umkm:desk")).url == tercatat.get_absolute_url()


@pytest.mark.parametrize("how", ["CODE", "EVIDENCE"])
def test_every_page_is_the_same_whether_the_register_holds_the_nib_or_not(
    client, tercatat, how, django_capture_on_commit_callbacks
):
    def walk(nib):
        client.force_login(UserFactory())
        pages = [start(client, django_capture_on_commit_callbacks, nib=nib, how=how)]
        address = Claim.objects.get(nib=nib).get_absolute_url()
        pages.append(client.get(address))
        pages += [client.post(address, {"code": "000000"}) for _guess in range(11)]
        pages.append(client.post(f"{address}kirim-kode/", follow=True))
        pages.append(client.post(f"{address}bukti/", {"files": upload(picture()), "note": ""}, follow=True))
        pages.append(client.get(reverse("umkm:desk")))
        return [(page.status_code, plain(page)) for page in pages]

    def plain(page):
        number = Claim.objects.order_by("pk").last().pk
        text = re.sub(r"name=\"csrfmiddlewaretoken\" value=\"\w+\"", "", words(page))
        return re.sub(rf"/klaim/{number}/", "/klaim/N/", text).replace(NIB, "NIB").replace(UNKNOWN, "NIB")

    known, unknown = walk(NIB), walk(UNKNOWN)

    assert known == unknown
    assert [secret for secret in SECRETS for _status, text in known if secret in text] == []


def test_a_record_that_is_owned_already_says_nothing_of_its_owner(
    client, tercatat, pemilik, orang_lain, sent, django_capture_on_commit_callbacks
):
    tercatat.memberships.create(user=pemilik, since=TODAY)
    client.force_login(orang_lain)
    response = start(client, django_capture_on_commit_callbacks)

    page = client.post(response.url, {"code": sent()[-1]}, follow=True)

    assert "putusannya ada pada petugas Dinas" in words(page)
    assert [secret for secret in (*SECRETS, "Sari Pemilik") if secret in words(page)] == []
    assert not Business.objects.acted_for_by(orang_lain).exists()


def test_the_nib_of_a_registration_is_there_already(signed_in, tercatat):
    session = signed_in.session
    session["claim_nib"] = NIB
    session.save()

    assert f'value="{NIB}"' in words(signed_in.get(reverse("umkm:claim")))


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"nib": "", "how": "CODE"}, "Isi 13 angka NIB Anda."),
        ({"nib": "12345", "how": "CODE"}, "NIB 12345 bukan 13 angka; salin lagi dari OSS."),
        ({"nib": NIB, "how": ""}, "Pilih satu cara."),
        ({"nib": NIB, "how": "LUCK"}, "LUCK"),
    ],
)
def test_a_wrong_form_says_what_to_do(signed_in, data, sentence):
    page = signed_in.post(reverse("umkm:claim"), data)

    assert page.status_code == 400
    assert sentence in words(page)
    assert not Claim.objects.exists()


def test_a_form_posted_twice_makes_one_claim_and_one_code(
    signed_in, tercatat, sent, django_capture_on_commit_callbacks
):
    addresses = [start(signed_in, django_capture_on_commit_callbacks).url for _post in range(2)]

    assert addresses[0] == addresses[1]
    assert len(sent()) == 1


def test_guessing_ends_after_ten_tries_an_hour(signed_in, tercatat, pemilik, sent, django_capture_on_commit_callbacks):
    address = start(signed_in, django_capture_on_commit_callbacks).url
    right = sent()[-1]
    for _guess in range(10):
        signed_in.post(address, {"code": f"{(int(right) + 1) % 10**6:06}"})

    page = signed_in.post(address, {"code": right})

    assert page.status_code == 400
    assert "Sudah terlalu sering dicoba." in words(page)
    assert not Business.objects.acted_for_by(pemilik).exists()


def test_ten_claims_a_day_are_enough(signed_in, places, django_capture_on_commit_callbacks):
    for number in range(10):
        start(signed_in, django_capture_on_commit_callbacks, nib=f"91200000000{number:02}")

    page = start(signed_in, django_capture_on_commit_callbacks)

    assert "Sudah terlalu sering dicoba." in words(page)
    assert not Claim.objects.filter(nib=NIB).exists()


def test_a_person_asks_for_six_codes_a_day(signed_in, tercatat, django_capture_on_commit_callbacks):
    address = start(signed_in, django_capture_on_commit_callbacks).url
    answers = [words(signed_in.post(f"{address}kirim-kode/", follow=True)) for _post in range(6)]

    refused = ["Sudah terlalu sering dicoba." in answer for answer in answers]

    assert refused == [False] * 5 + [True]


def test_evidence_belongs_to_the_claim_and_only_staff_read_it(client, tercatat, pemilik, orang_lain, petugas):
    claim = claims.open_claim(user=orang_lain, nib=NIB, how="EVIDENCE")
    tercatat.memberships.create(user=pemilik, since=TODAY)
    client.force_login(orang_lain)

    client.post(f"{claim.get_absolute_url()}bukti/", {"files": [upload(picture()), upload(PDF)], "note": "KTP saya"})

    claim.refresh_from_db()
    kept = Document.objects.order_by("pk")
    assert (claim.state, claim.note) == (ClaimState.OFFICE, "KTP saya")
    assert [document.business for document in kept] == [None, None]
    assert [evidence.document for evidence in claim.evidence.order_by("pk")] == list(kept)
    answers = {}
    for user in (petugas, pemilik, orang_lain):
        client.force_login(user)
        response = client.get(kept[0].get_absolute_url())
        answers[user] = response.status_code
        assert user != petugas or response.getvalue().startswith(b"\xff\xd8")
    assert answers == {petugas: 200, pemilik: 404, orang_lain: 404}


def test_the_same_evidence_sent_twice_is_kept_once(signed_in, pemilik):
    claim = claims.open_claim(user=pemilik, nib=NIB, how="EVIDENCE")

    for _post in range(2):
        signed_in.post(f"{claim.get_absolute_url()}bukti/", {"files": upload(picture()), "note": ""})

    assert claim.evidence.count() == 1


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({}, "Pilih atau ambil sedikitnya satu foto."),
        ({"files": upload(b"bukan foto", "ktp.jpg")}, "“ktp.jpg” bukan foto atau PDF."),
    ],
)
def test_what_is_no_photo_is_refused_with_its_name(signed_in, pemilik, files, sentence):
    claim = claims.open_claim(user=pemilik, nib=NIB, how="EVIDENCE")

    page = signed_in.post(f"{claim.get_absolute_url()}bukti/", {"note": "", **files})

    assert sentence in words(page)
    assert not Document.objects.exists()


def test_a_question_is_read_and_answered_in_words(signed_in, pemilik, client):
    claim = claims.open_claim(user=pemilik, nib=NIB, how="EVIDENCE")
    claims.ask(claim=claim, question="Siapa nama pemilik lama?", at="2026-11-24T03:00:00Z")

    asked = words(signed_in.get(reverse("umkm:desk")))
    signed_in.post(f"{claim.get_absolute_url()}bukti/", {"note": "Ibu saya"})

    claim.refresh_from_db()
    assert "Siapa nama pemilik lama?" in asked
    assert (claim.state, claim.note, claim.question) == (ClaimState.OFFICE, "Ibu saya", "")


def test_a_refusal_is_read_with_its_reason(signed_in, pemilik, petugas):
    claim = claims.open_claim(user=pemilik, nib=NIB, how="EVIDENCE")
    claims.refuse(claim=claim, by=petugas, reason="Foto NIB tidak terbaca.", on=claim.made_at.date())

    assert "Foto NIB tidak terbaca." in words(signed_in.get(claim.get_absolute_url()))


def test_a_mistyped_claim_is_given_up(signed_in, pemilik):
    claim = claims.open_claim(user=pemilik, nib=NIB, how="CODE")

    page = signed_in.post(f"{claim.get_absolute_url()}batal/", follow=True)

    assert f"Klaim untuk NIB {NIB} dibatalkan." in words(page)
    assert Claim.objects.get().state == ClaimState.WITHDRAWN


@pytest.mark.parametrize("step", ["", "kirim-kode/", "bukti/", "batal/"])
def test_a_claim_is_its_claimants_alone(client, orang_lain, pemilik, petugas, step):
    claim = claims.open_claim(user=pemilik, nib=NIB, how="CODE")
    for user in (orang_lain, petugas):
        client.force_login(user)

        assert client.post(f"{claim.get_absolute_url()}{step}", {"code": "123456"}).status_code == 404


@pytest.mark.parametrize("name", ["umkm:claim", "umkm:join"])
def test_claiming_needs_a_sign_in(client, db, name):
    assert client.get(reverse(name)).url == f"/masuk/?next={reverse(name)}"


@pytest.mark.parametrize("count", [1, 10])
def test_claims_on_the_desk_cost_the_same_for_any_number(
    signed_in, pemilik, tercatat, count, django_assert_num_queries
):
    for number in range(count):
        claims.open_claim(user=pemilik, nib=f"91200012345{number:02}", how="CODE")
    signed_in.get("/")

    with django_assert_num_queries(5):
        signed_in.get(reverse("umkm:desk"))
