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
from pathlib import Path

from django.utils.translation import gettext as _
from lxml import etree
from python_calamine import CalamineError, CalamineWorkbook

LARGEST_FILE = 200 * 1024 * 1024
SNIFFED = 64 * 1024
DELIMITERS = ",;\t|"
Cell = object


class Unreadable(Exception):
    """The file as a whole cannot be read; the text says why and what to do."""


@dataclass
class Table:
    """Column names as in the file, and its rows with the line each stands on."""

    columns: list[str]
    rows: Iterator[tuple[int, dict[str, Cell]]]


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
    if size > LARGEST_FILE:
        raise Unreadable(_("Berkas %(name)s lebih dari 200 MB; bagi menjadi beberapa berkas.") % {"name": path.name})
    return _with_header(_lines_of(path), {name.casefold() for name in known_columns}, path.name)


def _lines_of(path):
    """Every row as (line number, list of cells), read by what the first bytes say."""
    with path.open("rb") as file:
        start = file.read(SNIFFED)
    text = start.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return _excel(path)
    if text[:1] in (b"[", b"{"):
        return _json(path)
    if re.search(rb"<(table|html|tr)\b", start, re.IGNORECASE):
        return _html(path)
    if b"\x00" in start:
        raise Unreadable(
            _("Berkas %(name)s bukan tabel; kirim CSV, XLSX, atau XLS dari kementerian.") % {"name": path.name}
        )
    return _csv(path)


def _csv(path):
    encoding = _encoding(path)
    with path.open(encoding=encoding, newline="") as file:
        first = file.readline()
        file.seek(0)
        delimiter = max(DELIMITERS, key=first.count)
        reader = csv.reader(file, delimiter=delimiter)
        start = 1
        try:
            for cells in reader:
                yield start, cells
                start = reader.line_num + 1
        except csv.Error as problem:
            raise Unreadable(
                _("Berkas %(name)s rusak di sekitar baris %(line)s (%(problem)s).")
                % {"name": path.name, "line": start, "problem": problem}
            ) from problem


def _encoding(path):
    """UTF-8 with or without its mark, or what Excel on Indonesian Windows writes."""
    try:
        with path.open(encoding="utf-8-sig") as file:
            while file.read(1 << 20):
                pass
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _excel(path):
    try:
        workbook = CalamineWorkbook.from_path(str(path))
        sheet = workbook.get_sheet_by_index(0)
        # `iter_rows` begins at the first used row, so the line a person sees in Excel needs that offset.
        offset = (sheet.start or (0, 0))[0] + 1
        for index, cells in enumerate(sheet.iter_rows()):
            yield index + offset, [None if cell == "" else cell for cell in cells]
    except (CalamineError, IndexError) as problem:
        raise Unreadable(
            _("Berkas %(name)s tidak dapat dibuka sebagai Excel (%(problem)s); simpan ulang sebagai XLSX.")
            % {"name": path.name, "problem": problem}
        ) from problem


def _html(path):
    document = etree.iterparse(
        str(path), events=("end",), tag="tr", html=True, encoding=_encoding(path).removesuffix("-sig")
    )
    for _event, row in document:
        cells = [_text_of(cell) for cell in row.iterchildren("td", "th")]
        yield row.sourceline, cells
        row.clear()


def _text_of(cell):
    return html.unescape("".join(cell.itertext()))


def _json(path):
    try:
        content = json.loads(path.read_text(encoding=_encoding(path)))
    except json.JSONDecodeError as problem:
        raise Unreadable(
            _("Berkas %(name)s bukan JSON yang utuh: baris %(line)s, %(problem)s.")
            % {"name": path.name, "line": problem.lineno, "problem": problem.msg}
        ) from problem
    records = content if isinstance(content, list) else content.get("data", [content])
    if not all(isinstance(record, dict) for record in records):
        raise Unreadable(_("Berkas %(name)s harus berisi daftar objek JSON.") % {"name": path.name})
    columns = list(dict.fromkeys(name for record in records for name in record))
    yield 0, columns
    for number, record in enumerate(records, start=1):
        yield number, [record.get(name) for name in columns]


def _with_header(lines, known, name):
    for _line, cells in lines:
        columns = [clean(cell) for cell in cells]
        if not any(columns):
            continue
        if not known or any(column.casefold() in known for column in columns):
            return Table(columns, _records(lines, columns))
    raise Unreadable(
        _("Berkas %(name)s tidak berisi baris judul kolom yang dikenal; pakai berkas contoh sebagai pola.")
        % {"name": name}
    )


def _records(lines, columns):
    for line, cells in lines:
        if any(cell is not None and str(cell).strip() for cell in cells):
            yield line, dict(zip(columns, [*cells, *[None] * (len(columns) - len(cells))], strict=False))


def clean(cell):
    """A cell as text: no line breaks, no double or no-break spaces, None as an empty text."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        cell = int(cell)
    return " ".join(str(cell).replace("\u00a0", " ").split())


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
