"""Places with their Kemendagri codes (Kepmendagri 300.2.2-2138/2025)."""

import pghistory
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Left
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

SOUTH, NORTH = -11, 6
WEST, EAST = 95, 141
"""Degrees between which Indonesia lies."""


class RegencyKind(models.TextChoices):
    """Whether the place is a rural or an urban one."""

    KABUPATEN = "KABUPATEN", _("Kabupaten")
    KOTA = "KOTA", _("Kota")


class Regency(models.Model):
    """A kabupaten or kota; its code is `18.01`, not the different BPS code."""

    code = models.CharField(_("kode"), max_length=5, primary_key=True)
    kind = models.CharField(_("jenis"), max_length=9, choices=RegencyKind)
    name = models.CharField(_("nama"), max_length=60)

    class Meta:
        verbose_name = _("kabupaten/kota")
        verbose_name_plural = _("kabupaten/kota")
        ordering = ("code",)
        constraints = (
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9]{2}\.[0-9]{2}$"),
                name="regency_code_is_kemendagri",
                violation_error_message=_("Kode kabupaten/kota ditulis seperti 18.71."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=RegencyKind.values),
                name="regency_kind_is_known",
                violation_error_message=_("Pilih kabupaten atau kota."),
            ),
        )

    def __str__(self):
        return f"{self.get_kind_display()} {self.name}"


@pghistory.track()
class District(models.Model):
    """A kecamatan, and where it lies, if that is known: a point in degrees, south is negative."""

    code = models.CharField(_("kode"), max_length=8, primary_key=True)
    regency = models.ForeignKey(Regency, models.PROTECT, related_name="districts", verbose_name=_("kabupaten/kota"))
    name = models.CharField(_("nama"), max_length=60)
    latitude = models.DecimalField(_("lintang"), max_digits=7, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("bujur"), max_digits=8, decimal_places=5, null=True, blank=True)

    class Meta:
        verbose_name = _("kecamatan")
        verbose_name_plural = _("kecamatan")
        ordering = ("code",)
        constraints = (
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9]{2}\.[0-9]{2}\.[0-9]{2}$"),
                name="district_code_is_kemendagri",
                violation_error_message=_("Kode kecamatan ditulis seperti 18.71.01."),
            ),
            models.CheckConstraint(
                condition=Q(Exact(Left(F("code"), 5), F("regency_id"))),
                name="district_lies_in_its_regency",
                violation_error_message=_("Kode kecamatan harus diawali kode kabupaten/kotanya."),
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="district_point_is_whole",
                violation_error_message=_("Titik kecamatan perlu lintang dan bujur; isi keduanya atau kosongkan."),
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True)
                | Q(latitude__gte=SOUTH, latitude__lte=NORTH, longitude__gte=WEST, longitude__lte=EAST),
                name="district_point_is_in_indonesia",
                violation_error_message=_(
                    "Titik itu tidak berada di Indonesia (lintang −11 sampai 6, bujur 95 sampai 141). "
                    "Periksa apakah lintang dan bujurnya tertukar."
                ),
            ),
        )

    def __str__(self):
        return self.name
