"""Whom to invite to a coaching day: from the unlock plan with what each opens, or one by one from the register."""

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
        choices = form.choices_of_plan() if form.is_valid() else []
        free = max(0, event.seats - event.invited)
        rows = [_shown(choice, place <= free) for place, choice in enumerate(choices, start=1)]
        context = self.context(
            request, event, _("Undang peserta"), form=form, find=find, rows=rows, found=find.businesses_beside(event),
            free=free,
            plan=form.cleaned_data.get("rencana"),
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
        ticked = [int(each) for each in request.POST.getlist("usaha") if each.isdecimal() and len(each) < 19]
        form = InviteForm(request.POST, event=event)
        plan = form.cleaned_data["rencana"] if form.is_valid() else None
        if not ticked or plan is None:
            messages.warning(request, _("Belum ada usaha yang dipilih. Centang usahanya dahulu."))
            return redirect(request.get_full_path())
        count = coaching.invite_from_plan(
            event=event, plan=plan, businesses=ticked, by=request.user, at=timezone.localtime()
        )
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


def _shown(choice, is_ticked):
    return {
        "business": choice.business,
        "rupiah": sum(package.ceiling for package in choice.packages.all()),
        "steps": [MissingStep(step).label for step in choice.missing_steps],
        "phone": masked_phone(choice.business.phone),
        "is_ticked": is_ticked,
    }
