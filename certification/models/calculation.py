"""TKDN values as owners work them out: what was asked and answered, component by component.

A calculation belongs to a product, and through it to a business: when two records of a business become one, its
calculations follow the product.
"""

import pghistory
import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now, Upper
from django.utils.translation import gettext_lazy as _

from certification.models.certificate import Scheme
from certification.models.component_facts import ComponentFacts
from certification.tkdn import Process, Production
from umkm.models import Document, DocumentKind, Product

OLD_RULES_ENDED = "2025-12-12"
"""First day of Permenperin 35/2025, which revoked 46/2022 (Ps 74 d, 75)."""


class CalculationStatus(models.TextChoices):
    """What the rules last answered; empty while questions are open."""

    OK = "OK", _("bernilai")
    REFUSED = "REFUSED", _("tidak dapat dihitung")
    INVALID = "INVALID", _("belum lengkap")


class CalculationQuerySet(models.QuerySet):
    """The vocabulary of calculations."""

    def of(self, business):
        """Those of the products of `business`."""
        return self.filter(product__business=business)

    def current(self):
        """The one of each product that its owner means to send."""
        return self.filter(is_current=True)


@pghistory.track()
@pgtrigger.register(
    pgtrigger.Protect(
        name="calculation_of_old_rules_is_read_only",
        operation=pgtrigger.Update,
        condition=pgtrigger.Q(old__scheme=Scheme.P46_2022.value),
    )
)
class Calculation(models.Model):
    """One way to count a product's value under one regulation; a draft is kept after every answer.

    `status`, `value` and `reason` are what the owner was last told, on `told_on`: a component's certificate may have
    ended since, so pages count anew and only the record of what was said stays.
    """

    product = models.ForeignKey(Product, models.PROTECT, related_name="calculations", verbose_name=_("produk"))
    scheme = models.CharField(_("aturan"), max_length=8, choices=Scheme, default=Scheme.P35_2025, editable=False)
    started_on = models.DateField(_("dimulai"), editable=False)
    is_current = models.BooleanField(_("yang dipakai"), default=False)
    production = models.CharField(_("siapa yang membuat"), max_length=13, blank=True)
    workers = models.PositiveIntegerField(_("orang yang membuat"), null=True, blank=True)
    indonesian_workers = models.PositiveIntegerField(_("di antaranya WNI"), null=True, blank=True)
    domestic_investment = models.BooleanField(_("alat ditanam di Indonesia"), null=True, blank=True)
    process = models.CharField(_("cara membuat"), max_length=26, blank=True)
    capital = models.BigIntegerField(_("modal usaha (Rp)"), null=True, blank=True)
    status = models.CharField(_("hasil"), max_length=7, choices=CalculationStatus, blank=True, editable=False)
    value = models.DecimalField(
        _("nilai TKDN (%)"), max_digits=5, decimal_places=2, null=True, editable=False,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )  # fmt: skip
    reason = models.CharField(_("alasan"), max_length=30, blank=True, editable=False)
    told_on = models.DateField(_("dihitung pada"), null=True, editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False, help_text="Counts changes of the answers.")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("dibuat oleh")
    )
    at = models.DateTimeField(_("dibuat pada"), db_default=Now(), editable=False)

    objects = CalculationQuerySet.as_manager()

    class Meta:
        verbose_name = _("hitungan nilai TKDN")
        verbose_name_plural = _("hitungan nilai TKDN")
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("product",),
                condition=Q(is_current=True),
                name="calculation_one_current_per_product",
                violation_error_message=_("Hanya satu hitungan yang dipakai untuk satu produk."),
            ),
            models.CheckConstraint(
                condition=Q(scheme=Scheme.P35_2025, started_on__gte=OLD_RULES_ENDED)
                | Q(scheme=Scheme.P46_2022, started_on__lt=OLD_RULES_ENDED),
                name="calculation_rules_match_their_dates",
                violation_error_message=_("Sejak 12 Desember 2025 nilai dihitung menurut Permenperin 35/2025."),
            ),
            models.CheckConstraint(
                condition=Q(production__in=["", *(str(choice) for choice in Production)])
                & Q(process__in=["", *(str(choice) for choice in Process)]),
                name="calculation_answers_are_known",
                violation_error_message=_("Pilih jawaban dari daftar."),
            ),
            models.CheckConstraint(
                condition=Q(workers__isnull=True, indonesian_workers__isnull=True)
                | Q(
                    workers__gte=1,
                    indonesian_workers__isnull=False,
                    indonesian_workers__gte=0,
                    indonesian_workers__lte=F("workers"),
                ),
                name="calculation_indonesians_are_among_the_workers",
                violation_error_message=_("Yang WNI tidak mungkin lebih banyak daripada seluruh pekerja."),
            ),
            models.CheckConstraint(
                condition=Q(capital__isnull=True) | Q(capital__gte=0),
                name="calculation_capital_is_not_negative",
                violation_error_message=_("Tulis modal usaha dalam rupiah bulat, 0 atau lebih."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=["", CalculationStatus.INVALID], value__isnull=True, reason="")
                | Q(status=CalculationStatus.REFUSED, value__isnull=True) & ~Q(reason="")
                | Q(status=CalculationStatus.OK, value__isnull=False, value__gte=0, value__lte=100, reason=""),
                name="calculation_result_is_a_value_or_a_reason",
                violation_error_message=_("Hasil hitungan berupa nilai 0 sampai 100, atau alasan mengapa tidak ada."),
            ),
        )

    def __str__(self):
        return f"{self.product} ({self.started_on:%d-%m-%Y})"


@pghistory.track()
class Component(ComponentFacts):
    """One main component of a calculation, and who proves where it comes from."""

    calculation = models.ForeignKey(Calculation, models.CASCADE, related_name="components", verbose_name=_("hitungan"))
    revision = models.PositiveIntegerField(default=0, editable=False, help_text="Counts changes of this row.")

    class Meta(ComponentFacts.Meta):
        verbose_name = _("bahan")
        verbose_name_plural = _("bahan")
        constraints = (
            *ComponentFacts.Meta.constraints,
            models.UniqueConstraint(
                "calculation", Upper("name"), name="component_name_once_per_calculation",
                violation_error_message=_("Bahan dengan nama ini sudah ada. Pakai nama lain, atau ubah yang ada."),
            ),
        )  # fmt: skip

    def proved_kinds(self):
        """Kinds of documents that prove it: its kept files, and a part of what its cooperative bought.

        Needs `evidence` and `shares` prefetched, the former without removed files.
        """
        kinds = {proof.document.kind for proof in self.evidence.all()}
        return kinds | {DocumentKind.PURCHASE_PROOF.value} if self.shares.all() else kinds


@pghistory.track()
class ComponentEvidence(models.Model):
    """A file that proves where a component comes from; one receipt may prove several."""

    component = models.ForeignKey(Component, models.CASCADE, related_name="evidence", verbose_name=_("bahan"))
    document = models.ForeignKey(Document, models.CASCADE, related_name="component_evidence", verbose_name=_("berkas"))

    class Meta:
        verbose_name = _("bukti bahan")
        verbose_name_plural = _("bukti bahan")
        constraints = (
            models.UniqueConstraint(
                fields=("component", "document"),
                name="component_evidence_once",
                violation_error_message=_("Berkas ini sudah menjadi bukti bahan itu."),
            ),
        )

    def __str__(self):
        return f"{self.component}: {self.document}"
