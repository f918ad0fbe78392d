"""One row of a list of businesses: from cells as they came to values the database takes, or a refusal by name."""

import re
from dataclasses import dataclass
from functools import partial

from django.utils.translation import gettext as _

from tkdnportal.crypto import encrypt, keyed_hash
from umkm import identifiers
from umkm.categories import Category
from umkm.identifiers import Invalid, identity_key
from umkm.importers import values
from umkm.importers.reading import Unreadable, clean
from umkm.importers.run import Refused, refuse_unknown_values
from umkm.words import terms

COLUMNS = (
    "nib", "nama_usaha", "nama_pemilik", "nik", "npwp", "telepon", "email", "alamat", "kecamatan", "kabupaten",
    "kode_wilayah", "kbli", "versi_kbli", "modal_usaha", "omzet_tahunan", "tenaga_kerja", "produk", "tanggal_daftar",
)  # fmt: skip
HEADINGS = frozenset(COLUMNS) | {column.replace("_", " ") for column in COLUMNS}
PLACE_COLUMNS = frozenset({"kecamatan", "kabupaten", "kode_wilayah"})
SECRET_COLUMNS = frozenset({"nik", "npwp"})
"""What names a person; an NPWP may be a NIK (PMK 112/2022). The database never keeps these cells of a refused row."""
MANUFACTURING_GOODS = range(10, 33)
"""KBLI divisions whose products are goods; 33 is repair, a service (domain: Permenperin 35/2025 Lampiran III)."""
LONGEST_TERM = 60
FORMULA_GUARD = re.compile(r"^'(?=[=+\-@])")
"""What `csv_safe` puts before a cell; a mended rejects file is read as if it were not there."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row that may go in, field for field what `merge.INCOMING` holds; None is "the file does not say"."""

    line: int
    nib: str | None
    name: str
    owner_name: str | None
    nik_encrypted: str | None
    nik_hash: str | None
    npwp: str | None
    phone: str | None
    email: str | None
    address: str | None
    regency_id: str
    district_id: str | None
    capital: int | None
    annual_sales: int | None
    workers: int | None
    registered_on: object
    identity_key: str
    activities: list
    products: list


def column_names(columns):
    """Which column of the file holds which of ours, for those that do. Raises Unreadable for one named twice."""
    found = {}
    for column in columns:
        name = column.casefold().replace(" ", "_").replace("-", "_")
        if name not in COLUMNS:
            continue
        if name in found:
            raise Unreadable(_("Kolom %(name)s ada dua kali; hapus salah satunya.") % {"name": name})
        found[name] = column
    if "nama_usaha" not in found:
        raise Unreadable(_("Kolom nama_usaha tidak ada; beri judul itu pada kolom berisi nama usaha."))
    return found


class RowReader:
    """Reads the rows of one file: knows its columns, the places, the category rules and the day of the import."""

    def __init__(self, *, names, places, default_place, rules, on):
        """`names` as `column_names` gives; `default_place` where rows name none; `on` the day of the import."""
        self._names, self._places, self._default, self._rules = names, places, default_place, rules
        self._readers = {
            "nib": identifiers.nib, "nama_usaha": values.short_text(200), "nama_pemilik": values.short_text(150),
            "nik": identifiers.nik, "npwp": identifiers.npwp, "telepon": identifiers.phone, "email": values.email,
            "alamat": values.short_text(300), "kbli": values.kbli_codes, "versi_kbli": values.kbli_version,
            "modal_usaha": values.rupiah, "omzet_tahunan": values.rupiah, "tenaga_kerja": values.people,
            "produk": values.products, "tanggal_daftar": partial(values.day, on=on),
        }  # fmt: skip

    def read(self, line, cells):
        """The Row of these cells. Raises Refused for the first column that is wrong."""
        _refuse_broken(cells)
        refuse_unknown_values(cells)
        told = {name: self._value(name, cells.get(self._names.get(name))) for name in self._readers}
        if not told["nama_usaha"]:
            raise Refused("nama_usaha", "", _("Nama usaha kosong; isi nama yang tertulis di izin atau papan usaha."))
        place = self._place(cells)
        nik, npwp = _person(told["nik"], told["npwp"])
        return self._row(line, told, place, nik, npwp)

    def _value(self, name, cell):
        if isinstance(cell, str):
            cell = FORMULA_GUARD.sub("", cell)
            if cell.strip().casefold() in values.EMPTY_WORDS:
                cell = None
        try:
            return self._readers[name](cell)
        except Invalid as problem:
            raise Refused(name, cell, str(problem)) from problem

    def _place(self, cells):
        code, regency, district = (
            values.text_or_empty(cells.get(self._names.get(name)))
            for name in ("kode_wilayah", "kabupaten", "kecamatan")
        )
        place = self._places.find(code=code, regency=regency, district=district, default=self._default)
        if place is None:
            raise Refused("kabupaten", "", _("Tempat usaha kosong; isi kabupaten, kecamatan, atau kode wilayah."))
        return place

    def _row(self, line, told, place, nik, npwp):
        activities = [[told["versi_kbli"], code] for code in told["kbli"]]
        key = identity_key(
            name=told["nama_usaha"], regency=place.regency, district=place.district, owner=told["nama_pemilik"],
            phone=told["telepon"], address=told["alamat"],
        )  # fmt: skip
        return Row(
            line=line, nib=told["nib"] or None, name=told["nama_usaha"], owner_name=told["nama_pemilik"] or None,
            nik_encrypted=encrypt(nik) if nik else None, nik_hash=keyed_hash(nik) if nik else None, npwp=npwp or None,
            phone=told["telepon"] or None, email=told["email"] or None, address=told["alamat"] or None,
            regency_id=place.regency, district_id=place.district, capital=told["modal_usaha"],
            annual_sales=told["omzet_tahunan"], workers=told["tenaga_kerja"], registered_on=told["tanggal_daftar"],
            identity_key=key, activities=activities,
            products=[product(name, activities, self._rules) for name in told["produk"]],
        )  # fmt: skip


def _refuse_broken(cells):
    if cells.get(None):
        reason = _(
            "Baris ini punya lebih banyak sel daripada judulnya; apit sel yang berisi pemisah dengan tanda kutip."
        )
        raise Refused("", " | ".join(map(clean, cells[None])), reason)
    for column, cell in cells.items():
        if isinstance(cell, str) and "\x00" in cell:
            raise Refused(column, cell, _("Sel ini berisi karakter rusak; ketik ulang isinya."))


def _person(nik, npwp):
    """NIK and NPWP to keep: an NPWP that is a NIK is kept as the NIK, encrypted, never in plain text."""
    if not identifiers.is_nik(npwp):
        return nik, npwp
    if nik and nik != npwp:
        reason = _("NPWP itu NIK orang lain dari NIK di baris ini; isi NPWP pemilik atau kosongkan.")
        raise Refused("npwp", npwp, reason)
    return npwp, ""


def product(name, activities, rules):
    """A product as the database keeps it; its KBLI is the business's only manufacturing one, if there is just one."""
    version, code = manufacturing_kbli(activities) or ("", "")
    return {
        "name": name,
        "kbli_version": version,
        "kbli_code": code,
        "categories": product_categories(name, activities, rules),
        "terms": [term[:LONGEST_TERM] for term in terms(name)],
    }


def manufacturing_kbli(activities):
    """The only (version, code) that makes goods, else None: with two, nobody knows which one a product belongs to."""
    found = [(version, code) for version, code in activities if int(code[:2]) in MANUFACTURING_GOODS]
    return found[0] if len(found) == 1 else None


def product_categories(_name, activities, rules):
    """Budget categories of a product, the primary one first; OTHER while its KBLI does not decide."""
    kbli = manufacturing_kbli(activities)
    return [str(category) for category in rules.of(*kbli)] if kbli else [Category.OTHER.value]
