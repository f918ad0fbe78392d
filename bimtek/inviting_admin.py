"""Whom to invite to a coaching day: from the unlock plan with what each opens, or one by one from the register."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bimtek import coaching
from bimtek.event_forms import FindForm, InviteForm
from bimtek.steps import MissingStep
from tkdnportal.personal import masked_phone
from umkm.models import Business

FROM_LIST = "tindakan"
"""Marks, in the form, businesses of the night's list instead of the plan's."""


class InvitePages:
    """The pages of `CoachingDayAdmin` that put businesses on the list."""

    def invite_urls(self):
        """From the plan, and one from the register."""
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/undang/", view(self.invite_view), name="coaching_invite"),
            path("<int:pk>/undang/<int:business>/", view(self.invite_one_view), name="coaching_invite_one"),
        ]

    def invite_view(self, request, pk):
        """The plan's businesses near the day, the most rupiah first; those ticked go on the list."""
        event = self._to_invite_to(request, pk)
        form, find = InviteForm(request.GET, event=event), FindForm(request.GET)
        if request.method == "POST":
            return self._invited(request, event)
        free = max(0, event.seats - event.invited)
        rows, others = _offered(form, free) if form.is_valid() else ([], [])
        context = self.context(
            request, event, _("Undang peserta"), form=form, find=find, rows=rows, others=others,
            found=find.businesses_beside(event), free=free, plan=form.cleaned_data.get("rencana"),
            radius=settings.COACHING_RADIUS_KM,
        )  # fmt: skip
        return TemplateResponse(request, "admin/bimtek/coachingday/invite.html", context)

    def invite_one_view(self, request, pk, business):
        """One business of the register, chosen by a clerk."""
        event = self._to_invite_to(request, pk)
        found = get_object_or_404(Business.objects.unmerged(), pk=business)
        if request.method == "POST":
            _invitation, new = coaching.invite(event=event, business=found, by=request.user, at=timezone.localtime())
            said = _("%(business)s masuk daftar undangan.") if new else _("%(business)s sudah ada dalam daftar.")
            messages.success(request, said % {"business": found})
        return redirect("admin:coaching_people", pk)

    def _invited(self, request, event):
        form = InviteForm(request.POST, event=event)
        chosen, plan = _chosen(request.POST, form) if form.is_valid() else ([], None)
        if not chosen:
            messages.warning(request, _("Belum ada usaha yang dipilih. Centang usahanya dahulu."))
            return redirect(request.get_full_path())
        known = {"event": event, "businesses": chosen, "by": request.user, "at": timezone.localtime()}
        count = coaching.invite_from_plan(plan=plan, **known) if plan else coaching.invite_listed(**known)
        messages.success(
            request,
            ngettext("%(count)s usaha masuk daftar undangan.", "%(count)s usaha masuk daftar undangan.", count)
            % {"count": count},
        )
        return redirect("admin:coaching_people", event.pk)

    def _to_invite_to(self, request, pk):
        if not request.user.has_perm("bimtek.add_invitation"):
            raise PermissionDenied
        return self.event_or_404(pk)


def _chosen(posted, form):
    """(ids of the businesses to invite, the plan they are from): those ticked, or all that the form offers."""
    is_listed = posted.get("dari") == FROM_LIST
    plan = None if is_listed else form.cleaned_data["rencana"]
    if "semua" in posted:
        offered = form.others() if is_listed else form.choices_of_plan()
        return [each.business_id for each in offered], plan
    ticked = [int(each) for each in posted.getlist("usaha") if each.isdecimal() and len(each) < 19]
    return (ticked if is_listed or plan else []), plan


def _offered(form, free):
    """(rows of the plan, rows of the night's list); the first `free` of them all are ticked."""
    choices, others = form.choices_of_plan(), form.others()
    rows = [
        _shown(form, each.business, sum(package.ceiling for package in each.packages.all()), each.missing_steps)
        for each in choices
    ]
    rows += [_shown(form, each.business, each.rupiah, each.steps) for each in others]
    for row in rows[:free]:
        row["is_ticked"] = True
    return rows[: len(choices)], rows[len(choices) :]


def _shown(form, business, rupiah, steps):
    return {
        "business": business,
        "rupiah": rupiah,
        "steps": [MissingStep(step).label for step in steps],
        "phone": masked_phone(business.phone),
        "km": form.kilometres_to(business),
        "is_ticked": False,
    }
