"""The official outcome that no certified supplier can serve a package: work for the office until one can."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from procurement.models.evidence import SearchEvidence
from procurement.models.outcome import OutcomeState
from procurement.models.package import Package


class NoSupplierQuerySet(models.QuerySet):
    """Questions about declared outcomes."""

    def standing(self):
        """Those the officer has not taken back."""
        return self.filter(withdrawn_on__isnull=True)

    def waiting(self):
        """Work of the office: still nobody can serve the package. Told from what matching last said, never stored."""
        current = self.standing().filter(package__is_active=True, package__is_announced=True)
        return current.exclude(package__outcome__state__in=(OutcomeState.SERVED, OutcomeState.THIN))


@pghistory.track()
@pgtrigger.register(
    pgtrigger.Trigger(
        name="no_supplier_rests_on_its_evidence",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("package_id", "evidence_id"),
        func="""
            IF NOT EXISTS (SELECT FROM procurement_searchevidence
                            WHERE id = NEW.evidence_id AND package_id = NEW.package_id
                              AND state = 'OPEN' AND candidates = 0) THEN
                RAISE EXCEPTION 'Evidence % does not show that nobody can serve package %.',
                    NEW.evidence_id, NEW.package_id
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'no_supplier_rests_on_its_evidence';
            END IF;
            RETURN NEW;
        """,
    )
)
class NoSupplier(models.Model):
    """An officer's statement about a package, resting on a frozen answer without any candidate."""

    package = models.ForeignKey(Package, models.PROTECT, related_name="no_suppliers", verbose_name=_("paket"))
    evidence = models.ForeignKey(
        SearchEvidence, models.PROTECT, related_name="no_suppliers", verbose_name=_("bukti pencarian")
    )
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("pejabat"))
    declared_on = models.DateField(_("dinyatakan pada"))
    note = models.CharField(
        _("catatan untuk Dinas"), max_length=500, blank=True,
        help_text=_("Misalnya ukuran, bahan, atau kapan barang paling lambat diperlukan."),
    )  # fmt: skip
    withdrawn_on = models.DateField(_("ditarik pada"), null=True, blank=True)

    objects = NoSupplierQuerySet.as_manager()

    class Meta:
        verbose_name = _("paket belum ada pemasok")
        verbose_name_plural = _("paket belum ada pemasok")
        ordering = ("declared_on", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("package",),
                condition=Q(withdrawn_on__isnull=True),
                name="no_supplier_one_open_per_package",
                violation_error_message=_("Paket ini sudah dinyatakan belum ada pemasoknya."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=models.F("declared_on")),
                name="no_supplier_withdrawn_after_declared",
                violation_error_message=_("Pernyataan ditarik sebelum dibuat; periksa kedua tanggalnya."),
            ),
        )

    def __str__(self):
        return self.package.name
