"""Renewals on the staff's desk: what ends, what it costs, who knows; and the reminders a clerk must tell."""

import re
from datetime import timedelta

from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certification import phone_lists, staff_telling
from certification.models import Reminder, Renewal, State
from certification.reminder_texts import short
from certification.statuses import EXPIRING_DAYS
from tkdnportal.admin import Card, Work
from tkdnportal.desk import ReadOnly, RecordAdmin
from tkdnportal.templatetags.portal import day as written_day
from tkdnportal.templatetags.portal import rupiah, rupiah_short
from umkm.business_forms import PurposeForm

MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")
MONTHS_SHOWN = 12
STAGES = {
    "RENEWED": gettext_lazy("sudah diperpanjang"),
    "APPLIED": gettext_lazy("permohonan diproses"),
    "NONE": gettext_lazy("belum diajukan"),
}


class EndFilter(admin.SimpleListFilter):
    """When it ends: within 90 days, or in one month; any month in the address works."""

    title = gettext_lazy("berakhir")
    parameter_name = "berakhir"

    def lookups(self, request, model_admin):
        """The coming year, month by month."""
        first = timezone.localdate().replace(day=1)
        months = [first]
        while len(months) < MONTHS_SHOWN:
            months.append((months[-1] + timedelta(days=32)).replace(day=1))
        return [
            (str(EXPIRING_DAYS), _("dalam %(days)s hari, masih berlaku") % {"days": EXPIRING_DAYS}),
            *((f"{each:%Y-%m}", f"{each:%m-%Y}") for each in months),
        ]

    def queryset(self, request, queryset):
        """By the printed end date, which wins over any rule."""
        value = self.value() or ""
        if value == str(EXPIRING_DAYS):
            return queryset.filter(pk__in=ending_soon(timezone.localdate()).values("pk"))
        month = MONTH.fullmatch(value)
        if not month:
            return queryset
        return queryset.filter(valid_until__year=month[1], valid_until__month=month[2])


class ReachedFilter(admin.SimpleListFilter):
    """Whether the owner knows."""

    title = gettext_lazy("pemilik")
    parameter_name = "pemilik"

    def lookups(self, request, model_admin):
        """Those a clerk must tell."""
        return [("belum", _("belum terhubungi, menunggu petugas"))]

    def queryset(self, request, queryset):
        """As the reminders say."""
        return queryset.unreached() if self.value() == "belum" else queryset


def ending_soon(day):
    """Valid certificates that end within `EXPIRING_DAYS` of `day`."""
    return Renewal.objects.valid_on(day).filter(valid_until__lte=day + timedelta(days=EXPIRING_DAYS))


@admin.register(Renewal)
class RenewalAdmin(ReadOnly, RecordAdmin):
    """Certificates by what their end would cost; all of the old rules end by December 2028."""

    work = Work.CERTIFICATES
    help = gettext_lazy(
        "Sertifikat yang akan berakhir, yang paling banyak uangnya di atas. Buat daftar telepon di sini."
    )
    list_display = (
        "__str__", "holder", "regency", "valid_until", "days_left", "scheme", "today", "told_count", "owner", "stage",
        "at_risk",
    )  # fmt: skip
    list_display_links = None
    list_filter = ("scheme", EndFilter, ReachedFilter, "business__regency")
    list_select_related = ("business__regency", "stake")
    sortable_by = ()
    search_fields = ("number", "holder_name")
    search_help_text = gettext_lazy("Nomor sertifikat atau nama pemegang.")
    actions = ("phone_list",)

    def get_queryset(self, request):
        """Those to renew, the dearest first, with what the columns tell."""
        found = super().get_queryset(request).to_renew_on(timezone.localdate())
        return found.with_reminding().with_stage().dearest_first()

    def get_ordering(self, request):
        """Kept as the queryset orders it."""
        return ()

    @admin.display(description=gettext_lazy("usaha"))
    def holder(self, renewal):
        """The record where the holder is in the register."""
        if renewal.business is None:
            return _("%(name)s (belum terhubung)") % {"name": renewal.holder_name}
        url = reverse("admin:umkm_business_change", args=[renewal.business_id])
        return format_html('<a href="{}">{}</a>', url, renewal.business)

    @admin.display(description=gettext_lazy("kabupaten/kota"))
    def regency(self, renewal):
        """Where the business is."""
        return renewal.business.regency if renewal.business else "–"

    @admin.display(description=gettext_lazy("sisa hari"))
    def days_left(self, renewal):
        """Negative once it has ended."""
        return (renewal.valid_until - timezone.localdate()).days

    @admin.display(description=gettext_lazy("keadaan"))
    def today(self, renewal):
        """Derived from the dates."""
        return renewal.status_on(timezone.localdate()).label

    @admin.display(description=gettext_lazy("pengingat"))
    def told_count(self, renewal):
        """How many reached somebody; the list behind the number."""
        url = f"{reverse('admin:certification_reminder_changelist')}?certificate__id__exact={renewal.pk}"
        return format_html('<a href="{}">{}</a>', url, renewal.told)

    @admin.display(description=gettext_lazy("pemilik tahu"), boolean=True)
    def owner(self, renewal):
        """Whether a reminder reached an owner."""
        return renewal.reached

    @admin.display(description=gettext_lazy("perpanjangan"))
    def stage(self, renewal):
        """By its products."""
        return STAGES[renewal.stage]

    @admin.display(description=gettext_lazy("terancam"))
    def at_risk(self, renewal):
        """Rupiah of packages that lose their supplier; exact on hover."""
        stake = getattr(renewal, "stake", None)
        if not stake or not stake.rupiah_at_risk:
            return "–"
        amount = stake.rupiah_at_risk
        return format_html('<span class="money" title="{}">{}</span>', rupiah(amount), rupiah_short(amount))

    @admin.action(description=gettext_lazy("Buat daftar telepon"), permissions=["list_phones"])
    def phone_list(self, request, renewals):
        """Ask what the numbers are for, write it down, hand over the file."""
        form = PurposeForm(request.POST if "purpose" in request.POST else None, initial={"purpose": "CALL"})
        if form.is_valid():
            at = timezone.localtime()
            file = phone_lists.make(renewals=renewals, by=request.user, at=at, **form.cleaned_data)
            name = f"perpanjangan-{at:%Y%m%d-%H%M}.csv"
            response = FileResponse(file, as_attachment=True, filename=name, content_type="text/csv; charset=utf-8")
            response["Cache-Control"] = "no-store"
            return response
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Daftar telepon"),
            "form": form,
            "chosen": request.POST.getlist(helpers.ACTION_CHECKBOX_NAME),
        }
        return TemplateResponse(request, "admin/phone_list.html", context)

    def has_list_phones_permission(self, request):
        """Who may change a record may need its number, as on the page that shows one."""
        return request.user.has_perm("umkm.change_business")


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
            "can_bounce": reminder.state == State.SENT and reminder.channel == "MAIL",
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


@admin.site.card("certification.view_certificate")
def certificates_ending(day):
    """Valid certificates that end soon."""
    end = day + timedelta(days=EXPIRING_DAYS)
    return Card(
        title=_("Berakhir %(days)s hari ini") % {"days": EXPIRING_DAYS},
        count=ending_soon(day).count(),
        url=f"{reverse('admin:certification_renewal_changelist')}?berakhir={EXPIRING_DAYS}",
        note=_("Berakhir paling lambat %(day)s. Yang paling banyak uangnya di atas.") % {"day": written_day(end)},
    )


@admin.site.card("certification.view_reminder")
def reminders_of_staff(day):
    """Owners no machine could remind."""
    return Card(
        title=_("Pengingat menunggu petugas"),
        count=Reminder.objects.of_staff().count(),
        url=reverse("admin:certification_reminder_changelist") + "?pekerjaan=petugas",
        note=_("Pemiliknya tidak terjangkau e-mail atau SMS. Kirim lewat WhatsApp atau telepon."),
    )
