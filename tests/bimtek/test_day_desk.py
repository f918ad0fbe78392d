"""Coaching days on the staff's desk: make one, tell, answer, record, print, and read what it led to."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from bimtek.models import Answer, Attendance, CoachingDay, How, Invitation, Origin
from tests.bimtek.days import came, in_days, invited, today, url
from tests.factories import BusinessFactory, CertificateFactory, UserFactory
from umkm.models import Disclosure

pytestmark = pytest.mark.django_db


@pytest.fixture
def kepala(db):
    user = UserFactory(is_staff=True)
    user.groups.add(Group.objects.get(name="kepala bidang"))
    return user


def day_form(**fields):
    return {
        "name": "Bimtek Natar", "topic": "Akun SIINas", "venue": "Balai Desa", "address": "", "regency": "18.71",
        "district": "", "held_on": "2027-01-12", "starts_at": "08:00", "ends_at": "15:00", "seats": "30",
        "to_bring": "", "note": "", "coach": "", "cancelled_on": "", "cancel_reason": "", "_save": "1",
    } | fields  # fmt: skip


def test_a_new_day_leads_to_inviting(desk, petugas):
    answer = desk.post(url("bimtek_coachingday_add"), day_form(coach=petugas.pk))

    made = CoachingDay.objects.get()
    assert (made.name, made.coach) == ("Bimtek Natar", petugas)
    assert answer.url == url("coaching_invite", made.pk)


def test_only_those_who_help_owners_lead_a_day(desk, pemilik):
    answer = desk.post(url("bimtek_coachingday_add"), day_form(coach=pemilik.pk))

    assert answer.status_code == 200
    assert not CoachingDay.objects.exists()


def test_a_day_with_participants_is_not_cancelled_and_the_form_says_why(desk):
    event = came(today(), BusinessFactory()).invitation.event
    day = timezone.localdate()

    answer = desk.post(
        url("bimtek_coachingday_change", event.pk),
        day_form(held_on=day, ends_at="23:59", cancelled_on=day, cancel_reason="Banjir"),
    )

    assert "Kegiatan ini sudah punya peserta yang hadir, jadi tidak dapat dibatalkan." in answer.text
    assert CoachingDay.objects.standing().get() == event


def test_the_number_shows_once_with_the_message_and_is_written_down(desk, petugas):
    business = BusinessFactory(name="Keripik Sari", phone="+6281234567890")
    invitation = invited(in_days(7), business)

    people = desk.get(url("coaching_people", invitation.event_id))
    answer = desk.post(url("coaching_message", invitation.pk))

    seen = Disclosure.objects.get()
    invitation.refresh_from_db()
    assert "81234567890" not in people.text
    assert "+6281••••890" in people.text
    assert "https://wa.me/6281234567890?text=Yth." in answer.text
    assert (seen.business, seen.by, seen.purpose) == (business, petugas, "INVITE")
    assert invitation.told_at is not None
    assert "no-store" in answer["Cache-Control"]


def test_looking_at_the_address_shows_no_number(desk):
    invitation = invited(in_days(7), BusinessFactory(phone="+6281234567890"))

    answer = desk.get(url("coaching_message", invitation.pk))

    assert answer.status_code == 302
    assert not Disclosure.objects.exists()


def test_a_business_without_a_number_leads_to_its_record(desk):
    invitation = invited(in_days(7), BusinessFactory())

    answer = desk.post(url("coaching_message", invitation.pk))

    assert "Isi nomornya pada data usaha" in answer.text
    assert not Disclosure.objects.exists()


def test_an_answer_is_one_press(desk, petugas):
    invitation = invited(in_days(7), BusinessFactory(name="Keripik Sari"))

    answer = desk.post(url("coaching_answer", invitation.pk), {"jawaban": "YES"}, follow=True)

    invitation.refresh_from_db()
    assert (invitation.answer, invitation.answered_by) == (Answer.YES, petugas)
    assert "Keripik Sari: akan datang." in answer.text


def test_an_answer_that_ends_coaching_says_what_that_means(desk):
    invitation = invited(in_days(7), BusinessFactory())

    answer = desk.post(url("coaching_answer", invitation.pk), {"jawaban": "CLOSED"}, follow=True)

    assert "Dicatat juga sebagai penolakan" in answer.text
    assert desk.post(url("coaching_answer", invitation.pk), {"jawaban": "X"}).status_code == 404


def test_too_many_invited_is_a_hint_and_too_many_coming_a_warning(desk, petugas):
    event = in_days(7, seats=1)
    said = {"answer": "YES", "answered_at": timezone.localtime(), "answered_by": petugas}
    invited(event, BusinessFactory(), **said)
    invited(event, BusinessFactory())
    hint = desk.get(url("coaching_people", event.pk)).text
    Invitation.objects.update(**said)

    warning = desk.get(url("coaching_people", event.pk)).text

    assert "Yang diundang lebih banyak daripada tempat duduk." in hint
    assert "Yang akan datang lebih banyak daripada tempat duduk." in warning


def test_at_the_door_a_clerk_searches_and_presses_once(desk, petugas):
    event = today()
    invitation = invited(event, BusinessFactory(name="Keripik Sari"))
    invited(event, BusinessFactory(name="Sambal Joko"))

    page = desk.get(url("coaching_attend", event.pk), {"q": "sari"})
    for _time in range(2):
        desk.post(url("coaching_came", invitation.pk))

    there = Attendance.objects.get()
    assert [each.business.name for each in page.context["rows"]] == ["Keripik Sari"]
    assert (there.invitation, there.how, there.recorded_by) == (invitation, How.HAND, petugas)


def test_the_paper_list_is_typed_in_later(desk):
    invitation = invited(in_days(-3), BusinessFactory())

    desk.post(url("coaching_came", invitation.pk))

    assert Attendance.objects.get().how == How.PAPER


def test_a_day_still_to_come_has_no_button_and_refuses_in_words(desk):
    event = in_days(3)
    invitation = invited(event, BusinessFactory())

    page = desk.get(url("coaching_attend", event.pk))
    answer = desk.post(url("coaching_came", invitation.pk), follow=True)

    assert url("coaching_came", invitation.pk) not in page.text
    assert "Kegiatan ini belum berlangsung, jadi kehadiran belum dapat dicatat." in answer.text
    assert not Attendance.objects.exists()


def test_who_comes_without_invitation_is_found_in_the_register(desk):
    event, business = today(), BusinessFactory(name="Keripik Baru")

    page = desk.get(url("coaching_attend", event.pk), {"q": "keripik"})
    answer = desk.post(url("coaching_walk_in", event.pk, business.pk), follow=True)

    assert list(page.context["found"]) == [business]
    assert "Keripik Baru tercatat hadir." in answer.text
    assert event.invitations.get().origin == Origin.WALK_IN


def test_a_mistake_at_the_door_is_taken_back(desk):
    invitation = came(today(), BusinessFactory()).invitation

    desk.post(url("coaching_came", invitation.pk), {"hadir": "tidak"})

    assert not Attendance.objects.exists()


def test_the_printed_list_has_everyone_room_for_others_and_no_number(desk):
    event = in_days(7, name="Bimtek Natar")
    for number in range(40):
        invited(event, BusinessFactory(name=f"Usaha {number:02}", owner_name="Sari", phone="+6281234567890"))

    answer = desk.get(url("coaching_sheet", event.pk))

    pages = [page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages]
    text = "\n".join(pages[1:])
    assert "Catat kehadiran Anda" in pages[0]
    assert all(f"Usaha {number:02}" in text for number in range(40))
    assert "81234567890" not in text
    assert "Tanda tangan" in pages[1]


def test_the_page_says_where_each_participant_stood_and_stands(desk):
    business = BusinessFactory(name="Keripik Sari")
    event = in_days(-40)
    came(event, business, step="IDENTITY")
    CertificateFactory(business=business, issued_on=event.held_on + timedelta(days=5))

    [row] = desk.get(url("coaching_people", event.pk)).context["rows"]

    assert [(days, result.value) for days, result in row.results] == [(30, "CERTIFIED"), (90, "CERTIFIED")]


PAGES = ("coaching_people", "coaching_attend", "coaching_sheet")


def test_the_head_reads_and_presses_nothing(client, kepala, places):
    invitation = invited(today(), BusinessFactory())
    client.force_login(kepala)

    read = [client.get(url(name, invitation.event_id)).status_code for name in PAGES]
    pressed = [
        client.post(url(name, invitation.pk), {"jawaban": "YES"}).status_code
        for name in ("coaching_message", "coaching_answer", "coaching_came")
    ]

    assert read == [200, 200, 200]
    assert pressed == [403, 403, 403]
    assert client.get(url("coaching_invite", invitation.event_id)).status_code == 403
    assert client.post(url("coaching_walk_in", invitation.event_id, invitation.business_id)).status_code == 403
    assert not Attendance.objects.exists()


def test_owners_and_officers_meet_a_closed_door(client, pemilik, pejabat, places):
    invitation = invited(today(name="Bimtek Rahasia"), BusinessFactory())

    for user in (pemilik, pejabat):
        client.force_login(user)
        for name in (*PAGES, "coaching_invite"):
            answer = client.get(url(name, invitation.event_id))
            assert answer.status_code in (302, 403)
            assert "Bimtek Rahasia" not in answer.text


def test_staff_without_the_right_read_nothing(client, db):
    invitation = invited(today(), BusinessFactory())
    client.force_login(UserFactory(is_staff=True))

    answers = [client.get(url(name, invitation.event_id)) for name in PAGES] + [client.get(url("coaching_outcomes"))]

    assert [answer.status_code for answer in answers] == [403] * 4


def test_a_day_that_is_not_there_is_not_found(desk):
    assert [desk.get(url(name, 999)).status_code for name in (*PAGES, "coaching_invite")] == [404] * 4


@pytest.mark.parametrize("count", [1, 20])
def test_every_page_costs_the_same_for_one_and_for_twenty(desk, count, django_assert_num_queries):
    event = in_days(-1)
    for number in range(count):
        came(event, BusinessFactory(name=f"Usaha {number}", phone="+6281234567890"))
        in_days(-2)

    desk.get(url("coaching_people", event.pk))
    with django_assert_num_queries(12):
        desk.get(url("coaching_people", event.pk))
    with django_assert_num_queries(6):
        desk.get(url("coaching_attend", event.pk))
    with django_assert_num_queries(6):
        desk.get(url("coaching_outcomes"))
    with django_assert_num_queries(6):
        desk.get(url("bimtek_coachingday_changelist"))


def test_the_history_of_a_day_tells_answers_and_attendance(desk, petugas):
    invitation = invited(today(name="Bimtek Natar"), BusinessFactory(name="Keripik Sari"))
    desk.post(url("coaching_answer", invitation.pk), {"jawaban": "YES"})
    desk.post(url("coaching_came", invitation.pk))

    history = desk.get(url("bimtek_coachingday_history", invitation.event_id)).text

    assert "akan datang" in history
    assert "Undangan pembinaan" in history
    assert "Kehadiran" in history
    assert str(petugas) in history


def test_the_home_page_counts_the_days_to_come(desk):
    in_days(3)
    in_days(-3)

    [card] = [card for card in desk.get(reverse("admin:index")).context["cards"] if "pembinaan" in str(card.title)]

    assert card.count == 1
