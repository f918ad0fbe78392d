"""Rows of a list of businesses that sell through the e-Katalog: which column is which, and what one row says.

Two kinds of file: totals (one row per seller, year and product) and orders (one row each, with the order's number),
which are added up.
"""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from procurement.importers import cells as read
from umkm.identifiers import Invalid, nib
from umkm.importers.reading import Unreadable
from umkm.importers.run import Refused, refuse_unknown_values
from umkm.importers.values import rupiah, text_or_empty
from umkm.naming import name_key

ALIASES = {
    "nib": ("nib", "nib_penyedia"),
    "name": ("nama_penjual", "nama_penyedia", "nama_usaha", "nama_toko"),
    "regency": ("kabupaten", "kabupaten_kota", "kab_kota"),
    "product": ("etalase", "nama_etalase", "produk", "nama_produk"),
    "year": ("tahun", "tahun_anggaran", "fiscal_year"),
    "amount": ("total_penjualan", "nilai_penjualan", "total_harga", "nilai_kontrak", "nilai_negosiasi", "total"),
    "orders": ("transaksi", "jumlah_transaksi"),
    "order": ("kd_paket", "order_id", "kd_nontender"),
}
"""Field → the column names it goes by, the preferred first; spaces and dashes in a file count as `_`."""

HEADINGS = frozenset(name for names in ALIASES.values() for name in names) | {
    name.replace("_", " ") for names in ALIASES.values() for name in names
}
LONGEST_NAME = 200
WITH_DECIMALS = re.compile(r"[0-9]{4,15}\.[0-9]{1,2}")
"""`1.500` is a thousand and a half to a clerk; only what cannot be that is read as decimals."""


@dataclass(frozen=True)
class Row:
    """One row; `amount` in whole rupiah, `orders` None where nobody counted them, `order` an order's number."""

    nib: str
    name: str
    name_key: str
    regency: str | None
    product: str
    year: int
    amount: int
    orders: int | None
    order: str = ""


class Columns:
    """Where each field stands in one file."""

    def __init__(self, names):
        """Raises Unreadable when the file is no list of sellers."""
        known = {re.sub(r"[\s-]+", "_", name.casefold()): name for name in reversed(names)}
        self._by_field = {
            field: next(known[alias] for alias in aliases if alias in known)
            for field, aliases in ALIASES.items()
            if any(alias in known for alias in aliases)
        }
        missing = [ALIASES[field][0] for field in ("year", "amount") if field not in self]
        if "nib" not in self and "name" not in self:
            missing.append(_("nib atau nama_penjual"))
        if missing:
            raise Unreadable(
                _("Kolom %(names)s tidak ada; pakai berkas contoh sebagai pola.") % {"names": ", ".join(missing)}
            )
        self.amounts = [known[alias] for alias in ALIASES["amount"] if alias in known]
        self.secret = frozenset(self.of(field) for field in ("nib", "name") if field in self)

    def __contains__(self, field):
        return field in self._by_field

    def of(self, field):
        """The file's own name of a field's column."""
        return self._by_field.get(field, ALIASES[field][0])

    def cell(self, cells, field):
        """The cell of a field; None when the file has no such column."""
        return cells.get(self._by_field.get(field))

    @property
    def are_orders(self):
        """Whether each row is one order, to be added to the others of its seller."""
        return "order" in self


class Reader:
    """Reads the rows of one file."""

    def __init__(self, columns, places, on):
        """`columns` of the file; `places` of the portal; `on`: the day of the import."""
        self._columns, self._places, self._on = columns, places, on

    def row(self, cells):
        """The Row; Refused names the column, the value and what to do."""
        refuse_unknown_values(cells)
        name = self._text(cells, "name")
        number = self._read(cells, "nib", nib)
        if not number and not name:
            raise Refused(self._columns.of("name"), "", _("Isi NIB atau nama penjual; tanpa keduanya tidak dikenal."))
        return Row(
            nib=number, name=name, name_key=name_key(name)[:LONGEST_NAME], regency=self._regency(cells),
            product=self._text(cells, "product"), year=self._year(cells), amount=self._amount(cells),
            orders=self._orders(cells), order=self._order(cells),
        )  # fmt: skip

    def _text(self, cells, field):
        return text_or_empty(self._columns.cell(cells, field))[:LONGEST_NAME]

    def _read(self, cells, field, parse):
        cell = self._columns.cell(cells, field)
        try:
            return parse(cell)
        except Invalid as problem:
            raise Refused(self._columns.of(field), cell, str(problem)) from problem

    def _regency(self, cells):
        written = self._text(cells, "regency")
        if not written:
            return None
        try:
            return self._places.find(code="", regency=written, district="").regency
        except Refused as refused:
            raise Refused(self._columns.of("regency"), written, refused.reason) from refused

    def _year(self, cells):
        column = self._columns.of("year")
        year = read.year(column, self._columns.cell(cells, "year"))
        if year > self._on.year:
            raise Refused(column, str(year), _("Tahun %(year)s belum tiba; periksa angkanya.") % {"year": year})
        return year

    def _amount(self, cells):
        """The first amount the row has: a contract without one was closed at the negotiated price."""
        for column in self._columns.amounts:
            if written := text_or_empty(cells.get(column)):
                return self._money(column, written)
        raise Refused(self._columns.of("amount"), "", _("Kolom ini wajib diisi."))

    def _money(self, column, written):
        """Whole rupiah; what stands behind a decimal point, as the data service writes it, is rounded half up."""
        if WITH_DECIMALS.fullmatch(written):
            return int(Decimal(written).quantize(Decimal(1), ROUND_HALF_UP))
        try:
            return rupiah(written)
        except Invalid as problem:
            raise Refused(column, written, str(problem)) from problem

    def _order(self, cells):
        order = self._text(cells, "order")
        if self._columns.are_orders and not order:
            raise Refused(self._columns.of("order"), "", _("Kolom ini wajib diisi."))
        return order

    def _orders(self, cells):
        if self._columns.are_orders:
            return 1
        written = self._text(cells, "orders")
        if written and not re.fullmatch(r"[0-9]{1,9}", written):
            raise Refused(
                self._columns.of("orders"), written,
                _("%(text)s bukan jumlah transaksi; tulis bilangan bulat, misalnya 12.") % {"text": written},
            )  # fmt: skip
        return int(written) if written else None
