"""Who does not want to be coached now; nobody is pressed."""

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from umkm.models import Business


class DeclineReason(models.TextChoices):
    """What the owner said."""

    NO_TIME = "NO_TIME", _("tidak ada waktu")
    NO_INTEREST = "NO_INTEREST", _("tidak berminat")
    CLOSED = "CLOSED", _("usaha sudah tutup")
    UNREACHABLE = "UNREACHABLE", _("tidak dapat dihubungi")
    OTHER = "OTHER", _("alasan lain")


class DeclineQuerySet(models.QuerySet):
    """Questions about declines."""

    def in_force_on(self, day):
        """Those that keep a business out of plans on `day`; both ends count."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=day), declined_on__lte=day)


@pghistory.track()
class Decline(models.Model):
    """An owner's no, with its reason; in force from `declined_on` to `until`, without an end until one is written."""

    business = models.ForeignKey(Business, models.CASCADE, related_name="declines", verbose_name=_("usaha"))
    declined_on = models.DateField(_("tanggal"), help_text=_("Hari pemilik menyatakan tidak bersedia."))
    until = models.DateField(
        _("jangan dihubungi sampai"), null=True, blank=True, help_text=_("Kosongkan bila tidak ada batasnya.")
    )
    reason = models.CharField(_("alasan"), max_length=11, choices=DeclineReason)
    note = models.CharField(_("catatan"), max_length=300, blank=True)

    objects = DeclineQuerySet.as_manager()

    class Meta:
        verbose_name = _("penolakan")
        verbose_name_plural = _("penolakan")
        ordering = ("-declined_on", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("business", "declined_on"), name="decline_once_per_business_and_day",
                violation_error_message=_("Penolakan usaha ini pada tanggal itu sudah dicatat."),
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("declined_on")),
                name="decline_ends_after_it_starts",
                violation_error_message=_("Batas waktu mendahului tanggal penolakan."),
            ),
            models.CheckConstraint(
                condition=Q(reason__in=DeclineReason.values), name="decline_reason_is_known",
                violation_error_message=_("Pilih alasan dari daftar."),
            ),
        )  # fmt: skip

    def __str__(self):
        return f"{self.business}: {self.get_reason_display()}"
