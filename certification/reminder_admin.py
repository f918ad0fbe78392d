"""Reminders on the staff's desk: what became of each, and those a clerk must tell."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certification import staff_telling
from certification.models import Channel, Reminder, State
from certification.reminder_texts import short
from tkdnportal.admin import Card, Work
from tkdnportal.desk import ReadOnly, RecordAdmin


class WorkFilter(admin.SimpleListFilter):
    """What waits for a clerk."""

    title = gettext_lazy("pekerjaan")
    parameter_name = "pekerjaan"

    def lookups(self, request, model_admin):
        """To tell; told to nobody."""
        return [("petugas", _("menunggu petugas")), ("gagal", _("tidak atau tidak pasti terkirim"))]

    def queryset(self, request, queryset):
        """By state."""
        states = {"petugas": (State.STAFF,), "gagal": (State.FAILED, State.UNCERTAIN)}.get(self.value())
        return queryset.filter(state__in=states) if states else queryset


@admin.register(Reminder)
class ReminderAdmin(ReadOnly, RecordAdmin):
    """Every reminder with what became of it; a clerk tells those no machine could."""

    work = Work.CERTIFICATES
    help = gettext_lazy("Pengingat sertifikat: kirim sendiri lewat WhatsApp yang tidak sampai, atau telepon.")
    list_display = ("certificate", "business", "kind", "end_on", "channel", "state", "why")
    list_filter = (WorkFilter, "channel", "state", "why")
    list_select_related = ("certificate__business",)
    ordering = ("-pk",)
    sortable_by = ()
    search_fields = ("certificate__number", "certificate__holder_name")
    search_help_text = gettext_lazy("Nomor sertifikat atau nama pemegang.")
    change_form_template = "admin/reminder.html"

    def lookup_allowed(self, lookup, value, request):
        """The list of renewals leads here by certificate."""
        return lookup == "certificate__id__exact" or super().lookup_allowed(lookup, value, request)

    @admin.display(description=gettext_lazy("usaha"))
    def business(self, reminder):
        """The business to tell."""
        return reminder.certificate.business or reminder.certificate.holder_name

    def get_urls(self):
        """What a clerk does with one."""
        own = [
            path("<int:pk>/whatsapp/", self.admin_site.admin_view(self.reveal_view), name="reminder_whatsapp"),
            path("<int:pk>/selesai/<slug:deed>/", self.admin_site.admin_view(self.done_view), name="reminder_done"),
        ]
        return own + super().get_urls()

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """One reminder with its text and the next step."""
        found = _for_telling().filter(pk=object_id).first() if object_id.isdecimal() else None
        context = self._context(request, found) if found else {}
        return super().change_view(request, object_id, form_url, {**context, **(extra_context or {})})

    def _context(self, request, reminder):
        business = reminder.certificate.business
        return {
            "reminder": reminder,
            "business": business,
            "text": short(reminder, timezone.localdate()) if business else "",
            "next_step": staff_telling.NEXT_STEPS.get(reminder.why, ""),
            "may_tell": business and request.user.has_perm("umkm.change_business"),
            "can_bounce": reminder.state == State.SENT and reminder.channel == Channel.MAIL,
            "is_waiting": reminder.state == State.STAFF,
        }

    def reveal_view(self, request, pk):
        """Show the number and the WhatsApp link once, and write down who saw it and why (docs/staff.md)."""
        reminder = self._reminder(request, pk)
        if request.method != "POST" or reminder.state != State.STAFF:
            return redirect("admin:certification_reminder_change", pk)
        phone, url = staff_telling.reveal(reminder=reminder, by=request.user, on=timezone.localdate())
        context = {
            **self.admin_site.each_context(request),
            **self._context(request, reminder),
            "opts": self.opts,
            "title": _("Hubungi pemilik"),
            "phone": phone,
            "whatsapp": url,
        }
        response = TemplateResponse(request, "admin/reminder_whatsapp.html", context)
        response["Cache-Control"] = "no-store"
        return response

    def done_view(self, request, pk, deed):
        """Record what came of it: told, no answer, or the mail came back."""
        reminder = self._reminder(request, pk)
        act = staff_telling.DEEDS.get(deed)
        if act is None:
            raise Http404
        if request.method == "POST":
            said = act(reminder=reminder, by=request.user, at=timezone.localtime())
            level = messages.SUCCESS if said else messages.WARNING
            messages.add_message(request, level, said or _("Pengingat ini sudah diurus orang lain. Lihat keadaannya."))
        return redirect("admin:certification_reminder_change", pk)

    def _reminder(self, request, pk):
        if not request.user.has_perms(("certification.change_reminder", "umkm.change_business")):
            raise PermissionDenied
        reminder = get_object_or_404(_for_telling(), pk=pk)
        if reminder.certificate.business is None:
            raise Http404
        return reminder


def _for_telling():
    related = ("certificate__business", "certificate__stake", "user", "handed_by")
    return Reminder.objects.select_related(*related).prefetch_related("certificate__items")


@admin.site.card("certification.view_reminder")
def reminders_of_staff(day):
    """Owners no machine could remind."""
    return Card(
        title=_("Pengingat menunggu petugas"),
        count=Reminder.objects.of_staff().count(),
        url=reverse("admin:certification_reminder_changelist") + "?pekerjaan=petugas",
        note=_("Pemiliknya tidak terjangkau e-mail atau SMS. Kirim lewat WhatsApp atau telepon."),
    )
