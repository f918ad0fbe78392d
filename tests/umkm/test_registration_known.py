"""A business the office already has: its owner is led to the claim and sees nothing of it; of two at once one wins."""

import threading

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from tests.factories import BusinessFactory
from tests.umkm.registering import NIB, NIK, TYPED, address, draft, fill, send
from tkdnportal.crypto import encrypt, keyed_hash
from umkm.models import Business, Registration
from umkm.registration.submit import AlreadyKnown, submit

CLAIM = "/usaha/klaim/"
pytestmark = pytest.mark.django_db


def known(**facts):
    return BusinessFactory(name="Nama Rahasia", owner_name="Orang Rahasia", **facts)


def test_a_known_nib_leads_to_the_claim_and_shows_nothing_of_the_record(owner):
    known(nib=NIB)

    response = owner.post(address("nib"), {"nib": NIB})

    (told,) = [str(message) for message in get_messages(response.wsgi_request)]
    assert response.url == CLAIM
    assert owner.session["claim_nib"] == NIB
    assert told == (
        "Dinas sudah mencatat usaha dengan nomor itu. Buktikan bahwa itu usaha Anda, atau perbaiki nomornya."
    )


def test_a_known_nik_leads_to_the_claim(owner):
    known(nik_encrypted=encrypt(NIK), nik_hash=keyed_hash(NIK))
    fill(owner, until="nib")

    response = owner.post(address("nik"), {"nik": NIK})

    assert response.url == CLAIM
    assert owner.session["claim_nib"] == NIB
    assert "nik" not in draft().answers


def test_ones_own_business_is_opened_instead(owner, usaha):
    response = owner.post(address("nib"), {"nib": usaha.nib})

    assert response.url == usaha.get_absolute_url()


def test_who_tries_number_after_number_is_stopped(owner):
    known(nib=NIB)

    answers = [owner.post(address("nib"), {"nib": NIB}).status_code for _try in range(11)]

    assert answers == [302] * 10 + [429]


def test_who_sends_the_same_nib_second_is_led_to_the_claim(owner):
    fill(owner)
    first = known(nib=NIB)

    response = send(owner)

    assert response.url == CLAIM
    assert list(Business.objects.all()) == [first]
    assert draft().submitted_at is None


def test_the_same_business_without_nib_is_not_registered_twice(owner, orang_lain):
    fill(owner, nib={"none_yet": "on"})
    send(owner)
    Business.objects.update(nik_encrypted="", nik_hash=None)
    owner.force_login(orang_lain)
    fill(owner, nib={"none_yet": "on"})

    response = send(owner, Registration.objects.get(user=orang_lain))

    assert response.url == reverse("umkm:registration")
    assert Business.objects.count() == 1


def drafted(user, **changed):
    answers = {slug: dict(value) for slug, value in TYPED.items()} | {
        "nib": {"nib": NIB},
        "nik": {"nik": encrypt(NIK)},
        "telepon": {"phone": "+6281234567890"},
        "produk": [],
        "modal": {"exact": None},
        "omzet": {"exact": None},
        "tenaga-kerja": {"exact": None},
    }
    return Registration.objects.create(user=user, answers=answers | changed)


def at_once(*calls):
    """Run the calls in threads of their own; gives each one's result, or the exception it raised."""
    results = [None] * len(calls)

    def run(place, call):
        try:
            results[place] = call()
        except AlreadyKnown as refusal:
            results[place] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.django_db(transaction=True)
def test_of_two_owners_with_one_nib_at_the_same_moment_one_gets_it(kbli, pemilik, orang_lain):
    at = timezone.localtime()
    drafts = [drafted(pemilik), drafted(orang_lain, nik={"nik": encrypt("1871014505800002")})]

    results = at_once(
        lambda: submit(registration=drafts[0], by=pemilik, at=at),
        lambda: submit(registration=drafts[1], by=orang_lain, at=at),
    )

    assert sorted(type(result).__name__ for result in results) == ["AlreadyKnown", "Business"]
    assert Business.objects.get().memberships.count() == 1
    assert Registration.objects.open().count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_draft_sent_from_two_devices_at_once_is_one_business(kbli, pemilik):
    registration, at = drafted(pemilik), timezone.localtime()

    results = at_once(*[lambda: submit(registration=registration, by=pemilik, at=at)] * 2)

    assert results[0] == results[1] == Business.objects.get()


@pytest.mark.django_db(transaction=True)
def test_answers_from_two_devices_at_once_are_both_kept(kbli, pemilik):
    registration, at = Registration.objects.create(user=pemilik), timezone.localtime()
    one, other = Registration.objects.get(), Registration.objects.get()

    at_once(
        lambda: one.answer("nama", {"name": "Keripik"}, at=at),
        lambda: other.answer("alamat", {"address": "Jl. Kartini"}, at=at),
    )

    registration.refresh_from_db()
    assert registration.answers == {"nama": {"name": "Keripik"}, "alamat": {"address": "Jl. Kartini"}}
