"""What a file may hold, for the desk: how each kind is read, what it changes, and how its template looks.

The apps above register theirs when Django starts, since nothing here may import them.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from umkm.importers.businesses import import_businesses
from umkm.importers.reading import EXAMPLE
from umkm.importers.rows import COLUMNS, HEADINGS
from umkm.models import Activity, Business, ImportKind, Product


@dataclass(frozen=True)
class FileKind:
    """One kind of file.

    `read(path, *, rejects_path, run, at, progress, warn, place)` brings a file in and finishes `run`; `headings` are
    the names by which its header row is known; `model` is what its rows become, `shown` the fields that tell one from
    another, `parts` the (model, link) rows that belong to it, `also` further tables that decide what happens; `columns`
    and `example` make the template; `applied` is called in the transaction that changed the register.
    """

    kind: ImportKind
    read: Callable
    headings: frozenset
    model: type
    shown: tuple
    parts: tuple
    columns: tuple
    example: dict
    also: tuple = ()
    takes_place: bool = False
    applied: Callable = lambda: None

    @property
    def watched(self):
        """Every table whose rows decide what the file would change."""
        return (self.model, *(model for model, _link in self.parts), *self.also)


_kinds = {}


def register(kind):
    """Let the desk take in files of one more kind."""
    _kinds[kind.kind] = kind


def kind_of(name):
    """The FileKind of an ImportKind; KeyError when nothing reads it."""
    return _kinds[ImportKind(name)]


def known_kinds():
    """The ImportKinds that the desk takes in, in their order."""
    return [kind for kind in ImportKind if kind in _kinds]


def _read_businesses(path, *, at, **options):
    return import_businesses(path, on=timezone.localdate(at), **options)


register(
    FileKind(
        kind=ImportKind.BUSINESSES,
        read=_read_businesses,
        headings=HEADINGS,
        model=Business,
        shown=("nib", "owner_name", "regency", "district"),
        parts=((Activity, "business"), (Product, "business")),
        columns=COLUMNS,
        example={
            "nib": "9120001234567", "nama_usaha": EXAMPLE, "nama_pemilik": "Sari Wulandari",
            "nik": "1871015508900001", "npwp": "0012345678901000", "telepon": "081234567890",
            "email": "sari@contoh.id", "alamat": "Jl. Kartini 1", "kecamatan": "Kedaton",
            "kabupaten": "Kota Bandar Lampung", "kode_wilayah": "18.71", "kbli": "10794;10750", "versi_kbli": "2020",
            "modal_usaha": "50000000", "omzet_tahunan": "120000000", "tenaga_kerja": "4",
            "produk": "Keripik pisang;Keripik singkong", "tanggal_daftar": "28/11/2024",
        },
        takes_place=True,
    )
)  # fmt: skip
