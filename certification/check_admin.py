"""Checks of certificates on the staff's desk: which ones people ask for, and which numbers nobody knows."""

from datetime import timedelta

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from certification.checks import monthly
from certification.models import CertificateCheck
from tkdnportal.admin import Work
from tkdnportal.desk import ReadOnly, RecordAdmin

STATISTICS_OF = timedelta(days=730)
"""How far back the months are counted; older checks may already be forgotten."""


@admin.register(CertificateCheck)
class CertificateCheckAdmin(ReadOnly, RecordAdmin):
    """Looked at only: nothing changes a check, not even an administrator."""

    work = Work.CERTIFICATES
    help = _("Sertifikat yang diperiksa orang, dan nomor yang tidak dikenal. Siapa yang memeriksa tidak dicatat.")
    list_display = ("at", "how", "asked", "status", "certificate")
    list_filter = ("status", "how")
    list_select_related = ("certificate",)
    ordering = ("-pk",)
    sortable_by = ()
    search_fields = ("asked",)
    change_list_template = "admin/certification/checks.html"

    def get_urls(self):
        """The list, and the months."""
        wrap = self.admin_site.admin_view
        return [path("statistik/", wrap(self.months_view), name="check_months"), *super().get_urls()]

    def months_view(self, request):
        """How often certificates are checked, month by month."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        first = (timezone.localtime() - STATISTICS_OF).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Pemeriksaan per bulan"),
            "opts": self.opts,
            "months": monthly(first),
        }
        return TemplateResponse(request, "admin/certification/check_months.html", context)
