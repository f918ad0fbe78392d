"""Purchases outside the certified industry, each with its reason: what the budget loses, and why."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from procurement.models.agency import Agency
from procurement.models.award_rules import (
    final_once_cancelled,
    never_deleted,
    within_the_ceiling,
)
from procurement.models.package import Package
from procurement.models.purchase import CANCELLED, NOT_CANCELLED, Purchase, RecordedBy
from umkm.categories import Category
from umkm.models import Document


class LeakageReason(models.TextChoices):
    """Why a purchase went past the certified suppliers; empty while nobody has said so."""

    NO_SUPPLIER = "NO_SUPPLIER", _("tidak ada pemasok bersertifikat")
    PRICE = "PRICE", _("harga pemasok bersertifikat terlalu tinggi")
    VOLUME = "VOLUME", _("pemasok bersertifikat tidak sanggup jumlahnya")
    TIME = "TIME", _("pemasok bersertifikat tidak sanggup waktunya")
    EMERGENCY = "EMERGENCY", _("keadaan darurat")
    NOT_CERTIFIABLE = "NOT_CERTIFIABLE", _("barang atau jasa ini tidak dapat bersertifikat")
    OTHER = "OTHER", _("alasan lain")


BOUGHT_IN_YEAR = pgtrigger.Trigger(
    name="leakage_bought_in_its_budget_year",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("package_id", "year", "bought_on"),
    declare=[("its_year", "int")],
    func="""
        its_year := COALESCE(NEW.year, (SELECT year FROM procurement_package WHERE id = NEW.package_id));
        IF NEW.bought_on NOT BETWEEN make_date(its_year - 1, 10, 1) AND make_date(its_year, 12, 31) THEN
            RAISE EXCEPTION '% is no day to buy for %.', NEW.bought_on, its_year
                USING ERRCODE = 'check_violation', CONSTRAINT = 'leakage_bought_in_its_budget_year';
        END IF;
        RETURN NEW;
    """,
)


@pghistory.track()
class Leakage(Purchase):
    """One purchase without a certified supplier: of a package, or of an agency's year where no package is known.

    The vendor's name is for the agency and the office only; a person's name is not kept (UU 27/2022 Ps 16).
    """

    package = models.ForeignKey(
        Package, models.PROTECT, null=True, blank=True, related_name="leakages", verbose_name=_("paket")
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="leakages", verbose_name=_("satuan kerja")
    )
    year = models.PositiveSmallIntegerField(_("tahun anggaran"), null=True, blank=True)
    category = models.CharField(_("kategori"), max_length=9, choices=Category, blank=True)
    value = models.BigIntegerField(_("nilai (Rp)"))
    bought_on = models.DateField(_("tanggal pembelian"))
    vendor_name = models.CharField(_("penjual"), max_length=200, blank=True)
    reason = models.CharField(_("alasan"), max_length=15, choices=LeakageReason, blank=True)
    reason_text = models.CharField(_("penjelasan"), max_length=500, blank=True)
    evidence = models.CharField(
        _("bukti"), max_length=300, blank=True,
        help_text=_("Misalnya nomor berita acara, hasil pencarian, atau surat penawaran."),
    )  # fmt: skip
    proof = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("berkas bukti")
    )
    suppliers_then = models.PositiveSmallIntegerField(
        _("pemasok bersertifikat saat itu"), null=True, blank=True, editable=False
    )
    domestic_value = models.BigIntegerField(_("nilai PDN (Rp)"), null=True, blank=True, editable=False)
    small_business_value = models.BigIntegerField(_("nilai UMK (Rp)"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("pembelian di luar")
        verbose_name_plural = _("pembelian di luar")
        ordering = ("-bought_on", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(value__gt=0), name="leakage_value_is_positive",
                violation_error_message=_("Nilai pembelian harus lebih dari 0."),
            ),
            models.CheckConstraint(
                condition=Q(package__isnull=False, agency__isnull=True, year__isnull=True, category="")
                | Q(package__isnull=True, agency__isnull=False, year__isnull=False, category__in=Category.values),
                name="leakage_is_of_a_package_or_of_an_agencys_year",
                violation_error_message=_("Pilih paketnya; bila tidak ada, isi satuan kerja, tahun, dan kategori."),
            ),
            models.CheckConstraint(
                condition=Q(reason__in=["", *LeakageReason.values]), name="leakage_reason_is_known",
                violation_error_message=_("Pilih alasan dari daftar."),
            ),
            models.CheckConstraint(
                condition=~Q(reason="") | ~Q(source=RecordedBy.OFFICER), name="leakage_of_an_officer_says_why",
                violation_error_message=_("Pilih alasan membeli di luar pemasok bersertifikat."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=LeakageReason.OTHER, reason_text=""), name="leakage_other_reason_is_explained",
                violation_error_message=_("Tulis penjelasannya bila memilih “alasan lain”."),
            ),
            models.CheckConstraint(
                condition=CANCELLED | NOT_CANCELLED, name="leakage_cancelled_with_a_reason",
                violation_error_message=_("Isi tanggal pembatalan bersama alasannya."),
            ),
            models.CheckConstraint(
                condition=Q(source__in=RecordedBy.values) & (~Q(source=RecordedBy.OFFICER) | Q(officer__isnull=False)),
                name="leakage_is_recorded_by_someone",
                violation_error_message=_("Pembelian dicatat oleh pejabat atau berasal dari berkas realisasi."),
            ),
            models.UniqueConstraint(
                fields=("form_key",), name="leakage_form_counts_once",
                violation_error_message=_("Isian ini sudah tersimpan."),
            ),
            models.UniqueConstraint(
                fields=("import_key",), name="leakage_import_row_counts_once",
                violation_error_message=_("Baris realisasi ini sudah tercatat."),
            ),
        )  # fmt: skip
        triggers = (
            BOUGHT_IN_YEAR,
            within_the_ceiling("leakage_stays_within_the_ceiling"),
            final_once_cancelled("leakage_cancelled_is_final"),
            never_deleted("leakage_is_never_deleted"),
        )

    def __str__(self):
        return f"{self.get_reason_display() or _('belum dijelaskan')} ({self.bought_on:%d-%m-%Y})"
