"""BMP, the weight of a firm's benefit (Permenperin 35/2025 Ps 21–23, Lampiran V): fifteen factors, together 15 at most.

Within a factor the highest criterion counts. Self-declaration covers the TKDN value only (Ps 26(1)), so BMP is valued
by an independent verifier (LVI, Ps 24–39); these rules tell an owner beforehand what that could bring. The weights are
those of Ps 21: Lampiran V gives 3 for ESG where Ps 21 has 1, and Formulir 1.16 says 20 % where Ps 22 caps at 15.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from certification.tkdn import Production

MOST = Decimal(15)
"""Permenperin 35/2025 Ps 22."""


@dataclass(frozen=True)
class Factor:
    """One factor: what is asked, and its criteria as (points, what they say), the highest first."""

    code: str
    title: Promise
    criteria: tuple[tuple[Decimal, Promise], ...]

    @property
    def most(self):
        """Most points of the factor."""
        return self.criteria[0][0]


def _factor(code, title, *criteria):
    return Factor(code, title, tuple((Decimal(points), words) for points, words in criteria))


def _shares(top):
    """Criteria by a share in percent, as factors d and e have them."""
    return (("4", top), ("3", _("50 sampai 75%")), ("2", _("25 sampai 50%")), ("1", _("10 sampai 25%")))


def _counts(top, *others):
    return tuple(zip(("1", "0.75", "0.5", "0.25"), (top, *others), strict=True))


FACTORS = (
    _factor("labour", _("Tenaga kerja"), ("4", _("50 orang atau lebih")), ("2", _("kurang dari 50 orang"))),
    _factor(
        "investment", _("Investasi baru dalam lima tahun, dibanding modal awal"),
        ("4", _("lebih dari 100%")), ("2", _("50 sampai 100%")), ("1", _("kurang dari 50%")),
    ),
    _factor(
        "partners", _("Mitra industri kecil, atau pemasok bahan dari dalam negeri"),
        ("4", _("lebih dari 25")), ("2", _("10 sampai 25")), ("1", _("kurang dari 10")),
    ),
    _factor(
        "substitution", _("Produk perintis, atau bahan yang dibeli dari dalam negeri"),
        *_shares(_("perintis, atau lebih dari 75%")),
    ),
    _factor("machines", _("Nilai mesin buatan dalam negeri"), *_shares(_("lebih dari 75%"))),
    _factor("location", _("Tempat produksi"), ("4", _("di luar Pulau Jawa"))),
    _factor(
        "industry40", _("Kesiapan Industri 4.0 (INDI 4.0)"),
        ("2", _("tingkat 4, atau lighthouse")), ("1", _("tingkat 2 sampai 3")),
        ("0.5", _("dipakai, belum bersertifikat")),
    ),
    _factor(
        "training", _("Pengembangan tenaga kerja"),
        ("2", _("punya tempat pelatihan sendiri")), ("1", _("magang atau vokasi")),
    ),
    _factor("trademark", _("Merek dalam negeri"), ("2", _("terdaftar di DJKI"))),
    _factor(
        "green", _("Industri hijau"),
        ("2", _("bersertifikat")), ("1.5", _("pernah mendapat penghargaan")), ("1", _("sudah berusaha")),
    ),
    _factor(
        "export", _("Ekspor rata-rata setahun, selama lima tahun"),
        ("2", _("lebih dari US$ 3 juta")), ("1.5", _("US$ 2 sampai 3 juta")), ("1", _("US$ 1 sampai 2 juta")),
        ("0.5", _("kurang dari US$ 1 juta")),
    ),
    _factor(
        "certificates", _("Sertifikat lain: SNI, Sertifikat Standar, Halal, CPPOB"),
        *_counts(_("empat atau lebih"), _("tiga"), _("dua"), _("satu")),
    ),
    _factor("esg", _("Peringkat ESG"), ("1", _("AAA atau AA")), ("0.5", _("A atau BBB"))),
    _factor(
        "awards", _("Penghargaan lima tahun terakhir: OVOP, Upakarti, IFCA, IFI"),
        *_counts(_("empat atau lebih"), _("tiga"), _("dua"), _("satu")),
    ),
    _factor("reports", _("Laporan SIINas dan survei IKI"), ("1", _("tepat waktu lima tahun"))),
)  # fmt: skip
"""In the order of Ps 21, a to o."""


def bmp(points, production):
    """Percent of `points` (`{factor code: points of the criterion met}`); None where there is none to be had.

    A firm that works with another's factory has no BMP (Ps 23).
    """
    if production != Production.OWN_FACTORY:
        return None
    return min(MOST, sum(points.values(), Decimal(0)))
