"""Renewals on the staff's desk: what ends, what it costs, who knows; and the reminders a clerk must tell."""

import re
from datetime import timedelta

from django.contrib import admin
from django.contrib.admin import helpers
from django.core.exceptions import PermissionDenied
from django.http import FileResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certification import phone_lists
from certification.campaign import Move, lines_on, with_move
from certification.models import Renewal, Scheme
from certification.reminder_querysets import DEAREST_FIRST
from certification.statuses import EXPIRING_DAYS
from tkdnportal.admin import Card, Work
from tkdnportal.desk import ReadOnly, RecordAdmin
from tkdnportal.templatetags.portal import day as written_day
from tkdnportal.templatetags.portal import rupiah, rupiah_short
from umkm.business_forms import PurposeForm

MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")
MONTHS_SHOWN = 12
RULES = {Scheme.P46_2022: "46/2022", Scheme.P35_2025: "35/2025"}
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


class MoveFilter(admin.SimpleListFilter):
    """Certificates of the old rules, by whether their holder is on the way to the new ones."""

    title = gettext_lazy("pindah aturan")
    parameter_name = "pindah"

    def lookups(self, request, model_admin):
        """What still asks for somebody; who has moved is no renewal any more."""
        return [(move, move.label) for move in (Move.LEFT, Move.APPLIED, Move.LAPSED)]

    def queryset(self, request, queryset):
        """As the campaign counts them."""
        if self.value() not in Move.values:
            return queryset
        return with_move(queryset, timezone.localdate()).filter(move=self.value())


def ending_soon(day):
    """Valid certificates that end within `EXPIRING_DAYS` of `day`."""
    return Renewal.objects.valid_on(day).filter(valid_until__lte=day + timedelta(days=EXPIRING_DAYS))


@admin.register(Renewal)
class RenewalAdmin(ReadOnly, RecordAdmin):
    """Certificates by what their end would cost; all of the old rules end by December 2028."""

    work = Work.CERTIFICATES
    help = gettext_lazy("Sertifikat yang akan berakhir, yang paling banyak uangnya di atas; juga daftar telepon.")
    list_display = (
        "at_risk",
        "holder",
        "valid_until",
        "days_left",
        "stage",
        "told_count",
        "owner",
        "today",
        "rules",
        "__str__",
    )
    list_display_links = None
    list_filter = ("scheme", MoveFilter, EndFilter, ReachedFilter, "business__regency")
    list_select_related = ("business__regency", "stake")
    sortable_by = ()
    search_fields = ("number", "holder_name")
    search_help_text = gettext_lazy("Nomor sertifikat atau nama pemegang.")
    actions = ("phone_list",)
    change_list_template = "admin/renewal_list.html"

    def get_queryset(self, request):
        """Those to renew, the dearest first, with what the columns tell."""
        found = super().get_queryset(request).to_renew_on(timezone.localdate())
        return found.with_reminding().with_stage()

    def get_urls(self):
        """The list, and the campaign for the new rules."""
        own = [path("kampanye/", self.admin_site.admin_view(self.campaign_view), name="renewal_campaign")]
        return own + super().get_urls()

    def campaign_view(self, request):
        """Who has moved from the old rules to the new ones, by kabupaten/kota, with the lists behind the numbers."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        on = timezone.localdate()
        total, lines = lines_on(on)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Pindah ke aturan baru"),
            "opts": self.opts,
            "on": on,
            "total": total,
            "lines": lines,
            "moves": Move.choices,
        }
        return TemplateResponse(request, "admin/renewal_campaign.html", context)

    def get_ordering(self, request):
        """By rupiah at risk, then by end."""
        return DEAREST_FIRST

    @admin.display(description=gettext_lazy("usaha"))
    def holder(self, renewal):
        """The record with its place where the holder is in the register."""
        if renewal.business is None:
            return _("%(name)s (belum terhubung)") % {"name": renewal.holder_name}
        url = reverse("admin:umkm_business_change", args=[renewal.business_id])
        return format_html('<a href="{}">{}</a><br>{}', url, renewal.business, renewal.business.regency)

    @admin.display(description=gettext_lazy("aturan"))
    def rules(self, renewal):
        """The number of the regulation, short."""
        return RULES.get(renewal.scheme, "–")

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
        return format_html('<a href="{}">{}</a>', url, len(renewal.told))

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


@admin.site.card("certification.view_certificate")
def old_rules_left(day):
    """Holders of certificates of the old rules who are not on the way to the new ones."""
    return Card(
        title=_("Masih aturan lama"),
        count=with_move(Renewal.objects.to_renew_on(day), day).filter(move=Move.LEFT).count(),
        url=f"{reverse('admin:certification_renewal_changelist')}?pindah={Move.LEFT}",
        note=_("Sertifikatnya tidak dapat diperpanjang dengan aturan lama. Ajak pindah sebelum habis."),
    )
