"""Realised contracts whose package the portal does not know yet."""

import pghistory
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


@pghistory.track()
class WaitingContract(models.Model):
    """One row of a file of realised contracts, kept by the package's name until the package arrives.

    `facts` are the row's values as the importer reads them; once recorded as a purchase the row has its day.
    """

    import_key = models.CharField(max_length=120, unique=True, editable=False)
    rup_code = models.CharField(_("kode RUP"), max_length=12, db_index=True)
    package_name = models.CharField(_("nama paket"), max_length=500)
    agency_name = models.CharField(_("satuan kerja"), max_length=200, blank=True)
    year = models.PositiveSmallIntegerField(_("tahun anggaran"))
    value = models.BigIntegerField(_("nilai (Rp)"))
    facts = models.JSONField(_("isi baris"), editable=False)
    note = models.CharField(_("keterangan"), max_length=500, blank=True)
    received_at = models.DateTimeField(_("diterima"), db_default=Now(), editable=False)
    linked_on = models.DateField(_("tersambung pada"), null=True, blank=True)

    class Meta:
        verbose_name = _("kontrak menunggu paket")
        verbose_name_plural = _("kontrak menunggu paket")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(value__gt=0), name="waiting_contract_value_is_positive",
                violation_error_message=_("Nilai kontrak harus lebih dari 0."),
            ),
        )  # fmt: skip

    def __str__(self):
        return self.package_name
