"""What a clerk sent back: the owner reads why, mends it, and it waits again."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from tests.conftest import TODAY
from umkm.models import Membership, Verification
from umkm.verification import decide, open_for, returned, waiting

AT = datetime(2026, 11, 24, 3, tzinfo=UTC)
SENTENCE = "Alamat usaha belum jelas. Tulis jalan atau dusun, desa, dan kecamatan."


@pytest.fixture
def sent_back(usaha, petugas):
    open_for(business=usaha, opened_at=AT)
    return decide(business=usaha, by=petugas, at=AT, decision="RETURNED", reasons=["PLACE_UNCLEAR"])


def test_the_owner_reads_why_and_sends_it_again_once(client, usaha, pemilik, sent_back):
    client.force_login(pemilik)
    assert SENTENCE in client.get(usaha.get_absolute_url()).text

    for _press in range(2):
        client.post(reverse("umkm:send_again", args=[usaha.pk]))

    assert returned(usaha) is None
    assert Verification.objects.filter(business=usaha, decision="").count() == 1
    assert SENTENCE not in client.get(usaha.get_absolute_url()).text


def test_what_was_not_sent_back_is_not_sent_again(client, usaha, pemilik):
    client.force_login(pemilik)

    client.post(reverse("umkm:send_again", args=[usaha.pk]))

    assert Verification.objects.count() == 0


def test_a_stranger_sends_nothing(client, usaha, orang_lain, sent_back):
    client.force_login(orang_lain)

    assert client.post(reverse("umkm:send_again", args=[usaha.pk])).status_code == 404


def test_changed_data_waits_for_a_clerk_and_unchanged_data_does_not(client, usaha, pemilik):
    type(usaha).objects.update(owner_name="Sari", phone="+628127654321", address="Jl. Kartini 1")
    client.force_login(pemilik)
    page = reverse("umkm:data", args=[usaha.pk])
    form = client.get(page).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}

    client.post(page, typed)
    assert list(waiting(type(usaha).objects.all())) == []

    client.post(page, typed | {"address": "Jl. Kartini 9, Kedaton"})
    assert list(waiting(type(usaha).objects.all())) == [usaha]


def test_consents_are_for_the_owner_alone(client, usaha, orang_lain):
    consent = {"given_by": usaha.memberships.get().user, "given_at": AT, "wording": "2026-1", "kind": "HELPER"}
    Membership.objects.create(user=orang_lain, business=usaha, since=TODAY, **consent)
    client.force_login(orang_lain)

    answers = [
        client.get(reverse("umkm:consents", args=[usaha.pk])),
        client.post(reverse("umkm:consent_give", args=[usaha.pk, "halaman-publik"])),
    ]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert usaha.consents.count() == 0
    assert "Izin saya" not in client.get(usaha.get_absolute_url()).text
