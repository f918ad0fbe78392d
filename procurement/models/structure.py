"""How an agency's whole budget divides, as the procurement agency's data service states it (domain 4.4)."""

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from procurement.models.agency import Agency
from umkm.models import Source

AMOUNTS = ("operating", "capital", "unforeseen", "non_procurement", "procurement", "total")


@pghistory.track()
class BudgetStructure(models.Model):
    """One agency's budget of one year in whole rupiah; `procurement` is what the indicators divide by.

    Its sums are of all goods and services; the four categories' own lines are `Budget`, and neither adds to the other.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="structures", verbose_name=_("satuan kerja"))
    year = models.PositiveSmallIntegerField(_("tahun anggaran"))
    operating = models.BigIntegerField(_("belanja operasi (Rp)"), default=0)
    capital = models.BigIntegerField(_("belanja modal (Rp)"), default=0)
    unforeseen = models.BigIntegerField(_("belanja tidak terduga (Rp)"), default=0)
    non_procurement = models.BigIntegerField(_("belanja bukan pengadaan (Rp)"), default=0)
    procurement = models.BigIntegerField(_("belanja pengadaan (Rp)"))
    total = models.BigIntegerField(_("total belanja (Rp)"))
    source_text = models.CharField(
        _("dasar"), max_length=200, help_text=_("Dokumen atau berkas yang menyebut angka ini.")
    )
    as_of = models.DateField(_("keadaan per"))
    source = models.CharField(_("sumber"), max_length=8, choices=Source, default=Source.STAFF, editable=False)

    class Meta:
        verbose_name = _("struktur anggaran")
        verbose_name_plural = _("struktur anggaran")
        ordering = ("-year", "agency")
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "year"),
                name="budget_structure_once",
                violation_error_message=_("Struktur anggaran satker ini untuk tahun tersebut sudah ada."),
            ),
            models.CheckConstraint(
                condition=Q(**{f"{name}__gte": 0 for name in AMOUNTS}),
                name="budget_structure_is_not_negative",
                violation_error_message=_("Setiap jumlah ditulis sebagai bilangan bulat rupiah, 0 atau lebih."),
            ),
            models.CheckConstraint(
                condition=Q(total=F("procurement") + F("non_procurement")),
                name="budget_structure_parts_add_up",
                violation_error_message=_(
                    "Belanja pengadaan ditambah belanja bukan pengadaan harus sama dengan total belanja. "
                    "Periksa ketiga angkanya."
                ),
            ),
        )

    def __str__(self):
        return f"{self.agency} {self.year}"
