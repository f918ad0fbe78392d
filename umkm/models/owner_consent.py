"""What an owner allows beyond the office's own work (UU 27/2022 Ps 20(2)a): given and withdrawn, never overwritten."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from umkm.models.business import Business


class ConsentPurpose(models.TextChoices):
    """Each is asked for on its own, so that one can be refused without the others (UU 27/2022 Ps 22)."""

    PUBLIC_PROFILE = "PUBLIC_PROFILE", _("halaman publik usaha")
    BROADCAST = "BROADCAST", _("kabar lewat pesan")
    SHARE_CONTACT = "SHARE_CONTACT", _("nomor telepon untuk pembeli pemerintah")


class ConsentQuerySet(models.QuerySet):
    """Questions about consents, and the two things an owner does with one."""

    def open(self):
        """Those in force: not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def for_purpose(self, purpose):
        """Of one purpose."""
        return self.filter(purpose=purpose)

    def give(self, *, business, purpose, text_version, by, at):
        """The open consent of `business` for `purpose`, made where there is none; asking twice makes no second one."""
        facts = {"text_version": text_version, "given_by": by, "given_at": at}
        return self.get_or_create(business=business, purpose=purpose, withdrawn_at=None, defaults=facts)[0]

    def withdraw(self, *, business, purpose, at):
        """End the open consent at once; nothing happens where none is open.

        Two servers' clocks may differ a little: the end is never before the beginning.
        """
        opened = self.open().for_purpose(purpose).filter(business=business)
        return opened.update(withdrawn_at=Greatest(F("given_at"), at))


@pghistory.track()
class Consent(models.Model):
    """One consent with the version of the text its giver read: the proof UU 27/2022 Ps 24 asks for."""

    business = models.ForeignKey(Business, models.CASCADE, related_name="consents", verbose_name=_("usaha"))
    purpose = models.CharField(_("untuk"), max_length=16, choices=ConsentPurpose)
    text_version = models.CharField(_("versi penjelasan"), max_length=10)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("diberikan oleh")
    )
    given_at = models.DateTimeField(_("diberikan pada"))
    withdrawn_at = models.DateTimeField(_("dicabut pada"), null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("izin pemilik")
        verbose_name_plural = _("izin pemilik")
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("business", "purpose"),
                condition=Q(withdrawn_at__isnull=True),
                name="consent_one_open_per_purpose",
                violation_error_message=_("Izin ini sudah diberikan."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("given_at")),
                name="consent_withdrawn_after_given",
                violation_error_message=_("Izin dicabut sebelum diberikan; periksa kedua waktunya."),
            ),
            models.CheckConstraint(
                condition=Q(purpose__in=ConsentPurpose.values) & ~Q(text_version=""),
                name="consent_purpose_and_text_are_known",
                violation_error_message=_("Pilih untuk apa izin ini, dan versi penjelasan yang dibaca."),
            ),
        )

    def __str__(self):
        return f"{self.business}: {self.get_purpose_display()}"
