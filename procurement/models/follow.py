"""What owners are told of packages: whom it concerns, one digest a day, and each package once until it changes."""

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from procurement.models.package import Package
from umkm.categories import BUDGET_CATEGORIES, Category
from umkm.models import Business, Product


@pghistory.track()
class Follow(models.Model):
    """What an owner wants to hear of for one business; without a row: the categories of its products, anywhere."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="follows", verbose_name=_("pemilik")
    )
    business = models.ForeignKey(Business, models.CASCADE, related_name="follows", verbose_name=_("usaha"))
    categories = ArrayField(
        models.CharField(max_length=9, choices=Category), verbose_name=_("kategori"), default=list, blank=True,
        help_text=_("Kosong: kategori produk usaha itu."),
    )  # fmt: skip
    regencies = ArrayField(
        models.CharField(max_length=5), verbose_name=_("kabupaten/kota"), default=list, blank=True,
        help_text=_("Kosong: semua tempat."),
    )  # fmt: skip
    stopped_at = models.DateTimeField(_("berhenti sejak"), null=True, blank=True)

    class Meta:
        verbose_name = _("kabar paket")
        verbose_name_plural = _("kabar paket")
        constraints = (
            models.UniqueConstraint(
                fields=("user", "business"),
                name="follow_once",
                violation_error_message=_("Pilihan kabar untuk usaha ini sudah ada."),
            ),
            models.CheckConstraint(
                condition=Q(categories__contained_by=list(BUDGET_CATEGORIES)),
                name="follow_category_is_one_of_four",
                violation_error_message=_("Pilih kategori: mesin, cindera mata, pakaian, atau makanan."),
            ),
        )

    def __str__(self):
        return f"{self.user} – {self.business}"


class Result(models.Model):
    """What a supplier that could have served a package learns when another one got it."""

    package = models.ForeignKey(Package, models.CASCADE, related_name="results", verbose_name=_("paket"))
    business = models.ForeignKey(Business, models.CASCADE, related_name="results", verbose_name=_("usaha"))
    winner_name = models.CharField(_("pemasok terpilih"), max_length=200)
    reason = models.CharField(_("alasan"), max_length=500)
    on = models.DateField(_("tanggal kontrak"))

    class Meta:
        verbose_name = _("kabar hasil")
        verbose_name_plural = _("kabar hasil")
        constraints = (
            models.UniqueConstraint(
                fields=("package", "business", "winner_name", "on"),
                name="result_told_once",
                violation_error_message=_("Hasil ini sudah dikabarkan kepada usaha tersebut."),
            ),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(winner_name=""),
                name="result_has_a_reason",
                violation_error_message=_("Tulis pemasok yang terpilih dan alasannya."),
            ),
        )

    def __str__(self):
        return f"{self.package_id} – {self.business_id}"


class DigestQuerySet(models.QuerySet):
    """Questions about digests."""

    def unsent(self, *, since):
        """Not mailed, or not texted where a text was due, among those of `since` or later."""
        return self.filter(Q(mail_due=True, mailed_at=None) | Q(text_due=True, texted_at=None), on__gte=since)


class Digest(models.Model):
    """One day's news for one owner; written before anything is sent, so that a broken mail server loses nothing."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="digests", verbose_name=_("pemilik")
    )
    on = models.DateField(_("hari"))
    mail_due = models.BooleanField(_("dikirim lewat e-mail"), default=False)
    mailed_at = models.DateTimeField(_("terkirim lewat e-mail pada"), null=True, blank=True)
    text_due = models.BooleanField(_("dikirim lewat pesan"), default=False)
    texted_at = models.DateTimeField(_("terkirim lewat pesan pada"), null=True, blank=True)

    objects = DigestQuerySet.as_manager()

    class Meta:
        verbose_name = _("rangkuman kabar")
        verbose_name_plural = _("rangkuman kabar")
        ordering = ("-on", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("user", "on"),
                name="digest_once_a_day",
                violation_error_message=_("Rangkuman untuk pemilik ini pada hari itu sudah ada."),
            ),
            models.CheckConstraint(
                condition=(Q(mailed_at=None) | Q(mail_due=True)) & (Q(texted_at=None) | Q(text_due=True)),
                name="digest_is_sent_only_where_due",
                violation_error_message=_("Rangkuman hanya dikirim lewat jalan yang dipilih."),
            ),
        )

    def __str__(self):
        return f"{self.user} {self.on}"


class DigestEntry(models.Model):
    """One package told to one owner as it was on that day; `facts` is what the next change is compared with."""

    digest = models.ForeignKey(Digest, models.CASCADE, related_name="entries", verbose_name=_("rangkuman"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("pemilik"))
    business = models.ForeignKey(Business, models.CASCADE, related_name="+", verbose_name=_("usaha"))
    product = models.ForeignKey(
        Product, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("produk")
    )
    package = models.ForeignKey(Package, models.CASCADE, related_name="+", verbose_name=_("paket"))
    result = models.ForeignKey(Result, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("hasil"))
    version = models.CharField(_("versi paket"), max_length=64, editable=False)
    facts = models.JSONField(_("isi paket"), default=dict, editable=False)
    changes = ArrayField(models.CharField(max_length=300), verbose_name=_("yang berubah"), default=list, blank=True)
    is_certified = models.BooleanField(_("produk bersertifikat"), default=False)
    told_at = models.DateTimeField(_("dicatat pada"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("kabar")
        verbose_name_plural = _("kabar")
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("user", "package", "version"),
                name="digest_entry_once_per_package_version",
                violation_error_message=_("Paket ini sudah dikabarkan dalam keadaan yang sama."),
            ),
        )

    def __str__(self):
        return f"{self.digest_id}: {self.package_id}"
