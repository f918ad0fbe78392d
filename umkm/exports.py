"""Files out of the register: exactly the rows of a filter, in flat memory, masked, safe to open in a spreadsheet.

The file is written to disk before it is handed over, so that the record of the export holds the rows that are in it
and stands before the first byte leaves. Columns bear the names of the import, so a file can come back in.
"""

import csv
import re
import tempfile
from contextlib import closing

import xlsxwriter
from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import OuterRef
from django.db.models.functions import Coalesce
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from tkdnportal.personal import masked_email, masked_number, masked_phone
from umkm.importers.reading import csv_safe
from umkm.models import Activity, Export, FileFormat, Product

CHUNK = 2_000
"""Rows read from the database at a time."""
XLSX_ROWS = 1_048_575
"""A sheet of Excel holds 2^20 rows, the first of which is the heading."""
XLSX_CELL = 32_767
"""And a cell this many characters."""
DIGITS = re.compile(r"^[0-9]{5,}$")


class TooLong(Exception):
    """More rows than the format holds; the text says what to do."""


def _joined(model, field):
    rows = model.objects.filter(business=OuterRef("pk")).order_by("pk").values(field)
    return ArraySubquery(rows)


def _list(values):
    return ";".join(values)


def _distinct(values):
    """The import takes one version for all codes of a row; two say that the codes need a look."""
    return ";".join(dict.fromkeys(values))


def _text(value):
    return "" if value is None else str(value)


def national(phone):
    """`+62812…` → `0812…`: digits alone, which no spreadsheet takes for a formula and the import reads again."""
    return f"0{phone[3:]}" if phone else ""


def _or_empty(mask):
    return lambda value: mask(value) if value else ""


COLUMNS = {
    "nib": ("nib", _text),
    "nama_usaha": ("name", _text),
    "nama_pemilik": ("owner_name", _text),
    "npwp": ("npwp", _or_empty(masked_number)),
    "telepon": ("phone", _or_empty(masked_phone)),
    "email": ("email", _or_empty(masked_email)),
    "alamat": ("address", _text),
    "kecamatan": ("district__name", _text),
    "kabupaten": ("regency__name", _text),
    "kode_wilayah": ("place", _text),
    "kbli": ("codes", _list),
    "versi_kbli": ("versions", _distinct),
    "modal_usaha": ("capital", _text),
    "omzet_tahunan": ("annual_sales", _text),
    "tenaga_kerja": ("workers", _text),
    "produk": ("product_names", _list),
    "tanggal_daftar": ("registered_on", _text),
    "sumber": ("source", _text),
}
"""Column → where it comes from and how it is written; NIK is not among them, and never will be."""
USUAL = [name for name in COLUMNS if name not in ("npwp", "modal_usaha", "omzet_tahunan")]
"""Chosen unless the clerk says otherwise: money of a sole owner is specific personal data (UU 27/2022 Ps 4(2))."""
UNMASKED = {"telepon": national, "email": _text}
"""How contacts are written where a reason was given."""
AMOUNTS = {"modal_usaha", "omzet_tahunan", "tenaga_kerja"}


def records(businesses, columns, *, with_contacts):
    """Rows of text for `columns`, read in pieces with a cursor of the database; memory does not grow with them."""
    writers = {**{name: COLUMNS[name][1] for name in columns}, **(UNMASKED if with_contacts else {})}
    chosen = [writers[name] for name in columns]
    rows = (
        businesses.annotate(
            place=Coalesce("district_id", "regency_id"),
            codes=_joined(Activity, "kbli_code"),
            versions=_joined(Activity, "kbli_version"),
            product_names=_joined(Product, "name"),
        )
        .order_by("pk")
        .values_list(*(COLUMNS[name][0] for name in columns))
    )
    for row in rows.iterator(chunk_size=CHUNK):
        yield [write(value) for write, value in zip(chosen, row, strict=True)]


@transaction.atomic
def export(*, businesses, by, at, request):
    """The file of `request` (an `ExportForm`'s answers with its `query`), and its record in the log.

    Returns an open file that vanishes when closed. Raises TooLong; then nothing is recorded.
    """
    columns, with_contacts = request["columns"], request["with_contacts"]
    write = write_xlsx if request["format"] == FileFormat.XLSX else write_csv
    if write is write_xlsx and businesses.count() > XLSX_ROWS:
        raise TooLong(_("Excel hanya memuat 1.048.575 baris. Persempit saringannya, atau pilih CSV."))
    with closing(records(businesses, columns, with_contacts=with_contacts)) as rows:
        file, count = write(columns, rows, watermark(by, at))
    Export.objects.create(by=by, rows=count, **request)
    return file


def watermark(by, at):
    """Who took the file out and when, in words."""
    return _("Diekspor oleh %(person)s pada %(at)s. Memuat data pribadi: jangan disebarkan.") % {
        "person": by,
        "at": date_format(localtime(at), "j M Y H:i"),
    }


def write_csv(columns, rows, mark):
    """Text with the mark of UTF-8, so that Excel reads it right; the last line is the watermark."""
    raw = tempfile.TemporaryFile()  # noqa: SIM115 - whoever gets it closes it
    file = open(raw.fileno(), "w", encoding="utf-8-sig", newline="", closefd=False)  # noqa: SIM115 - handed over
    writer, count = csv.writer(file), 0
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_csv_cell(name, cell) for name, cell in zip(columns, row, strict=True)])
        count += 1
    writer.writerow([mark])
    file.flush()
    raw.seek(0)
    return raw, count


def _csv_cell(name, cell):
    """Numbers nobody adds up begin with a tab: Excel then keeps every digit, and the import drops the tab again.

    Before digits alone a tab cannot begin a formula; any other text goes through `csv_safe`.
    """
    if name not in AMOUNTS and DIGITS.match(cell):
        return f"\t{cell}"
    return csv_safe(cell)


def write_xlsx(columns, rows, mark):
    """One sheet of text cells, amounts as numbers; who and when stand in the file's properties and on each print."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - as above
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": "Register IKM", "comments": mark, "author": mark})
    sheet, as_text = book.add_worksheet("Register"), book.add_format({"num_format": "@"})
    sheet.set_footer(f"&L{mark.replace('&', '&&')}&R&P")
    sheet.set_column(0, len(columns) - 1, 18)
    sheet.write_row(0, 0, columns, book.add_format({"bold": True}))
    count = 0
    for count, row in enumerate(rows, start=1):
        _write_row(sheet, count, columns, row, as_text)
    book.close()
    file.seek(0)
    return file, count


def _write_row(sheet, line, columns, row, as_text):
    for position, (name, cell) in enumerate(zip(columns, row, strict=True)):
        if cell and name in AMOUNTS:
            sheet.write_number(line, position, int(cell))
        elif cell:
            sheet.write_string(line, position, cell[:XLSX_CELL], as_text)
