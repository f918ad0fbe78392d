"""Coaching days (bimtek): where and when the office helps several businesses at once."""

import secrets
from datetime import datetime, timedelta

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q
from django.db.models.functions import Left
from django.db.models.lookups import Exact
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from umkm.models import District, Regency

MOST_SEATS = 1_000
TOKEN_SIGNS = 22
"""Of 64 signs each, about 132 bits: nobody guesses the address of a day's attendance page."""
OPENS_BEFORE = timedelta(hours=1)
CLOSES_AFTER = timedelta(hours=2)
"""When participants may record their own attendance, before the start and after the end (the portal's own choice)."""


class DayState(models.TextChoices):
    """Where a coaching day stands at a moment; derived, never stored."""

    PLANNED = "PLANNED", _("direncanakan")
    OPEN = "OPEN", _("daftar hadir dibuka")
    HELD = "HELD", _("sudah lewat")
    CANCELLED = "CANCELLED", _("dibatalkan")


def new_token():
    """An unguessable part of an address."""
    return secrets.token_urlsafe(16)


class CoachingDayQuerySet(models.QuerySet):
    """Questions about coaching days."""

    def standing(self):
        """Those that were not cancelled."""
        return self.filter(cancelled_on__isnull=True)

    def coming_on(self, day):
        """Those of `day` and later that were not cancelled."""
        return self.standing().filter(held_on__gte=day)

    def held_by(self, day):
        """Those before `day` that were not cancelled."""
        return self.standing().filter(held_on__lt=day)

    def counted(self):
        """With how many were `invited`, said they are `coming`, and `came`."""
        return self.annotate(
            invited=Count("invitations"),
            coming=Count("invitations", filter=Q(invitations__answer="YES")),
            came=Count("invitations__attendance"),
        )


STAYS_TRUE = """
    IF NEW.cancelled_on IS NOT NULL AND EXISTS (
        SELECT FROM bimtek_attendance a JOIN bimtek_invitation i ON i.id = a.invitation_id WHERE i.event_id = NEW.id
    ) THEN
        RAISE EXCEPTION 'coaching day % has participants', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'coaching_day_with_participants_is_not_cancelled';
    END IF;
    IF EXISTS (
        SELECT FROM bimtek_attendance a JOIN bimtek_invitation i ON i.id = a.invitation_id
         WHERE i.event_id = NEW.id AND (a.recorded_at AT TIME ZONE 'Asia/Jakarta')::date < NEW.held_on
    ) THEN
        RAISE EXCEPTION 'coaching day % has earlier participants', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'coaching_day_is_not_after_its_participants';
    END IF;
    RETURN NEW;
"""


@pghistory.track(exclude=["token"])
@pgtrigger.register(
    pgtrigger.Trigger(
        name="coaching_day_stays_true",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("cancelled_on", "held_on"),
        func=STAYS_TRUE,
    )
)
class CoachingDay(models.Model):
    """One day of coaching at one place, with its seats. `token` is the secret part of its attendance page."""

    name = models.CharField(_("nama kegiatan"), max_length=120)
    topic = models.CharField(_("yang dibahas"), max_length=200)
    venue = models.CharField(_("tempat"), max_length=120, help_text=_("Nama gedung, misalnya Balai Desa Natar."))
    address = models.CharField(_("alamat"), max_length=300, blank=True)
    regency = models.ForeignKey(Regency, models.PROTECT, related_name="+", verbose_name=_("kabupaten/kota"))
    district = models.ForeignKey(
        District, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("kecamatan")
    )
    held_on = models.DateField(_("hari"))
    starts_at = models.TimeField(_("mulai pukul"))
    ends_at = models.TimeField(_("selesai pukul"))
    seats = models.PositiveSmallIntegerField(_("tempat duduk"))
    to_bring = models.CharField(
        _("yang dibawa peserta"), max_length=300, blank=True,
        help_text=_("Selain dokumennya yang belum ada: portal menulis itu sendiri untuk tiap usaha."),
    )  # fmt: skip
    note = models.CharField(
        _("catatan panitia"), max_length=300, blank=True, help_text=_("Hanya dibaca petugas.")
    )  # fmt: skip
    coach = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("penanggung jawab"), help_text=_("Petugas atau pendamping yang membina hari itu."),
    )  # fmt: skip
    cancelled_on = models.DateField(_("dibatalkan tanggal"), null=True, blank=True)
    cancel_reason = models.CharField(_("alasan batal"), max_length=200, blank=True)
    token = models.CharField(max_length=22, unique=True, default=new_token, editable=False)

    objects = CoachingDayQuerySet.as_manager()

    refusals = {
        "coaching_day_with_participants_is_not_cancelled": _(
            "Kegiatan ini sudah punya peserta yang hadir, jadi tidak dapat dibatalkan."
        ),
        "coaching_day_is_not_after_its_participants": _(
            "Sudah ada peserta yang tercatat hadir sebelum hari itu. Pilih hari yang sama atau lebih awal."
        ),
    }

    class Meta:
        verbose_name = _("hari pembinaan")
        verbose_name_plural = _("hari pembinaan")
        ordering = ("-held_on", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="coaching_day_ends_after_it_starts",
                violation_error_message=_("Jam selesai harus sesudah jam mulai."),
            ),
            models.CheckConstraint(
                condition=Q(seats__gte=1, seats__lte=MOST_SEATS), name="coaching_day_has_seats",
                violation_error_message=_("Tulis jumlah tempat duduk antara 1 dan 1000."),
            ),
            models.CheckConstraint(
                condition=Q(cancelled_on__isnull=True, cancel_reason="")
                | (Q(cancelled_on__isnull=False) & ~Q(cancel_reason="")),
                name="coaching_day_cancelled_iff_reasoned",
                violation_error_message=_("Kegiatan yang dibatalkan perlu tanggal dan alasannya."),
            ),
            models.CheckConstraint(
                condition=Q(district__isnull=True) | Q(Exact(Left(F("district_id"), 5), F("regency_id"))),
                name="coaching_day_district_lies_in_its_regency",
                violation_error_message=_("Kecamatan itu tidak berada di kabupaten/kota yang dipilih."),
            ),
            models.CheckConstraint(
                condition=Q(token__regex=rf"^[A-Za-z0-9_-]{{{TOKEN_SIGNS}}}$"), name="coaching_day_token_is_long"
            ),
        )  # fmt: skip

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        """The page on which participants record that they are there."""
        return reverse("bimtek:check_in", args=[self.token])

    @property
    def opens_at(self):
        """From when participants may record themselves."""
        return self._moment(self.starts_at) - OPENS_BEFORE

    @property
    def closes_at(self):
        """Until when they may."""
        return self._moment(self.ends_at) + CLOSES_AFTER

    @property
    def place(self):
        """Where it is, in one line."""
        return ", ".join(part for part in (self.venue, self.address, str(self.regency)) if part)

    def state_at(self, moment):
        """Its `DayState` at the aware `moment`."""
        if self.cancelled_on:
            return DayState.CANCELLED
        if moment < self.opens_at:
            return DayState.PLANNED
        return DayState.OPEN if moment <= self.closes_at else DayState.HELD

    def _moment(self, time):
        return timezone.make_aware(datetime.combine(self.held_on, time), timezone.get_default_timezone())
