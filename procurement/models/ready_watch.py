"""“Tell me when ready”: what an officer waits for, and what was told of it, each maker once."""

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from certification.models import Certificate
from procurement.models.package import Package
from umkm.categories import BUDGET_CATEGORIES, Category
from umkm.models import Business

OF_BUSINESS = Q(business__isnull=False, words="", category="")
OF_GOODS = Q(business__isnull=True) & ~Q(words="", category="")


class WatchQuerySet(models.QuerySet):
    """Questions about watches."""

    def standing(self):
        """Those that still wait."""
        return self.filter(ended_on__isnull=True)


@pghistory.track()
class ReadyWatch(models.Model):
    """One officer waits for one maker, or for any maker of some goods, to hold a valid certificate."""

    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="ready_watches", verbose_name=_("pejabat")
    )
    business = models.ForeignKey(
        Business, models.CASCADE, null=True, blank=True, related_name="ready_watches", verbose_name=_("usaha")
    )
    words = models.CharField(_("kata yang dicari"), max_length=200, blank=True)
    category = models.CharField(_("kategori"), max_length=9, choices=Category, blank=True)
    package = models.ForeignKey(
        Package, models.CASCADE, null=True, blank=True, related_name="ready_watches", verbose_name=_("untuk paket")
    )
    known = ArrayField(
        models.BigIntegerField(), verbose_name=_("usaha yang sudah bersertifikat saat itu"), default=list, blank=True,
        editable=False,
    )  # fmt: skip
    since = models.DateField(_("sejak"))
    ended_on = models.DateField(_("berakhir pada"), null=True, blank=True)

    objects = WatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("permintaan kabar")
        verbose_name_plural = _("permintaan kabar")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=OF_BUSINESS | OF_GOODS,
                name="ready_watch_is_of_a_business_or_of_goods",
                violation_error_message=_("Pilih satu usaha, atau tulis kata atau kategori barangnya."),
            ),
            models.CheckConstraint(
                condition=Q(category__in=["", *BUDGET_CATEGORIES]),
                name="ready_watch_category_is_one_of_four",
                violation_error_message=_("Pilih kategori: mesin, cindera mata, pakaian, atau makanan."),
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("since")),
                name="ready_watch_ends_after_it_begins",
                violation_error_message=_("Permintaan kabar berakhir sebelum dibuat; periksa kedua tanggalnya."),
            ),
            models.UniqueConstraint(
                fields=("officer", "business"),
                condition=Q(ended_on__isnull=True, business__isnull=False),
                name="ready_watch_once_per_business",
                violation_error_message=_("Anda sudah meminta kabar tentang usaha ini."),
            ),
            models.UniqueConstraint(
                fields=("officer", "words", "category"),
                condition=Q(ended_on__isnull=True, business__isnull=True),
                name="ready_watch_once_per_goods",
                violation_error_message=_("Anda sudah meminta kabar tentang barang ini."),
            ),
        )

    def __str__(self):
        return f"{self.officer}: {self.business_id or self.words or self.category}"


class NoticeQuerySet(models.QuerySet):
    """Questions about notices."""

    def unread(self):
        """Those the officer has not put away."""
        return self.filter(read_on__isnull=True)

    def to_mail(self):
        """Not mailed yet, to officers who may sign in and have an address; oldest first."""
        able = self.filter(watch__officer__is_active=True, watch__officer__email__isnull=False)
        return able.filter(mailed_at__isnull=True, is_refused=False).order_by("pk")


class ReadyNotice(models.Model):
    """A maker somebody waited for holds a certificate now; the note at the desk stands whatever happens to the mail."""

    watch = models.ForeignKey(ReadyWatch, models.CASCADE, related_name="notices", verbose_name=_("permintaan kabar"))
    business = models.ForeignKey(Business, models.CASCADE, related_name="+", verbose_name=_("usaha"))
    certificate = models.ForeignKey(Certificate, models.CASCADE, related_name="+", verbose_name=_("sertifikat"))
    found_on = models.DateField(_("ditemukan pada"))
    mailed_at = models.DateTimeField(_("dikirim lewat e-mail pada"), null=True, blank=True)
    is_refused = models.BooleanField(_("alamat e-mail ditolak"), default=False)
    read_on = models.DateField(_("dibaca pada"), null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("kabar siap")
        verbose_name_plural = _("kabar siap")
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("watch", "business"),
                name="ready_notice_once_per_business",
                violation_error_message=_("Kabar tentang usaha ini sudah ada."),
            ),
        )

    def __str__(self):
        return f"{self.watch_id}: {self.business}"
