"""What an owner reads before consenting: all that UU 27/2022 Ps 21 asks for, in plain words.

A changed text gets a new version; the texts of older ones are in the history of this file, and every consent names
the version its giver read (Ps 24).
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from umkm.models import ConsentPurpose

VERSION = "2026-11"


@dataclass(frozen=True)
class ConsentText:
    """One purpose: the question, what happens with a yes, which data, and what stays without it."""

    purpose: ConsentPurpose
    slug: str
    question: str
    meaning: str
    kinds: str
    without: str


TEXTS = (
    ConsentText(
        ConsentPurpose.PUBLIC_PROFILE,
        "halaman-publik",
        _("Tampilkan usaha saya di halaman publik"),
        _("Siapa pun dapat melihat halaman usaha Anda dan menemukannya lewat mesin pencari."),
        _("nama usaha, kabupaten/kota, produk dengan foto dan harganya, sertifikat"),
        _("Tanpa izin ini, hanya produk yang bersertifikat yang terlihat, tanpa foto dan harga."),
    ),
    ConsentText(
        ConsentPurpose.SHARE_CONTACT,
        "kontak",
        _("Berikan kontak saya kepada pejabat pengadaan"),
        _("Pejabat pengadaan yang sudah masuk ke portal dapat menghubungi Anda langsung."),
        _("nomor telepon dan e-mail usaha"),
        _("Tanpa izin ini, mereka menghubungi Anda lewat Dinas."),
    ),
    ConsentText(
        ConsentPurpose.BROADCAST,
        "kabar",
        _("Kirimi saya kabar lewat pesan"),
        _("Dinas mengirim kabar pelatihan dan pengingat lewat WhatsApp atau SMS."),
        _("nomor telepon usaha"),
        _("Tanpa izin ini, kabar hanya ada di meja Anda di portal."),
    ),
)

BY_SLUG = {text.slug: text for text in TEXTS}
