"""Single cells of the ministry's list as clerks and spreadsheets write them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from certification.importers import values
from umkm.importers.run import Refused


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (" realme ", "realme"),
        ("-", ""),
        ("–", ""),
        (None, ""),
        ("Rangka besi, \nsandaran  busa", "Rangka besi, sandaran busa"),
        ("Pipa &amp; Fitting", "Pipa & Fitting"),
        ("NR：n1/3", "NR：n1/3"),
        ("BΩSS", "BΩSS"),
        ("ko\u200bpi\x00", "kopi"),
        (5.0, "5"),
    ],
)
def test_text_is_readable_and_a_dash_is_nothing(cell, expected):
    assert values.text(cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("37.01", "37.01"),
        ("37,01", "37.01"),
        ("48.68%", "48.68"),
        (" 48,7 % ", "48.70"),
        (37.01, "37.01"),
        (37.010000000000005, "37.01"),
        (100, "100.00"),
        ("0", "0.00"),
        ("0,5", "0.50"),
    ],
)
def test_a_tkdn_value_is_read_as_it_is_written(cell, expected):
    assert str(values.tkdn("Nilai", cell)) == expected


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("999.99", "999,99 di daftar kementerian berarti nilainya belum ada;"),
        (999.99, "999,99 di daftar kementerian berarti nilainya belum ada;"),
        ("100,01", "Nilai 100.01 di luar 0 sampai 100;"),
        ("-1", "Nilai -1 di luar 0 sampai 100;"),
        ("", "Nilai TKDN kosong;"),
        ("-", "Nilai TKDN kosong;"),
        ("empat puluh", "“empat puluh” bukan angka persen;"),
        ("1.234,5", "“1.234,5” bukan angka persen;"),
        ("37.015", "Nilai 37.015 punya lebih dari dua angka di belakang koma;"),
        (0.4868, "Sel Excel ini berisi 0.4868, mungkin berformat persen;"),
        (float("nan"), "“nan” bukan angka persen;"),
        ("１２٣", "“１２٣” bukan angka persen;"),
    ],
)
def test_a_tkdn_value_that_is_none_is_refused_with_what_to_do(cell, reason):
    with pytest.raises(Refused) as refused:
        values.tkdn("Nilai TKDN (%)", cell)

    assert refused.value.column == "Nilai TKDN (%)"
    assert refused.value.reason.startswith(reason)


def test_a_bmp_value_may_be_missing_and_is_at_most_15():
    assert values.bmp("BMP", "-") is None
    assert values.bmp("BMP", "15") == Decimal("15.00")
    with pytest.raises(Refused, match="di luar 0 sampai 15"):
        values.bmp("BMP", "15,01")


@pytest.mark.parametrize(
    "cell",
    [
        "2031-01-08",
        "2031-01-08 00:00:00",
        "08/01/2031",
        "8-1-2031",
        "08.01.2031",
        "8 Januari 2031",
        "08 Jan 2031",
        "8  JANUARI\n2031",
        date(2031, 1, 8),
        datetime(2031, 1, 8, 12, 0, tzinfo=UTC),
        47856,
        47856.0,
        "47856",
    ],
)
def test_a_day_is_read_however_it_is_written(cell):
    assert values.day("Tanggal", cell) == date(2031, 1, 8)


@pytest.mark.parametrize(
    ("name", "month"),
    [("Mei", 5), ("Juni", 6), ("Juli", 7), ("Agustus", 8), ("Agt", 8), ("Oktober", 10), ("Nopember", 11), ("Des", 12)],
)
def test_months_have_their_indonesian_names(name, month):
    assert values.day("Tanggal", f"1 {name} 2031") == date(2031, month, 1)


@pytest.mark.parametrize("cell", ["31/02/2031", "01/13/2031", "8 Bulan 2031", "8/1/31", "segera", "0", "99999"])
def test_what_is_no_day_is_refused(cell):
    with pytest.raises(Refused, match=f"“{cell}” bukan tanggal"):
        values.day("Tanggal", cell)


def test_a_missing_day_is_none_unless_it_is_required():
    assert values.day("Tanggal", "-") is None
    with pytest.raises(Refused, match="Kolom Tanggal kosong"):
        values.required_day("Tanggal", "")


@pytest.mark.parametrize(
    ("reader", "cell", "expected"),
    [
        (values.hs_code, 84185091.0, "84185091"),
        (values.hs_code, "8418.50.91", "84185091"),
        (values.hs_code, "-", ""),
        (values.kbli_code, 28193, "28193"),
        (values.nib, 9120012345678.0, "9120012345678"),
        (values.nib, "9120012345678", "9120012345678"),
        (values.nib, "", ""),
        (values.kbli_version, None, "2020"),
        (values.kbli_version, "KBLI 2025", "2025"),
        (values.kbli_version, 2025.0, "2025"),
        (values.number_of_certificate, " 3822/SJ-IND.8/ E-TKDN/6/2024 ", "3822/SJ-IND.8/E-TKDN/6/2024"),
        (values.number_of_certificate, "-", None),
    ],
)
def test_codes_are_digits_without_decoration(reader, cell, expected):
    assert reader("Kolom", cell) == expected


@pytest.mark.parametrize(
    ("reader", "cell", "reason"),
    [
        (values.hs_code, 8418509, "Kode HS “8418509” bukan 8 angka. Nol di depan mungkin hilang di Excel"),
        (values.hs_code, "8418509A", "Kode HS “8418509A” bukan 8 angka"),
        (values.kbli_code, 1411, "Kode KBLI “1411” bukan 5 angka. Nol di depan mungkin hilang di Excel"),
        (values.kbli_code, "", "Kode KBLI “” bukan 5 angka"),
        (values.nib, "9.12E+12", "NIB “9.12E+12” bukan 13 angka; di Excel, ubah kolomnya menjadi teks"),
        (values.nib, "٩١٢٠٠١٢٣٤٥٦٧٨", "NIB “٩١٢٠٠١٢٣٤٥٦٧٨” bukan 13 angka"),
        (values.kbli_version, "2015", "Versi KBLI “2015” tidak dikenal"),
    ],
)
def test_a_code_with_lost_digits_is_refused_never_guessed(reader, cell, reason):
    with pytest.raises(Refused) as refused:
        reader("Kolom", cell)

    assert refused.value.reason.startswith(reason)


def test_a_text_too_long_is_refused_not_cut():
    assert values.short_text("Merk", "x" * 200, 200) == "x" * 200
    with pytest.raises(Refused, match="Isi kolom ini 201 huruf, paling banyak 200"):
        values.short_text("Merk", "x" * 201, 200)
