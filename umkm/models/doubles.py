"""Records that may be the same business, what staff decided about them, and every merge with what undoes it."""

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from umkm.models.business import Business
from umkm.querysets import DoublePairQuerySet


class PairState(models.TextChoices):
    """What staff decided about a pair."""

    OPEN = "OPEN", _("menunggu keputusan")
    REJECTED = "REJECTED", _("bukan ganda")
    MERGED = "MERGED", _("sudah digabungkan")


class Evidence(models.TextChoices):
    """What speaks for or against two records being one business; the weights stand in `umkm.doubles.WEIGHTS`."""

    SAME_NPWP = "SAME_NPWP", _("NPWP sama")
    SAME_PHONE = "SAME_PHONE", _("nomor telepon sama")
    SAME_EMAIL = "SAME_EMAIL", _("alamat e-mail sama")
    SAME_NAME = "SAME_NAME", _("nama usaha sama")
    CLOSE_NAME = "CLOSE_NAME", _("nama usaha hampir sama")
    ALIKE_NAME = "ALIKE_NAME", _("nama usaha mirip")
    SAME_OWNER = "SAME_OWNER", _("nama pemilik sama")
    COMMON_OWNER = "COMMON_OWNER", _("nama pemilik sama, tetapi nama itu banyak dipakai")
    ALIKE_OWNER = "ALIKE_OWNER", _("nama pemilik mirip")
    SAME_ADDRESS = "SAME_ADDRESS", _("alamat hampir sama")
    SAME_DISTRICT = "SAME_DISTRICT", _("kecamatan sama")
    SAME_PRODUCT = "SAME_PRODUCT", _("membuat produk yang sama")
    OTHER_NIB = "OTHER_NIB", _("NIB berbeda")
    OTHER_NIK = "OTHER_NIK", _("NIK berbeda")
    OTHER_NPWP = "OTHER_NPWP", _("NPWP berbeda")
    OTHER_OWNER = "OTHER_OWNER", _("nama pemilik berbeda")
    OTHER_NAME = "OTHER_NAME", _("nama usaha berbeda")
    OTHER_REGENCY = "OTHER_REGENCY", _("kabupaten/kota berbeda")

    @property
    def is_against(self):
        """Whether it speaks against one business."""
        return self.value.startswith("OTHER_")


@pghistory.track()
class DoublePair(models.Model):
    """Two records that may be one business; a decided pair is never asked again."""

    first = models.ForeignKey(Business, models.CASCADE, related_name="+", verbose_name=_("catatan pertama"))
    second = models.ForeignKey(Business, models.CASCADE, related_name="+", verbose_name=_("catatan kedua"))
    confidence = models.PositiveSmallIntegerField(_("keyakinan"), help_text=_("0 sampai 100."))
    evidence = ArrayField(models.CharField(max_length=16, choices=Evidence), verbose_name=_("alasan"), default=list)
    state = models.CharField(_("keputusan"), max_length=8, choices=PairState, default=PairState.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("diputuskan oleh"),
    )  # fmt: skip
    decided_at = models.DateTimeField(_("diputuskan pada"), null=True, blank=True)
    found_at = models.DateTimeField(_("ditemukan pada"), db_default=Now())

    objects = DoublePairQuerySet.as_manager()

    class Meta:
        verbose_name = _("usaha yang mungkin ganda")
        verbose_name_plural = _("usaha yang mungkin ganda")
        ordering = ("-confidence", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("first", "second"),
                name="double_pair_once",
                violation_error_message=_("Pasangan usaha ini sudah tercatat."),
            ),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")),
                name="double_pair_in_order",
                violation_error_message=_("Pasangan terdiri atas dua catatan, yang bernomor lebih kecil di depan."),
            ),
            models.CheckConstraint(
                condition=Q(confidence__lte=100),
                name="double_pair_confidence_is_a_percentage",
                violation_error_message=_("Keyakinan berada di antara 0 dan 100."),
            ),
            models.CheckConstraint(
                condition=Q(evidence__contained_by=Evidence.values),
                name="double_pair_evidence_is_known",
                violation_error_message=_("Alasan tidak dikenal."),
            ),
            models.CheckConstraint(
                condition=Q(state=PairState.OPEN, decided_at__isnull=True, decided_by__isnull=True)
                | Q(state__in=(PairState.REJECTED, PairState.MERGED), decided_at__isnull=False),
                name="double_pair_decided_iff_dated",
                violation_error_message=_("Pasangan yang sudah diputuskan punya waktu keputusan; yang lain tidak."),
            ),
        )
        indexes = (
            models.Index("state", F("confidence").desc(), "id", name="double_pair_queue"),
            models.Index(fields=("second",), name="double_pair_by_second"),
        )

    def __str__(self):
        return _("%(first)s dan %(second)s") % {"first": self.first, "second": self.second}

    def get_absolute_url(self):
        """The page that compares the two."""
        return reverse("admin:umkm_doublepair_change", args=[self.pk])

    @property
    def reasons(self):
        """What speaks for one business, in words."""
        return [found.label for found in map(Evidence, self.evidence) if not found.is_against]

    @property
    def doubts(self):
        """What speaks against it, in words."""
        return [found.label for found in map(Evidence, self.evidence) if found.is_against]


@pghistory.track()
class Merge(models.Model):
    """Two records made one. `snapshot` is what undoing needs; identity numbers are never in it."""

    kept = models.ForeignKey(Business, models.PROTECT, related_name="+", verbose_name=_("catatan yang dipakai"))
    merged = models.ForeignKey(Business, models.PROTECT, related_name="+", verbose_name=_("catatan yang digabungkan"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("oleh")
    )
    at = models.DateTimeField(_("pada"))
    snapshot = models.JSONField(encoder=DjangoJSONEncoder, editable=False)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("dibatalkan oleh"),
    )  # fmt: skip
    undone_at = models.DateTimeField(_("dibatalkan pada"), null=True, blank=True)

    class Meta:
        verbose_name = _("penggabungan usaha")
        verbose_name_plural = _("penggabungan usaha")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(kept=F("merged")),
                name="merge_of_two_records",
                violation_error_message=_("Sebuah catatan tidak dapat digabungkan dengan dirinya sendiri."),
            ),
            models.UniqueConstraint(
                fields=("merged",),
                condition=Q(undone_at__isnull=True),
                name="merge_once_until_undone",
                violation_error_message=_("Catatan ini sudah digabungkan; batalkan penggabungan itu dulu."),
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True) | Q(undone_at__gte=F("at")),
                name="merge_undone_after_it_was_made",
                violation_error_message=_("Pembatalan tidak dapat mendahului penggabungannya."),
            ),
        )

    def __str__(self):
        return _("%(merged)s → %(kept)s") % {"merged": self.merged, "kept": self.kept}
