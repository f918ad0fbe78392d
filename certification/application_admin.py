"""Applications and the calendar on the staff's desk: events recorded with evidence, deadlines, statistics."""

from datetime import timedelta

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certification.application_forms import EventForm, StrikeForm
from certification.application_statistics import YEAR, statistics
from certification.application_views import SLUGS, recorded
from certification.application_words import countdown
from certification.applications import SOON, cuts, standing_of
from certification.models import Application, ApplicationEvent, EventKind, EventSource, Holiday, HolidayYear
from certification.working_days import Calendar, YearUnknown
from tkdnportal.admin import Card, Work
from tkdnportal.desk import ReadOnly, RecordAdmin


class StateFilter(admin.SimpleListFilter):
    """What an application is today."""

    title = gettext_lazy("keadaan hari ini")
    parameter_name = "keadaan"

    def lookups(self, request, model_admin):
        """In process, then every state, then what waits for somebody."""
        return [
            ("proses", _("sedang diproses")),
            *EventKind.choices[:-1],
            ("dugaan", _("penolakan otomatis yang belum dipastikan")),
            ("menunggu", _("disetujui, menunggu data sertifikat")),
        ]

    def queryset(self, request, queryset):
        """The list carries `state` already."""
        if self.value() == "proses":
            return queryset.filter(state__in=EventKind.open)
        if self.value() == "dugaan":
            return queryset.filter(presumed=True)
        if self.value() == "menunggu":
            return queryset.filter(state=EventKind.SIGNED, item__isnull=True)
        return queryset.filter(state=self.value()) if self.value() in EventKind.values else queryset


class DueFilter(admin.SimpleListFilter):
    """When the next move is due."""

    title = gettext_lazy("batas waktu")
    parameter_name = "batas"

    def lookups(self, request, model_admin):
        """Near first."""
        return [
            ("lewat", _("sudah lewat")),
            ("hariini", _("hari ini")),
            ("segera", _("paling lama %(days)s hari kerja lagi") % {"days": SOON}),
        ]

    def queryset(self, request, queryset):
        """By the day each state began; a calendar that lacks the year shows nothing rather than a guess."""
        if self.value() not in ("lewat", "hariini", "segera"):
            return queryset
        today, calendar = timezone.localdate(), Calendar.load()
        queryset = queryset.filter(closed_on__isnull=True)
        try:
            late = queryset.begun_by(cuts(today - timedelta(days=1), calendar))
            if self.value() == "lewat":
                return late
            end = today if self.value() == "hariini" else calendar.after(today, SOON)
            return queryset.begun_by(cuts(end, calendar)).exclude(pk__in=late.values("pk"))
        except YearUnknown as unknown:
            messages.warning(request, str(unknown))
            return queryset.none()


def due_soon(day):
    """Returned applications whose owner has at most `SOON` working days left on `day`, today included."""
    calendar, states = Calendar.load(), (EventKind.RETURNED.value,)
    found = Application.objects.open_on(day)
    late = found.begun_by(cuts(day - timedelta(days=1), calendar, states))
    return found.begun_by(cuts(calendar.after(day, SOON), calendar, states)).exclude(pk__in=late.values("pk"))


@admin.register(Application)
class ApplicationAdmin(ReadOnly, RecordAdmin):
    """Applications are looked at here; what happened is added to their chain by buttons, never edited."""

    work = Work.CERTIFICATES
    help = gettext_lazy("Permohonan di SIINas: mana yang dikembalikan, sampai kapan, dan apa hasilnya.")
    list_filter = (StateFilter, DueFilter, "business__regency")
    list_select_related = ("product", "business")
    ordering = ("-pk",)
    sortable_by = ()
    search_fields = ("business__nib__startswith", "business__name", "siinas_number__startswith")
    search_help_text = gettext_lazy("NIB dari depan, nama usaha, atau nomor permohonan.")
    change_list_template = "admin/application_list.html"
    change_form_template = "admin/application.html"

    def get_queryset(self, request):
        """With the state of today."""
        return super().get_queryset(request).with_state_on(timezone.localdate()).prefetch_related("events")

    def get_list_display(self, request):
        """The countdown of all rows shares one calendar."""
        return ("product", "business", "shown_state", due_column())

    def get_urls(self):
        """The list, one application with its buttons, and the statistics."""
        own = [
            path("statistik/", self.admin_site.admin_view(self.statistics_view), name="application_statistics"),
            path(
                "<int:pk>/catat/<slug:slug>/", self.admin_site.admin_view(self.record_view), name="application_record"
            ),
            path("<int:pk>/coret/", self.admin_site.admin_view(self.strike_view), name="application_strike"),
        ]
        return own + super().get_urls()

    @admin.display(description=gettext_lazy("keadaan"))
    def shown_state(self, application):
        """In the staff's words."""
        label = EventKind(application.state or EventKind.VOID).label
        return _("%(state)s (dugaan kalender)") % {"state": label} if application.presumed else label

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """One application with its chain and what may be recorded next."""
        context = {}
        found = Application.objects.for_showing().filter(pk=object_id).first() if object_id.isdecimal() else None
        if found:
            standing = standing_of(found, timezone.localdate(), Calendar.load())
            may = request.user.has_perm("certification.add_applicationevent")
            context = {"application": found, "standing": standing, "events": found.events.all()}
            context |= {"deeds": staff_deeds(standing) if may else [], "may_strike": may and found.chain}
        return super().change_view(request, object_id, form_url, {**context, **(extra_context or {})})

    def record_view(self, request, pk, slug):
        """Record one thing that happened, with its evidence, as the office knows it."""
        found, calendar, today = self._application(request, pk), Calendar.load(), timezone.localdate()
        kind = SLUGS.get(slug)
        if kind is None:
            raise Http404
        form = EventForm(
            request.POST or None, request.FILES or None, kind=kind, source=EventSource.STAFF, calendar=calendar,
            today=today, standing=standing_of(found, today, calendar),
        )  # fmt: skip
        if request.method == "POST" and form.is_valid() and recorded(form, request.user):
            return self._done(request, found, kind.label)
        return self._form_page(request, found, form, kind.label)

    def strike_view(self, request, pk):
        """Take back the last record of the chain, with the reason."""
        found = self._application(request, pk)
        if not found.chain:
            raise Http404
        form = StrikeForm(
            request.POST or None, request.FILES or None, today=timezone.localdate(), event=found.chain[-1]
        )
        title = _("Batalkan catatan: %(event)s") % {"event": found.chain[-1]}
        if request.method == "POST" and form.is_valid() and recorded(form, request.user):
            return self._done(request, found, title)
        return self._form_page(request, found, form, title)

    def statistics_view(self, request):
        """Returns and refusals by reason, kabupaten/kota and month, over the last year."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        until = timezone.localdate()
        context = {
            **self.admin_site.each_context(request),
            "title": _("Statistik permohonan"),
            "opts": self.opts,
            "statistics": statistics(since=until - YEAR, until=until),
        }
        return TemplateResponse(request, "admin/application_statistics.html", context)

    def _application(self, request, pk):
        if not request.user.has_perm("certification.add_applicationevent"):
            raise PermissionDenied
        return get_object_or_404(Application.objects.for_showing(), pk=pk)

    def _done(self, request, application, what):
        messages.success(request, _("Tercatat: %(what)s.") % {"what": what})
        return redirect("admin:certification_application_change", application.pk)

    def _form_page(self, request, application, form, title):
        context = {
            **self.admin_site.each_context(request),
            "title": capfirst(title),
            "opts": self.opts,
            "application": application,
            "form": form,
        }
        return TemplateResponse(request, "admin/application_event.html", context)


def due_column():
    """A column with the countdown; its calendar is read when the first row asks."""
    calendar = SimpleLazyObject(Calendar.load)

    @admin.display(description=gettext_lazy("batas"))
    def shown_due(application):
        return countdown(standing_of(application, timezone.localdate(), calendar)) or "–"

    return shown_due


def staff_deeds(standing):
    """(slug, label) of each event that may be recorded next."""
    return [(slug, kind.label) for slug, kind in SLUGS.items() if kind in standing.next_kinds]


class HolidayInline(admin.TabularInline):
    """Days off of one year."""

    model = Holiday
    extra = 1
    fields = ("day", "name", "kind", "is_off")


@admin.register(HolidayYear)
class HolidayYearAdmin(RecordAdmin):
    """The calendar: a new decree is a new year with its days."""

    work = Work.REFERENCE
    help = gettext_lazy("Libur nasional dan cuti bersama; dari sinilah batas waktu permohonan dihitung.")
    list_display = ("year", "decree")
    ordering = ("-year",)
    sortable_by = ()
    inlines = (HolidayInline,)
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def get_readonly_fields(self, request, obj=None):
        """A year keeps its number."""
        return ("year",) if obj else ()


@admin.site.card("certification.view_application")
def applications_due(day):
    """Returned applications that die soon unless their owner answers."""
    title, note, count = _("Permohonan dikembalikan, hampir lewat batas"), "", 0
    try:
        count = due_soon(day).count()
        note = _("Hubungi pemiliknya sekarang: paling lama %(days)s hari kerja lagi ditolak otomatis.") % {"days": SOON}
    except YearUnknown as unknown:
        note = str(unknown)
    url = reverse("admin:certification_application_changelist") + "?keadaan=RETURNED&batas=segera"
    return Card(title=title, count=count, url=url, note=note)


@admin.site.card("certification.view_application")
def rejections_to_confirm(day):
    """Automatic rejections that only the calendar says."""
    return Card(
        title=_("Penolakan otomatis perlu dipastikan"),
        count=ApplicationEvent.objects.filter(is_presumed=True, struck_by=None).count(),
        url=reverse("admin:certification_application_changelist") + "?keadaan=dugaan",
        note=_("Lihat di SIINas apakah benar ditolak, lalu catat yang sebenarnya."),
    )
