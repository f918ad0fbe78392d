"""What clerks write down about a business for one another."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from umkm.models.business import Business


class Note(models.Model):
    """One note; it is added to by another note, never changed."""

    business = models.ForeignKey(Business, models.PROTECT, related_name="notes", verbose_name=_("usaha"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("oleh"))
    at = models.DateTimeField(_("waktu"), db_default=Now(), editable=False)
    text = models.TextField(
        _("catatan"), max_length=1000, help_text=_("Hanya dibaca petugas. Jangan tulis NIK, NPWP, atau kata sandi.")
    )

    class Meta:
        verbose_name = _("catatan petugas")
        verbose_name_plural = _("catatan petugas")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(text__regex=r"\S"), name="note_is_not_empty",
                violation_error_message=_("Tulis dulu catatannya."),
            ),
            models.CheckConstraint(
                condition=~Q(text__regex=r"[0-9]{4}([ .-]?[0-9]{4}){3}"), name="note_holds_no_identity_number",
                violation_error_message=_("Catatan ini memuat 16 angka seperti NIK atau NPWP. Hapus angka itu dulu."),
            ),
        )  # fmt: skip
        triggers = (pgtrigger.Protect(name="note_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self):
        return self.text[:60]
