"""Unlock plans and declines on the staff's desk."""

from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bimtek import action_admin, event_admin  # noqa: F401 - register the day's actions and coaching days
from bimtek.changes import compare
from bimtek.forms import CompareForm, PlanForm
from bimtek.models import Decline, UnlockPlan
from bimtek.plan_page import page_of_plan
from bimtek.services import request_plan
from bimtek.target_basis import request_basis
from bimtek.target_page import TargetForm, page_of_target
from bimtek.tasks import compute_basis, compute_plan
from procurement.matching import default_day
from tkdnportal.admin import Work
from tkdnportal.desk import ReadOnly, RecordAdmin, short_money


@admin.register(Decline)
class DeclineAdmin(RecordAdmin):
    """Owners who do not want to be coached now."""

    work = Work.COACHING
    help = gettext_lazy("Catat usaha yang tidak bersedia dibina, supaya tidak dihubungi lagi.")
    list_display = ("business", "declined_on", "until", "reason")
    list_filter = ("reason",)
    list_select_related = ("business",)
    search_fields = ("business__nib__startswith", "business__name")
    search_help_text = gettext_lazy("NIB dari depan, atau sedikitnya tiga huruf dari nama usaha.")
    autocomplete_fields = ("business",)


@admin.register(UnlockPlan)
class UnlockPlanAdmin(ReadOnly, RecordAdmin):
    """Whom to help next; computed by the worker, kept as it was."""

    work = Work.COACHING
    help = gettext_lazy("Siapa dibina lebih dulu supaya paling banyak belanja terlayani.")
    list_display = ("year", "seats", "on", "short_total", "short_open", "made_by", "state")
    list_filter = ("year",)
    list_select_related = ("made_by",)
    fields = ()

    short_total = short_money("total", gettext_lazy("terbuka"))
    short_open = short_money("open_total", gettext_lazy("belum terlayani"))

    @admin.display(description=gettext_lazy("keadaan"))
    def state(self, plan):
        """Whether the answer is there."""
        return _("selesai") if plan.finished_at else _("sedang dihitung")

    def get_urls(self):
        """Asking for a plan, and two plans side by side."""
        own = [
            path("hitung/", self.admin_site.admin_view(self.compute_view), name="bimtek_unlockplan_compute"),
            path("sasaran/", self.admin_site.admin_view(self.target_view), name="bimtek_unlockplan_target"),
            path("sasaran/hitung/", self.admin_site.admin_view(self.reckon_view), name="bimtek_unlockplan_reckon"),
            path(
                "<int:plan_id>/bandingkan/",
                self.admin_site.admin_view(self.compare_view),
                name="bimtek_unlockplan_compare",
            ),
        ]
        return own + super().get_urls()

    def changelist_view(self, request, extra_context=None):
        """The list, with the way to a new plan for those who may ask for one."""
        may_compute = request.user.has_perm("bimtek.add_unlockplan")
        return super().changelist_view(request, {"may_compute": may_compute, **(extra_context or {})})

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """The plan, or that it is still being computed."""
        plan = self.get_object(request, object_id)
        context = page_of_plan(plan, timezone.localdate()) if plan and plan.finished_at else {}
        return super().change_view(request, object_id, form_url, {"plan": plan, **context, **(extra_context or {})})

    def compute_view(self, request):
        """Ask for a plan; the worker computes it, and its page says when it is there."""
        if not request.user.has_perm("bimtek.add_unlockplan"):
            raise PermissionDenied
        today = timezone.localdate()
        form = PlanForm(request.POST or None, today=today)
        if request.method == "POST" and form.is_valid():
            year = form.cleaned_data["year"]
            on = default_day(year, today)
            plan = request_plan(year=year, seats=form.cleaned_data["seats"], on=on, by=request.user)
            compute_plan.delay_on_commit(plan.pk)
            messages.info(request, _("Rencana dihitung sekarang; biasanya siap dalam satu menit."))
            return HttpResponseRedirect(reverse("admin:bimtek_unlockplan_change", args=[plan.pk]))
        return self._page(request, "compute", _("Hitung rencana"), form=form)

    def target_view(self, request):
        """How many certificates a target needs, and the last day to begin."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return self._page(request, "target", _("Hitung sasaran"), **page_of_target(request.GET, timezone.localdate()))

    def reckon_view(self, request):
        """Have the worker reckon the targets of a year from today's facts, then back to the question."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = TargetForm(request.POST or None, today=timezone.localdate())
        if request.method == "POST" and form.is_valid():
            day = form.cleaned_data["sampai"]
            basis = request_basis(year=day.year, on=timezone.localdate(), by=request.user)
            compute_basis.delay_on_commit(basis.pk)
            messages.info(request, _("Sasaran dihitung sekarang; biasanya siap dalam satu menit."))
        asked = {name: request.POST[name] for name in form.fields if name in request.POST}
        return HttpResponseRedirect(f"{reverse('admin:bimtek_unlockplan_target')}?{urlencode(asked)}")

    def compare_view(self, request, plan_id):
        """Who is in one of two plans alone, and why."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        plan = UnlockPlan.objects.finished().filter(pk=plan_id).first()
        form = CompareForm(request.GET, plan=plan) if plan else None
        if form is None or not form.is_valid():
            raise Http404
        old, new = sorted((form.cleaned_data["dengan"], plan), key=lambda one: (one.on, one.pk))
        return self._page(
            request,
            "compare",
            _("Dua rencana berdampingan"),
            old=old,
            new=new,
            old_and_new=(old, new),
            comparison=compare(old, new),
        )

    def _page(self, request, name, title, **context):
        everywhere = {**self.admin_site.each_context(request), "title": title, "opts": self.opts}
        return TemplateResponse(request, f"admin/bimtek/unlockplan/{name}.html", everywhere | context)
