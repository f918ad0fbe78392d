"""Coaching days, invitations and attendance: what the database refuses, and the states that follow from the hour."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from bimtek.models import Answer, Attendance, CoachingDay, DayState, Invitation, PathStep
from certification.step_pages import page_of_step
from tests.bimtek.days import DAY, at, refused
from tests.factories import (
    AttendanceFactory,
    BusinessFactory,
    CoachingDayFactory,
    InvitationFactory,
    RegencyFactory,
    UserFactory,
)
from umkm.models import District

pytestmark = pytest.mark.django_db


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        (at(6, 59), DayState.PLANNED),
        (at(7, 0), DayState.OPEN),
        (at(17, 0), DayState.OPEN),
        (at(17, 1), DayState.HELD),
        (at(0, 0, date(2026, 11, 25)), DayState.HELD),
    ],
    ids=["too early", "one hour before", "two hours after", "too late", "the next day"],
)
def test_the_door_is_open_from_one_hour_before_to_two_hours_after(moment, state):
    event = CoachingDayFactory(held_on=DAY, starts_at=time(8), ends_at=time(15))

    assert event.state_at(moment) == state


def test_a_cancelled_day_is_cancelled_at_any_hour():
    event = CoachingDayFactory(cancelled_on=DAY, cancel_reason="Banjir")

    assert event.state_at(at(9)) == DayState.CANCELLED


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"starts_at": time(9), "ends_at": time(9)}, "coaching_day_ends_after_it_starts"),
        ({"seats": 0}, "coaching_day_has_seats"),
        ({"cancelled_on": DAY}, "coaching_day_cancelled_iff_reasoned"),
        ({"cancel_reason": "Banjir"}, "coaching_day_cancelled_iff_reasoned"),
        ({"token": "pendek"}, "coaching_day_token_is_long"),
    ],
)
def test_a_day_that_cannot_be_is_refused(fields, name):
    with refused(name):
        CoachingDayFactory(**fields)


def test_a_day_lies_in_the_kabupaten_of_its_kecamatan(places):
    with refused("coaching_day_district_lies_in_its_regency"):
        CoachingDayFactory(regency=places["18.71"], district=District.objects.get(code="18.72.01"))


def test_every_day_has_an_address_of_its_own_that_nobody_guesses():
    tokens = {CoachingDayFactory().token for _number in range(5)}

    assert len(tokens) == 5
    assert {len(token) for token in tokens} == {22}


def test_a_business_is_invited_once_to_a_day():
    invitation = InvitationFactory()

    with refused("invitation_once_per_business_and_day"):
        InvitationFactory(event=invitation.event, business=invitation.business)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"origin": "DICE"}, "invitation_origin_is_known"),
        ({"origin": "PLAN"}, "invitation_from_a_plan_says_its_rupiah"),
        ({"promised": 5}, "invitation_from_a_plan_says_its_rupiah"),
        ({"answer": "YES"}, "invitation_answered_iff_recorded"),
        ({"answered_at": at(9)}, "invitation_answered_iff_recorded"),
    ],
)
def test_an_invitation_that_cannot_be_is_refused(fields, name):
    with refused(name):
        InvitationFactory(**fields)


def test_an_unknown_answer_is_refused_also_by_sql(petugas):
    invitation = InvitationFactory(answer=Answer.YES, answered_at=at(9), answered_by=petugas)

    with refused("invitation_answered_iff_recorded"):
        sql("UPDATE bimtek_invitation SET answer = 'MAYBE' WHERE id = %s", invitation.pk)


def test_nobody_is_there_twice():
    there = AttendanceFactory()

    with refused("bimtek_attendance_invitation_id_key"):
        AttendanceFactory(invitation=there.invitation)


def test_nobody_was_at_a_day_still_to_come():
    invitation = InvitationFactory(event=CoachingDayFactory(held_on=date(2026, 11, 25)))

    with refused("attendance_is_not_before_the_day"):
        AttendanceFactory(invitation=invitation, recorded_at=at(23, 59))


def test_an_attendance_at_the_first_minute_of_the_day_counts_by_the_clock_of_lampung():
    invitation = InvitationFactory(event=CoachingDayFactory(held_on=date(2026, 11, 25)))

    there = AttendanceFactory(invitation=invitation, recorded_at=at(0, 0, date(2026, 11, 25)))

    assert there.pk


def test_nobody_was_at_a_cancelled_day_also_by_sql():
    invitation = InvitationFactory(event=CoachingDayFactory(cancelled_on=DAY, cancel_reason="Banjir"))

    with refused("attendance_is_not_of_a_cancelled_day"):
        sql(
            "INSERT INTO bimtek_attendance (invitation_id, how, step, recorded_at) VALUES (%s, 'QR', 'NIB', %s)",
            invitation.pk,
            at(9),
        )


def test_a_day_with_participants_is_neither_cancelled_nor_put_off():
    event = AttendanceFactory().invitation.event

    with refused("coaching_day_with_participants_is_not_cancelled"):
        sql("UPDATE bimtek_coachingday SET cancelled_on = held_on, cancel_reason = 'Banjir' WHERE id = %s", event.pk)
    with refused("coaching_day_is_not_after_its_participants"):
        CoachingDay.objects.filter(pk=event.pk).update(held_on=date(2026, 11, 25))


def test_a_wrong_date_of_a_day_can_be_mended_to_an_earlier_one():
    event = AttendanceFactory().invitation.event

    CoachingDay.objects.filter(pk=event.pk).update(held_on=date(2026, 11, 23))

    event.refresh_from_db()
    assert event.held_on == date(2026, 11, 23)


def test_an_attendance_by_staff_says_whose_hand_it_was():
    with refused("attendance_by_staff_names_them"):
        AttendanceFactory(how="PAPER")

    assert AttendanceFactory(how="PAPER", recorded_by=UserFactory()).pk


def test_every_rule_has_a_sentence_for_people():
    event = CoachingDayFactory.build(seats=0, ends_at=time(7), regency=RegencyFactory())

    with pytest.raises(ValidationError) as caught:
        event.full_clean()

    said = [str(sentence) for sentence in caught.value.messages]
    assert "Jam selesai harus sesudah jam mulai." in said
    assert "Tulis jumlah tempat duduk antara 1 dan 1000." in said


def test_every_step_of_the_path_is_known_here():
    business = BusinessFactory()
    steps = [step for step in PathStep if step != PathStep.DONE]

    assert all(page_of_step(step.value, business).url for step in steps)
    assert [step.rank for step in PathStep] == list(range(len(PathStep)))


def test_the_list_counts_invited_coming_and_there(petugas):
    event = CoachingDayFactory()
    InvitationFactory(event=event)
    InvitationFactory(event=event, answer="YES", answered_at=at(9), answered_by=petugas)
    AttendanceFactory(invitation=InvitationFactory(event=event, answer="YES", answered_at=at(9), answered_by=petugas))
    CoachingDayFactory()

    counted = CoachingDay.objects.counted().get(pk=event.pk)

    assert (counted.invited, counted.coming, counted.came) == (3, 2, 1)


def test_days_are_found_by_when_they_are():
    yesterday, now, tomorrow = (CoachingDayFactory(held_on=date(2026, 11, day)) for day in (23, 24, 25))
    CoachingDayFactory(held_on=date(2026, 11, 25), cancelled_on=DAY, cancel_reason="Banjir")
    CoachingDayFactory(held_on=date(2026, 11, 20), cancelled_on=DAY, cancel_reason="Banjir")

    assert list(CoachingDay.objects.coming_on(DAY)) == [tomorrow, now]
    assert list(CoachingDay.objects.held_by(DAY)) == [yesterday]


def test_deleting_a_business_takes_its_invitations_along():
    invitation = AttendanceFactory().invitation

    invitation.business.delete()

    assert not Invitation.objects.exists()
    assert not Attendance.objects.exists()
