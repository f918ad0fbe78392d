"""Why applications come back: each reason in the owner's words and the staff's, what mends it, and the rule.

The first five are those the ministry named for 11,261 refusals by January 2024 (domain 7); the others are what a
completeness check looks for (Permenperin 35/2025 Ps 26, 40–45 and Lampiran I.2.d).
"""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Reason(TextChoices):
    """Stored as codes; the label is the staff's word."""

    NOT_SMALL = "NOT_SMALL", _("bukan industri kecil")
    WRONG_KBLI = "WRONG_KBLI", _("produk tidak sesuai KBLI")
    NO_PURCHASE_PROOF = "NO_PURCHASE_PROOF", _("bukti beli bahan dalam negeri tidak ada")
    STANDARD_UNVERIFIED = "STANDARD_UNVERIFIED", _("Sertifikat Standar belum terverifikasi")
    NO_NIE = "NO_NIE", _("izin edar (NIE) tidak ada")
    NO_VIDEO = "NO_VIDEO", _("video proses produksi tidak ada atau tidak jelas")
    NO_STATEMENT = "NO_STATEMENT", _("surat pernyataan bermeterai tidak ada")
    CALCULATION = "CALCULATION", _("dokumen penghitungan tidak lengkap atau keliru")
    PRODUCT_DATA = "PRODUCT_DATA", _("data produk tidak lengkap (tipe, merek, HS, foto)")
    SUPPORTING = "SUPPORTING", _("dokumen pendukung tidak lengkap")
    NOT_COMPUTABLE = "NOT_COMPUTABLE", _("produk tidak dapat dihitung TKDN-nya")
    OTHER = "OTHER", _("alasan lain")


PUBLISHED = (Reason.NOT_SMALL, Reason.WRONG_KBLI, Reason.NO_PURCHASE_PROOF, Reason.STANDARD_UNVERIFIED, Reason.NO_NIE)


@dataclass(frozen=True)
class Words:
    """One reason for the owner: what the ministry says is wrong, how to mend it, and which step of the path it is."""

    owner: Promise
    mend: Promise
    rule: str
    step: str = "CERTIFICATE"


WORDS = {
    Reason.NOT_SMALL: Words(
        _("Usaha saya dianggap bukan industri kecil"),
        _("Periksa modal usaha di SIINas: tulis tanpa tanah dan bangunan, paling banyak Rp 5 miliar."),
        "Permenperin 35/2025 Ps 1(9), 26(2)",
        "SIZE",
    ),
    Reason.WRONG_KBLI: Words(
        _("Produk saya tidak cocok dengan KBLI di NIB"),
        _("Tambahkan KBLI pembuatan barang itu di oss.go.id, tunggu muncul di SIINas, lalu kirim ulang."),
        "Permenperin 35/2025 Ps 9(1)",
        "KBLI",
    ),
    Reason.NO_PURCHASE_PROOF: Words(
        _("Bukti beli bahan dari dalam negeri tidak ada"),
        _("Foto nota atau kuitansi bahan utama, dengan nama penjual dan tanggal, lalu unggah di SIINas."),
        "Permenperin 35/2025 Lampiran I.2.d",
    ),
    Reason.STANDARD_UNVERIFIED: Words(
        _("Sertifikat Standar belum terverifikasi"),
        _("Penuhi syaratnya di oss.go.id sampai statusnya “terverifikasi”. Minta bantuan Dinas bila lama."),
        "Permenperin 35/2025 Lampiran I.2.d",
        "STANDARD",
    ),
    Reason.NO_NIE: Words(
        _("Izin edar (NIE) produk kesehatan tidak ada"),
        _("Urus izin edar alat kesehatan atau obat dahulu, lalu unggah nomornya di SIINas."),
        "Permenperin 35/2025 Lampiran I.2.d",
    ),
    Reason.NO_VIDEO: Words(
        _("Video proses produksi tidak ada atau tidak jelas"),
        _("Rekam dengan ponsel dari bahan sampai barang jadi, di tempat produksi Anda sendiri."),
        "Permenperin 35/2025 Ps 26, 40–45",
    ),
    Reason.NO_STATEMENT: Words(
        _("Surat pernyataan bermeterai tidak ada"),
        _("Cetak surat pernyataan dari SIINas, tempel meterai, tanda tangani, lalu unggah fotonya."),
        "Permenperin 35/2025 Ps 26, 40–45",
    ),
    Reason.CALCULATION: Words(
        _("Hitungan TKDN kurang lengkap atau keliru"),
        _("Isi setiap bahan utama dengan jumlah, harga, dan asalnya. Hitung ulang bersama petugas Dinas."),
        "Permenperin 35/2025 Ps 4–9, 40–45",
    ),
    Reason.PRODUCT_DATA: Words(
        _("Data produk kurang: tipe, merek, kode HS, atau foto"),
        _("Lengkapi tipe, spesifikasi, merek, kode HS delapan angka, dan foto produk di SIINas."),
        "Permenperin 35/2025 Ps 40–45",
    ),
    Reason.SUPPORTING: Words(
        _("Dokumen pendukung lain kurang"),
        _("Lihat daftar dokumen di SIINas: profil usaha, alur proses, bukti tempat, dan KTP pekerja."),
        "Permenperin 35/2025 Lampiran I.2.d",
    ),
    Reason.NOT_COMPUTABLE: Words(
        _("Produk saya tidak dapat dihitung TKDN-nya"),
        _("Yang hanya dikemas, dicat, dipotong, atau dibongkar tidak dihitung. Pilih produk lain bersama petugas."),
        "Permenperin 35/2025 Ps 9(2), 42(2)",
    ),
    Reason.OTHER: Words(
        _("Alasan lain (tulis di bawah)"),
        _("Baca catatannya, lalu tanyakan kepada Dinas bila belum jelas."),
        "Permenperin 35/2025 Ps 40–45",
    ),
}


@dataclass(frozen=True)
class Said:
    """A reason as it is shown: its code with its words."""

    code: str
    label: Promise
    words: Words


def said(codes):
    """The reasons of an event, in the order of the table."""
    return [Said(reason.value, reason.label, WORDS[reason]) for reason in Reason if reason in codes]
