"""What the office recorded of a certificate's life: each deed with its reason and proof, never changed."""

import uuid

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from certification.models.certificate import Certificate
from umkm.models import Document


class DeedKind(models.TextChoices):
    """Deeds on a certificate (Permenperin 35/2025 Ps 50, 68; the printed date wins over any rule)."""

    SUPERSEDE = "SUPERSEDE", _("diganti nilai baru")
    FREEZE = "FREEZE", _("dibekukan")
    LIFT = "LIFT", _("pembekuan dicabut")
    REVOKE = "REVOKE", _("sertifikat dicabut")
    CORRECT = "CORRECT", _("tanggal diperbaiki")


@pghistory.track(exclude=["once"])
class CertificateDeed(models.Model):
    """One deed, as of a whole day. The dates themselves stand on the certificate, whose trail tells what they were."""

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="deeds", verbose_name=_("sertifikat"))
    kind = models.CharField(_("perubahan"), max_length=9, choices=DeedKind)
    day = models.DateField(_("hari"))
    reason = models.CharField(_("alasan"), max_length=500)
    reference = models.CharField(_("nomor surat atau alamat pengumuman"), max_length=300, blank=True)
    evidence = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("bukti")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("oleh"))
    at = models.DateTimeField(_("dicatat"), db_default=Now(), editable=False)
    once = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="A form posted twice is one.")

    class Meta:
        verbose_name = _("perubahan sertifikat")
        verbose_name_plural = _("perubahan sertifikat")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=DeedKind.values),
                name="certificate_deed_is_known",
                violation_error_message=_("Pilih perubahan dari daftar."),
            ),
            models.CheckConstraint(
                condition=~Q(reason="") & (Q(evidence__isnull=False) | ~Q(reference="")),
                name="certificate_deed_has_reason_and_proof",
                violation_error_message=_("Tulis alasannya dan sertakan buktinya: berkas, atau nomor surat."),
            ),
        )
        triggers = (
            pgtrigger.Protect(name="certificate_deed_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete),
        )

    def __str__(self):
        return f"{self.get_kind_display()} {self.day:%d-%m-%Y}"
