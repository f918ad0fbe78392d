"""Checks of certificates on the staff's desk: which ones people ask for, and which numbers nobody knows."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from certification.models import CertificateCheck
from tkdnportal.admin import Work
from tkdnportal.desk import ReadOnly, RecordAdmin


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
