"""Contracts with holders of a certificate: the only purchases that count as bought from certified industry."""

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from certification.models import CertificateItem
from procurement.models.award_rules import (
    LAWFUL_AWARD,
    final_once_cancelled,
    never_deleted,
    within_the_ceiling,
)
from procurement.models.package import Package
from procurement.models.purchase import CANCELLED, NOT_CANCELLED, Purchase, RecordedBy
from procurement.preference import MINIMUM_TKDN


class AwardStage(models.TextChoices):
    """How far a contract has come; told from its days, never stored."""

    SIGNED = "AWARDED", _("dikontrak")
    DELIVERED = "DELIVERED", _("barang diterima")
    PAID = "PAID", _("dibayar")
    CANCELLED = "CANCELLED", _("dibatalkan")


@pghistory.track()
class Award(Purchase):
    """One contract of a package for one certified product; amounts in whole rupiah.

    What the certificate said on the signing day is copied by the database and stays, whatever becomes of it later.
    """

    package = models.ForeignKey(Package, models.PROTECT, related_name="awards", verbose_name=_("paket"))
    item = models.ForeignKey(
        CertificateItem, models.PROTECT, related_name="awards", verbose_name=_("produk bersertifikat")
    )
    value = models.BigIntegerField(_("nilai kontrak (Rp)"))
    signed_on = models.DateField(_("tanggal kontrak"))
    contract_number = models.CharField(_("nomor kontrak"), max_length=100, blank=True)
    delivered_on = models.DateField(_("barang diterima"), null=True, blank=True)
    paid_on = models.DateField(_("dibayar"), null=True, blank=True)
    paid_value = models.BigIntegerField(_("nilai dibayar (Rp)"), null=True, blank=True)
    tier = models.PositiveSmallIntegerField(_("tingkat preferensi"), null=True, blank=True, editable=False)
    override_reason = models.CharField(
        _("alasan memilih di luar daftar"), max_length=500, blank=True,
        help_text=_("Wajib bila TKDN di bawah 25 % atau produk bukan dari daftar yang cocok."),
    )  # fmt: skip
    certificate_number = models.CharField(_("nomor sertifikat"), max_length=100, editable=False, default="")
    holder_name = models.CharField(_("pemasok"), max_length=200, editable=False, default="")
    product_name = models.CharField(_("produk"), max_length=300, editable=False, default="")
    tkdn = models.DecimalField(_("TKDN (%)"), max_digits=5, decimal_places=2, editable=False, default=0)
    bmp = models.DecimalField(_("BMP (%)"), max_digits=4, decimal_places=2, editable=False, default=0)

    class Meta:
        verbose_name = _("kontrak")
        verbose_name_plural = _("kontrak")
        ordering = ("-signed_on", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(value__gt=0), name="award_value_is_positive",
                violation_error_message=_("Nilai kontrak harus lebih dari 0."),
            ),
            models.CheckConstraint(
                condition=(Q(delivered_on__isnull=True) | Q(delivered_on__gte=F("signed_on")))
                & (Q(paid_on__isnull=True) | Q(delivered_on__isnull=False, paid_on__gte=F("delivered_on"))),
                name="award_dates_are_in_order",
                violation_error_message=_(
                    "Urutan tanggal: kontrak, lalu barang diterima, lalu dibayar. Periksa ketiga tanggalnya."
                ),
            ),
            models.CheckConstraint(
                condition=Q(paid_on__isnull=True, paid_value__isnull=True)
                | Q(paid_on__isnull=False, paid_value__isnull=False, paid_value__gt=0, paid_value__lte=F("value")),
                name="award_payment_is_dated_and_within_the_value",
                violation_error_message=_(
                    "Isi tanggal bersama nilai yang dibayar; nilainya lebih dari 0 "
                    "dan paling banyak sebesar nilai kontrak."
                ),
            ),
            models.CheckConstraint(
                condition=Q(tkdn__gte=MINIMUM_TKDN) | ~Q(override_reason=""),
                name="award_below_25_says_why",
                violation_error_message=_(
                    "TKDN produk ini di bawah 25 %, di luar kebijakan Dinas. Tulis alasan memilihnya."
                ),
            ),
            models.CheckConstraint(
                condition=Q(tier__isnull=True) | Q(tier__gte=1, tier__lte=3), name="award_tier_is_1_to_3",
                violation_error_message=_("Tingkat preferensi berada di antara 1 dan 3."),
            ),
            models.CheckConstraint(
                condition=CANCELLED | NOT_CANCELLED, name="award_cancelled_with_a_reason",
                violation_error_message=_("Isi tanggal pembatalan bersama alasannya."),
            ),
            models.CheckConstraint(
                condition=Q(source__in=RecordedBy.values) & (~Q(source=RecordedBy.OFFICER) | Q(officer__isnull=False)),
                name="award_is_recorded_by_someone",
                violation_error_message=_("Kontrak dicatat oleh pejabat pengadaan atau berasal dari berkas realisasi."),
            ),
            models.UniqueConstraint(
                fields=("form_key",), name="award_form_counts_once",
                violation_error_message=_("Isian ini sudah tersimpan."),
            ),
            models.UniqueConstraint(
                fields=("import_key",), name="award_import_row_counts_once",
                violation_error_message=_("Baris realisasi ini sudah tercatat."),
            ),
        )  # fmt: skip
        triggers = (
            LAWFUL_AWARD,
            within_the_ceiling("award_stays_within_the_ceiling"),
            final_once_cancelled("award_cancelled_is_final"),
            never_deleted("award_is_never_deleted"),
        )

    def __str__(self):
        return f"{self.holder_name}: {self.product_name}"

    @property
    def stage(self):
        """How far it has come."""
        if self.cancelled_on:
            return AwardStage.CANCELLED
        if self.paid_on:
            return AwardStage.PAID
        return AwardStage.DELIVERED if self.delivered_on else AwardStage.SIGNED
