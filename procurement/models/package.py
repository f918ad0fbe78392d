"""Packages of the procurement plan (RUP)."""

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from procurement.models.agency import Agency, Budget
from procurement.models.award_rules import CEILING_COVERS_PURCHASES, SENTENCES
from procurement.querysets import PackageQuerySet
from umkm.categories import Category
from umkm.models import Regency, Source
from umkm.words import TermsField


class NotCertifiable(models.TextChoices):
    """Why no TKDN goods certificate can serve a package; empty when one can."""

    CATERING = "CATERING", _("jasa boga (katering)")
    SERVICE = "SERVICE", _("jasa")
    CONSTRUCTION = "CONSTRUCTION", _("pekerjaan konstruksi")
    SELF_MANAGED = "SELF_MANAGED", _("swakelola")


class CategorySource(models.TextChoices):
    """What decided a package's category; an officer's decision is never overruled by an import."""

    ACCOUNT = "ACCOUNT", _("kode rekening")
    WORDS = "WORDS", _("kata dalam nama paket")
    OFFICER = "OFFICER", _("keputusan pejabat")
    NONE = "NONE", _("tidak ada petunjuk")


@pghistory.track(exclude=["terms"])
@pgtrigger.register(
    CEILING_COVERS_PURCHASES,
    pgtrigger.Trigger(
        name="package_fits_its_budget_line",
        when=pgtrigger.After,
        operation=pgtrigger.Insert
        | pgtrigger.UpdateOf("ceiling", "budget_id", "agency_id", "year", "category", "is_active", "is_announced"),
        declare=[("available", "numeric"), ("planned", "numeric")],
        condition=pgtrigger.Q(new__budget__isnull=False),
        func="""
            -- The lock makes two packages of one line wait for each other, so that their sum is right.
            SELECT amount INTO available FROM procurement_budget
             WHERE id = NEW.budget_id AND agency_id = NEW.agency_id AND year = NEW.year AND category = NEW.category
               FOR UPDATE;
            IF available IS NULL THEN
                RAISE EXCEPTION 'Budget line % is not of the agency, year and category of package %.',
                    NEW.budget_id, NEW.rup_code
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'package_budget_line_is_its_own';
            END IF;
            SELECT SUM(ceiling) INTO planned FROM procurement_package
             WHERE budget_id = NEW.budget_id AND is_active AND is_announced;
            IF planned > available THEN
                RAISE EXCEPTION 'Packages of budget line % would need %, but it holds %.',
                    NEW.budget_id, planned, available
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'package_fits_its_budget_line';
            END IF;
            RETURN NULL;
        """,
    ),
)
class Package(models.Model):
    """One package, with the facts of the procurement agency's data service (domain 4.4)."""

    rup_code = models.CharField(_("kode RUP"), max_length=12, unique=True)
    year = models.PositiveSmallIntegerField(_("tahun anggaran"))
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="packages", verbose_name=_("satuan kerja"))
    budget = models.ForeignKey(
        Budget, models.PROTECT, null=True, blank=True, related_name="packages", verbose_name=_("baris anggaran")
    )
    name = models.CharField(_("nama paket"), max_length=500)
    description = models.TextField(_("uraian pekerjaan"), blank=True)
    specification = models.TextField(_("spesifikasi"), blank=True)
    volume = models.TextField(_("volume pekerjaan"), blank=True)
    ceiling = models.BigIntegerField(_("pagu (Rp)"))
    category = models.CharField(_("kategori"), max_length=9, choices=Category, default=Category.OTHER)
    category_source = models.CharField(
        _("dasar kategori"), max_length=8, choices=CategorySource, default=CategorySource.NONE
    )
    category_hint = models.CharField(_("petunjuk kategori"), max_length=400, blank=True)
    not_certifiable = models.CharField(
        _("tidak dapat bersertifikat"), max_length=12, choices=NotCertifiable, blank=True
    )
    minimum_tkdn = models.DecimalField(_("TKDN minimum (%)"), max_digits=5, decimal_places=2, null=True, blank=True)
    account_codes = ArrayField(
        models.CharField(max_length=20), verbose_name=_("kode rekening"), default=list, blank=True
    )
    method = models.CharField(_("metode pengadaan"), max_length=60, blank=True)
    procurement_type = models.CharField(_("jenis pengadaan"), max_length=120, blank=True)
    contract_from = models.DateField(_("awal kontrak"), null=True, blank=True)
    contract_until = models.DateField(_("akhir kontrak"), null=True, blank=True)
    delivery_until = models.DateField(_("akhir pemanfaatan"), null=True, blank=True)
    is_domestic = models.BooleanField(_("ditandai PDN"), null=True, blank=True)
    is_for_small_business = models.BooleanField(_("ditandai UKM"), null=True, blank=True)
    funding_source = models.CharField(_("sumber dana"), max_length=60, blank=True)
    regency = models.ForeignKey(
        Regency, models.PROTECT, null=True, blank=True, related_name="packages", verbose_name=_("lokasi")
    )
    is_announced = models.BooleanField(_("terumumkan"), default=True)
    is_active = models.BooleanField(_("aktif"), default=True)
    source = models.CharField(_("sumber"), max_length=8, choices=Source, default=Source.STAFF, editable=False)
    terms = TermsField(source=("name", "description", "specification"))

    objects = PackageQuerySet.as_manager()
    refusals = SENTENCES

    class Meta:
        verbose_name = _("paket")
        verbose_name_plural = _("paket")
        ordering = ("-year", "-ceiling", "rup_code")
        constraints = (
            models.CheckConstraint(
                condition=Q(rup_code__regex=r"^[0-9]{6,12}$"),
                name="package_rup_code_is_a_number",
                violation_error_message=_("Kode RUP terdiri atas 6 sampai 12 angka."),
            ),
            models.CheckConstraint(
                condition=Q(ceiling__gte=0),
                name="package_ceiling_is_not_negative",
                violation_error_message=_("Pagu ditulis sebagai bilangan bulat rupiah, 0 atau lebih."),
            ),
            models.CheckConstraint(
                condition=Q(category__in=Category.values) & Q(category_source__in=CategorySource.values),
                name="package_category_is_known",
                violation_error_message=_("Pilih kategori dari daftar."),
            ),
            models.CheckConstraint(
                condition=Q(not_certifiable__in=["", *NotCertifiable.values]),
                name="package_not_certifiable_reason_is_known",
                violation_error_message=_("Pilih alasan dari daftar."),
            ),
            models.CheckConstraint(
                condition=Q(minimum_tkdn__isnull=True) | Q(minimum_tkdn__gte=0, minimum_tkdn__lte=100),
                name="package_minimum_tkdn_is_a_percentage",
                violation_error_message=_("TKDN minimum berada di antara 0 dan 100."),
            ),
            models.CheckConstraint(
                condition=(
                    Q(contract_until__isnull=True)
                    | Q(contract_from__isnull=True)
                    | Q(contract_until__gte=F("contract_from"))
                )
                & (
                    Q(delivery_until__isnull=True)
                    | Q(contract_from__isnull=True)
                    | Q(delivery_until__gte=F("contract_from"))
                ),
                name="package_dates_are_in_order",
                violation_error_message=_("Kontrak atau pemanfaatan berakhir sebelum kontrak dimulai."),
            ),
        )
        indexes = (
            models.Index(fields=("year", "category"), name="package_by_year_and_category"),
            models.Index(fields=("agency", "year"), name="package_by_agency_and_year"),
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="package_name_trigrams"),
        )

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        """The package's page."""
        return reverse("procurement:package", args=[self.rup_code])
