"""Files for clerks to fill in: a template for each kind, and refused rows as a workbook whose cells are all text."""

import csv
import tempfile

from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from umkm.importers.reading import as_csv
from umkm.importers.rows import FORMULA_GUARD

COLUMN_WIDTH = 22
PREPARED_ROWS = 5000
"""Rows of a template that are text before anything is typed; beyond them Excel would round a NIK again."""


def template_csv(kind):
    """The template of a FileKind as CSV: the column names, and the example that the import passes over."""
    return as_csv(kind.columns, [[kind.example.get(name, "") for name in kind.columns]]).encode()


def template_xlsx(kind):
    """The template as an open temporary XLSX: every column is text, the example stands out."""
    return _workbook(_template_sheet(kind))


def rejects_xlsx(lines):
    """Refused rows as an open temporary XLSX; `lines` are those of the CSV, its heading first, taken one by one."""
    return _workbook(_rejects_sheet(lines))


def _template_sheet(kind):
    def write(book, sheet):
        text, title = _formats(book)
        example = book.add_format({"num_format": "@", "bg_color": "#FFF8E3", "italic": True})
        sheet.set_column(0, len(kind.columns) - 1, COLUMN_WIDTH, text)
        sheet.write_row(0, 0, kind.columns, title)
        for at, name in enumerate(kind.columns):
            sheet.write_string(1, at, kind.example.get(name, ""), example)
        for row in range(2, PREPARED_ROWS):
            sheet.set_row(row, None, text)

    return write


def _rejects_sheet(lines):
    def write(book, sheet):
        text, title = _formats(book)
        for at, cells in enumerate(csv.reader(lines)):
            if at == 0:
                sheet.set_column(0, len(cells) - 1, COLUMN_WIDTH, text)
            for column, cell in enumerate(cells):
                # In a text cell nothing runs, so what keeps a CSV from running is taken off again.
                sheet.write_string(at, column, FORMULA_GUARD.sub("", cell), text if at else title)

    return write


def _formats(book):
    text = book.add_format({"num_format": "@"})
    title = book.add_format({"num_format": "@", "bold": True, "bg_color": "#13264A", "font_color": "#FFFFFF"})
    return text, title


def _workbook(write):
    """A temporary file with one sheet, written row by row so that memory stays flat."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the answer that sends it closes it
    with Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet(_("Data"))
        sheet.freeze_panes(1, 0)
        write(book, sheet)
    file.seek(0)
    return file
