"""The record of every question “is this certificate real?”."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from certification.models.certificate import Certificate
from certification.statuses import CertificateStatus

UNKNOWN = "UNKNOWN"
"""The status shown when no certificate was found."""

FORGETTING = "tkdnportal.forgetting_checks"
"""The setting of one transaction by which `certification.checks.forget` says what it does (docs/adr/0008)."""


class AskedBy(models.TextChoices):
    """How a certificate was asked for."""

    NUMBER = "NUMBER", _("nomor")
    TOKEN = "TOKEN", _("kode QR")


class CertificateCheck(models.Model):
    """One answer given to a visitor: what was asked, what was shown, and when; never who asked.

    Where several certificates bear the number, each one shown is a row. The row outlives its certificate, so the link
    is not a foreign key of the database.
    """

    certificate = models.ForeignKey(
        Certificate, models.DO_NOTHING, null=True, db_constraint=False, related_name="checks",
        verbose_name=_("sertifikat"),
    )  # fmt: skip
    how = models.CharField(_("cara"), max_length=6, choices=AskedBy)
    asked = models.CharField(_("yang ditanyakan"), max_length=60)
    status = models.CharField(
        _("jawaban"), max_length=10, choices=[*CertificateStatus.choices, (UNKNOWN, _("tidak dikenal"))]
    )
    at = models.DateTimeField(_("waktu"))

    class Meta:
        verbose_name = _("pemeriksaan sertifikat")
        verbose_name_plural = _("pemeriksaan sertifikat")
        constraints = (
            models.CheckConstraint(
                condition=Q(certificate__isnull=True, status=UNKNOWN)
                | Q(certificate__isnull=False, status__in=CertificateStatus.values),
                name="certificate_check_unknown_means_none_found",
            ),
            models.CheckConstraint(condition=Q(how__in=AskedBy.values), name="certificate_check_way_is_known"),
        )
        triggers = (
            pgtrigger.Protect(name="certificate_check_is_never_changed", operation=pgtrigger.Update),
            pgtrigger.Trigger(
                name="certificate_check_outlives_its_year",
                when=pgtrigger.Before,
                operation=pgtrigger.Delete,
                func=f"""
                    IF current_setting('{FORGETTING}', true) = 'on' AND OLD.at < now() - interval '1 year' THEN
                        RETURN OLD;
                    END IF;
                    RAISE EXCEPTION 'Cannot delete rows from certification_certificatecheck (docs/adr/0008).'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'certificate_check_outlives_its_year';
                """,
            ),
        )

    def __str__(self):
        return f"{self.get_how_display()} {self.asked}"

    @property
    def found(self):
        """Whether a certificate was shown."""
        return self.certificate_id is not None
