"""Reminders that a certificate ends, who wants none, and what a certificate's end would cost."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from certification.models.certificate import Certificate
from certification.reminder_querysets import ReminderQuerySet, RenewalQuerySet
from certification.reminder_states import About, Channel, Kind, State, Why


@pghistory.track()
@pgtrigger.register(
    pgtrigger.Protect(
        name="reminder_sent_is_final",
        operation=pgtrigger.Update,
        condition=pgtrigger.Q(old__state__in=(State.SENT, State.HANDED)),
    )
)
class Reminder(models.Model):
    """One message to one person about one end date. The row stands before anything is sent.

    `user` is empty where staff tell the owner themselves. A corrected end date is another date, so it is told anew.
    """

    certificate = models.ForeignKey(Certificate, models.CASCADE, related_name="reminders", verbose_name=_("sertifikat"))
    about = models.CharField(_("tentang"), max_length=4, choices=About, default=About.TKDN)
    kind = models.CharField(_("pengingat"), max_length=10, choices=Kind)
    end_on = models.DateField(_("berakhir"))
    due_on = models.DateField(_("jatuh tempo"))
    channel = models.CharField(_("lewat"), max_length=5, choices=Channel)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="reminders",
        verbose_name=_("kepada"),
    )  # fmt: skip
    language = models.CharField(_("bahasa"), max_length=2, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE)
    state = models.CharField(_("keadaan"), max_length=9, choices=State, default=State.WAITING)
    why = models.CharField(_("sebab"), max_length=10, choices=Why, blank=True)
    detail = models.CharField(_("jawaban server"), max_length=200, blank=True)
    tries = models.PositiveSmallIntegerField(_("percobaan"), default=0)
    tried_at = models.DateTimeField(_("dicoba pada"), null=True, blank=True)
    next_try_at = models.DateTimeField(_("dicoba lagi pada"), null=True, blank=True)
    sent_at = models.DateTimeField(_("disampaikan pada"), null=True, blank=True)
    handed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("disampaikan oleh"),
    )  # fmt: skip
    created_at = models.DateTimeField(_("dibuat pada"), db_default=Now(), editable=False)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("pengingat")
        verbose_name_plural = _("pengingat")
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("certificate", "about", "kind", "end_on", "channel", "user"),
                condition=Q(user__isnull=False),
                name="reminder_once_per_person",
                violation_error_message=_("Pengingat ini sudah dibuat untuk orang itu."),
            ),
            models.UniqueConstraint(
                fields=("certificate", "about", "kind", "end_on", "channel"),
                condition=Q(user__isnull=True),
                name="reminder_once_for_staff",
                violation_error_message=_("Pengingat ini sudah ada di daftar petugas."),
            ),
            models.CheckConstraint(
                condition=Q(about__in=About.values, kind__in=Kind.values, channel__in=Channel.values)
                & Q(state__in=State.values, why__in=["", *Why.values]),
                name="reminder_codes_are_known",
                violation_error_message=_("Pilih jenis, cara, dan keadaan dari daftar."),
            ),
            models.CheckConstraint(
                condition=Q(channel=Channel.STAFF, user__isnull=True, state__in=State.of_staff)
                | Q(channel__in=(Channel.MAIL, Channel.TEXT), user__isnull=False, state__in=State.of_machine),
                name="reminder_state_fits_its_channel",
                violation_error_message=_("Keadaan ini tidak cocok dengan cara penyampaiannya."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=State.told, sent_at__isnull=False)
                | (~Q(state__in=State.told) & Q(sent_at__isnull=True)),
                name="reminder_told_iff_dated",
                violation_error_message=_("Pengingat yang disampaikan harus bertanggal."),
            ),
            models.CheckConstraint(
                condition=Q(state=State.HANDED, handed_by__isnull=False)
                | (~Q(state=State.HANDED) & Q(handed_by__isnull=True)),
                name="reminder_handed_by_somebody",
                violation_error_message=_("Nama petugas yang menyampaikan harus tercatat."),
            ),
            models.CheckConstraint(
                condition=Q(state=State.WAITING, next_try_at__isnull=False)
                | (~Q(state=State.WAITING) & Q(next_try_at__isnull=True)),
                name="reminder_waiting_has_a_next_try",
                violation_error_message=_("Pengingat yang menunggu harus punya waktu percobaan."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=State.explained) | ~Q(why=""),
                name="reminder_untold_says_why",
                violation_error_message=_("Tulis sebab pengingat tidak tersampaikan."),
            ),
        )
        indexes = (
            models.Index(fields=("next_try_at",), condition=Q(state=State.WAITING), name="reminder_ready"),
            models.Index(fields=("-id",), condition=Q(state=State.STAFF), name="reminder_of_staff"),
        )

    def __str__(self):
        return f"{self.certificate}: {self.get_kind_display()}"


@pghistory.track()
class ReminderPause(models.Model):
    """Who wants no reminders of a certificate; without a person, the business is not contacted by staff either."""

    certificate = models.ForeignKey(Certificate, models.CASCADE, related_name="pauses", verbose_name=_("sertifikat"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("orang")
    )
    since = models.DateTimeField(_("sejak"))

    class Meta:
        verbose_name = _("jeda pengingat")
        verbose_name_plural = _("jeda pengingat")
        constraints = (
            models.UniqueConstraint(
                fields=("certificate", "user"), condition=Q(user__isnull=False), name="reminder_pause_once_per_person",
                violation_error_message=_("Pengingat untuk orang ini sudah dihentikan."),
            ),
            models.UniqueConstraint(
                fields=("certificate",), condition=Q(user__isnull=True), name="reminder_pause_once_for_business",
                violation_error_message=_("Pengingat untuk usaha ini sudah dihentikan."),
            ),
        )  # fmt: skip

    def __str__(self):
        return str(self.certificate)


class Stake(models.Model):
    """What depends on a certificate, as matching last said; the app above fills it (`procurement.risk`)."""

    certificate = models.OneToOneField(Certificate, models.CASCADE, primary_key=True, related_name="stake")
    packages = models.PositiveIntegerField(_("paket yang cocok"))
    rupiah = models.BigIntegerField(_("nilai paket yang cocok (Rp)"))
    packages_at_risk = models.PositiveIntegerField(_("paket terancam"))
    rupiah_at_risk = models.BigIntegerField(_("nilai terancam (Rp)"))
    on = models.DateField(_("dihitung untuk hari"))

    class Meta:
        verbose_name = _("nilai sertifikat")
        verbose_name_plural = _("nilai sertifikat")
        constraints = (
            models.CheckConstraint(
                condition=Q(rupiah_at_risk__gte=0, rupiah__gte=models.F("rupiah_at_risk"))
                & Q(packages__gte=models.F("packages_at_risk")),
                name="stake_at_risk_is_a_part",
                violation_error_message=_("Yang terancam tidak mungkin lebih besar daripada seluruhnya."),
            ),
        )
        indexes = (models.Index(fields=("-rupiah_at_risk",), name="stake_by_risk"),)

    def __str__(self):
        return f"{self.certificate_id}: {self.rupiah_at_risk}"


class Renewal(Certificate):
    """A certificate as something to renew: the same row, seen from its end date."""

    objects = RenewalQuerySet.as_manager()

    class Meta:
        proxy = True
        verbose_name = _("perpanjangan")
        verbose_name_plural = _("perpanjangan")
