"""The owner's side: the invitation on the desk, yes or no, what to bring, and the homework afterwards."""

import pytest
from django.urls import reverse
from django.utils import timezone

from bimtek.desk import coaching_block, unanswered
from bimtek.invitation_texts import whatsapp_text
from bimtek.models import Answer, Decline
from tests.bimtek.days import came, in_days, invited, today
from tests.factories import CertificateFactory, DocumentFactory, InvitationFactory

pytestmark = pytest.mark.django_db


def page(invitation):
    return reverse("bimtek:invitation", args=[invitation.business_id, invitation.pk])


def say(client, invitation, said):
    return client.post(page(invitation), {"jawaban": said, "usaha": invitation.business_id}, follow=True)


def test_an_invited_owner_reads_when_where_and_what_to_bring(client, usaha, pemilik):
    invitation = invited(in_days(7, venue="Balai Desa Natar", to_bring="Ponsel dan pengisi daya"), usaha)
    DocumentFactory(business=usaha, kind="COMPANY_PROFILE")
    client.force_login(pemilik)

    desk = client.get(reverse("umkm:business", args=[usaha.pk]))
    answer = client.get(page(invitation))

    assert "Jawab undangan" in desk.text
    assert "Balai Desa Natar" in answer.text
    assert "Ponsel dan pengisi daya" in answer.text
    assert "Surat pernyataan" in answer.text
    assert "Profil usaha" not in answer.text
    assert "Ya, saya datang" in answer.text


def test_yes_is_one_press_and_the_desk_says_where_to_go(client, usaha, pemilik):
    invitation = invited(in_days(7), usaha)
    client.force_login(pemilik)

    answer = say(client, invitation, "YES")

    invitation.refresh_from_db()
    today_is = timezone.localdate()
    assert "Anda menjawab: akan datang" in answer.text
    assert (invitation.answer, invitation.answered_by) == (Answer.YES, pemilik)
    assert unanswered(usaha, today_is) == []
    assert coaching_block(usaha, today_is).title == "Anda ikut pembinaan"


def test_no_is_one_press_and_can_be_changed_until_the_day(client, usaha, pemilik):
    invitation = invited(in_days(0), usaha)
    client.force_login(pemilik)

    say(client, invitation, "NO_INTEREST")
    declined = Decline.objects.get().business
    answer = say(client, invitation, "YES")

    assert declined == usaha
    assert "Anda menjawab: akan datang" in answer.text
    assert not Decline.objects.exists()


@pytest.mark.parametrize("said", ["", "CLOSED", "NO_REPLY", "MAYBE"])
def test_what_an_owner_cannot_say_is_not_found(client, usaha, pemilik, said):
    invitation = invited(in_days(7), usaha)
    client.force_login(pemilik)

    assert say(client, invitation, said).status_code == 404


@pytest.mark.parametrize(
    "make",
    [lambda: in_days(-1), lambda: in_days(7, cancelled_on=timezone.localdate(), cancel_reason="Banjir")],
    ids=["over", "cancelled"],
)
def test_nobody_answers_what_is_over_or_cancelled(client, usaha, pemilik, make):
    invitation = invited(make(), usaha)
    client.force_login(pemilik)

    answer = say(client, invitation, "YES")

    invitation.refresh_from_db()
    assert invitation.answer == ""
    assert "Jawaban tidak dapat diubah lagi." in answer.text
    assert "Ya, saya datang" not in answer.text
    assert unanswered(usaha, timezone.localdate()) == []


def test_a_stranger_finds_nothing(client, usaha, pemilik, orang_lain):
    invitation = invited(in_days(7, name="Bimtek Rahasia"), usaha)
    client.force_login(orang_lain)

    answers = [client.get(page(invitation)), say(client, invitation, "YES")]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert all("Bimtek Rahasia" not in answer.text for answer in answers)


def test_an_owner_finds_only_invitations_of_the_own_business(client, usaha, pemilik):
    other = InvitationFactory()
    client.force_login(pemilik)

    assert client.get(reverse("bimtek:invitation", args=[usaha.pk, other.pk])).status_code == 404


def test_after_the_day_the_owner_reads_the_homework(client, usaha, pemilik):
    invitation = came(today(), usaha, step="IDENTITY").invitation
    client.force_login(pemilik)

    answer = client.get(page(invitation))
    block = coaching_block(usaha, timezone.localdate())

    assert "Pekerjaan rumah Anda: Data usaha lengkap" in answer.text
    assert "Saat hadir, langkah Anda: data usaha lengkap." in answer.text
    assert block.title == "Pekerjaan rumah dari pembinaan"
    assert "Data usaha lengkap" in block.text


def test_who_missed_the_day_is_told_whom_to_ask(client, usaha, pemilik):
    invitation = invited(in_days(-1), usaha)
    client.force_login(pemilik)

    assert "kehadiran Anda tidak tercatat" in client.get(page(invitation)).text


def test_without_invitations_the_desk_says_nothing_and_asks_twice(usaha, django_assert_num_queries):
    with django_assert_num_queries(2):
        said = unanswered(usaha, timezone.localdate()), coaching_block(usaha, timezone.localdate())

    assert said == ([], None)


def test_the_message_names_day_place_and_papers_and_asks_for_no_secret(usaha):
    invitation = invited(in_days(7, name="Bimtek Natar", venue="Balai Desa Natar"), usaha)

    text = whatsapp_text(invitation, timezone.localdate())

    assert "Keripik Sari Rasa" in text
    assert "Bimtek Natar" in text
    assert "pukul 08.00–15.00 WIB" in text
    assert "Surat pernyataan" in text
    assert page(invitation) in text
    assert "Dinas tidak pernah meminta kata sandi" in text


def test_the_message_to_a_certified_business_asks_for_no_papers(usaha):
    CertificateFactory(business=usaha)
    invitation = invited(in_days(7), usaha)

    assert "Surat pernyataan" not in whatsapp_text(invitation, timezone.localdate())


def test_the_message_of_a_cancelled_day_says_not_to_come(usaha):
    event = in_days(7, cancelled_on=timezone.localdate(), cancel_reason="Jalan banjir")

    text = whatsapp_text(invited(event, usaha), timezone.localdate())

    assert "dibatalkan. Alasannya: Jalan banjir. Anda tidak perlu datang." in text
    assert "Balas YA" not in text
