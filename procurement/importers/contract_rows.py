"""Rows of realised contracts from the procurement agency's data service (domain 4.4), and what one says of a purchase.

Three kinds of file: contracts (`kd_nontender`, `nilai_kontrak`), single receipts of a recorded purchase
(`kd_nontender_pct`, `nilai_realisasi`), and recorded purchases with only their total (`total_realisasi`).
"""

import re
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from django.utils.translation import gettext as _

from procurement.importers import cells as read
from tkdnportal.crypto import keyed_hash
from umkm.identifiers import Invalid, is_nik, nib, npwp
from umkm.importers.reading import Unreadable
from umkm.importers.run import Refused

ALIASES = {
    "rup_code": ("kd_rup", "kd_rup_paket", "kode_rup"),
    "name": ("nama_paket",),
    "year": ("tahun_anggaran",),
    "agency_name": ("nama_satker",),
    "contract": ("kd_nontender", "kd_tender"),
    "recorded": ("kd_nontender_pct",),
    "number": ("no_kontrak", "nomor_kontrak"),
    "value": ("nilai_kontrak",),
    "negotiated": ("nilai_negosiasi",),
    "receipt": ("nilai_realisasi",),
    "total": ("total_realisasi",),
    "day": (
        "tgl_kontrak", "tanggal_kontrak", "tgl_realisasi", "tgl_selesai_nontender", "tanggal_selesai_nontender",
        "tgl_selesai_tender", "tgl_selesai_paket",
    ),
    "receipt_kind": ("jenis_realisasi",),
    "status": ("status_nontender", "status_nontender_pct_ket", "status_tender", "status_kontrak"),
    "vendor": ("nama_penyedia",),
    "npwp": ("npwp16_penyedia", "npwp_penyedia", "npwp"),
    "nib": ("nib_penyedia", "nib"),
    "domestic": ("nilai_pdn_kontrak", "nilai_pdn_pct"),
    "small": ("nilai_umk_kontrak", "nilai_umk_pct"),
}  # fmt: skip
"""Field → the column names it goes by, the preferred first."""

VALUES = ("value", "negotiated", "receipt", "total")
NEEDED = ("rup_code", "name", "year", "day")
PERSONAL = ("vendor", "npwp", "nib")
"""What never reaches the database's copy of a refused row (UU 27/2022 Ps 4)."""

NOT_REALISED = ("batal", "gagal", "berlangsung")
"""Words of a status without a contract yet, or with none ever."""

LONGEST_NAME = 500


@dataclass(frozen=True)
class Row:
    """One purchase as a file tells it; whole rupiah. `group` ties receipts to the total of their recorded purchase."""

    key: str
    rup_codes: tuple[str, ...]
    name: str
    agency_name: str
    year: int
    value: int
    day: date
    vendor: str = ""
    npwp: str = ""
    nib: str = ""
    number: str = ""
    domestic: int | None = None
    small: int | None = None
    group: str = ""
    is_total: bool = False
    business_id: int | None = None

    def facts(self):
        """As JSON can keep it."""
        return asdict(self) | {"day": self.day.isoformat()}

    @classmethod
    def of_facts(cls, facts):
        """The row that `facts` were made from."""
        return cls(**facts | {"day": date.fromisoformat(facts["day"]), "rup_codes": tuple(facts["rup_codes"])})


class Columns:
    """Where each field stands in one file."""

    def __init__(self, names):
        """Raises Unreadable when the file is none of realised contracts."""
        known = {name.casefold(): name for name in names}
        self._by_field = {
            name: next(known[alias] for alias in aliases if alias in known)
            for name, aliases in ALIASES.items()
            if any(alias in known for alias in aliases)
        }
        missing = [ALIASES[name][0] for name in NEEDED if name not in self]
        if not any(name in self for name in VALUES):
            missing.append(ALIASES["value"][0])
        if missing:
            raise Unreadable(
                _("Kolom %(names)s tidak ada; unduh ulang berkas realisasi lengkap dengan kolom itu.")
                % {"names": ", ".join(missing)}
            )
        self.secret = frozenset(self.of(name) for name in PERSONAL if name in self)

    def __contains__(self, name):
        return name in self._by_field

    def of(self, name):
        """The file's own name of a field's column."""
        return self._by_field.get(name, ALIASES[name][0])

    def text(self, cells, name):
        """The text of a field; empty when the file has no such column."""
        return read.text(cells.get(self._by_field.get(name)))

    @property
    def are_receipts(self):
        """Whether each row is one receipt of a recorded purchase."""
        return "recorded" in self and "receipt" in self

    @property
    def are_totals(self):
        """Whether each row is a recorded purchase with only its total."""
        return "recorded" in self and not self.are_receipts


class Reader:
    """Reads the rows of one file; receipts that are alike are told apart by their order, so that none is lost."""

    def __init__(self, columns):
        """`columns`: of the file."""
        self.columns = columns
        self._alike = Counter()

    def row(self, cells):
        """The Row, or None when nothing was bought; Refused names the column, the value and what to do."""
        columns = self.columns
        if any(word in columns.text(cells, "status").casefold() for word in NOT_REALISED):
            return None
        value = self._value(cells)
        if not value:
            return None
        year = read.year(columns.of("year"), columns.text(cells, "year"))
        return Row(
            key=self._key(cells),
            rup_codes=self._rup_codes(cells),
            name=columns.text(cells, "name")[:LONGEST_NAME],
            agency_name=columns.text(cells, "agency_name")[:200],
            year=year,
            value=value,
            day=self._day(cells, year),
            number=columns.text(cells, "number")[:100],
            domestic=self._money(cells, "domestic"),
            small=self._money(cells, "small"),
            group=columns.text(cells, "recorded"),
            is_total=columns.are_totals,
            **self._vendor(cells),
        )

    def _value(self, cells):
        """The first amount the row has: a contract without one was closed at the negotiated price."""
        for name in VALUES:
            value = self._money(cells, name)
            if value:
                return value
        return 0

    def _money(self, cells, name):
        """Whole rupiah, half up; None when the row has none."""
        written = self.columns.text(cells, name)
        if not written:
            return None
        try:
            amount = Decimal(written)
        except InvalidOperation:
            return read.rupiah(self.columns.of(name), written)
        if not amount.is_finite() or not 0 <= amount <= read.LARGEST_CEILING:
            raise Refused(
                self.columns.of(name), written, _("Nilai ditulis sebagai rupiah, 0 atau lebih, misalnya 50000000.")
            )
        return int(amount.quantize(Decimal(1), ROUND_HALF_UP))

    def _day(self, cells, year):
        column, written = self.columns.of("day"), self.columns.text(cells, "day")
        day = read.day(column, written)
        if day is None:
            raise Refused(column, "", _("Kolom ini wajib diisi."))
        if not date(year - 1, 10, 1) <= day <= date(year, 12, 31):
            raise Refused(
                column,
                written,
                _("Tanggal ini di luar masa anggaran %(year)s; periksa tanggal atau tahun anggarannya.")
                % {"year": year},
            )
        return day

    def _rup_codes(self, cells):
        """One code, or several in one cell; which of them counts is told by the packages that are known."""
        written = self.columns.text(cells, "rup_code")
        codes = tuple(dict.fromkeys(re.split(r"\s*[;,]\s*", written.strip("; ,"))))
        return tuple(read.rup_code(self.columns.of("rup_code"), code) for code in codes)

    def _vendor(self, cells):
        """Name and numbers of the seller; an NPWP that is a person's NIK is not read at all."""
        found = {"vendor": self.columns.text(cells, "vendor")[:200]}
        for name, parse in (("npwp", npwp), ("nib", nib)):
            try:
                found[name] = parse(self.columns.text(cells, name))
            except Invalid:
                found[name] = ""
        if is_nik(found["npwp"]):
            found["npwp"] = ""
        return found

    def _key(self, cells):
        """The same for the same row of the same file, whenever it is read."""
        columns = self.columns
        if columns.are_totals:
            return total_key(columns.text(cells, "recorded"))
        if columns.text(cells, "contract"):
            return f"{columns.of('contract')}:{columns.text(cells, 'contract')}"[:120]
        told = [columns.text(cells, name) for name in ("rup_code", "receipt_kind", "day", *VALUES, "vendor", "number")]
        alike = (columns.text(cells, "recorded"), keyed_hash("\x1f".join(told))[:24])
        self._alike[alike] += 1
        return f"pct:{alike[0]}:{alike[1]}:{self._alike[alike]}"[:120]


def total_key(group):
    """The key of a recorded purchase that is known only by its total."""
    return f"pct:{group}:jumlah"[:120]
