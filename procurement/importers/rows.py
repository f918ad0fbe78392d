"""Rows of RUP files: which column is which, and what one row says of its package."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from procurement.classify import account_codes_in
from procurement.importers import cells as read
from procurement.models import AgencyLevel
from umkm.importers.reading import Unreadable
from umkm.importers.run import Refused, refuse_unknown_values

ALIASES = {
    "rup_code": ("kd_rup", "kd_rup_paket", "kode_rup"),
    "name": ("nama_paket",),
    "ceiling": ("pagu",),
    "year": ("tahun_anggaran",),
    "klpd_code": ("kd_klpd",),
    "klpd_name": ("nama_klpd",),
    "klpd_kind": ("jenis_klpd",),
    "agency_code": ("kd_satker_str", "kd_satker"),
    "agency_name": ("nama_satker",),
    "description": ("uraian_pekerjaan", "urarian_pekerjaan"),
    "specification": ("spesifikasi_pekerjaan",),
    "volume": ("volume_pekerjaan",),
    "method": ("metode_pengadaan", "mtd_pemilihan"),
    "procurement_type": ("jenis_pengadaan", "kategori_pengadaan"),
    "account_codes": ("mak", "kode_mak", "kode_rekening"),
    "funding_source": ("sumber_dana",),
    "contract_from": ("tgl_awal_kontrak", "tgl_awal_pelaksanaan_kontrak"),
    "contract_until": ("tgl_akhir_kontrak", "tgl_akhir_pelaksanaan_kontrak"),
    "delivery_until": ("tgl_akhir_pemanfaatan",),
    "is_domestic": ("status_pdn",),
    "is_for_small_business": ("status_ukm",),
    "announced": ("status_umumkan_rup",),
    "active": ("status_aktif_rup",),
    "deleted": ("status_delete_rup",),
    "self_managed": ("tipe_swakelola",),
}
"""Field → the column names it goes by (domain 4.4), the preferred first; `urarian` is the service's own spelling."""

NEEDED = ("name", "ceiling", "year", "klpd_code", "agency_code", "agency_name")
LONGEST_NAME = 500
LIMITS = {"method": 60, "procurement_type": 120, "funding_source": 60}
LEVELS = {"provinsi": AgencyLevel.PROVINCE, "kab": AgencyLevel.REGENCY, "kota": AgencyLevel.REGENCY}


@dataclass
class Row:
    """One accepted row: `values` has only the fields whose columns the file has; `agency` is None in budget rows."""

    rup_code: str
    values: dict
    agency: dict | None = None
    self_managed: bool = False
    accounts: list = field(default_factory=list)


class Columns:
    """Where each field stands in one file; files of other things say so in `aliases` and `needed`."""

    aliases = ALIASES

    def __init__(self, names):
        """Raises Unreadable when a needed column is missing."""
        self._by_field = {}
        known = {name.casefold(): name for name in names}
        for name, aliases in self.aliases.items():
            found = next((known[alias] for alias in aliases if alias in known), None)
            if found is not None:
                self._by_field[name] = found
        self._refuse_what_is_missing()

    def _refuse_what_is_missing(self):
        missing = [self.aliases[name][0] for name in self.needed if name not in self]
        if missing:
            raise Unreadable(
                _("Kolom %(names)s tidak ada; unduh ulang berkasnya lengkap dengan kolom itu.")
                % {"names": ", ".join(missing)}
            )

    @property
    def needed(self):
        """The fields without which the file says nothing: those of a package, or of budget rows."""
        return ("rup_code", "account_codes") if self.are_budget_rows else ("rup_code", *NEEDED)

    @property
    def are_budget_rows(self):
        """Whether the file only adds account codes to packages that are already known."""
        return "account_codes" in self and "name" not in self

    def __contains__(self, name):
        return name in self._by_field

    def of(self, name):
        """The file's own name of a field's column."""
        return self._by_field.get(name, self.aliases[name][0])

    def cell(self, cells, name):
        """The cell of a field; None when the file has no such column."""
        return cells.get(self._by_field.get(name))


def parse(columns, cells):
    """The Row of one line of a file; Refused names the column, the value and what to do."""
    refuse_unknown_values(cells)
    code = read.rup_code(columns.of("rup_code"), columns.cell(cells, "rup_code"))
    accounts = account_codes_in(read.text(columns.cell(cells, "account_codes")))
    if columns.are_budget_rows:
        return Row(code, _texts(columns, cells, ("funding_source",)), accounts=accounts)
    values = {
        "name": _name(columns, cells),
        "ceiling": read.rupiah(columns.of("ceiling"), columns.cell(cells, "ceiling")),
        "year": read.year(columns.of("year"), columns.cell(cells, "year")),
        **_texts(
            columns, cells, ("description", "specification", "volume", "method", "procurement_type", "funding_source")
        ),
        **_dates(columns, cells),
        **_marks(columns, cells),
    }
    self_managed = bool(read.text(columns.cell(cells, "self_managed")))
    return Row(code, values, agency_of(columns, cells), self_managed, accounts)


def _name(columns, cells):
    name = _required(columns, cells, "name")
    if len(name) > LONGEST_NAME:
        raise Refused(columns.of("name"), name, _("Nama paket lebih dari 500 huruf; pendekkan di SiRUP."))
    return name


def _required(columns, cells, name):
    value = read.text(columns.cell(cells, name))
    if not value:
        raise Refused(columns.of(name), "", _("Kolom ini wajib diisi."))
    return value


def _texts(columns, cells, names):
    """Texts of the columns the file has, descriptive ones cut to the width of their column."""
    return {name: read.text(columns.cell(cells, name))[: LIMITS.get(name)] for name in names if name in columns}


def _dates(columns, cells):
    """Dates of the contract and of use; Refused when one ends before the contract starts."""
    names = ("contract_from", "contract_until", "delivery_until")
    dates = {name: read.day(columns.of(name), columns.cell(cells, name)) for name in names if name in columns}
    start = dates.get("contract_from")
    for name in ("contract_until", "delivery_until"):
        end = dates.get(name)
        if start and end and end < start:
            raise Refused(
                columns.of(name),
                end.isoformat(),
                _("Tanggal ini mendahului awal kontrak %(start)s; periksa keduanya.") % {"start": start.isoformat()},
            )
    return dates


def _marks(columns, cells):
    marks = {}
    if "is_domestic" in columns:
        marks["is_domestic"] = read.marked(columns.cell(cells, "is_domestic"), "PDN")
    if "is_for_small_business" in columns:
        marks["is_for_small_business"] = read.marked(columns.cell(cells, "is_for_small_business"), "UKM")
    if "announced" in columns:
        marks["is_announced"] = bool(read.marked(columns.cell(cells, "announced"), "Terumumkan"))
    if "active" in columns or "deleted" in columns:
        active = "active" not in columns or read.yes(columns.cell(cells, "active"))
        marks["is_active"] = active and not read.yes(columns.cell(cells, "deleted"))
    return marks


def agency_of(columns, cells):
    """The fields of the row's agency; its level is told by the kind of K/L/PD, else by its name, else left empty."""
    klpd_name = read.text(columns.cell(cells, "klpd_name"))
    kind = (read.text(columns.cell(cells, "klpd_kind")) or klpd_name).casefold()
    level = next((level.value for start, level in LEVELS.items() if kind.startswith(start)), kind and "CENTRAL")
    agency = {
        "klpd_code": _required(columns, cells, "klpd_code"),
        "code": _required(columns, cells, "agency_code"),
        "name": _required(columns, cells, "agency_name")[:200],
        "klpd_name": klpd_name[:120],
        "level": level,
    }
    for name, field_name, limit in (("klpd_code", "klpd_code", 10), ("code", "agency_code", 30)):
        if len(agency[name]) > limit:
            raise Refused(columns.of(field_name), agency[name], _("Kode terlalu panjang; periksa kolomnya."))
    return agency
