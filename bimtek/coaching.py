"""Inviting to a coaching day, answers, and who was there. Everything may be pressed twice, or by two at once."""

from django.db import transaction
from django.utils import timezone

from bimtek.models import Answer, Attendance, Decline, How, Invitation, Origin, PathStep, PlanChoice
from bimtek.models.invitation import DECLINES
from certification.caseload import paths_of
from umkm.models import Business


def steps_on(businesses, on):
    """{id: `PathStep`} at which each of these businesses stands on day `on`; merged doubles stand nowhere."""
    found = paths_of([business for business in businesses if business.merged_into_id is None], on)
    return {pk: step_of(path) for pk, (path, _standing) in found.items()}


def step_of(path):
    """The `PathStep` that a path of `certification.path` has next."""
    return PathStep(path.next_step.code) if path.next_step else PathStep.DONE


def invite_from_plan(*, event, plan, businesses, by, at):
    """Put those of the ids `businesses` that `plan` chose on the list with what it promised; how many are new."""
    choices = PlanChoice.objects.filter(plan=plan, business__in=businesses).prefetch_related("packages")
    made = [
        Invitation(
            event=event, business_id=choice.business_id, origin=Origin.PLAN, plan=plan, invited_at=at, invited_by=by,
            promised=sum(package.ceiling for package in choice.packages.all()),
        )
        for choice in choices.order_by("rank")
    ]  # fmt: skip
    before = event.invitations.count()
    Invitation.objects.bulk_create(made, ignore_conflicts=True)
    return event.invitations.count() - before


def invite_listed(*, event, businesses, by, at):
    """Put businesses, given by their ids, on the list as chosen by staff; how many are new."""
    known = Business.objects.unmerged().filter(pk__in=businesses).order_by("pk").values_list("pk", flat=True)
    made = [Invitation(event=event, business_id=pk, origin=Origin.HAND, invited_at=at, invited_by=by) for pk in known]
    before = event.invitations.count()
    Invitation.objects.bulk_create(made, ignore_conflicts=True)
    return event.invitations.count() - before


def invite(*, event, business, by, at, origin=Origin.HAND):
    """Put one business on the list: (its invitation, whether it is new)."""
    known = {"origin": origin, "invited_at": at, "invited_by": by}
    return Invitation.objects.get_or_create(event=event, business=business, defaults=known)


@transaction.atomic
def answer(*, invitation, answer, by, at):
    """Record what the owner said; the last word counts.

    A no to coaching as such becomes a `Decline`, so that plans leave the business out; another answer takes it back.
    """
    found = Invitation.objects.select_for_update(of=("self",)).select_related("decline").get(pk=invitation.pk)
    reason = DECLINES.get(answer)
    if found.decline and found.decline.reason != reason:
        found.decline.delete()
        found.decline = None
    if reason and not found.decline:
        found.decline = _declined(found, reason, timezone.localdate(at))
    found.answer, found.answered_at, found.answered_by = answer, at, by
    found.save(update_fields=["answer", "answered_at", "answered_by", "decline"])
    return found


def _declined(invitation, reason, day):
    """The decline made by an answer of `day`; None where one of that day is there already and stays as it is."""
    known = {"reason": reason, "note": str(invitation.event)}
    decline, made = Decline.objects.get_or_create(business=invitation.business, declined_on=day, defaults=known)
    return decline if made else None


def attend(*, invitation, how, by, at):
    """Somebody of the invited business is there: (the attendance, whether it is new).

    Raises IntegrityError on `attendance_is_not_of_a_cancelled_day` and `attendance_is_not_before_the_day`.
    """
    there = Attendance.objects.filter(invitation=invitation).first()
    if there:
        return there, False
    steps = steps_on([invitation.business], timezone.localdate(at))
    known = {"how": how, "step": steps[invitation.business_id], "recorded_at": at, "recorded_by": by}
    return Attendance.objects.get_or_create(invitation=invitation, defaults=known)


@transaction.atomic
def walk_in(*, event, business, by, at):
    """Somebody came without an invitation: both are made on the spot; (the attendance, whether it is new)."""
    invitation, _made = invite(event=event, business=business, by=by, at=at, origin=Origin.WALK_IN)
    return attend(invitation=invitation, how=way_of(event, at), by=by, at=at)


@transaction.atomic
def take_back(*, invitation):
    """The attendance was a mistake; whoever was on the list only because of it leaves the list. How many it was."""
    taken, _kinds = Attendance.objects.filter(invitation=invitation).delete()
    Invitation.objects.filter(pk=invitation.pk, origin=Origin.WALK_IN, attendance=None).delete()
    return taken


def way_of(event, at):
    """How staff record: on the day they see the person, later they type in the paper list."""
    return How.HAND if timezone.localdate(at) <= event.held_on else How.PAPER


def may_answer(invitation, on):
    """Whether the owner can answer on day `on`: until the day itself, unless it was cancelled or somebody came."""
    event = invitation.event
    return event.cancelled_on is None and on <= event.held_on and not invitation.has_come


NOES_OF_OWNERS = (Answer.BUSY, Answer.TOO_FAR, Answer.NO_INTEREST)
ANSWERS_OF_OWNERS = (Answer.YES, *NOES_OF_OWNERS)
"""What an owner can say; the rest is what staff find out."""
