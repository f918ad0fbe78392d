"""The officer's choice among candidates, and the offers asked of them."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from certification.models import CertificateItem
from procurement.models.package import Package


class EntryQuerySet(models.QuerySet):
    """Questions about shortlist entries."""

    def standing(self):
        """Those not taken off."""
        return self.filter(removed_at__isnull=True)

    def for_page(self):
        """With everything the shortlist's page and the hints need, oldest first."""
        related = ("item__certificate__business__regency", "item__product", "offer", "added_by")
        return self.select_related(*related).order_by("pk")


@pghistory.track()
class ShortlistEntry(models.Model):
    """One certified product set aside for a package; taken off it stays as a record."""

    package = models.ForeignKey(Package, models.PROTECT, related_name="shortlist", verbose_name=_("paket"))
    item = models.ForeignKey(CertificateItem, models.PROTECT, related_name="+", verbose_name=_("produk bersertifikat"))
    note = models.CharField(_("catatan"), max_length=300, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ditambahkan oleh")
    )
    added_at = models.DateTimeField(_("ditambahkan pada"))
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("dihapus oleh"),
    )
    removed_at = models.DateTimeField(_("dihapus pada"), null=True, blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("pilihan pada daftar pendek")
        verbose_name_plural = _("pilihan pada daftar pendek")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("package", "item"),
                condition=Q(removed_at__isnull=True),
                name="shortlist_item_once_per_package",
                violation_error_message=_("Produk ini sudah ada di daftar pendek paket."),
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_by__isnull=True)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="shortlist_removed_by_someone",
                violation_error_message=_("Isi siapa yang menghapus bersama waktunya."),
            ),
        )

    def __str__(self):
        return str(self.item)


class Channel(models.TextChoices):
    """How a supplier is asked: directly only where its owner allows buyers to know the contact."""

    DIRECT = "DIRECT", _("langsung kepada pemasok")
    OFFICE = "OFFICE", _("lewat Dinas")


class OfferQuerySet(models.QuerySet):
    """Questions about offers."""

    def waiting(self):
        """Work of the office: requests to pass on to suppliers whose contact is not shared."""
        return self.filter(channel=Channel.OFFICE, sent_at__isnull=True, answered_on__isnull=True)

    def passed_on(self):
        """Passed on by the office and not answered yet."""
        return self.filter(channel=Channel.OFFICE, sent_at__isnull=False, answered_on__isnull=True)


@pghistory.track()
class Offer(models.Model):
    """A request to one supplier of the shortlist with its text as sent, and the answer; amounts in whole rupiah."""

    entry = models.OneToOneField(ShortlistEntry, models.PROTECT, related_name="offer", verbose_name=_("pilihan"))
    channel = models.CharField(_("cara"), max_length=6, choices=Channel)
    text = models.TextField(_("isi permintaan"))
    deadline = models.DateField(_("dijawab paling lambat"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("diminta oleh")
    )
    asked_on = models.DateField(_("diminta pada"))
    sent_at = models.DateTimeField(_("disampaikan pada"), null=True, blank=True)
    answered_on = models.DateField(_("dijawab pada"), null=True, blank=True)
    price = models.BigIntegerField(_("harga penawaran (Rp)"), null=True, blank=True)
    declined = models.BooleanField(_("tidak menawar"), default=False)

    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("permintaan penawaran")
        verbose_name_plural = _("permintaan penawaran")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(channel__in=Channel.values),
                name="offer_channel_is_known",
                violation_error_message=_("Pilih cara menyampaikan dari daftar."),
            ),
            models.CheckConstraint(
                condition=Q(deadline__gte=F("asked_on"))
                & (Q(answered_on__isnull=True) | Q(answered_on__gte=F("asked_on"))),
                name="offer_dates_are_in_order",
                violation_error_message=_(
                    "Batas jawaban dan tanggal jawaban tidak boleh mendahului tanggal permintaan."
                ),
            ),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True, price__isnull=True, declined=False)
                | Q(answered_on__isnull=False, price__isnull=False, price__gt=0, declined=False)
                | Q(answered_on__isnull=False, price__isnull=True, declined=True),
                name="offer_answer_is_a_price_or_a_refusal",
                violation_error_message=_("Isi harga penawaran, atau tandai bahwa pemasok tidak menawar."),
            ),
        )

    def __str__(self):
        return str(self.entry)
