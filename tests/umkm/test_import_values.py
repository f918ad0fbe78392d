"""Amounts, days and lists as clerks write them."""

from datetime import date, datetime

import pytest

from umkm.identifiers import Invalid
from umkm.importers import values

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("1500000", 1_500_000),
        ("1.500.000", 1_500_000),
        ("Rp 1.500.000", 1_500_000),
        ("rp1.500.000,-", 1_500_000),
        ("IDR 1.500.000", 1_500_000),
        ("1.500.000,00", 1_500_000),
        ("1,500,000.00", 1_500_000),
        ("1500000.0", 1_500_000),
        (1500000.0, 1_500_000),
        (0, 0),
        ("1.500", 1_500),
        (None, None),
        ("-", None),
    ],
)
def test_an_amount_is_whole_rupiah(cell, amount):
    assert values.rupiah(cell) == amount


@pytest.mark.parametrize("cell", ["-5", -5.0, "1500000,50", 1500000.5, "1,5 juta", "1.5", "1.5E+09", "1,500", "seribu"])
def test_what_is_no_whole_amount_is_refused(cell):
    with pytest.raises(Invalid, match="bukan nilai rupiah bulat"):
        values.rupiah(cell)


def test_an_amount_no_small_business_has_is_refused():
    with pytest.raises(Invalid, match="terlalu besar"):
        values.rupiah("1000000000000001")


@pytest.mark.parametrize(("cell", "number"), [("4", 4), (4.0, 4), ("4 orang", 4), ("0", 0), ("", None), ("-", None)])
def test_a_number_of_workers_is_read(cell, number):
    assert values.people(cell) == number


@pytest.mark.parametrize("cell", ["-1", "2.5", 2.5, "banyak", "99999999", "1000001"])
def test_what_is_no_number_of_workers_is_refused(cell):
    with pytest.raises(Invalid, match="bukan jumlah orang"):
        values.people(cell)


@pytest.mark.parametrize(
    "cell",
    ["2024-11-28", "28/11/2024", "28-11-2024", "2024-11-28 00:00:00", date(2024, 11, 28), datetime(2024, 11, 28, 7, 0)],  # noqa: DTZ001
)
def test_a_day_is_read(cell):
    assert values.day(cell, TODAY) == date(2024, 11, 28)


def test_no_day_is_no_day():
    assert values.day("", TODAY) is None


@pytest.mark.parametrize(("cell", "accepted"), [("1949-12-31", False), ("1950-01-01", True)])
def test_the_first_day_taken_is_the_first_of_1950(cell, accepted):
    assert _accepted(cell) is accepted


@pytest.mark.parametrize(("cell", "accepted"), [("2026-11-24", True), ("2026-11-25", False)])
def test_the_last_day_taken_is_the_day_of_the_import(cell, accepted):
    assert _accepted(cell) is accepted


def _accepted(cell):
    try:
        values.day(cell, TODAY)
    except Invalid:
        return False
    return True


@pytest.mark.parametrize("cell", ["31/02/2024", "kemarin", "45624", "11/28/2024"])
def test_what_is_no_day_is_refused(cell):
    with pytest.raises(Invalid, match="bukan tanggal"):
        values.day(cell, TODAY)


def test_an_email_is_kept_in_small_letters():
    assert values.email(" Sari@Contoh.ID ") == "sari@contoh.id"
    assert values.email("-") == ""


def test_what_is_no_email_is_refused():
    with pytest.raises(Invalid, match="sari@ bukan alamat e-mail"):
        values.email("sari@")


def test_a_list_has_each_part_once_whatever_its_case():
    assert values.listed(" Keripik  pisang;KERIPIK PISANG; ;Kopi bubuk;") == ["Keripik pisang", "Kopi bubuk"]


def test_kbli_codes_come_as_text_or_as_an_excel_number():
    assert values.kbli_codes("10794; 10750") == ["10794", "10750"]
    assert values.kbli_codes(10794.0) == ["10794"]


@pytest.mark.parametrize("cell", ["1079", "10794,10750", "1111.0", "C10794"])
def test_what_is_no_kbli_code_is_refused(cell):
    with pytest.raises(Invalid, match="bukan lima angka"):
        values.kbli_codes(cell)


@pytest.mark.parametrize(("cell", "version"), [("", "2020"), (2025.0, "2025"), ("KBLI 2025", "2025"), ("2020", "2020")])
def test_the_version_of_kbli_is_2020_unless_said(cell, version):
    assert values.kbli_version(cell) == version


def test_an_older_version_of_kbli_is_refused():
    with pytest.raises(Invalid, match="2015 tidak dikenal"):
        values.kbli_version("2015")


def test_a_text_longer_than_its_column_is_refused_with_both_lengths():
    with pytest.raises(Invalid, match="Isinya 11 huruf, paling banyak 10"):
        values.short_text(10)("a" * 11)
