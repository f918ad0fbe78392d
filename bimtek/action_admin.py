"""The day's actions on the staff's desk: the list, one action with its number and text, and how long steps take."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from bimtek.action_forms import DecisionForm
from bimtek.action_services import decide
from bimtek.action_words import how_sure, message, why
from bimtek.actions import known_chances
from bimtek.models import ActionOutcome, NextAction
from bimtek.said import say_decided
from bimtek.standing import usual_days
from bimtek.today import action_of, deadlines, listed
from certification.reminder_texts import whatsapp_url
from tkdnportal.admin import Card, Work
from tkdnportal.desk import ReadOnly, RecordAdmin, short_money
from tkdnportal.personal import masked_phone
from tkdnportal.templatetags.portal import share_of
from umkm.access import Role
from umkm.models import Business, Datum, Disclosure, Purpose
from umkm.paging import page_of

FARTHEST_PAGE = 1_000
LONGEST_ID = 18


class HelperFilter(admin.SimpleListFilter):
    """Whose case it is."""

    title = gettext_lazy("pendamping")
    parameter_name = "pendamping"

    def lookups(self, request, model_admin):
        """Everyone with a standing consent, by name."""
        helping = User.objects.filter(memberships__kind=Role.HELPER, memberships__withdrawn_at__isnull=True)
        return [(str(user.pk), str(user)) for user in helping.order_by("full_name", "pk").distinct()]

    def queryset(self, request, queryset):
        """Cases of the chosen one."""
        if not self.value():
            return queryset
        if not self.value().isdecimal() or len(self.value()) > LONGEST_ID:
            return queryset.none()
        return queryset.filter(
            business__memberships__user=self.value(), business__memberships__kind=Role.HELPER,
            business__memberships__withdrawn_at__isnull=True,
        )  # fmt: skip


@admin.register(NextAction)
class NextActionAdmin(ReadOnly, RecordAdmin):
    """What to do today, the most rupiah for the least work first."""

    work = Work.COACHING
    help = gettext_lazy("Siapa dihubungi hari ini, mengapa, dan dengan pesan apa.")
    list_display = ("who", "kind", "short_rupiah", "likely", "short_score")
    list_filter = ("kind", "business__regency", HelperFilter)
    list_select_related = ("business__regency", "business__district")
    ordering = ("-score", "business")
    sortable_by = ()
    search_fields = ("business__nib__startswith", "business__name")
    search_help_text = gettext_lazy("NIB dari depan, atau sedikitnya tiga huruf dari nama usaha.")
    change_list_template = "admin/bimtek/nextaction/list.html"

    short_rupiah = short_money("rupiah", gettext_lazy("menunggu"))
    short_score = short_money("score", gettext_lazy("per setengah hari"))

    @admin.display(description=gettext_lazy("usaha"))
    def who(self, action):
        """The name, and below it kecamatan and kabupaten by their short names."""
        business = action.business
        place = f"{business.district}, {business.regency.name}" if business.district else business.regency.name
        return format_html("{}<br><small>{}</small>", business.name, place)

    @admin.display(description=gettext_lazy("peluang"))
    def likely(self, action):
        """The chance as a percentage."""
        return format_html("{}&nbsp;%", share_of(action.chance, 1))

    def get_queryset(self, request):
        """Only what nobody decided yet; corrections stand above the list, with their deadline."""
        return super().get_queryset(request).waiting_on(timezone.localdate())

    def get_urls(self):
        """What is done with one action, and the steps as a whole."""
        view = self.admin_site.admin_view
        own = [
            path("langkah/", view(self.steps_view), name="bimtek_nextaction_steps"),
            path("<int:pk>/nomor/", view(self.reveal_view), name="bimtek_nextaction_reveal"),
        ]
        return own + super().get_urls()

    def changelist_view(self, request, extra_context=None):
        """Deadlines first, read live; then the night's list."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = {"deadlines": [(each, why(each)) for each in deadlines(timezone.localdate())]}
        return super().changelist_view(request, {**context, **(extra_context or {})})

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """One action: why, the text, the result; the number only after asking for it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        business = self._business(object_id)
        form = DecisionForm(request.POST or None, today=timezone.localdate())
        if request.method == "POST":
            if not request.user.has_perm("bimtek.add_actionoutcome"):
                raise PermissionDenied
            if form.is_valid():
                return self._decided(request, business, form)
        return self._page(request, "action", str(business), **self._told(request, business, form))

    def _decided(self, request, business, form):
        outcome, is_new = decide(business=business, by=request.user, day=timezone.localdate(), **form.decision)
        say_decided(request, outcome, is_new)
        return redirect("admin:bimtek_nextaction_changelist")

    def _told(self, request, business, form):
        today = action_of(business, timezone.localdate())
        context = {"business": business, "today": today, "form": form, "outcomes": _outcomes(business)}
        if today is None:
            return context
        form.initial.setdefault("kind", today.kind)
        chance = known_chances(timezone.localdate()).get(today.kind)
        return context | {
            "why": why(today),
            "how_sure": how_sure(chance),
            "text": message(today),
            "masked": masked_phone(business.phone),
            "may_decide": request.user.has_perm("bimtek.add_actionoutcome"),
            "may_call": request.user.has_perm("umkm.change_business"),
        }

    def reveal_view(self, request, pk):
        """Show the number and the WhatsApp link once, and write down who saw it and why (docs/staff.md)."""
        if not request.user.has_perms(("bimtek.view_nextaction", "umkm.change_business")):
            raise PermissionDenied
        business = self._business(str(pk))
        today = action_of(business, timezone.localdate())
        if request.method != "POST" or today is None:
            return redirect("admin:bimtek_nextaction_change", pk)
        context = self._told(request, business, DecisionForm(today=timezone.localdate()))
        if business.phone:
            Disclosure.objects.create(business=business, datum=Datum.PHONE, by=request.user, purpose=Purpose.CALL)
            context |= {"phone": business.phone, "whatsapp": whatsapp_url(business.phone, context["text"])}
        response = self._page(request, "action", str(business), was_asked=True, **context)
        response["Cache-Control"] = "no-store"
        return response

    def steps_view(self, request):
        """Who stands longest, how long each step takes, and how often help led on."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        on, number = timezone.localdate(), request.GET.get("halaman", "1")
        number = int(number) if number.isdecimal() and 1 <= int(number) <= FARTHEST_PAGE else 1
        standing = NextAction.objects.waiting_on(on).filter(since__isnull=False).for_showing()
        page = page_of(standing.order_by("since", "business"), number)
        rows = [(today, (on - today.since).days) for today in listed(page.rows)]
        known = known_chances(on)
        steps = [(usual, usual.step.label, known.get(usual.step.value)) for usual in usual_days(on)]
        return self._page(request, "steps", _("Menurut langkah"), page=page, rows=rows, steps=steps)

    def _business(self, object_id):
        if not object_id.isdecimal():
            raise Http404
        businesses = Business.objects.unmerged().select_related("regency", "district")
        return get_object_or_404(businesses, pk=object_id)

    def _page(self, request, name, title, **context):
        everywhere = {**self.admin_site.each_context(request), "title": title, "opts": self.opts}
        return TemplateResponse(request, f"admin/bimtek/nextaction/{name}.html", everywhere | context)


def _outcomes(business):
    return business.action_outcomes.select_related("by")[:10]


@admin.register(ActionOutcome)
class ActionOutcomeAdmin(RecordAdmin):
    """What became of actions; a slip is mended here, and the history keeps what stood before."""

    work = Work.COACHING
    help = gettext_lazy("Apa yang sudah dikerjakan, ditunda, atau ditolak, dan siapa yang kemudian melangkah maju.")
    list_display = ("business", "kind", "day", "result", "until", "by", "moved_on")
    list_filter = ("result", "kind")
    list_select_related = ("business", "by")
    ordering = ("-pk",)
    sortable_by = ()
    fields = ("business", "kind", "day", "result", "until", "reason", "note", "by", "moved_on")
    readonly_fields = ("business", "kind", "day", "by", "moved_on")
    search_fields = ("business__nib__startswith", "business__name")
    search_help_text = gettext_lazy("NIB dari depan, atau sedikitnya tiga huruf dari nama usaha.")

    def has_add_permission(self, request):
        """Outcomes are told on the page of their action."""
        return False


@admin.site.card("bimtek.view_nextaction")
def actions_of_today(day):
    """What the night's list still asks for."""
    return Card(
        title=_("Tindakan hari ini"),
        count=NextAction.objects.waiting_on(day).count(),
        url=reverse("admin:bimtek_nextaction_changelist"),
        note=_("Usaha yang ditunggu belanja pemerintah. Mulai dari atas: paling banyak rupiah per setengah hari."),
    )
