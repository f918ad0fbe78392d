"""What the ministry's published list last said of each product, and what staff decided where that differs."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from certification.differing import ListedItemQuerySet
from certification.models.certificate import CertificateItem
from umkm.models import ImportRun


class CertificateList(models.Model):
    """One list that was read: which of the ministry's lists, of which day, and which end dates it reaches over.

    Each of the ministry's lists covers only some certificates, so what a list leaves out is missed only where an
    earlier list of the same name had it, and its end date lies within what this one covers.
    """

    run = models.OneToOneField(ImportRun, models.PROTECT, related_name="certificate_list", verbose_name=_("impor"))
    name = models.CharField(_("nama daftar"), max_length=200, blank=True)
    as_of = models.DateField(_("data per"))
    ends_from = models.DateField(_("tanggal akhir paling awal"))
    ends_until = models.DateField(_("tanggal akhir paling lambat"))

    class Meta:
        verbose_name = _("daftar kementerian")
        verbose_name_plural = _("daftar kementerian")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_until__gte=F("ends_from")), name="certificate_list_covers_some_days"
            ),
        )
        indexes = (models.Index(fields=("name", "as_of"), name="certificate_list_by_day"),)

    def __str__(self):
        return f"{self.name} {self.as_of:%d-%m-%Y}".strip()


class ListedItem(models.Model):
    """What the newest list that holds a product says of it. `item` is empty once the product was removed here."""

    item = models.OneToOneField(
        CertificateItem, models.SET_NULL, null=True, blank=True, related_name="listed", verbose_name=_("produk")
    )
    seen_in = models.ForeignKey(CertificateList, models.PROTECT, related_name="rows", verbose_name=_("daftar"))
    key = models.CharField(max_length=64, help_text="Fingerprint of what makes the product the same in two lists.")
    number = models.CharField(_("nomor sertifikat"), max_length=100, blank=True)
    holder_name = models.CharField(_("nama pemegang"), max_length=200)
    product_name = models.CharField(_("nama produk"), max_length=300)
    tkdn = models.DecimalField(_("nilai TKDN (%)"), max_digits=5, decimal_places=2)
    bmp = models.DecimalField(_("nilai BMP (%)"), max_digits=4, decimal_places=2, null=True, blank=True)
    valid_until = models.DateField(_("berlaku sampai"))
    row = models.JSONField(help_text="The whole row as the list prints it, to take it in again.")

    objects = ListedItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("perbedaan dengan daftar kementerian")
        verbose_name_plural = _("perbedaan dengan daftar kementerian")
        ordering = ("pk",)
        indexes = (models.Index(fields=("key",), condition=Q(item__isnull=True), name="listed_item_removed_here"),)

    def __str__(self):
        return _("%(product)s, %(holder)s") % {"product": self.product_name, "holder": self.holder_name}


class DifferenceKind(models.TextChoices):
    """How the list and the portal can differ on a product."""

    VALUE = "VALUE", _("nilai berbeda")
    END = "END", _("tanggal akhir berbeda")
    NOT_HERE = "NOT_HERE", _("ada di daftar, tidak ada di sini")
    NOT_LISTED = "NOT_LISTED", _("ada di sini, tidak lagi di daftar")
    HOLDER = "HOLDER", _("pemegang belum ada di register")


@pghistory.track()
class ListDecision(models.Model):
    """Staff keep what the portal says although the list says otherwise, and why; it holds until the list changes."""

    listed = models.ForeignKey(ListedItem, models.PROTECT, related_name="decisions", verbose_name=_("menurut daftar"))
    kind = models.CharField(_("perbedaan"), max_length=10, choices=DifferenceKind)
    seen_in = models.ForeignKey(CertificateList, models.PROTECT, related_name="+", verbose_name=_("daftar"))
    tkdn = models.DecimalField(_("nilai TKDN (%)"), max_digits=5, decimal_places=2)
    bmp = models.DecimalField(_("nilai BMP (%)"), max_digits=4, decimal_places=2, null=True, blank=True)
    valid_until = models.DateField(_("berlaku sampai"))
    reason = models.CharField(_("alasan"), max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("oleh"))
    at = models.DateTimeField(_("waktu"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("keputusan atas perbedaan")
        verbose_name_plural = _("keputusan atas perbedaan")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=DifferenceKind.values) & ~Q(reason=""),
                name="list_decision_says_what_and_why",
                violation_error_message=_("Tulis mengapa catatan kita yang dipakai."),
            ),
        )
        triggers = (
            pgtrigger.Protect(name="list_decision_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete),
        )

    def __str__(self):
        return f"{self.get_kind_display()}: {self.reason}"
