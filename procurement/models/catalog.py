"""Who already sells to government through the e-Katalog, how much, and which business of the register that is.

Sales are facts of a file. Which business a seller is, is found by number or by name and place; where neither tells,
a clerk decides, and no later file overrules a clerk.
"""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from procurement.catalog_querysets import CatalogSellerQuerySet
from umkm.models import Business, Regency


class CatalogDecision(models.TextChoices):
    """What a clerk said about a seller; empty while nobody was asked, or nobody had to be."""

    LINKED = "LINKED", _("usaha ini")
    ELSEWHERE = "ELSEWHERE", _("tidak ada di register")


@pghistory.track(exclude=["name_key"])
class CatalogSeller(models.Model):
    """One seller as files name it. `name_key` is its name made comparable (`umkm.naming`)."""

    nib = models.CharField(_("NIB"), max_length=13, blank=True)
    name = models.CharField(_("nama penjual"), max_length=200, blank=True)
    name_key = models.CharField(max_length=200, blank=True, editable=False)
    regency = models.ForeignKey(
        Regency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("kabupaten/kota")
    )
    business = models.ForeignKey(
        Business, models.PROTECT, null=True, blank=True, related_name="catalog_sellers", verbose_name=_("usaha")
    )
    decision = models.CharField(_("keputusan"), max_length=9, choices=CatalogDecision, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+",
        verbose_name=_("diputuskan oleh"),
    )  # fmt: skip
    decided_on = models.DateField(_("diputuskan pada"), null=True, blank=True, editable=False)

    objects = CatalogSellerQuerySet.as_manager()

    class Meta:
        verbose_name = _("penjual e-Katalog")
        verbose_name_plural = _("penjual e-Katalog")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(nib="") | Q(nib__regex=r"^[0-9]{13}$"),
                name="catalog_seller_nib_has_13_digits",
                violation_error_message=_("NIB terdiri atas 13 angka."),
            ),
            models.UniqueConstraint(
                fields=("nib",),
                condition=~Q(nib=""),
                name="catalog_seller_once_per_nib",
                violation_error_message=_("Penjual dengan NIB ini sudah tercatat."),
            ),
            models.UniqueConstraint(
                fields=("name_key", "regency"),
                condition=Q(nib=""),
                nulls_distinct=False,
                name="catalog_seller_once_per_name_and_place",
                violation_error_message=_("Penjual dengan nama dan tempat ini sudah tercatat."),
            ),
            models.CheckConstraint(
                condition=~Q(nib="", name_key=""),
                name="catalog_seller_has_a_nib_or_a_name",
                violation_error_message=_("Penjual dikenal dengan NIB atau namanya; isi salah satunya."),
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_on__isnull=True, decided_by__isnull=True)
                | Q(decision=CatalogDecision.LINKED, decided_on__isnull=False, business__isnull=False)
                | Q(decision=CatalogDecision.ELSEWHERE, decided_on__isnull=False, business__isnull=True),
                name="catalog_seller_decision_is_whole",
                violation_error_message=_("Keputusan tentang penjual tercatat dengan hari dan usahanya."),
            ),
        )  # fmt: skip
        indexes = (models.Index(fields=("business",), name="catalog_seller_by_business"),)

    def __str__(self):
        return self.name or f"NIB {self.nib}"


@pghistory.track()
class CatalogSale(models.Model):
    """What one seller sold of one product group in one year; whole rupiah, as the newest file says."""

    seller = models.ForeignKey(CatalogSeller, models.CASCADE, related_name="sales", verbose_name=_("penjual"))
    year = models.PositiveSmallIntegerField(_("tahun"))
    product = models.CharField(_("produk atau etalase"), max_length=200, blank=True)
    amount = models.BigIntegerField(_("penjualan (Rp)"))
    orders = models.PositiveIntegerField(_("transaksi"), null=True, blank=True)

    class Meta:
        verbose_name = _("penjualan e-Katalog")
        verbose_name_plural = _("penjualan e-Katalog")
        ordering = ("-year", "-amount", "pk")
        constraints = (
            models.UniqueConstraint(
                "seller", "year", Upper("product"),
                name="catalog_sale_once_per_year_and_product",
                violation_error_message=_("Penjualan produk ini pada tahun itu sudah tercatat."),
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="catalog_sale_is_not_negative",
                violation_error_message=_("Tulis penjualan dalam rupiah bulat, 0 atau lebih."),
            ),
            models.CheckConstraint(
                condition=Q(year__gte=2000, year__lte=2100),
                name="catalog_sale_year_is_a_year",
                violation_error_message=_("Tahun ditulis dengan empat angka, misalnya 2026."),
            ),
        )  # fmt: skip

    def __str__(self):
        return f"{self.product or self.seller} {self.year}"
