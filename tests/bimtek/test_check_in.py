"""The page behind the QR code: who is on the list records it in one press; nobody learns who else is."""

import pytest
from django.utils import timezone

from bimtek import check_in_views
from bimtek.models import Attendance, How
from tests.bimtek.days import in_days, invited, today
from tests.factories import BusinessFactory, UserFactory

pytestmark = pytest.mark.django_db
NOT_LISTED = "Nomor ini tidak ada dalam daftar hari ini."


@pytest.fixture
def keripik(places):
    return BusinessFactory(name="Keripik Sari", nib="9120001234567", phone="+6281234567890")


def press(client, event, **fields):
    return client.post(event.get_absolute_url(), fields)


@pytest.mark.parametrize("number", ["0812-3456-7890", "+62 812 3456 7890", "9120001234567", "9120 0012 34567"])
def test_a_participant_is_recorded_by_telephone_or_nib_however_it_is_written(client, keripik, number):
    event = today()
    invitation = invited(event, keripik)

    answer = press(client, event, nomor=number)

    there = Attendance.objects.get()
    assert (there.invitation, there.how, there.recorded_by) == (invitation, How.QR, None)
    assert answer.url == f"{event.get_absolute_url()}tercatat/"
    assert "Keripik Sari" not in client.get(answer.url).text


def test_the_telephone_of_the_owner_on_the_portal_works_too(client, keripik):
    owner = UserFactory(phone="+6281311112222")
    keripik.memberships.create(user=owner, since=timezone.localdate())
    event = today()
    invited(event, keripik)

    press(client, event, nomor="0813 1111 2222")

    assert Attendance.objects.count() == 1


def test_pressing_twice_records_once_and_says_the_same(client, keripik):
    event = today()
    invited(event, keripik)

    answers = [press(client, event, nomor="9120001234567").url for _time in range(2)]

    assert answers[0] == answers[1]
    assert Attendance.objects.count() == 1


@pytest.mark.parametrize("number", ["081299998888", "9120009999999", "bukan nomor", "1234567890123", "0"])
def test_a_number_that_is_not_on_the_list_learns_nothing(client, keripik, number):
    event, other = today(), today(name="Bimtek lain")
    invited(event, keripik)
    invited(other, BusinessFactory(name="Rahasia", nib="9120009999999", phone="+6281299998888"))

    answer = press(client, event, nomor=number)

    assert NOT_LISTED in answer.text
    assert "Rahasia" not in answer.text
    assert not Attendance.objects.exists()


def test_an_empty_number_is_asked_for_again(client, keripik):
    event = today()

    assert "Ketik nomor ponsel atau NIB Anda." in press(client, event, nomor="").text


def test_who_guesses_too_often_waits_right_or_wrong(client, keripik):
    event = today()
    invited(event, keripik)
    for _guess in range(check_in_views.MISSES.amount):
        press(client, event, nomor="081299998888")

    answer = press(client, event, nomor="9120001234567")

    assert answer.status_code == 429
    assert not Attendance.objects.exists()


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: in_days(1), "Kehadiran dapat dicatat mulai"),
        (lambda: in_days(-2), "Kehadiran dapat dicatat sampai"),
        (lambda: today(cancelled_on=timezone.localdate(), cancel_reason="Banjir"), "Kegiatan ini dibatalkan."),
    ],
    ids=["tomorrow", "long over", "cancelled"],
)
def test_the_door_is_shut_on_any_other_day(client, keripik, make, sentence):
    event = make()
    invited(event, keripik)

    answers = [client.get(event.get_absolute_url()), press(client, event, nomor="9120001234567")]

    assert all(sentence in answer.text for answer in answers)
    assert all('name="nomor"' not in answer.text for answer in answers)
    assert not Attendance.objects.exists()


def test_an_address_that_was_guessed_is_not_found(client, places):
    today()

    assert client.get("/bimtek/AAAAAAAAAAAAAAAAAAAAAA/").status_code == 404
    assert client.get("/bimtek/AAAAAAAAAAAAAAAAAAAAAA/tercatat/").status_code == 404


def test_an_owner_who_is_signed_in_taps_once(client, usaha, pemilik):
    event = today()
    invitation = invited(event, usaha)
    client.force_login(pemilik)

    page = client.get(event.get_absolute_url())
    press(client, event, undangan=invitation.pk)

    assert "Anda datang untuk Keripik Sari Rasa?" in page.text
    assert Attendance.objects.get().recorded_by == pemilik
    assert "Keripik Sari Rasa sudah tercatat hadir." in client.get(event.get_absolute_url()).text


def test_a_stranger_taps_nothing_of_somebody_else(client, usaha, orang_lain):
    event = today()
    invitation = invited(event, usaha)
    client.force_login(orang_lain)

    page = client.get(event.get_absolute_url())
    press(client, event, undangan=invitation.pk)

    assert "Keripik Sari Rasa" not in page.text
    assert not Attendance.objects.exists()


def test_a_withdrawn_owner_s_telephone_opens_nothing(client, keripik):
    owner = UserFactory(phone="+6281311112222")
    keripik.memberships.create(user=owner, since=timezone.localdate(), withdrawn_at=timezone.localtime())
    event = today()
    invited(event, keripik)

    assert NOT_LISTED in press(client, event, nomor="0813 1111 2222").text
