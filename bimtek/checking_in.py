"""Participants record their own attendance: whose number was typed, and whether the door is open."""

from django.db.models import Q

from accounts import phones
from bimtek import coaching
from bimtek.models import DayState, How
from umkm.access import Role
from umkm.identifiers import SEPARATORS
from umkm.models import Business


def is_open(event, at):
    """Whether attendance can be recorded by oneself at the moment `at`."""
    return event.state_at(at) == DayState.OPEN


def invitations_of_number(event, text):
    """Invitations to `event` of whoever has this telephone number or NIB; none says nothing about anyone else."""
    digits, phone = SEPARATORS.sub("", text), phones.parse(text)
    owns = Q(
        business__memberships__user__phone=phone.e164, business__memberships__withdrawn_at=None,
        business__memberships__kind=Role.OWNER,
    )  # fmt: skip
    wanted = Q(business__nib=digits)
    if phone.valid:
        wanted |= Q(business__phone=phone.e164) | owns
    return event.invitations.filter(wanted, business__merged_into=None).distinct().order_by("pk")


def invitations_of_user(event, user):
    """Invitations of the businesses `user` acts for."""
    if not user.is_authenticated:
        return event.invitations.none()
    found = event.invitations.filter(business__in=Business.objects.acted_for_by(user))
    return found.select_related("business", "attendance").order_by("pk")


def check_in(*, invitations, by, at):
    """Record all of them as there; pressed twice, the first time counts."""
    for invitation in invitations:
        coaching.attend(invitation=invitation, how=How.QR, by=by, at=at)
