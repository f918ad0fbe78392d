"""SIINas accounts on the staff's desk: the queue of proofs, statuses staff saw, the board."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from certification.models import SiinasAccount, SiinasProof
from certification.siinas.admin import board
from tests.factories import BusinessFactory, SiinasAccountFactory, SiinasProofFactory
from tests.umkm.files import PDF, upload

pytestmark = pytest.mark.django_db
QUEUE = "admin:certification_siinasproof_changelist"
PROOF = "admin:certification_siinasproof_change"


@pytest.fixture
def staff(client, places, petugas):
    """The browser of a clerk."""
    client.force_login(petugas)
    return client


def deed(name, proof):
    return reverse(f"admin:siinas_proof_{name}", args=[proof.pk])


def told(response):
    return [str(message) for message in response.context["messages"]]


def test_an_accepted_proof_makes_the_account_active_and_opens_the_next(staff, petugas):
    first, second = SiinasProofFactory(), SiinasProofFactory()

    page = staff.post(deed("accept", first))

    account, change = SiinasAccount.objects.get(pk=first.account_id), first.account.changes.first()
    assert page.url == reverse(PROOF, args=[second.pk])
    assert (account.status, account.verified_by, account.verified_on) == ("ACTIVE", petugas, timezone.localdate())
    assert (change.source, change.by, change.evidence, change.as_of) == ("STAFF", petugas, first.evidence, first.day)


def test_a_proof_older_than_what_is_known_still_counts(staff):
    proof = SiinasProofFactory(account__as_of=timezone.localdate())

    staff.post(deed("accept", proof))

    account = SiinasAccount.objects.get()
    assert (account.status, account.as_of) == ("ACTIVE", timezone.localdate())


def test_a_proof_goes_back_with_a_reason(staff, petugas):
    proof = SiinasProofFactory()

    staff.post(deed("return", proof), {"reasons": ["UNREADABLE", "OTHER"], "text": "Kirim halaman pertama."})

    proof.refresh_from_db()
    assert (proof.decision, proof.decided_by) == ("RETURNED", petugas)
    assert proof.sentences == [
        "Foto tidak terbaca. Foto ulang di tempat terang sampai semua tulisan jelas.", "Kirim halaman pertama.",
    ]  # fmt: skip
    assert SiinasAccount.objects.get().status == "PROFILE_INCOMPLETE"


@pytest.mark.parametrize(
    ("typed", "field", "error"),
    [
        ({}, "reasons", "Pilih sedikitnya satu alasan: pemilik perlu tahu apa yang salah."),
        ({"reasons": ["OTHER"]}, "__all__", "Tulis penjelasannya: pemilik hanya tahu apa yang Anda tulis di sini."),
    ],
)
def test_a_return_without_its_reason_is_refused(staff, typed, field, error):
    proof = SiinasProofFactory()

    page = staff.post(deed("return", proof), typed)

    assert page.context["form"].errors[field] == [error]
    assert SiinasProof.objects.get().decision == ""


def test_of_two_clerks_the_second_reads_who_decided(staff, petugas):
    proof = SiinasProofFactory()
    staff.post(deed("accept", proof))

    page = staff.post(deed("return", proof), {"reasons": ["UNREADABLE"]}, follow=True)

    assert told(page)[-1].startswith(f"Sudah diputus oleh {petugas} pada ")
    assert SiinasProof.objects.get().decision == "ACCEPTED"


def test_the_page_shows_the_proof_beside_the_record(staff):
    proof = SiinasProofFactory(account__factory_location="Jl. Melati 9")

    page = staff.get(reverse(PROOF, args=[proof.pk])).content.decode()

    wanted = (proof.evidence.get_absolute_url(), "Jl. Melati 9", proof.account.business.nib, 'data-key="v"')
    assert [text for text in wanted if text not in page] == []


def test_a_decided_proof_leads_back_to_the_queue(staff):
    proof = SiinasProofFactory()
    staff.post(deed("accept", proof))

    assert staff.get(reverse(PROOF, args=[proof.pk])).url == reverse(QUEUE)


@pytest.mark.parametrize("who", ["pemilik", "pejabat", "orang_lain"])
def test_others_neither_see_nor_decide(client, who, request):
    proof = SiinasProofFactory()
    client.force_login(request.getfixturevalue(who))

    page, accepted = client.get(reverse(PROOF, args=[proof.pk])), client.post(deed("accept", proof))

    assert {page.status_code, accepted.status_code} <= {302, 403}
    assert SiinasProof.objects.get().decision == ""


def record(client, account, **typed):
    typed = {"once": uuid.uuid4(), "day": timezone.localdate().isoformat(), "problem": "", "note": ""} | typed
    return client.post(reverse("admin:siinas_record", args=[account.pk]), typed)


def test_staff_record_what_they_saw_with_its_proof(staff, petugas):
    account = SiinasAccountFactory()

    record(staff, account, status="IK_VALIDATED", evidence=upload(PDF, "layar.pdf"))

    account.refresh_from_db()
    assert (account.status, account.verified_by, account.source) == ("IK_VALIDATED", petugas, "STAFF")


@pytest.mark.parametrize(
    ("typed", "field", "error"),
    [
        ({"status": "ACTIVE"}, "evidence", "Akun aktif atau tervalidasi perlu bukti: foto atau PDF dari SIINas."),
        ({"status": "PROBLEM"}, "problem", "Pilih masalahnya."),
        ({"status": "PROBLEM", "problem": "OTHER"}, "note", "Tulis apa masalahnya."),
        ({"status": "REQUESTED", "day": "2025-01-01"}, "day",
         "Status per 01-01-2026 sudah tercatat. Tulis tanggal 01-01-2026 atau sesudahnya."),
        ({"status": "NONE"}, "note",
         "Tercatat “profil belum lengkap”. Tulis mengapa itu keliru, supaya petugas paham."),
    ],
)  # fmt: skip
def test_a_status_without_what_it_needs_is_refused(staff, typed, field, error):
    account = SiinasAccountFactory(status="PROFILE_INCOMPLETE")

    page = record(staff, account, **typed)

    assert page.context["form"].errors[field] == [error]
    assert account.changes.count() == 1


def test_the_form_of_an_account_cannot_edit_its_status(staff):
    account = SiinasAccountFactory()
    typed = {"factory_location": "Jl. Baru 2", "status": "IK_VALIDATED", "verified_on": "2026-11-24"}

    staff.post(reverse("admin:certification_siinasaccount_change", args=[account.pk]), typed)

    account.refresh_from_db()
    assert (account.factory_location, account.status) == ("Jl. Baru 2", "NONE")


def test_the_form_of_an_account_refuses_a_password(staff):
    account = SiinasAccountFactory()
    typed = {"factory_location": "Jl. Baru 2", "note": "password: abc"}

    page = staff.post(reverse("admin:certification_siinasaccount_change", args=[account.pk]), typed)

    assert list(page.context["adminform"].form.errors) == ["note"]


def test_the_board_counts_by_place_and_status_and_links_to_the_list(staff, places):
    SiinasAccountFactory(status="REQUESTED")
    SiinasAccountFactory(status="REQUESTED")
    SiinasAccountFactory(status="PROBLEM", business=BusinessFactory(regency=places["18.72"]))

    rows, total = board()
    page = staff.get(reverse("admin:siinas_board"))

    numbers = {place.name: [count for count, _url in cells] for place, cells in rows}
    assert numbers == {"Bandar Lampung": [0, 2, 0, 0, 0, 0, 0, 2], "Metro": [0, 0, 0, 0, 0, 0, 1, 1]}
    assert [count for count, _url in total] == [0, 2, 0, 0, 0, 0, 1, 3]
    linked = [(count, url) for _place, cells in rows for count, url in cells if count]
    assert [len(staff.get(url).context["cl"].result_list) for _count, url in linked] == [count for count, _ in linked]
    assert page.status_code == 200


def test_old_statuses_have_their_list(staff):
    today = timezone.localdate()
    old = SiinasAccountFactory(as_of=today - timedelta(days=91))
    SiinasAccountFactory(as_of=today - timedelta(days=90))

    listed = staff.get(reverse("admin:certification_siinasaccount_changelist") + "?umur=lama").context["cl"]

    assert list(listed.result_list) == [old]


def test_the_queue_costs_the_same_for_one_and_for_twenty(staff, django_assert_max_num_queries):
    SiinasProofFactory.create_batch(20)

    with django_assert_max_num_queries(12):
        page = staff.get(reverse(QUEUE))

    assert len(page.context["cl"].result_list) == 20
