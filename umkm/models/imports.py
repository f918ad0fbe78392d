"""Runs that read a file into the register, and every row they refused."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class ImportKind(models.TextChoices):
    """What a file holds."""

    BUSINESSES = "BUSINESSES", _("usaha")
    CERTIFICATES = "CERTIFICATES", _("sertifikat")
    PACKAGES = "PACKAGES", _("paket")
    SIINAS = "SIINAS", _("status akun SIINas")
    CONTRACTS = "CONTRACTS", _("kontrak")
    BUDGETS = "BUDGETS", _("anggaran")
    CHANGES = "CHANGES", _("perubahan paket")
    CATALOG = "CATALOG", _("penjual e-Katalog")


@pghistory.track()
class ImportRun(models.Model):
    """One reading of one file; unfinished while `finished_at` is empty, for good if it was interrupted."""

    kind = models.CharField(_("isi"), max_length=12, choices=ImportKind)
    file_name = models.CharField(_("nama berkas"), max_length=255)
    file_hash = models.CharField(_("sidik berkas (SHA-256)"), max_length=64)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("oleh")
    )
    started_at = models.DateTimeField(_("mulai"), db_default=Now())
    finished_at = models.DateTimeField(_("selesai"), null=True, blank=True)
    read = models.PositiveIntegerField(_("dibaca"), default=0)
    created = models.PositiveIntegerField(_("dibuat"), default=0)
    updated = models.PositiveIntegerField(_("diubah"), default=0)
    unchanged = models.PositiveIntegerField(_("tetap"), default=0)
    refused = models.PositiveIntegerField(_("ditolak"), default=0)

    class Meta:
        verbose_name = _("impor")
        verbose_name_plural = _("impor")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(read=F("created") + F("updated") + F("unchanged") + F("refused")),
                name="import_run_counts_every_row",
                violation_error_message=_("Jumlah baris dibaca harus sama dengan dibuat + diubah + tetap + ditolak."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=ImportKind.values),
                name="import_run_kind_is_known",
                violation_error_message=_("Isi berkas tidak dikenal."),
            ),
        )

    def __str__(self):
        return f"{self.get_kind_display()}: {self.file_name}"


class ImportRow(models.Model):
    """A refused row: where, which value, why; `cells` is the row as it came, so that nothing is lost."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="refused_rows", verbose_name=_("impor"))
    line = models.PositiveIntegerField(_("baris"))
    column = models.CharField(_("kolom"), max_length=60)
    value = models.CharField(_("nilai"), max_length=200)
    reason = models.CharField(_("alasan"), max_length=500)
    cells = models.JSONField(_("isi baris"))

    class Meta:
        verbose_name = _("baris ditolak")
        verbose_name_plural = _("baris ditolak")
        ordering = ("run", "line")

    def __str__(self):
        return f"{self.line}: {self.reason}"
