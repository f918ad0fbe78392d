"""Codes by which an owner lets a helper in."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from umkm.models.business import Business


@pghistory.track(exclude=["code_hash"])
class HelperCode(models.Model):
    """A one-time code: the owner agrees and is shown it once, the helper types it. Only its keyed hash is kept."""

    business = models.ForeignKey(Business, models.CASCADE, related_name="helper_codes", verbose_name=_("usaha"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("pemilik"))
    code_hash = models.CharField(max_length=64, unique=True)
    wording = models.CharField(_("teks persetujuan"), max_length=10)
    made_at = models.DateTimeField(_("dibuat pada"))
    expires_at = models.DateTimeField(_("berlaku sampai"))
    used_at = models.DateTimeField(_("dipakai pada"), null=True, blank=True)

    class Meta:
        verbose_name = _("kode pendamping")
        verbose_name_plural = _("kode pendamping")
        constraints = (
            models.CheckConstraint(condition=Q(code_hash__regex=r"^[0-9a-f]{64}$"), name="helper_code_is_hashed"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="helper_code_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(used_at__gte=F("made_at"), used_at__lte=F("expires_at")),
                name="helper_code_is_used_in_its_time",
            ),
        )

    def __str__(self):
        return f"{self.business} ({self.made_at:%Y-%m-%d})"
