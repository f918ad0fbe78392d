"""Workbooks as they come: several sheets, dates, formulas, and those made to do harm."""

# ruff: noqa: DTZ001 - a cell has no time zone

import re
import zipfile
from datetime import datetime

import pytest
from xlsxwriter import Workbook

from umkm.importers import workbook as reader
from umkm.importers.reading import Unreadable, read_table
from umkm.importers.workbook import CellError

KNOWN = ("nama_usaha", "alamat", "nib")


@pytest.fixture
def book(tmp_path):
    """Writes sheets by name, texts apart from their cells as Excel does, and gives the path."""

    def write(**sheets):
        path = tmp_path / "usaha.xlsx"
        with Workbook(path, {"default_date_format": "dd/mm/yyyy hh:mm"}) as made:
            for name, rows in sheets.items():
                sheet = made.add_worksheet(name)
                for at, row in enumerate(rows):
                    sheet.write_row(at, 0, row)
        return path

    return write


def repacked(path, part, change):
    """The workbook with the text of one part changed."""
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    parts[part] = change(parts[part].decode()).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return path


SHEET = "xl/worksheets/sheet1.xml"


def test_texts_numbers_dates_and_gaps_come_as_they_are(book):
    path = book(Usaha=[["nama_usaha", "alamat", "nib"], ["Sari", None, 912], [None, True, datetime(2024, 11, 28, 7)]])

    table = read_table(path, KNOWN)

    assert (table.columns, table.notes) == (["nama_usaha", "alamat", "nib"], [])
    assert list(table.rows) == [
        (2, {"nama_usaha": "Sari", "alamat": None, "nib": 912.0}),
        (3, {"nama_usaha": None, "alamat": True, "nib": datetime(2024, 11, 28, 7)}),
    ]


@pytest.mark.parametrize(
    ("serial", "moment"),
    [
        (1, datetime(1900, 1, 1)),
        (59, datetime(1900, 2, 28)),
        (61, datetime(1900, 3, 1)),
        (45624, datetime(2024, 11, 28)),
    ],
)
def test_a_number_with_a_date_format_is_that_day_though_excel_knows_a_day_too_many(book, serial, moment):
    path = book(Usaha=[["nib"], [datetime(2024, 1, 1)]])
    repacked(path, SHEET, lambda xml: xml.replace("<v>45292</v>", f"<v>{serial}</v>"))

    assert [cells["nib"] for _line, cells in read_table(path, KNOWN).rows] == [moment]


def test_the_first_sheet_with_the_columns_is_read_and_named(book):
    path = book(
        Petunjuk=[["Isi lembar Data"], ["nama_usaha", "nama di izin"]],
        Data=[["nama_usaha", "alamat"], ["Sari", "Metro"]],
        Lama=[["nama_usaha", "alamat"], ["Joko", "Kalianda"]],
    )

    table = read_table(path, KNOWN)

    assert [cells["nama_usaha"] for _line, cells in table.rows] == ["Sari"]
    assert table.notes == ["Dibaca dari lembar “Data”; 2 lembar lain tidak dibaca."]


def test_a_hidden_sheet_is_not_read(book):
    path = book(Lama=[["nama_usaha", "alamat"], ["Joko", "X"]], Data=[["nama_usaha", "alamat"], ["Sari", "Y"]])
    repacked(path, "xl/workbook.xml", lambda xml: xml.replace('name="Lama"', 'name="Lama" state="hidden"'))

    assert [cells["nama_usaha"] for _line, cells in read_table(path, KNOWN).rows] == ["Sari"]


def test_a_formula_that_was_never_worked_out_is_no_value(book):
    path = book(Usaha=[["nama_usaha", "nib"], ["=A1", 1]])
    repacked(path, SHEET, lambda xml: xml.replace("<f>A1</f><v>0</v>", "<f>A1</f>"))

    (_line, cells), *_rest = read_table(path, KNOWN).rows

    assert (type(cells["nama_usaha"]), str(cells["nama_usaha"])) == (CellError, "=A1")


def test_a_formula_that_excel_worked_out_is_its_value_and_an_error_is_none(book):
    path = book(Usaha=[["nama_usaha", "nib"], ["=A1", "=1/0"]])
    repacked(path, SHEET, lambda xml: xml.replace(
        '<c r="A2"><f>A1</f><v>0</v></c>', '<c r="A2" t="str"><f>A1</f><v>Sari</v></c>').replace(
        '<c r="B2"><f>1/0</f><v>0</v></c>', '<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c>'))  # fmt: skip

    (_line, cells), *_rest = read_table(path, KNOWN).rows

    assert (cells["nama_usaha"], type(cells["nib"]), cells["nib"]) == ("Sari", CellError, "#DIV/0!")


@pytest.mark.usefixtures("lampung")
def test_a_row_with_a_cell_that_has_no_value_is_refused_by_name(book, imported, refusals):
    path = book(Usaha=[["nama_usaha", "alamat", "kabupaten"], ["Sari", "=B1", "Metro"], ["Joko", "X", "Metro"]])
    repacked(path, SHEET, lambda xml: xml.replace("<f>B1</f><v>0</v>", "<f>B1</f>"))

    assert imported(path) == (1, 0, 0, 1)
    reason = "Sel ini berisi rumus tanpa hasil atau galat Excel: =B1. Ketik nilainya, lalu impor lagi."
    assert refusals() == [(2, "alamat", reason)]


def test_a_cell_at_the_far_end_of_the_sheet_costs_nothing(book):
    path = book(Usaha=[["nama_usaha"], ["Sari"]])
    repacked(path, SHEET, lambda xml: xml.replace(
        "</sheetData>", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'))  # fmt: skip

    lines = [(line, cells["nama_usaha"]) for line, cells in read_table(path, KNOWN).rows]

    assert lines == [(2, "Sari"), (1048576, None)]


def test_a_cell_beyond_what_excel_can_hold_is_refused(book):
    path = book(Usaha=[["nama_usaha"], ["Sari"]])
    repacked(path, SHEET, lambda xml: xml.replace('r="A2"', 'r="ZZZZZ2"'))

    with pytest.raises(Unreadable, match="tidak dapat dibuka sebagai Excel"):
        list(read_table(path, KNOWN).rows)


def test_a_part_that_unpacks_to_more_than_it_says_is_refused(book):
    path = book(Usaha=[["nama_usaha"], *[["Sari"]] * 500])
    with zipfile.ZipFile(path) as packed:
        size = packed.getinfo(SHEET).file_size
    lie = path.read_bytes().replace(size.to_bytes(4, "little"), (300).to_bytes(4, "little"))
    path.write_bytes(lie)

    with pytest.raises(Unreadable, match="tidak dapat dibuka sebagai Excel"):
        list(read_table(path, KNOWN).rows)


def test_entities_that_grow_are_not_followed(book):
    path = book(Usaha=[["nama_usaha"], ["Sari"]])
    grows = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    repacked(path, "xl/sharedStrings.xml", lambda xml: re.sub("<sst", f"{grows}<sst", xml).replace("Sari", "&b;"))

    assert list(read_table(path, KNOWN).rows) == []


def test_a_workbook_inside_a_zip_is_refused(book, tmp_path):
    inner = book(Usaha=[["nama_usaha"], ["Sari"]])
    outer = tmp_path / "luar.xlsx"
    with zipfile.ZipFile(outer, "w") as packed:
        packed.write(inner, "usaha.xlsx")

    with pytest.raises(Unreadable, match="tidak dapat dibuka sebagai Excel"):
        read_table(outer, KNOWN)


def test_a_list_of_parts_without_end_is_refused_before_it_is_read(book, monkeypatch):
    path = book(Usaha=[["nama_usaha"], ["Sari"]])
    monkeypatch.setattr(reader, "LARGEST_DIRECTORY", 100)

    with pytest.raises(Unreadable, match="membesar tidak wajar saat dibuka"):
        read_table(path, KNOWN)
