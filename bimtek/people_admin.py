"""The people of a coaching day: messages, answers, attendance, and where each stands."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bimtek import coaching
from bimtek.attendance_sheet import sheet_of
from bimtek.event_forms import FindForm
from bimtek.models import Answer, Invitation, PathStep
from bimtek.outcomes import PERIODS, Outcome, outcomes
from bimtek.telling import reveal
from tkdnportal.personal import masked_phone
from tkdnportal.refusals import refusal_of, sentence_of
from umkm.models import Business

MOST_ROWS = 200
"""Rows of the attendance page; a search narrows a longer list."""


@dataclass(frozen=True)
class Row:
    """One invited business as the page of the day shows it."""

    invitation: Invitation
    now: PathStep | None
    outcome: Outcome | None
    on: date

    @property
    def phone(self):
        """Masked; the whole number shows with the message, once, and is written down."""
        return masked_phone(self.invitation.business.phone)

    @property
    def results(self):
        """(days, result) of each period, for those who came."""
        return [(days, self.outcome.within(days, self.on)) for days in PERIODS] if self.outcome else []

    @property
    def came_with(self):
        """The step at which it stood that day."""
        return PathStep(self.invitation.attendance.step)

    @property
    def has_moved(self):
        """Whether it stands further along the path than on that day."""
        return self.now is not None and self.now.rank > self.came_with.rank


class PeoplePages:
    """The pages of `CoachingDayAdmin` about the people of one day."""

    def people_urls(self):
        """The list, the message, the answer, the attendance, the paper."""
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/peserta/", view(self.people_view), name="coaching_people"),
            path("<int:pk>/hadir/", view(self.attend_view), name="coaching_attend"),
            path("<int:pk>/daftar-hadir.pdf", view(self.sheet_view), name="coaching_sheet"),
            path("<int:pk>/datang/<int:business>/", view(self.walk_in_view), name="coaching_walk_in"),
            path("undangan/<int:pk>/pesan/", view(self.message_view), name="coaching_message"),
            path("undangan/<int:pk>/jawaban/", view(self.answer_view), name="coaching_answer"),
            path("undangan/<int:pk>/hadir/", view(self.came_view), name="coaching_came"),
        ]

    def people_view(self, request, pk):
        """Everyone on the list with answer, attendance, step and what became of them; a fixed number of queries."""
        event, today = self._seen(request, pk), timezone.localdate()
        invitations = list(event.invitations.with_people())
        steps = coaching.steps_on([each.business for each in invitations], today)
        known = {each.invitation_id: each for each in outcomes(today, invitation__event=event.pk)}
        rows = [Row(each, steps.get(each.business_id), known.get(each.pk), today) for each in invitations]
        context = self.context(request, event, _("Peserta: %(event)s") % {"event": event}, rows=rows, answers=Answer)
        return TemplateResponse(request, "admin/bimtek/coachingday/people.html", context)

    def message_view(self, request, pk):
        """Show the number and the WhatsApp link once, and write down who saw it (docs/staff.md)."""
        invitation = self._invitation(request, pk, "umkm.change_business")
        if request.method != "POST":
            return redirect("admin:coaching_people", invitation.event_id)
        phone, text, url = reveal(invitation=invitation, by=request.user, at=timezone.localtime())
        context = self.context(
            request, invitation.event, _("Pesan undangan"), invitation=invitation, phone=phone, text=text, whatsapp=url
        )
        response = TemplateResponse(request, "admin/bimtek/coachingday/message.html", context)
        response["Cache-Control"] = "no-store"
        return response

    def answer_view(self, request, pk):
        """What the owner said, in one press."""
        invitation = self._invitation(request, pk)
        if request.method == "POST":
            _answer(request, invitation)
        return redirect(_back_to(invitation))

    def attend_view(self, request, pk):
        """For a phone at the door: search, press once. Afterwards the paper list is typed in here."""
        event, find = self._seen(request, pk), FindForm(request.GET)
        invited = event.invitations.with_people()
        if find.text:
            field = "business__nib" if find.text.isdecimal() else "business__name__icontains"
            invited = invited.filter(**{field: find.text})
        listed = list(invited[:MOST_ROWS])
        others = find.businesses_beside(event)
        context = self.context(request, event, _("Catat kehadiran"), find=find, rows=listed, found=others)
        context["can_record"] = event.cancelled_on is None and event.held_on <= timezone.localdate()
        return TemplateResponse(request, "admin/bimtek/coachingday/attend.html", context)

    def came_view(self, request, pk):
        """One invited business is there, or was not after all."""
        invitation = self._invitation(request, pk)
        if request.method == "POST" and request.POST.get("hadir") == "tidak":
            if coaching.take_back(invitation=invitation):
                messages.success(request, _("Kehadiran %(business)s dibatalkan.") % {"business": invitation.business})
        elif request.method == "POST":
            at = timezone.localtime()
            how = coaching.way_of(invitation.event, at)
            self._record(request, invitation.business, coaching.attend, invitation=invitation, how=how, at=at)
        return redirect("admin:coaching_attend", invitation.event_id)

    def walk_in_view(self, request, pk, business):
        """Somebody came who was not invited."""
        event = self._seen(request, pk, "bimtek.add_attendance")
        found = get_object_or_404(Business.objects.unmerged(), pk=business)
        if request.method == "POST":
            self._record(request, found, coaching.walk_in, event=event, business=found, at=timezone.localtime())
        return redirect("admin:coaching_attend", pk)

    def sheet_view(self, request, pk):
        """The list to sign, as a PDF that also opens without a network."""
        event = self._seen(request, pk)
        response = HttpResponse(sheet_of(event), content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="daftar-hadir-{event.held_on:%Y-%m-%d}.pdf"'
        response["Cache-Control"] = "private, no-store"
        return response

    def _record(self, request, who, act, **facts):
        """Record an attendance, or say why the database refuses it."""
        try:
            with transaction.atomic():
                _there, new = act(by=request.user, **facts)
        except IntegrityError as error:
            messages.error(request, sentence_of(refusal_of(error).constraint_name))
            return
        said = _("%(business)s tercatat hadir.") if new else _("%(business)s sudah tercatat hadir.")
        messages.success(request, said % {"business": who})

    def _seen(self, request, pk, permission="bimtek.view_coachingday"):
        if not request.user.has_perm(permission):
            raise PermissionDenied
        return self.event_or_404(pk)

    def _invitation(self, request, pk, *more):
        if not request.user.has_perms(("bimtek.change_invitation", *more)):
            raise PermissionDenied
        related = ("event__regency", "business")
        return get_object_or_404(Invitation.objects.filter(business__merged_into=None).select_related(*related), pk=pk)


def _answer(request, invitation):
    """Record the answer that was pressed, and say what else follows from it."""
    said = request.POST.get("jawaban", "")
    if said not in Answer.values:
        raise Http404
    words = {"business": invitation.business, "answer": Answer(said).label}
    found = coaching.answer(invitation=invitation, answer=Answer(said), by=request.user, at=timezone.localtime())
    messages.success(request, _("%(business)s: %(answer)s.") % words)
    if found.decline:
        messages.info(request, _("Dicatat juga sebagai penolakan, jadi rencana tidak memilih usaha ini lagi."))


def _back_to(invitation):
    """The line of the list one came from."""
    return reverse("admin:coaching_people", args=[invitation.event_id]) + f"#u{invitation.pk}"
