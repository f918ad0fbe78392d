"""Coaching days on the staff's desk: the list, the form, and the day's own pages."""

from django.contrib import admin
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bimtek.event_forms import CoachingDayForm
from bimtek.inviting_admin import InvitePages
from bimtek.models import Attendance, CoachingDay, DayState, Invitation
from bimtek.outcome_admin import OutcomePages
from bimtek.people_admin import PeoplePages
from tkdnportal import audit
from tkdnportal.admin import Card, Work
from tkdnportal.desk import RecordAdmin


class WhenFilter(admin.SimpleListFilter):
    """Days to come, days that were, days that were cancelled."""

    title = gettext_lazy("waktu")
    parameter_name = "waktu"

    def lookups(self, request, model_admin):
        """To come; held; cancelled."""
        return [("datang", _("hari ini dan nanti")), ("lewat", _("sudah lewat")), ("batal", _("dibatalkan"))]

    def queryset(self, request, queryset):
        """By the day and by what was cancelled."""
        today = timezone.localdate()
        if self.value() == "datang":
            return queryset.coming_on(today)
        if self.value() == "lewat":
            return queryset.held_by(today)
        return queryset.filter(cancelled_on__isnull=False) if self.value() == "batal" else queryset


@admin.register(CoachingDay)
class CoachingDayAdmin(InvitePages, PeoplePages, OutcomePages, RecordAdmin):
    """Coaching days with who was invited, who came, and what became of them."""

    work = Work.COACHING
    help = gettext_lazy("Bimbingan teknis: undang dari rencana, catat jawaban dan kehadiran, lihat hasilnya.")
    form = CoachingDayForm
    fieldsets = (
        (None, {"fields": ("name", "topic", "coach")}),
        (
            gettext_lazy("Tempat dan waktu"),
            {"fields": ("venue", "address", "regency", "district", "held_on", ("starts_at", "ends_at"), "seats")},
        ),
        (gettext_lazy("Untuk peserta dan panitia"), {"fields": ("to_bring", "note")}),
        (
            gettext_lazy("Bila dibatalkan"),
            {"fields": ("cancelled_on", "cancel_reason"), "classes": ("collapse",)},
        ),
    )
    list_display = ("name", "held_on", "venue", "regency", "state", "seats", "invited", "coming", "came", "coach")
    list_filter = (WhenFilter, "regency")
    list_select_related = ("regency", "coach")
    ordering = ("-held_on", "-pk")
    sortable_by = ()
    search_fields = ("name", "venue")
    search_help_text = gettext_lazy("Nama kegiatan atau tempatnya.")
    autocomplete_fields = ("district",)
    change_form_template = "admin/bimtek/coachingday/change_form.html"
    change_list_template = "admin/bimtek/coachingday/change_list.html"

    def get_queryset(self, request):
        """With the counts of the list."""
        return super().get_queryset(request).counted()

    @admin.display(description=gettext_lazy("keadaan"))
    def state(self, event):
        """Where it stands now."""
        return event.state_at(timezone.localtime()).label

    @admin.display(description=gettext_lazy("diundang"))
    def invited(self, event):
        """How many are on the list."""
        return event.invited

    @admin.display(description=gettext_lazy("akan datang"))
    def coming(self, event):
        """How many said yes."""
        return event.coming

    @admin.display(description=gettext_lazy("hadir"))
    def came(self, event):
        """How many were there."""
        return event.came

    def get_urls(self):
        """The day's own pages before Django's."""
        return [*self.invite_urls(), *self.people_urls(), *self.outcome_urls(), *super().get_urls()]

    def response_add(self, request, obj, post_url_continue=None):
        """A new day wants people: on to inviting them."""
        if "_save" in request.POST:
            return redirect("admin:coaching_invite", obj.pk)
        return super().response_add(request, obj, post_url_continue)

    def event_or_404(self, pk):
        """The day with its counts."""
        found = CoachingDay.objects.select_related("regency", "district", "coach").counted().filter(pk=pk).first()
        if found is None:
            raise Http404
        return found

    def context(self, request, event, title, **context):
        """What every page of one day knows."""
        return {
            **self.admin_site.each_context(request), "opts": self.opts, "title": title, "event": event,
            "state": event.state_at(timezone.localtime()), "states": DayState,
            "may_change": request.user.has_perm("bimtek.change_invitation"), **context,
        }  # fmt: skip

    def _trails(self, record):
        """Who was invited and who came belong to the day's history too."""
        yield from super()._trails(record)
        yield audit.event_model_of(Invitation), {"event_id": record.pk}
        yield (
            audit.event_model_of(Attendance),
            {"invitation_id__in": record.invitations.order_by().values_list("pk", flat=True)},
        )


@admin.site.card("bimtek.view_coachingday")
def days_coming(day):
    """Coaching days to prepare."""
    return Card(
        title=_("Hari pembinaan yang akan datang"),
        count=CoachingDay.objects.coming_on(day).count(),
        url=reverse("admin:bimtek_coachingday_changelist") + "?waktu=datang",
        note=_("Undang, catat jawaban, dan cetak daftar hadirnya."),
    )
