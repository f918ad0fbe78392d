"""Changes made to many records at once, with what was there before, so that they can be taken back."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Deed(models.TextChoices):
    """What can be done to many businesses at once."""

    DISTRICT = "DISTRICT", _("isi kecamatan")
    STANDARD = "STANDARD", _("tandai Sertifikat Standar terverifikasi")
    CATEGORY = "CATEGORY", _("beri kategori produk yang belum berkategori")
    VERIFY = "VERIFY", _("masukkan ke antrean verifikasi")
    ASSIGN = "ASSIGN", _("tugaskan verifikasi kepada")


@pghistory.track()
class BulkChange(models.Model):
    """One press of the button: who, what, how many; taken back when `undone_at` is set."""

    deed = models.CharField(_("tindakan"), max_length=8, choices=Deed)
    value = models.CharField(_("nilai"), max_length=60, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("oleh"))
    at = models.DateTimeField(_("waktu"), db_default=Now(), editable=False)
    changed = models.PositiveIntegerField(_("berubah"), default=0)
    undone_at = models.DateTimeField(_("dibatalkan pada"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("dibatalkan oleh"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("perubahan massal")
        verbose_name_plural = _("perubahan massal")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(condition=Q(deed__in=Deed.values), name="bulk_change_deed_is_known"),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="bulk_change_undone_iff_by_someone",
            ),
        )

    def __str__(self):
        return f"{self.get_deed_display()} {self.value}".strip()


class BulkChangeRow(models.Model):
    """One record that changed and what stood there before; which table it is in follows from the deed."""

    change = models.ForeignKey(BulkChange, models.CASCADE, related_name="rows")
    target = models.BigIntegerField()
    before = models.CharField(max_length=60, null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("change", "target"), name="bulk_change_row_once"),)

    def __str__(self):
        return f"{self.change_id}: {self.target}"
