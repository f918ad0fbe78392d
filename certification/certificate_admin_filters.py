"""Filters of the certificates on the staff's desk."""

from django.contrib import admin
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certification.models import CertificateStatus
from umkm.models import Business, DocumentKind


class StatusFilter(admin.SimpleListFilter):
    """What a certificate is today."""

    title = gettext_lazy("keadaan hari ini")
    parameter_name = "keadaan"

    def lookups(self, request, model_admin):
        """Every status."""
        return CertificateStatus.choices

    def queryset(self, request, queryset):
        """Derived from the dates, as everywhere."""
        if self.value() not in CertificateStatus.values:
            return queryset
        return queryset.with_status_on(timezone.localdate()).filter(status=self.value())


class HolderFilter(admin.SimpleListFilter):
    """Whether the holder is a business of the register."""

    title = gettext_lazy("pemegang")
    parameter_name = "pemegang"

    def lookups(self, request, model_admin):
        """Waiting or linked."""
        return [("menunggu", _("belum terhubung ke usaha")), ("terhubung", _("sudah terhubung"))]

    def queryset(self, request, queryset):
        """By the link."""
        if self.value() not in ("menunggu", "terhubung"):
            return queryset
        return queryset.filter(business__isnull=self.value() == "menunggu")


class ProofFilter(admin.SimpleListFilter):
    """Whether the portal holds a proof of the certificate: its number, or a scan of the paper."""

    title = gettext_lazy("bukti")
    parameter_name = "bukti"

    def lookups(self, request, model_admin):
        """The missing ones are the work."""
        return [("belum", _("belum ada bukti")), ("ada", _("ada nomor atau salinannya"))]

    def queryset(self, request, queryset):
        """As the column tells it."""
        if self.value() not in ("belum", "ada"):
            return queryset
        proven = Q(number__isnull=False) & ~Q(number="") | Q(business__in=with_scan())
        return queryset.filter(proven if self.value() == "ada" else ~proven)


class ThawFilter(admin.SimpleListFilter):
    """Freezes that ended by the rule alone: nobody has recorded what the ministry decided."""

    title = gettext_lazy("pembekuan")
    parameter_name = "pembekuan"

    def lookups(self, request, model_admin):
        """One choice."""
        return [("habis", _("habis masanya, hasilnya belum dicatat"))]

    def queryset(self, request, queryset):
        """Ended before today, neither lifted nor revoked since (Permenperin 35/2025 Ps 68)."""
        if self.value() != "habis":
            return queryset
        ended = queryset.filter(frozen_until__lt=timezone.localdate(), revoked_on__isnull=True)
        return ended.exclude(deeds__kind="LIFT")


def with_scan():
    """Businesses that gave a scan of a certificate."""
    kept = {"documents__kind": DocumentKind.CERTIFICATE_SCAN, "documents__removed_at__isnull": True}
    return Business.objects.filter(**kept).values("pk")
