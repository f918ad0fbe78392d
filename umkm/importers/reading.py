"""Tables out of files: CSV in Excel's dialects, XLSX, XLS, the ministry's HTML that calls itself .xls, JSON.

The format is told from the content, never from the name.
"""

import csv
import html
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from lxml import etree
from python_calamine import CalamineError, CalamineWorkbook

from umkm.importers.workbook import Broken, TooLarge, open_workbook

SNIFFED = 64 * 1024
SNIFFED_ROWS = 20
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
DELIMITERS = ",;\t|"
EXAMPLE = "CONTOH - HAPUS BARIS INI"
"""Stands in the example row of a template; a row with this cell is passed over when the clerk forgot to delete it."""
Cell = object


class Unreadable(Exception):
    """The file as a whole cannot be read; the text says why and what to do."""


@dataclass
class Table:
    """Column names as in the file, and its rows with the line each stands on.

    A row's cells are keyed by column name; cells beyond the last column stand under None, as in `csv.DictReader`.
    `notes` are sentences about what of the file is read.
    """

    columns: list[str]
    rows: Iterator[tuple[int, dict[str, Cell]]]
    notes: list[str]


def read_table(path, known_columns=()):
    """Open `path` as a table; rows come one by one.

    The header is the first row that holds one of `known_columns` (any case), or the first row that is not empty.
    Raises Unreadable when there is no such file, it is empty, too large, or no table.
    """
    path = Path(path)
    if not path.is_file():
        raise Unreadable(_("Berkas %(name)s tidak ada; periksa namanya.") % {"name": path})
    size = path.stat().st_size
    if size == 0:
        raise Unreadable(_("Berkas %(name)s kosong; simpan ulang dari Excel, lalu coba lagi.") % {"name": path.name})
    if size > settings.IMPORT_LARGEST_MB * 1024 * 1024:
        raise Unreadable(
            _("Berkas %(name)s lebih dari %(limit)s MB; bagi menjadi beberapa berkas.")
            % {"name": path.name, "limit": settings.IMPORT_LARGEST_MB}
        )
    known = {name.casefold() for name in known_columns}
    notes = []
    return _with_header(_lines_of(path, known, notes), known, path.name, notes)


def _lines_of(path, known, notes):
    """Every row as (line number, list of cells), read by what the first bytes say."""
    with path.open("rb") as file:
        start = file.read(SNIFFED)
    text = start.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"PK\x03\x04"):
        return _xlsx(path, known, notes)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        return _xls(path)
    if text[:1] in (b"[", b"{"):
        return _json(path)
    if text[:1] == b"<" and re.search(rb"<(table|html|tr)\b", start, re.IGNORECASE):
        return _html(path)
    if b"\x00" in start and not start.startswith(UTF16_MARKS):
        raise Unreadable(
            _("Berkas %(name)s bukan tabel; kirim CSV, XLSX, atau XLS dari kementerian.") % {"name": path.name}
        )
    return _csv(path, known)


def _csv(path, known):
    """Rows with the line each begins on, quoted line breaks counted."""
    start = 1
    pending = []
    try:
        with path.open(encoding=_encoding(path), newline="") as file:
            delimiter = _delimiter(file.read(SNIFFED), known)
            file.seek(0)
            reader = csv.reader(_until_end(file, pending), delimiter=delimiter)
            for cells in reader:
                pending.clear()
                yield start, cells
                start = reader.line_num + 1
    except (csv.Error, UnicodeError) as problem:
        raise Unreadable(
            _("Berkas %(name)s rusak di sekitar baris %(line)s (%(problem)s); perbaiki di Excel lalu simpan ulang.")
            % {"name": path.name, "line": start, "problem": problem}
        ) from problem


def _until_end(lines, pending):
    """The lines; `pending` holds the number of those not yet in a row, of which none may be left at the end."""
    for number, line in enumerate(lines, start=1):
        pending.append(number)
        yield line
    if pending:
        # A quote that is never closed swallows the rest of the file, and the reader would hand it out as one cell.
        raise csv.Error(_("tanda kutip tidak ditutup"))


def _delimiter(sample, known):
    """The delimiter that finds the most known columns in one row, else the most cells."""

    def found(delimiter):
        rows = islice(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter), SNIFFED_ROWS)
        return max(((sum(clean(cell).casefold() in known for cell in row), len(row)) for row in rows), default=(0, 0))

    return max(DELIMITERS, key=found)


def _encoding(path):
    """UTF-8 with or without its mark, Excel's "Unicode text", or what Excel on Indonesian Windows writes."""
    with path.open("rb") as file:
        if file.read(2) in UTF16_MARKS:
            return "utf-16"
    try:
        with path.open(encoding="utf-8-sig") as file:
            while file.read(1 << 20):
                pass
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _xlsx(path, known, notes):
    """The rows of the sheet that holds the table; `notes` say which, when there are several."""
    try:
        with open_workbook(path) as book:
            sheet = _sheet_of(book, known)
            if others := len(book.sheets) - 1:
                notes.append(_sheet_note(sheet, others))
            yield from book.rows(sheet)
    except TooLarge as problem:
        raise Unreadable(
            _("Berkas %(name)s membesar tidak wajar saat dibuka (%(size)s MB); salin isinya ke buku kerja baru.")
            % {"name": path.name, "size": problem.size // 1024**2}
        ) from problem
    except Broken as problem:
        raise _no_workbook(path, problem) from problem


def _sheet_of(book, known):
    """The first sheet with two of the known columns in one of its first rows, or one if none has two."""

    def found(sheet):
        rows = islice(book.rows(sheet), SNIFFED_ROWS)
        return max((sum(clean(cell).casefold() in known for cell in cells) for _line, cells in rows), default=0)

    counts = {sheet: found(sheet) for sheet in book.sheets}
    wanted = min(2, max(counts.values()))
    return next(sheet for sheet, count in counts.items() if count >= wanted)


def _sheet_note(sheet, others):
    return ngettext(
        "Dibaca dari lembar “%(sheet)s”; %(others)s lembar lain tidak dibaca.",
        "Dibaca dari lembar “%(sheet)s”; %(others)s lembar lain tidak dibaca.",
        others,
    ) % {"sheet": sheet, "others": others}


def _xls(path):
    """A workbook of Excel 97 to 2003, which is small by its nature: at most 65,536 rows of 256 cells."""
    try:
        with CalamineWorkbook.from_path(str(path)) as workbook:
            sheet = workbook.get_sheet_by_index(0)
            # `iter_rows` begins at the sheet's first row even when that is empty, so lines are those people see.
            for line, cells in enumerate(sheet.iter_rows(), start=1):
                yield line, [None if cell == "" else cell for cell in cells]
    except (CalamineError, IndexError) as problem:
        raise _no_workbook(path, problem) from problem


def _no_workbook(path, problem):
    return Unreadable(
        _("Berkas %(name)s tidak dapat dibuka sebagai Excel (%(problem)s); simpan ulang sebagai XLSX.")
        % {"name": path.name, "problem": problem}
    )


def _html(path):
    encoding = _encoding(path).removesuffix("-sig")
    with path.open("rb") as file:
        for _event, row in etree.iterparse(file, events=("end",), tag="tr", html=True, encoding=encoding):
            yield row.sourceline, [_text_of(cell) for cell in row.iterchildren("td", "th")]
            row.clear()


def _text_of(cell):
    return html.unescape("".join(cell.itertext()))


def _json(path):
    try:
        content = json.loads(path.read_text(encoding=_encoding(path)))
    except RecursionError as problem:
        raise Unreadable(_("Berkas %(name)s harus berisi daftar objek JSON.") % {"name": path.name}) from problem
    except json.JSONDecodeError as problem:
        raise Unreadable(
            _("Berkas %(name)s bukan JSON yang utuh: baris %(line)s, %(problem)s.")
            % {"name": path.name, "line": problem.lineno, "problem": problem.msg}
        ) from problem
    records = content if isinstance(content, list) else content.get("data", [content])
    if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
        raise Unreadable(_("Berkas %(name)s harus berisi daftar objek JSON.") % {"name": path.name})
    columns = list(dict.fromkeys(name for record in records for name in record))
    yield 0, columns
    for number, record in enumerate(records, start=1):
        yield number, [record.get(name) for name in columns]


def _with_header(lines, known, name, notes):
    for _line, cells in lines:
        columns = [clean(cell) for cell in cells]
        if not any(columns):
            continue
        if not known or any(column.casefold() in known for column in columns):
            return Table(columns, _records(lines, columns), notes)
    raise Unreadable(
        _("Berkas %(name)s tidak berisi baris judul kolom yang dikenal; pakai berkas contoh sebagai pola.")
        % {"name": name}
    )


def _records(lines, columns):
    for line, cells in lines:
        if not any(cell is not None and str(cell).strip() for cell in cells) or EXAMPLE in cells:
            continue
        record = dict(zip(columns, [*cells, *[None] * (len(columns) - len(cells))], strict=False))
        if any(clean(cell) for cell in cells[len(columns) :]):
            record[None] = cells[len(columns) :]
        yield line, record


def clean(cell):
    """A cell as text the database takes: no line breaks, double or no-break spaces, no NUL; None as an empty text."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        cell = int(cell)
    return " ".join(str(cell).replace("\x00", "").encode("utf-8", "ignore").decode().split())


def csv_safe(cell):
    """A cell as text that a spreadsheet will not run as a formula."""
    text = clean(cell)
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def as_csv(columns, rows):
    """A CSV text (UTF-8 with its mark, so that Excel reads it right)."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([csv_safe(cell) for cell in row] for row in rows)
    return "\ufeff" + out.getvalue()
