"""Files people gave: photos of products, licences, evidence. They are private; `umkm.documents` takes them in."""

import secrets

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from umkm.models.business import Business, Product

LARGEST = 100 * 1024 * 1024
"""Bytes of the largest file that is kept: a film of a few minutes (the portal's own choice)."""


class DocumentKind(models.TextChoices):
    """What a file shows; the supporting documents are those of Permenperin 35/2025 Ps 41 and Lampiran I.2.d."""

    PRODUCT_PHOTO = "PRODUCT_PHOTO", _("foto produk")
    NIB = "NIB", _("NIB")
    STANDARD_CERTIFICATE = "STANDARD_CERTIFICATE", _("Sertifikat Standar")
    SIINAS_PROOF = "SIINAS_PROOF", _("bukti kepemilikan akun SIINas")
    STATEMENT = "STATEMENT", _("surat pernyataan bermeterai")
    PROCESS_VIDEO = "PROCESS_VIDEO", _("video proses produksi")
    COMPANY_PROFILE = "COMPANY_PROFILE", _("profil perusahaan")
    ORGANISATION = "ORGANISATION", _("susunan organisasi")
    PROCESS_FLOW = "PROCESS_FLOW", _("alur proses produksi")
    FACTORY_PROOF = "FACTORY_PROOF", _("bukti tempat produksi")
    MATERIALS = "MATERIALS", _("daftar bahan atau gambar produk")
    COMPONENT_CERTIFICATE = "COMPONENT_CERTIFICATE", _("sertifikat TKDN bahan")
    PURCHASE_PROOF = "PURCHASE_PROOF", _("bukti beli bahan")
    WORKER_ID = "WORKER_ID", _("KTP tenaga kerja")
    CERTIFICATE_SCAN = "CERTIFICATE_SCAN", _("salinan sertifikat TKDN")
    APPLICATION_PROOF = "APPLICATION_PROOF", _("bukti permohonan di SIINas")
    CLAIM_EVIDENCE = "CLAIM_EVIDENCE", _("bukti pemilik usaha")
    CONSENT = "CONSENT", _("surat persetujuan")
    CERTIFICATE_PROOF = "CERTIFICATE_PROOF", _("bukti keadaan sertifikat")
    REPORT_EVIDENCE = "REPORT_EVIDENCE", _("bukti laporan ketidaksesuaian")
    LEAKAGE_PROOF = "LEAKAGE_PROOF", _("bukti pembelian di luar")
    OTHER = "OTHER", _("lainnya")


WITHOUT_BUSINESS = (DocumentKind.CLAIM_EVIDENCE, DocumentKind.REPORT_EVIDENCE, DocumentKind.LEAKAGE_PROOF)
"""Kinds that belong to a claim, a report or a purchase: who acts for the business, now or later, must not read them."""


class Erased(models.TextChoices):
    """Why a file is gone while its row stays as the record of it."""

    RETENTION = "RETENTION", _("masa simpannya habis")
    SIGNED = "SIGNED", _("permohonan sudah disetujui, KTP tidak diperlukan lagi (UU 27/2022 Pasal 42)")


class ContentType(models.TextChoices):
    """What is kept. Pictures of any kind become JPEG, so that no place or device stays hidden in them."""

    JPEG = "image/jpeg", "JPEG"
    PDF = "application/pdf", "PDF"
    MP4 = "video/mp4", "MP4"


def unguessable_path(_document, _name):
    """A folder of two letters and a name that tells nothing: the name people gave stands in the database."""
    token = secrets.token_urlsafe(24)
    return f"documents/{token[:2].lower()}/{token}"


@pghistory.track()
class Document(models.Model):
    """One kept file of a business; a removed one stays until its retention ends, and its row beyond that.

    Evidence of a claim or a report belongs to that, not to the business: an owner must not read a stranger's papers.
    """

    business = models.ForeignKey(
        Business, models.PROTECT, related_name="documents", null=True, blank=True, verbose_name=_("usaha")
    )
    product = models.ForeignKey(
        Product, models.SET_NULL, null=True, blank=True, related_name="documents", verbose_name=_("produk")
    )
    kind = models.CharField(_("jenis"), max_length=24, choices=DocumentKind)
    name = models.CharField(_("nama berkas"), max_length=120)
    content_type = models.CharField(_("tipe"), max_length=20, choices=ContentType)
    size = models.PositiveIntegerField(_("ukuran (byte)"))
    sha256 = models.CharField(_("sidik berkas yang dikirim (SHA-256)"), max_length=64)
    file = models.FileField(_("berkas"), upload_to=unguessable_path, max_length=80, blank=True)
    preview = models.FileField(_("gambar kecil"), upload_to=unguessable_path, max_length=80, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("dari")
    )
    uploaded_at = models.DateTimeField(_("diterima"), db_default=Now(), editable=False)
    removed_at = models.DateTimeField(_("dihapus"), null=True, blank=True, editable=False)
    erased_at = models.DateTimeField(_("isinya dihapus"), null=True, blank=True, editable=False)
    erased_why = models.CharField(_("alasan"), max_length=9, choices=Erased, blank=True, editable=False)

    class Meta:
        verbose_name = _("berkas")
        verbose_name_plural = _("berkas")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=DocumentKind.values),
                name="document_kind_is_known",
                violation_error_message=_("Jenis berkas tidak dikenal."),
            ),
            models.CheckConstraint(
                condition=Q(content_type__in=ContentType.values),
                name="document_type_is_allowed",
                violation_error_message=_("Kirim foto, PDF, atau video MP4."),
            ),
            models.CheckConstraint(
                condition=Q(size__gte=1, size__lte=LARGEST),
                name="document_size_is_allowed",
                violation_error_message=_("Berkas kosong, atau lebih besar dari 100 MB."),
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"),
                name="document_has_its_checksum",
                violation_error_message=_("Berkas harus tersimpan bersama sidiknya."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=WITHOUT_BUSINESS, business__isnull=True)
                | (~Q(kind__in=WITHOUT_BUSINESS) & Q(business__isnull=False)),
                name="document_of_a_claim_has_no_business",
                violation_error_message=_("Bukti klaim dan laporan disimpan terpisah, berkas lain pada usahanya."),
            ),
            models.CheckConstraint(
                condition=(Q(erased_at__isnull=True, erased_why="") & ~Q(file=""))
                | Q(
                    erased_at__isnull=False,
                    erased_why__in=Erased.values,
                    file="",
                    preview="",
                    removed_at__isnull=False,
                    removed_at__lte=models.F("erased_at"),
                ),
                name="document_has_its_file_until_erased",
                violation_error_message=_("Berkas yang isinya dihapus tercatat dengan waktu dan alasannya."),
            ),
            models.UniqueConstraint(
                "business",
                "kind",
                "product",
                "sha256",
                condition=Q(removed_at__isnull=True),
                nulls_distinct=False,
                name="document_kept_once",
                violation_error_message=_("Berkas yang sama sudah tersimpan."),
            ),
        )

    def __str__(self):
        return f"{self.get_kind_display()}: {self.name}"

    @property
    def is_picture(self):
        """Whether a preview can be shown."""
        return self.content_type == ContentType.JPEG

    def get_absolute_url(self):
        """Where those who may read it find it."""
        return reverse("umkm:document", args=[self.pk])
