"""Which businesses wait for a clerk, who has them, and what a decision is."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse

from tests.conftest import _person
from tests.factories import ActivityFactory, BusinessFactory, VerificationFactory
from umkm import verification
from umkm.models import Business, ReturnReason, Verification

AT = datetime(2027, 11, 24, 7, 35, tzinfo=UTC)


@pytest.fixture
def rekan(db):
    """A colleague of petugas."""
    return _person("petugas", full_name="Dedi Rekan", is_staff=True)


@pytest.fixture
def pendaftar(places):
    """A business whose owner registered it; nobody has made a row for it."""
    return BusinessFactory(name="Kopi Baru", source="OWNER")


def waiting():
    return list(verification.waiting(Business.objects.order_by("pk")))


def decided(business, by, decision="VERIFIED", **facts):
    return VerificationFactory(business=business, decision=decision, decided_by=by, decided_at=AT, **facts)


def test_an_owner_who_registered_waits_without_anybody_creating_a_row(pendaftar):
    BusinessFactory(source="IMPORT")

    assert waiting() == [pendaftar]
    assert not Verification.objects.exists()


@pytest.mark.parametrize("decision", ["VERIFIED", "RETURNED", "NOT_A_BUSINESS"])
def test_a_decided_registration_waits_no_longer(pendaftar, petugas, decision):
    verification.decide(
        business=pendaftar,
        by=petugas,
        at=AT,
        decision=decision,
        reasons=["OTHER"] if decision == "RETURNED" else [],
        text="x",
    )

    assert waiting() == []


def test_a_record_the_owner_changed_waits_again(pendaftar, petugas):
    decided(pendaftar, petugas)

    verification.open_for(business=pendaftar, opened_at=AT)

    assert waiting() == [pendaftar]
    assert waiting()[0].waits_since == AT


def test_opening_twice_keeps_the_place_in_the_queue(pendaftar):
    first = verification.open_for(business=pendaftar, opened_at=AT)

    again = verification.open_for(business=pendaftar, opened_at=AT + timedelta(days=1))

    assert again == first
    assert waiting()[0].waits_since == AT


def test_who_takes_it_has_it(pendaftar, petugas):
    verification.take(business=pendaftar, by=petugas)

    assert [(one.clerk_id, one.clerk_name) for one in waiting()] == [(petugas.pk, "Rina Petugas")]


def test_a_colleague_is_told_who_has_it(pendaftar, petugas, rekan):
    verification.take(business=pendaftar, by=petugas)

    for deed in (
        lambda: verification.take(business=pendaftar, by=rekan),
        lambda: verification.release(business=pendaftar, by=rekan),
        lambda: verification.hand_over(business=pendaftar, by=rekan, to=rekan),
        lambda: verification.decide(business=pendaftar, by=rekan, at=AT, decision="VERIFIED"),
    ):
        with pytest.raises(verification.NotAllowed, match="Sedang ditangani Rina Petugas"):
            deed()

    assert waiting()[0].clerk_id == petugas.pk


def test_it_is_handed_over_and_put_back(pendaftar, petugas, rekan):
    verification.take(business=pendaftar, by=petugas)

    verification.hand_over(business=pendaftar, by=petugas, to=rekan)
    handed = waiting()[0].clerk_id
    verification.release(business=pendaftar, by=rekan)

    assert handed == rekan.pk
    assert waiting()[0].clerk_id is None


def test_an_administrator_frees_what_an_absent_clerk_has(pendaftar, petugas, administrator):
    verification.take(business=pendaftar, by=petugas)

    verification.release(business=pendaftar, by=administrator)

    assert waiting()[0].clerk_id is None


def test_what_is_decided_is_told_to_who_comes_later(pendaftar, petugas, rekan):
    verification.decide(business=pendaftar, by=petugas, at=AT, decision="VERIFIED")

    with pytest.raises(verification.NotAllowed, match="Sudah diputus oleh Rina Petugas pada 24 Nov 2027"):
        verification.decide(business=pendaftar, by=rekan, at=AT, decision="RETURNED", reasons=["NIB_WRONG"])


def test_a_business_that_does_not_wait_cannot_be_taken(places, petugas):
    with pytest.raises(verification.NotAllowed, match="tidak menunggu verifikasi"):
        verification.take(business=BusinessFactory(), by=petugas)

    assert not Verification.objects.exists()


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ({"decision": "RETURNED"}, "Pilih sedikitnya satu alasan agar pemilik tahu apa yang perlu diperbaiki."),
        (
            {"decision": "RETURNED", "reasons": ["OTHER"]},
            "Tulis penjelasannya: pemilik hanya tahu apa yang Anda tulis di sini.",
        ),
        ({"decision": "NOT_A_BUSINESS"}, "Tulis penjelasannya: pemilik hanya tahu apa yang Anda tulis di sini."),
    ],
)
def test_a_decision_against_the_owner_says_why(pendaftar, petugas, answer, sentence):
    with pytest.raises(ValidationError) as refused:
        verification.decide(business=pendaftar, by=petugas, at=AT, **answer)

    assert refused.value.messages == [sentence]


def test_the_owner_reads_the_reasons_in_plain_words(pendaftar, petugas):
    verification.decide(
        business=pendaftar, by=petugas, at=AT, decision="RETURNED", reasons=["NIB_WRONG", "OTHER"], text="Foto gelap."
    )

    assert verification.returned(pendaftar).sentences == [
        "NIB tidak ditemukan di OSS. Salin lagi 13 angka NIB dari oss.go.id.",
        "Foto gelap.",
    ]


def test_once_sent_again_nothing_is_asked_of_the_owner(pendaftar, petugas):
    decided(pendaftar, petugas, "RETURNED", reasons=["NIB_WRONG"])
    verification.open_for(business=pendaftar, opened_at=AT)

    assert verification.returned(pendaftar) is None


def test_every_reason_tells_the_owner_what_to_do():
    assert [reason for reason in ReturnReason if not reason.label.endswith(".")] == []


def test_neighbours_are_the_longer_and_the_shorter_waiting(places):
    first, second, third = BusinessFactory.create_batch(3, source="OWNER")
    Business.objects.update(created_at=AT)
    queue = verification.waiting(Business.objects.all())

    assert verification.neighbours(queue, queue.get(pk=second.pk)) == (first, third)
    assert verification.neighbours(queue, queue.get(pk=first.pk)) == (None, second)
    assert verification.neighbours(queue, queue.get(pk=third.pk)) == (second, None)


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        ({"decision": "VERIFIED"}, "verification_decided_iff_dated_and_by_someone"),
        ({"decided_at": AT}, "verification_decided_iff_dated_and_by_someone"),
        ({"text": "x"}, "verification_decided_iff_dated_and_by_someone"),
    ],
)
def test_a_decision_has_a_day_and_a_person(pendaftar, facts, rule):
    with pytest.raises(IntegrityError, match=rule):
        VerificationFactory(business=pendaftar, **facts)


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        ({"decision": "RETURNED"}, "verification_returned_needs_a_reason"),
        ({"decision": "RETURNED", "reasons": ["LUCK"]}, "verification_reason_is_known"),
        ({"decision": "VERIFIED", "reasons": ["NIB_WRONG"]}, "verification_reason_is_known"),
        ({"decision": "RETURNED", "reasons": ["OTHER"]}, "verification_other_reason_is_explained"),
        ({"decision": "VERIFIED", "opened_at": AT + timedelta(1)}, "verification_is_decided_after_it_opened"),
    ],
)
def test_a_decision_holds_the_rules_of_the_database(pendaftar, petugas, facts, rule):
    with pytest.raises(IntegrityError, match=rule):
        decided(pendaftar, petugas, **facts)


def test_a_business_waits_once(pendaftar):
    VerificationFactory(business=pendaftar)

    with pytest.raises(IntegrityError, match="verification_one_open_per_business"):
        VerificationFactory(business=pendaftar)


def test_a_decision_is_final_even_for_sql(pendaftar, petugas):
    decided(pendaftar, petugas)

    with pytest.raises(DatabaseError, match="Cannot update rows"), transaction.atomic():
        connection.cursor().execute("UPDATE umkm_verification SET decision = 'NOT_A_BUSINESS', text = 'x'")


@pytest.mark.django_db(transaction=True)
def test_of_two_clerks_at_once_one_gets_it_and_the_other_is_told():
    from django.core.management import call_command

    from accounts.roles import sync_roles

    call_command("load_reference", "--quiet")
    sync_roles()
    business = BusinessFactory(source="OWNER")
    clerks = [_person("petugas", full_name=name, is_staff=True) for name in ("Rina", "Dedi")]
    answers, start = [], threading.Barrier(2)

    def take(clerk):
        start.wait()
        try:
            verification.take(business=business, by=clerk)
            answers.append("got")
        except verification.NotAllowed as refusal:
            answers.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=take, args=[clerk]) for clerk in clerks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    holder = Verification.objects.get().assigned_to
    assert sorted(answers) == sorted(
        ["got", f"Sedang ditangani {holder}. Minta diserahkan, atau kerjakan usaha berikutnya."]
    )


# The queue on the desk


@pytest.fixture
def desk(client, petugas):
    client.force_login(petugas)
    return client


def page(business, name="change"):
    return reverse(f"admin:umkm_waitingbusiness_{name}", args=[business.pk])


LIST = "/admin/umkm/waitingbusiness/"


def test_the_queue_filters_what_is_mine(desk, petugas, rekan, places):
    mine, theirs, free = BusinessFactory.create_batch(3, source="OWNER")
    verification.take(business=mine, by=petugas)
    verification.take(business=theirs, by=rekan)

    found = {
        value: [one.pk for one in desk.get(LIST, {"petugas": value}).context["cl"].result_list]
        for value in ("saya", "belum", "rekan")
    }

    assert found == {"saya": [mine.pk], "belum": [free.pk], "rekan": [theirs.pk]}


def test_a_page_shows_what_the_rules_find(desk, places):
    BusinessFactory(name="Kopi Lama", phone="+6281234567890")
    business = BusinessFactory(name="Kopi Baru", phone="+6281234567890", source="OWNER", nib=None)
    ActivityFactory(business=business, kbli_code="47111")

    found = {one.title: (one.is_fine, one.text) for one in desk.get(page(business)).context["findings"]}

    assert found["Punya NIB"] == (False, "NIB belum tercatat.")
    assert found["Tahap hari ini"][0] is False
    assert found["Tahap hari ini"][1].startswith("Bukan industri. ")
    assert found["Mungkin sudah terdaftar"][0] is False
    assert "Kopi Lama" in desk.get(page(business)).text
    assert "+6281234567890" not in desk.get(page(business)).text


def test_after_a_decision_the_next_record_opens(desk, petugas, places):
    first, second = BusinessFactory.create_batch(2, source="OWNER")

    response = desk.post(page(first, "decide"), {"decision": "VERIFIED", "_changelist_filters": "petugas=belum"})

    assert response.url == f"{page(second)}?_changelist_filters=petugas%3Dbelum"
    made = Verification.objects.get()
    assert (made.business_id, made.decision, made.decided_by) == (first.pk, "VERIFIED", petugas)


def test_after_the_last_record_the_empty_queue_opens(desk, pendaftar):
    response = desk.post(page(pendaftar, "decide"), {"decision": "VERIFIED"})

    assert response.url == LIST


def test_a_return_without_reason_keeps_the_page_and_says_so(desk, pendaftar):
    response = desk.post(page(pendaftar, "decide"), {"decision": "RETURNED"})

    assert response.context["form"].non_field_errors() == [
        "Pilih sedikitnya satu alasan agar pemilik tahu apa yang perlu diperbaiki."
    ]
    assert waiting() == [pendaftar]


def test_a_decision_that_came_too_late_is_told(desk, pendaftar, rekan):
    decided(pendaftar, rekan)

    response = desk.post(page(pendaftar, "decide"), {"decision": "VERIFIED"}, follow=True)

    assert "rekan Anda sudah memutusnya" in response.text
    assert Verification.objects.count() == 1


def test_hands_change_by_button(desk, petugas, rekan, pendaftar):
    desk.post(page(pendaftar, "hands"), {"deed": "take"})
    taken = waiting()[0].clerk_id
    answer = desk.post(page(pendaftar, "hands"), {"deed": "hand_over", "to": rekan.pk}, follow=True)

    assert (taken, waiting()[0].clerk_id) == (petugas.pk, rekan.pk)
    assert "Kopi Baru diserahkan kepada Dedi Rekan." in answer.text


def test_it_is_not_handed_to_a_stranger(desk, pendaftar, orang_lain):
    desk.post(page(pendaftar, "hands"), {"deed": "take"})

    answer = desk.post(page(pendaftar, "hands"), {"deed": "hand_over", "to": orang_lain.pk}, follow=True)

    assert "Pilih dulu rekan yang menerima." in answer.text


def test_the_head_looks_and_decides_nothing(client, pendaftar):
    client.force_login(_person("kepala bidang", is_staff=True))

    text = client.get(page(pendaftar)).text

    assert "Kopi Baru" in text
    assert 'name="decision"' not in text
    assert client.post(page(pendaftar, "decide"), {"decision": "VERIFIED"}).status_code == 403
    assert client.post(page(pendaftar, "hands"), {"deed": "take"}).status_code == 403


def test_a_page_of_the_queue_costs_the_same_with_one_and_with_many_waiting(
    desk, pendaftar, django_assert_max_num_queries
):
    BusinessFactory.create_batch(20, source="OWNER")

    with django_assert_max_num_queries(19):
        desk.get(page(pendaftar))


def test_a_record_that_waits_no_longer_leads_back_to_the_queue(desk, places):
    response = desk.get(page(BusinessFactory()), follow=True)

    assert response.redirect_chain == [(LIST, 302)]
    assert "tidak lagi menunggu verifikasi" in response.text
