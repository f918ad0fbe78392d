"""Files as they come: every dialect read, every broken one refused with what to do."""

import gc
import json
import zipfile

import pytest

from umkm.importers.reading import Unreadable, as_csv, clean, csv_safe, read_table

KNOWN = ("nama_usaha", "nama usaha", "alamat")


@pytest.fixture
def written(tmp_path):
    """Writes bytes or text to a file and gives its path."""

    def write(content, name="usaha.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def rows_of(path, known=KNOWN):
    return list(read_table(path, known).rows)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(written, delimiter):
    path = written(f"nama_usaha{delimiter}alamat\nSari{delimiter}Metro\n")

    assert rows_of(path) == [(2, {"nama_usaha": "Sari", "alamat": "Metro"})]


def test_the_delimiter_is_found_in_spite_of_a_title_and_commas_in_the_cells(written):
    path = written("Daftar, usaha, kecil, 2026\n\nnama_usaha;alamat\nSari, Rasa, Enak;Jl. A, B, C\n")

    assert rows_of(path) == [(4, {"nama_usaha": "Sari, Rasa, Enak", "alamat": "Jl. A, B, C"})]


def test_one_column_needs_no_delimiter(written):
    assert rows_of(written("nama_usaha\nSari; Rasa\n")) == [(2, {"nama_usaha": "Sari; Rasa"})]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_encoding_is_found(written, encoding):
    path = written("nama_usaha;alamat\nCafé “Sari”;Metro\n".encode(encoding))

    assert rows_of(path) == [(2, {"nama_usaha": "Café “Sari”", "alamat": "Metro"})]


def test_lines_are_counted_through_quoted_line_breaks(written):
    path = written('nama_usaha,alamat\r\nSari,"Jl. A\r\nRT 1"\r\n\r\nJoko,Metro\r\n')

    assert [line for line, _cells in rows_of(path)] == [2, 5]


def test_a_missing_cell_is_empty_and_a_surplus_one_stands_under_none(written):
    path = written("nama_usaha,alamat\nSari\nJoko,Metro,surplus,\nTini,Metro,,\n")

    assert rows_of(path) == [
        (2, {"nama_usaha": "Sari", "alamat": None}),
        (3, {"nama_usaha": "Joko", "alamat": "Metro", None: ["surplus", ""]}),
        (4, {"nama_usaha": "Tini", "alamat": "Metro"}),
    ]


def test_a_quote_that_is_never_closed_is_refused_with_its_line(written):
    path = written('nama_usaha,alamat\nSari,Metro\nJoko,"Metro\nTini,Metro\n')

    with pytest.raises(Unreadable, match=r"rusak di sekitar baris 3 \(tanda kutip tidak ditutup"):
        rows_of(path)


def test_a_cell_too_long_to_be_one_is_refused(written):
    path = written("nama_usaha,alamat\nSari," + "a" * 200_000 + "\n")

    with pytest.raises(Unreadable, match="rusak di sekitar baris 2"):
        rows_of(path)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(Unreadable, match="tidak ada; periksa namanya"):
        read_table(tmp_path / "tiada.csv")


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(Unreadable, match="tidak ada; periksa namanya"):
        read_table(tmp_path)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "kosong"),
        (b"\n\n;;\n", "tidak berisi baris judul"),
        (b"satu,dua\n1,2\n", "tidak berisi baris judul"),
        (b"\x00\x01\x02nama_usaha", "bukan tabel"),
        (b"%PDF-1.7 bukan tabel", "tidak berisi baris judul"),
        (b"PK\x03\x04 rusak", "tidak dapat dibuka sebagai Excel"),
        (b"\xd0\xcf\x11\xe0 rusak", "tidak dapat dibuka sebagai Excel"),
        (b"\xff\xfen", "tidak berisi baris judul|rusak"),
        (b'[{"nama_usaha": ', "bukan JSON yang utuh"),
        (b"[1, 2]", "daftar objek JSON"),
        (b'{"data": null}', "daftar objek JSON"),
        (b"[" * 100_000, "daftar objek JSON"),
        (b"[]", "tidak berisi baris judul"),
    ],
)
def test_what_is_no_table_is_refused(written, content, reason):
    with pytest.raises(Unreadable, match=reason):
        rows_of(written(content))


def test_a_file_of_more_than_200_mb_is_refused(tmp_path):
    path = tmp_path / "besar.csv"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024 + 1)

    with pytest.raises(Unreadable, match="lebih dari 200 MB; bagi menjadi beberapa berkas"):
        read_table(path)


def test_a_header_alone_is_a_table_without_rows(written):
    table = read_table(written("nama_usaha,alamat\n"), KNOWN)

    assert table.columns == ["nama_usaha", "alamat"]
    assert list(table.rows) == []


def test_a_web_page_that_calls_itself_xls_is_read(written):
    page = (
        "<html><table><tr><th>Nama Usaha</th><th>Alamat</th></tr><tr><td>Sari &amp; Co</td><td>Metro</td></tr></table>"
    )

    rows = rows_of(written(page, "daftar.xls"))

    assert [cells for _line, cells in rows] == [{"Nama Usaha": "Sari & Co", "Alamat": "Metro"}]


def test_a_web_page_of_an_older_encoding_is_read(written):
    page = "<table><tr><th>nama_usaha</th></tr><tr><td>Café</td></tr></table>".encode("cp1252")

    assert [cells for _line, cells in rows_of(written(page, "daftar.xls"))] == [{"nama_usaha": "Café"}]


def test_a_workbook_is_read_with_the_lines_people_see(workbook):
    path = workbook([[], ["Daftar usaha"], ["nama_usaha", "alamat"], ["Sari", "Metro"], [], [None, None], ["Joko", 12]])

    assert rows_of(path) == [
        (4, {"nama_usaha": "Sari", "alamat": "Metro"}),
        (7, {"nama_usaha": "Joko", "alamat": 12.0}),
    ]


def test_a_workbook_that_would_fill_the_memory_is_refused_before_it_is_unpacked(tmp_path):
    path = tmp_path / "bom.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 30_000_000)

    with pytest.raises(Unreadable, match=r"membesar tidak wajar saat dibuka \(28 MB"):
        read_table(path, KNOWN)


def test_json_is_read_as_a_list_or_under_data(written):
    records = [{"nama_usaha": "Sari"}, {"alamat": "Metro"}]
    expected = [(1, {"nama_usaha": "Sari", "alamat": None}), (2, {"nama_usaha": None, "alamat": "Metro"})]

    assert rows_of(written(json.dumps(records), "a.json")) == expected
    assert rows_of(written(json.dumps({"data": records}), "b.json")) == expected


def test_a_table_that_is_not_read_to_its_end_leaves_no_file_open(written):
    table = read_table(written("nama_usaha\n" + "Sari\n" * 10_000), KNOWN)
    next(table.rows)

    del table
    gc.collect()  # an open file would raise a ResourceWarning here, and warnings are errors


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        ("  Sari \n\u00a0 Rasa ", "Sari Rasa"),
        (9120001234567.0, "9120001234567"),
        (1.5, "1.5"),
        (1e15, "1000000000000000.0"),
        ("a\x00b", "ab"),
        ("a\ud800b", "ab"),
    ],
)
def test_a_cell_becomes_text(cell, text):
    assert clean(cell) == text


@pytest.mark.parametrize("cell", ["=1+1", "+62812", "-1", "@SUM(A1)"])
def test_no_cell_runs_as_a_formula(cell):
    assert csv_safe(cell) == f"'{cell}"


def test_a_csv_text_begins_with_the_mark_excel_looks_for():
    assert as_csv(["nama"], [["=1"], ["Sari"]]) == "\ufeffnama\r\n'=1\r\nSari\r\n"
