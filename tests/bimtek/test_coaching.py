"""Inviting, answers, attendance: from the plan, pressed twice, taken back, and after two records became one."""

import pytest

from bimtek import coaching, services
from bimtek.models import Answer, Attendance, Decline, How, Invitation, Origin, PathStep
from bimtek.tasks import compute_plan
from tests.bimtek.days import DAY, at, refused
from tests.bimtek.market import ON, maker, package, ready, rules
from tests.factories import (
    AttendanceFactory,
    BusinessFactory,
    CertificateFactory,
    CoachingDayFactory,
    InvitationFactory,
)
from umkm.merge_children import move_all
from umkm.models import Business

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(places):
    """A plan that chose Keripik (10 million) and Sambal (8 million)."""
    rules()
    package(ceiling=10_000_000)
    package("Belanja sambal botol", ceiling=8_000_000)
    ready("Keripik pisang", name="Keripik")
    maker("Sambal botol", name="Sambal")
    made = services.request_plan(year=2026, seats=2, on=ON)
    compute_plan(made.pk)
    made.refresh_from_db()
    return made


def ids(plan, *names):
    return [choice.business_id for choice in plan.choices.filter(business_name__in=names)]


def test_inviting_from_the_plan_keeps_what_it_promised(plan, petugas):
    event = CoachingDayFactory()

    count = coaching.invite_from_plan(
        event=event, plan=plan, businesses=ids(plan, "Keripik", "Sambal"), by=petugas, at=at(9)
    )

    kept = event.invitations.order_by("pk").values_list("business__name", "origin", "promised", "invited_by")
    assert count == 2
    assert list(kept) == [("Keripik", "PLAN", 10_000_000, petugas.pk), ("Sambal", "PLAN", 8_000_000, petugas.pk)]


def test_inviting_twice_adds_nobody_and_says_so(plan, petugas):
    event = CoachingDayFactory()
    chosen = ids(plan, "Keripik")
    coaching.invite(event=event, business=plan.choices.get(business_name="Keripik").business, by=petugas, at=at(8))

    again = coaching.invite_from_plan(event=event, plan=plan, businesses=chosen, by=petugas, at=at(9))

    assert again == 0
    assert event.invitations.get().origin == Origin.HAND


def test_a_business_the_plan_did_not_choose_is_not_invited_from_it(plan, petugas):
    event, stranger = CoachingDayFactory(), BusinessFactory()

    count = coaching.invite_from_plan(event=event, plan=plan, businesses=[stranger.pk], by=petugas, at=at(9))

    assert (count, event.invitations.count()) == (0, 0)


@pytest.mark.parametrize("said", [Answer.YES, Answer.BUSY, Answer.TOO_FAR, Answer.NO_REPLY])
def test_an_answer_about_this_day_is_no_decline(petugas, said):
    invitation = InvitationFactory()

    coaching.answer(invitation=invitation, answer=said, by=petugas, at=at(9))

    invitation.refresh_from_db()
    assert (invitation.answer, invitation.answered_by, invitation.answered_at) == (said, petugas, at(9))
    assert not Decline.objects.exists()


@pytest.mark.parametrize(("said", "reason"), [(Answer.NO_INTEREST, "NO_INTEREST"), (Answer.CLOSED, "CLOSED")])
def test_a_no_to_coaching_as_such_keeps_the_business_out_of_plans(petugas, said, reason):
    invitation = InvitationFactory()

    for _time in range(2):
        coaching.answer(invitation=invitation, answer=said, by=petugas, at=at(9))

    decline = Decline.objects.in_force_on(DAY).get()
    invitation.refresh_from_db()
    assert (decline.business, decline.reason, invitation.decline) == (invitation.business, reason, decline)


def test_another_answer_takes_the_decline_back(petugas):
    invitation = InvitationFactory()
    coaching.answer(invitation=invitation, answer=Answer.CLOSED, by=petugas, at=at(9))

    coaching.answer(invitation=invitation, answer=Answer.NO_INTEREST, by=petugas, at=at(10))
    changed = Decline.objects.get().reason
    coaching.answer(invitation=invitation, answer=Answer.YES, by=petugas, at=at(11))

    assert changed == "NO_INTEREST"
    assert not Decline.objects.exists()


def test_a_decline_that_was_there_before_is_neither_doubled_nor_taken_back(petugas):
    invitation = InvitationFactory()
    earlier = invitation.business.declines.create(declined_on=DAY, reason="NO_TIME")

    coaching.answer(invitation=invitation, answer=Answer.NO_INTEREST, by=petugas, at=at(9))
    coaching.answer(invitation=invitation, answer=Answer.YES, by=petugas, at=at(10))

    assert list(Decline.objects.all()) == [earlier]


def test_an_attendance_keeps_the_step_of_that_moment(petugas):
    business = maker("Keripik pisang", nib=False, owner_name="Sari", phone="+6281234567890", address="Jl. Kartini 1")
    invitation = InvitationFactory(business=business)

    there, new = coaching.attend(invitation=invitation, how=How.HAND, by=petugas, at=at(9))

    assert (there.step, there.how, there.recorded_by, new) == (PathStep.NIB, How.HAND, petugas, True)


def test_pressing_twice_records_once_and_the_first_time_counts(petugas):
    invitation = InvitationFactory()

    coaching.attend(invitation=invitation, how=How.QR, by=None, at=at(9))
    there, new = coaching.attend(invitation=invitation, how=How.HAND, by=petugas, at=at(10))

    assert (there.how, there.recorded_at, new) == (How.QR, at(9), False)


def test_the_step_of_a_certified_business_is_the_end_of_the_path(petugas):
    business = maker("Keripik pisang", owner_name="Sari", phone="+6281234567890", address="Jl. Kartini 1")
    CertificateFactory(business=business)

    assert coaching.steps_on([business], DAY) == {business.pk: PathStep.DONE}


def test_steps_of_many_cost_what_the_steps_of_one_cost(django_assert_max_num_queries):
    businesses = [maker(f"Keripik {number}", name=f"Usaha {number}") for number in range(20)]

    with django_assert_max_num_queries(7):
        steps = coaching.steps_on(businesses, DAY)

    assert len(steps) == 20


def test_who_comes_without_an_invitation_is_on_the_list_from_then_on(petugas):
    event, business = CoachingDayFactory(), BusinessFactory()

    coaching.walk_in(event=event, business=business, by=petugas, at=at(9))
    coaching.walk_in(event=event, business=business, by=petugas, at=at(9, 1))

    invitation = event.invitations.get()
    assert (invitation.origin, invitation.attendance.how) == (Origin.WALK_IN, How.HAND)


def test_a_walk_in_to_a_day_still_to_come_leaves_nothing_behind(petugas):
    event = CoachingDayFactory(held_on=DAY)

    with refused("attendance_is_not_before_the_day"):
        coaching.walk_in(event=event, business=BusinessFactory(), by=petugas, at=at(9, day=DAY.replace(day=23)))

    assert not Invitation.objects.exists()


def test_staff_record_by_hand_on_the_day_and_from_paper_later():
    event = CoachingDayFactory(held_on=DAY)

    assert coaching.way_of(event, at(23, 59)) == How.HAND
    assert coaching.way_of(event, at(0, 0, DAY.replace(day=25))) == How.PAPER


def test_a_mistaken_attendance_is_taken_back_and_an_invitation_stays():
    there = AttendanceFactory()

    taken = coaching.take_back(invitation=there.invitation)

    assert taken == 1
    assert list(Invitation.objects.all()) == [there.invitation]


def test_a_mistaken_walk_in_leaves_the_list(petugas):
    event = CoachingDayFactory()
    there, _new = coaching.walk_in(event=event, business=BusinessFactory(), by=petugas, at=at(9))

    coaching.take_back(invitation=there.invitation)

    assert not event.invitations.exists()


def test_two_records_that_become_one_keep_the_attendance_of_either():
    kept, double = BusinessFactory(name="Keripik"), BusinessFactory(name="Kripik", nib=None)
    event = CoachingDayFactory()
    InvitationFactory(event=event, business=kept)
    AttendanceFactory(invitation=InvitationFactory(event=event, business=double))

    move_all(double, kept)
    Business.objects.filter(pk=double.pk).update(merged_into=kept)

    there = Attendance.objects.get()
    assert there.invitation.business == kept
    assert [each.business for each in event.invitations.with_people()] == [kept]
