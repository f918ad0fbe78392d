"""Coaching days on the owner's desk: the invitation that waits for an answer, and the homework after a day."""

from datetime import timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from bimtek.homework import homework
from bimtek.models import Answer
from umkm.desk_blocks import Block, Task, desk_block, desk_tasks

REMEMBERED = timedelta(days=90)
"""How long the desk shows what was left to do after a day."""


def _page(invitation):
    return reverse("bimtek:invitation", args=[invitation.business_id, invitation.pk])


def _since(business, day):
    """Invitations of `business` to days from `day` on, the earliest first."""
    found = business.invitations.standing().filter(event__held_on__gte=day)
    return found.select_related("event__regency", "attendance", "business").order_by("event__held_on", "pk")


@desk_tasks
def unanswered(business, on):
    """A task for each invitation without an answer; one query."""
    text = _("Dinas mengundang Anda ke “%(event)s” pada %(day)s. Bisa datang?")
    return [
        Task(text % {"event": each.event, "day": _day(each.event)}, _page(each), _("Jawab undangan"))
        for each in _since(business, on).filter(answer__in=("", Answer.NO_REPLY), attendance=None)
    ]


@desk_block
def coaching_block(business, on):
    """The coaching day one said yes to; else what one took home from the last. One query when there was none."""
    found = list(_since(business, on - REMEMBERED))
    coming = [each for each in found if each.event.held_on >= on and each.answer == Answer.YES and not each.has_come]
    if coming:
        return _next_day(coming[0])
    came = [each for each in found if each.has_come]
    return _homework(came[-1], on) if came else None


def _next_day(invitation):
    event = invitation.event
    text = _("%(event)s: %(day)s, pukul %(start)s WIB, di %(place)s.") % {
        "event": event, "day": _day(event), "start": f"{event.starts_at:%H.%M}", "place": event.place
    }  # fmt: skip
    return Block(_("Anda ikut pembinaan"), text, url=_page(invitation), link=_("Lihat yang perlu dibawa"))


def _homework(invitation, on):
    step = homework(invitation, on)["step"]
    if step is None:
        return None
    text = _("Sesudah “%(event)s” (%(day)s), langkah Anda: %(step)s.") % {
        "event": invitation.event, "day": _day(invitation.event), "step": step.title
    }  # fmt: skip
    return Block(
        _("Pekerjaan rumah dari pembinaan"), text, note=step.action, url=_page(invitation), link=_("Lihat caranya")
    )


def _day(event):
    return date_format(event.held_on, "l, j F Y")
