"""Certificates and SIINas accounts on the staff's desk."""

from datetime import timedelta

from django.contrib import admin
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certification.application_admin import ApplicationAdmin, HolidayYearAdmin  # noqa: F401 - register themselves
from certification.certificate_admin import CertificateAdmin  # noqa: F401 - registers itself
from certification.check_admin import CertificateCheckAdmin  # noqa: F401 - registers itself
from certification.difference_admin import ListedItemAdmin  # noqa: F401 - registers itself
from certification.models import AccountStatus, SiinasAccount
from certification.report_admin import ReportAdmin  # noqa: F401 - registers itself
from certification.triage_admin import TriagedBusinessAdmin  # noqa: F401 - registers itself
from tkdnportal.admin import Card, Work
from tkdnportal.desk import RecordAdmin

STALE_DAYS = 90
"""A SIINas status older than this is asked again (the portal's own choice)."""


class AttentionFilter(admin.SimpleListFilter):
    """Accounts that wait for the office."""

    title = gettext_lazy("menunggu petugas")
    parameter_name = "menunggu"

    def lookups(self, request, model_admin):
        """To verify, or known too long ago."""
        return [
            ("verifikasi", _("perlu diverifikasi")),
            ("lama", _("keadaan lebih dari %(days)s hari lalu") % {"days": STALE_DAYS}),
        ]

    def queryset(self, request, queryset):
        """As the card counts them."""
        wanted = {"verifikasi": to_verify(), "lama": stale_on(timezone.localdate())}.get(self.value())
        return queryset.filter(wanted) if wanted else queryset


def to_verify():
    """Accounts that were asked for and are not active yet."""
    return ~Q(status__in=(AccountStatus.NONE, *AccountStatus.verified))


def stale_on(day):
    """Accounts whose status was last known more than `STALE_DAYS` before `day`."""
    return Q(as_of__lt=day - timedelta(days=STALE_DAYS))


@admin.register(SiinasAccount)
class SiinasAccountAdmin(RecordAdmin):
    """SIINas accounts, one a factory location."""

    work = Work.CERTIFICATES
    help = gettext_lazy("Keadaan akun SIINas tiap lokasi pabrik.")
    list_display = ("business", "factory_location", "status", "as_of", "verified_on")
    list_filter = (AttentionFilter, "status")
    list_select_related = ("business",)
    ordering = ("-pk",)
    sortable_by = ()
    search_fields = ("business__nib__startswith", "business__name")
    autocomplete_fields = ("business",)


@admin.site.card("certification.view_siinasaccount")
def accounts_waiting(day):
    """SIINas accounts to verify, and those not looked at for long."""
    found = SiinasAccount.objects.aggregate(
        to_verify=Count("pk", filter=to_verify()), stale=Count("pk", filter=stale_on(day))
    )
    return Card(
        title=_("Akun SIINas perlu diverifikasi"),
        count=found["to_verify"],
        url=reverse("admin:certification_siinasaccount_changelist") + "?menunggu=verifikasi",
        note=_("%(stale)s akun terakhir diperiksa lebih dari %(days)s hari lalu.")
        % {"stale": found["stale"], "days": STALE_DAYS},
    )
