"""What became of packages' codes: the data service's list of reviews (“kaji ulang RUP”)."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from umkm.models import Source


class ChangeKind(models.TextChoices):
    """What a review did to a package; the stored code is the service's `jenis_revisi`."""

    REPLACED = "SATUKESATU", _("diganti satu paket")
    SPLIT = "SATUKEBANYAK", _("dipecah")
    MERGED = "BANYAKKESATU", _("digabung")
    CANCELLED = "PEMBATALAN", _("dibatalkan")
    REACTIVATED = "PENGAKTIFAN", _("diaktifkan kembali")


SUCCEEDED = (ChangeKind.REPLACED, ChangeKind.SPLIT, ChangeKind.MERGED)
"""Kinds that lead from one code to another. MERGED was not in any file seen; files say SATUKESATU twice instead."""


class PackageChange(models.Model):
    """One review of one code, kept as it was published: inserted once, never changed.

    Codes are texts, not links, since a review may arrive before its packages do.
    """

    old_code = models.CharField(_("kode RUP lama"), max_length=12)
    new_code = models.CharField(_("kode RUP baru"), max_length=12)
    kind = models.CharField(_("perubahan"), max_length=12, choices=ChangeKind)
    changed_at = models.DateTimeField(_("waktu perubahan"))
    reason = models.CharField(_("alasan"), max_length=500, blank=True)
    year = models.PositiveSmallIntegerField(_("tahun anggaran"))
    agency_name = models.CharField(_("satuan kerja"), max_length=200, blank=True)
    source = models.CharField(_("sumber"), max_length=8, choices=Source, default=Source.IMPORT, editable=False)
    recorded_at = models.DateTimeField(_("dicatat pada"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("perubahan paket")
        verbose_name_plural = _("perubahan paket")
        ordering = ("-changed_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("old_code", "new_code", "kind", "changed_at"),
                name="package_change_once",
                violation_error_message=_("Perubahan paket ini sudah tercatat."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=ChangeKind.values),
                name="package_change_kind_is_known",
                violation_error_message=_("Pilih jenis perubahan dari daftar."),
            ),
            models.CheckConstraint(
                condition=Q(old_code__regex=r"^[0-9]{6,12}$", new_code__regex=r"^[0-9]{6,12}$"),
                name="package_change_codes_are_numbers",
                violation_error_message=_("Kode RUP terdiri atas 6 sampai 12 angka."),
            ),
            models.CheckConstraint(
                condition=(Q(kind__in=SUCCEEDED) & ~Q(old_code=F("new_code")))
                | (~Q(kind__in=SUCCEEDED) & Q(old_code=F("new_code"))),
                name="package_change_leads_elsewhere_iff_succeeded",
                violation_error_message=_(
                    "Paket yang diganti, dipecah, atau digabung punya kode baru yang lain; "
                    "paket yang dibatalkan atau diaktifkan kembali tetap memakai kodenya."
                ),
            ),
        )
        indexes = (
            models.Index(fields=("old_code", "changed_at"), name="package_change_by_old_code"),
            models.Index(fields=("new_code",), name="package_change_by_new_code"),
        )
        triggers = (
            pgtrigger.Protect(name="package_change_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="package_change_never_circles",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[("circles", "boolean")],
                func="""
                    IF NEW.old_code = NEW.new_code THEN RETURN NEW; END IF;
                    -- Two halves of a circle inserted at once must wait for each other.
                    PERFORM pg_advisory_xact_lock(hashtext('procurement_packagechange'));
                    WITH RECURSIVE onward(code) AS (
                        SELECT NEW.new_code::text
                         UNION
                        SELECT change.new_code::text FROM procurement_packagechange change JOIN onward
                            ON change.old_code = onward.code
                    ) SELECT EXISTS (SELECT FROM onward WHERE code = NEW.old_code) INTO circles;
                    IF circles THEN
                        RAISE EXCEPTION 'Package % would follow itself by way of %.', NEW.old_code, NEW.new_code
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'package_change_never_circles';
                    END IF;
                    RETURN NEW;
                """,
            ),
        )

    def __str__(self):
        return f"{self.old_code} → {self.new_code}: {self.get_kind_display()}"
