"""The office's calendar: years whose holidays are decreed, and their days off. Staff correct it in the admin."""

import pghistory
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import ExtractYear
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _


@pghistory.track()
class HolidayYear(models.Model):
    """A year whose holidays are known; deadlines that reach into any other year are not computed."""

    year = models.PositiveSmallIntegerField(_("tahun"), primary_key=True)
    decree = models.CharField(_("dasar"), max_length=200, help_text=_("Nomor SKB Tiga Menteri yang menetapkannya."))
    link = models.URLField(_("alamat sumber"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("kalender kerja")
        verbose_name_plural = _("kalender kerja")
        ordering = ("-year",)
        constraints = (
            models.CheckConstraint(
                condition=Q(year__gte=2020, year__lte=2100),
                name="holiday_year_is_plausible",
                violation_error_message=_("Tulis tahun dengan empat angka, 2020 atau sesudahnya."),
            ),
        )

    def __str__(self):
        return str(self.year)


class HolidayKind(models.TextChoices):
    """Both are days off for the ministry's officials."""

    NATIONAL = "NATIONAL", _("libur nasional")
    JOINT_LEAVE = "JOINT_LEAVE", _("cuti bersama")


@pghistory.track()
class Holiday(models.Model):
    """A day of the decree. One that turns out to be a working day is unticked, never deleted, so it stays corrected."""

    day = models.DateField(_("hari"), unique=True)
    year = models.ForeignKey(HolidayYear, models.CASCADE, related_name="holidays", verbose_name=_("tahun"))
    name = models.CharField(_("nama"), max_length=120)
    kind = models.CharField(_("jenis"), max_length=11, choices=HolidayKind, default=HolidayKind.NATIONAL)
    is_off = models.BooleanField(
        _("libur"), default=True, help_text=_("Hapus centangnya bila hari ini ternyata hari kerja.")
    )

    class Meta:
        verbose_name = _("hari libur")
        verbose_name_plural = _("hari libur")
        ordering = ("day",)
        constraints = (
            models.CheckConstraint(
                condition=Q(Exact(ExtractYear("day"), F("year_id"))),
                name="holiday_lies_in_its_year",
                violation_error_message=_("Hari ini bukan hari dari tahun kalendernya."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=HolidayKind.values),
                name="holiday_kind_is_known",
                violation_error_message=_("Pilih libur nasional atau cuti bersama."),
            ),
        )

    def __str__(self):
        return f"{self.day:%d-%m-%Y} {self.name}"
