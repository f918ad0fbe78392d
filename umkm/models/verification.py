"""A clerk's answer to a registration: whether the business is what its owner says."""

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from umkm.models.business import Business


class Decision(models.TextChoices):
    """What a clerk decided."""

    VERIFIED = "VERIFIED", _("terverifikasi")
    RETURNED = "RETURNED", _("dikembalikan ke pemilik")
    NOT_A_BUSINESS = "NOT_A_BUSINESS", _("bukan usaha")


class ReturnReason(models.TextChoices):
    """Why a registration goes back: each is a sentence to the owner that says what to mend."""

    NIB_WRONG = "NIB_WRONG", _("NIB tidak ditemukan di OSS. Salin lagi 13 angka NIB dari oss.go.id.")
    NAME_DIFFERS = "NAME_DIFFERS", _("Nama usaha atau pemilik berbeda dari NIB. Tulis persis seperti pada NIB.")
    KBLI_MISSING = "KBLI_MISSING", _("Kode KBLI belum ada atau salah. Salin kode lima angka dari NIB Anda.")
    PLACE_UNCLEAR = "PLACE_UNCLEAR", _("Alamat usaha belum jelas. Tulis jalan atau dusun, desa, dan kecamatan.")
    CONTACT_WRONG = "CONTACT_WRONG", _("Nomor telepon tidak bisa dihubungi. Tulis nomor yang aktif.")
    PRODUCT_UNCLEAR = "PRODUCT_UNCLEAR", _("Produk belum jelas. Tulis apa yang dibuat dan kirim fotonya.")
    DOCUMENT_UNREADABLE = "DOCUMENT_UNREADABLE", _("Berkas tidak terbaca. Foto ulang di tempat terang, semua sudut.")
    ALREADY_KNOWN = "ALREADY_KNOWN", _("Usaha ini sudah terdaftar. Pakai data yang sudah ada, jangan daftar lagi.")
    OTHER = "OTHER", _("Lihat penjelasan petugas.")


UNDECIDED = Q(decision="", decided_at__isnull=True, decided_by__isnull=True, reasons=[], text="")
DECIDED = Q(decision__in=Decision.values, decided_at__isnull=False, decided_by__isnull=False)


@pghistory.track()
class Verification(models.Model):
    """One look at a business, open while `decision` is empty; a decision is final, a new look is a new row."""

    business = models.ForeignKey(Business, models.PROTECT, related_name="verifications", verbose_name=_("usaha"))
    opened_at = models.DateTimeField(_("menunggu sejak"), db_default=Now())
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="verifications",
        verbose_name=_("ditangani oleh"),
    )  # fmt: skip
    decision = models.CharField(_("keputusan"), max_length=14, choices=Decision, blank=True)
    decided_at = models.DateTimeField(_("diputus pada"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("diputus oleh"),
    )
    reasons = ArrayField(
        models.CharField(max_length=19, choices=ReturnReason), verbose_name=_("alasan"), default=list, blank=True
    )
    text = models.CharField(_("penjelasan"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("verifikasi")
        verbose_name_plural = _("verifikasi")
        constraints = (
            models.UniqueConstraint(
                fields=("business",), condition=Q(decision=""), name="verification_one_open_per_business",
                violation_error_message=_("Usaha ini sudah menunggu verifikasi."),
            ),
            models.CheckConstraint(
                condition=UNDECIDED | DECIDED, name="verification_decided_iff_dated_and_by_someone",
                violation_error_message=_("Keputusan harus disertai waktu dan nama petugas yang memutuskan."),
            ),
            models.CheckConstraint(
                condition=~Q(decision=Decision.RETURNED) | Q(reasons__len__gte=1),
                name="verification_returned_needs_a_reason",
                violation_error_message=_("Pilih sedikitnya satu alasan agar pemilik tahu apa yang perlu diperbaiki."),
            ),
            models.CheckConstraint(
                condition=Q(reasons__contained_by=ReturnReason.values)
                & (Q(decision=Decision.RETURNED) | Q(reasons=[])),
                name="verification_reason_is_known",
                violation_error_message=_("Pilih alasan dari daftar, dan hanya bila data dikembalikan."),
            ),
            models.CheckConstraint(
                condition=~Q(Q(reasons__contains=[ReturnReason.OTHER]) | Q(decision=Decision.NOT_A_BUSINESS), text=""),
                name="verification_other_reason_is_explained",
                violation_error_message=_("Tulis penjelasannya: pemilik hanya tahu apa yang Anda tulis di sini."),
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True) | Q(decided_at__gte=F("opened_at")),
                name="verification_is_decided_after_it_opened",
                violation_error_message=_("Keputusan tidak bisa lebih awal daripada mulai menunggu."),
            ),
        )  # fmt: skip
        triggers = (
            pgtrigger.Protect(
                name="verification_decision_is_final",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__decision__in=Decision.values),
            ),
        )
        indexes = (models.Index(fields=("business", "-id"), name="verification_latest"),)

    def __str__(self):
        return f"{self.business}: {self.get_decision_display() or _('menunggu')}"

    @property
    def sentences(self):
        """The coded reasons in plain words, then what the clerk wrote."""
        coded = [ReturnReason(code).label for code in self.reasons if code != ReturnReason.OTHER]
        return [*map(str, coded), *([self.text] if self.text else [])]


class WaitingBusiness(Business):
    """A business in the queue; the same row of the register, under its own page of the desk."""

    class Meta:
        proxy = True
        verbose_name = _("antrean verifikasi")
        verbose_name_plural = _("antrean verifikasi")
