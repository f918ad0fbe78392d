"""Documents an owner gives once: what each is for, which steps use it, replacing and removing them."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from umkm.documents import keep_checked
from umkm.models import Document, DocumentKind


@dataclass(frozen=True)
class Paper:
    """A kind of document in its owner's words; `needed` where an application asks it of everyone."""

    kind: DocumentKind
    slug: str
    purpose: str
    steps: str
    needed: bool = False


PAPERS = (
    Paper(
        DocumentKind.NIB, "nib", _("Bukti bahwa usaha Anda terdaftar. Unduh dari oss.go.id."),
        _("akun SIINas, permohonan TKDN-IK"), needed=True,
    ),
    Paper(
        DocumentKind.STANDARD_CERTIFICATE, "sertifikat-standar",
        _("Hanya bila risiko usaha Anda menengah tinggi ke atas. Unduh dari oss.go.id."),
        _("permohonan TKDN-IK"),
    ),
    Paper(
        DocumentKind.SIINAS_PROOF, "bukti-siinas",
        _("Bukti kepemilikan akun. Unduh dari SIINas setelah profil lengkap."),
        _("validasi industri kecil"),
    ),
    Paper(
        DocumentKind.COMPANY_PROFILE, "profil",
        _("Satu halaman tentang usaha Anda: siapa, di mana, membuat apa."),
        _("permohonan TKDN-IK, perpanjangan"), needed=True,
    ),
    Paper(
        DocumentKind.ORGANISATION, "susunan-organisasi",
        _("Siapa mengerjakan apa. Boleh tulisan tangan yang difoto."),
        _("permohonan TKDN-IK, perpanjangan"), needed=True,
    ),
    Paper(
        DocumentKind.PROCESS_FLOW, "alur-proses",
        _("Langkah membuat barang, dari bahan sampai dikemas. Boleh gambar tangan."),
        _("permohonan TKDN-IK, perpanjangan"), needed=True,
    ),
    Paper(
        DocumentKind.PROCESS_VIDEO, "video-proses",
        _("Rekam dengan ponsel saat Anda membuat barangnya."),
        _("permohonan TKDN-IK, perpanjangan"), needed=True,
    ),
    Paper(
        DocumentKind.FACTORY_PROOF, "tempat-produksi",
        _("Bukti tempat membuat barang, misalnya PBB, surat sewa, atau perjanjian kerja sama."),
        _("permohonan TKDN-IK"), needed=True,
    ),
    Paper(
        DocumentKind.MATERIALS, "bahan",
        _("Daftar bahan untuk satu barang, atau gambar barangnya."),
        _("hitungan nilai TKDN, permohonan TKDN-IK"), needed=True,
    ),
    Paper(
        DocumentKind.PURCHASE_PROOF, "bukti-beli",
        _("Nota atau kuitansi bahan utama."), _("hitungan nilai TKDN, permohonan TKDN-IK"), needed=True,
    ),
    Paper(
        DocumentKind.COMPONENT_CERTIFICATE, "sertifikat-bahan",
        _("Hanya bila bahan Anda punya sertifikat TKDN sendiri; nilainya menaikkan nilai Anda."),
        _("hitungan nilai TKDN"),
    ),
    Paper(
        DocumentKind.WORKER_ID, "ktp-pekerja",
        _("Foto KTP orang yang membuat barang. Hanya pengurus usaha ini dan petugas Dinas yang dapat membukanya."),
        _("hitungan nilai TKDN, permohonan TKDN-IK"), needed=True,
    ),
    Paper(
        DocumentKind.STATEMENT, "surat-pernyataan",
        _("Surat pernyataan bermeterai yang Anda tanda tangani."), _("permohonan TKDN-IK"), needed=True,
    ),
    Paper(
        DocumentKind.CERTIFICATE_SCAN, "sertifikat-tkdn",
        _("Bila Anda sudah punya sertifikat TKDN: foto atau PDF-nya."), _("pencatatan sertifikat, perpanjangan"),
    ),
    Paper(DocumentKind.OTHER, "lainnya", _("Surat lain yang diminta petugas."), _("sesuai permintaan petugas")),
)  # fmt: skip
"""The papers of Permenperin 35/2025 Ps 41 and Lampiran I.2.d, in the order an application asks for them."""

BY_SLUG = {paper.slug: paper for paper in PAPERS}


def kept(business):
    """Documents the business has given, photos of products apart; the newest first."""
    return business.documents.filter(kind__in=[paper.kind for paper in PAPERS]).order_by("-pk")


def missing(documents):
    """Papers that every application asks for and that none of `documents` is; a removed document counts for nothing."""
    there = {document.kind for document in documents if document.removed_at is None}
    return [paper for paper in PAPERS if paper.needed and paper.kind not in there]


@transaction.atomic
def replace(*, document, checked, by, at):
    """Keep the checked file in the place of `document`, which stays as history; return the document that now counts.

    The same file again changes nothing.
    """
    kept_now = keep_checked(
        checked=checked, kind=document.kind, business=document.business, by=by, product=document.product
    )
    if kept_now.pk != document.pk:
        remove(document=document, at=at)
    return kept_now


def remove(*, document, at):
    """Take a document away from its owner's pages; the file stays until its retention ends.

    Pressed twice, the first time counts.
    """
    Document.objects.filter(pk=document.pk, removed_at__isnull=True).update(removed_at=at)
