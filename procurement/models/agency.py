"""Who spends, and how much is set aside."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from umkm.categories import BUDGET_CATEGORIES, Category
from umkm.models import Regency, Source


class AgencyLevel(models.TextChoices):
    """Whose money it is; sums of different levels are never added silently."""

    PROVINCE = "PROVINCE", _("provinsi")
    REGENCY = "REGENCY", _("kabupaten/kota")
    CENTRAL = "CENTRAL", _("pusat")


@pghistory.track()
class Agency(models.Model):
    """A unit with its own budget (OPD, satker)."""

    klpd_code = models.CharField(_("kode K/L/PD"), max_length=10)
    code = models.CharField(_("kode satker"), max_length=30)
    name = models.CharField(_("nama"), max_length=200)
    klpd_name = models.CharField(_("nama K/L/PD"), max_length=120, blank=True)
    level = models.CharField(_("tingkat"), max_length=8, choices=AgencyLevel)
    regency = models.ForeignKey(
        Regency, models.PROTECT, null=True, blank=True, related_name="agencies", verbose_name=_("kabupaten/kota")
    )

    class Meta:
        verbose_name = _("satuan kerja")
        verbose_name_plural = _("satuan kerja")
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(
                fields=("klpd_code", "code"),
                name="agency_code_once_per_klpd",
                violation_error_message=_("Kode satker ini sudah ada pada K/L/PD yang sama."),
            ),
            models.CheckConstraint(
                condition=Q(level__in=AgencyLevel.values),
                name="agency_level_is_known",
                violation_error_message=_("Pilih tingkat dari daftar."),
            ),
        )

    def __str__(self):
        return self.name


@pghistory.track()
class Posting(models.Model):
    """An officer's place at an agency: whose packages the officer's desk shows."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="postings", verbose_name=_("pejabat")
    )
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="postings", verbose_name=_("satuan kerja"))

    class Meta:
        verbose_name = _("penempatan pejabat")
        verbose_name_plural = _("penempatan pejabat")
        constraints = (
            models.UniqueConstraint(
                fields=("user", "agency"),
                name="posting_once",
                violation_error_message=_("Pejabat ini sudah ditempatkan di satuan kerja tersebut."),
            ),
        )

    def __str__(self):
        return f"{self.user} – {self.agency}"


@pghistory.track()
@pgtrigger.register(
    pgtrigger.Trigger(
        name="budget_line_covers_its_packages",
        when=pgtrigger.After,
        operation=pgtrigger.UpdateOf("amount"),
        declare=[("planned", "numeric")],
        func="""
            SELECT COALESCE(SUM(ceiling), 0) INTO planned FROM procurement_package
             WHERE budget_id = NEW.id AND is_active AND is_announced;
            IF planned > NEW.amount THEN
                RAISE EXCEPTION 'Budget line % would fall to % while its packages need %.', NEW.id, NEW.amount, planned
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'budget_line_covers_its_packages';
            END IF;
            RETURN NULL;
        """,
    )
)
class Budget(models.Model):
    """What one agency sets aside in one year for one category; a dated statement with its source."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="budgets", verbose_name=_("satuan kerja"))
    year = models.PositiveSmallIntegerField(_("tahun anggaran"))
    category = models.CharField(_("kategori"), max_length=9, choices=Category)
    amount = models.BigIntegerField(_("jumlah (Rp)"))
    source_text = models.CharField(
        _("dasar"), max_length=200, help_text=_("Dokumen atau keterangan yang menyebut angka ini.")
    )
    as_of = models.DateField(_("keadaan per"))
    source = models.CharField(_("sumber"), max_length=8, choices=Source, default=Source.STAFF, editable=False)

    class Meta:
        verbose_name = _("anggaran")
        verbose_name_plural = _("anggaran")
        ordering = ("-year", "agency", "category")
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "year", "category"),
                name="budget_line_once",
                violation_error_message=_("Anggaran satker ini untuk tahun dan kategori tersebut sudah ada."),
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="budget_amount_is_positive",
                violation_error_message=_("Jumlah anggaran harus lebih dari 0."),
            ),
            models.CheckConstraint(
                condition=Q(category__in=BUDGET_CATEGORIES),
                name="budget_category_is_one_of_four",
                violation_error_message=_("Anggaran hanya untuk mesin, cindera mata, pakaian, atau makanan."),
            ),
        )

    def __str__(self):
        return f"{self.agency} {self.year} {self.get_category_display()}"
