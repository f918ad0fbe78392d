"""Numbers that name people and businesses. These tests also notice when `lokal-id` changes its mind."""

import pytest

from umkm import identifiers
from umkm.identifiers import Invalid, identity_key


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("9120001234567", "9120001234567"),
        (" 9120 0012 34567 ", "9120001234567"),
        (9120001234567.0, "9120001234567"),
        ("0220001234567", "0220001234567"),
        (None, ""),
        ("", ""),
    ],
    ids=["text", "spaces", "an Excel number", "a leading zero", "no cell", "empty"],
)
def test_a_nib_is_read(cell, number):
    assert identifiers.nib(cell) == number


@pytest.mark.parametrize("cell", ["9.12E+12", "9,12E+12", "9.12e+12", "9E12"])
def test_a_nib_whose_digits_excel_removed_is_refused_by_name(cell):
    with pytest.raises(Invalid) as refused:
        identifiers.nib(cell)

    assert str(refused.value) == (
        f"NIB tertulis {cell}: Excel menghapus angkanya; ubah kolom menjadi Teks lalu isi ulang."
    )


@pytest.mark.parametrize("cell", [9120000000000.0, 9.12e15, 9120001234567.5])
def test_a_number_that_lost_digits_is_no_nib(cell):
    with pytest.raises(Invalid, match="Excel menghapus angkanya"):
        identifiers.nib(cell)


@pytest.mark.parametrize("cell", ["912000123456", "91200012345678", "91200012345AB", "８１２０００１２３４５６７"])
def test_a_nib_of_another_shape_is_refused(cell):
    with pytest.raises(Invalid, match="bukan 13 angka; salin lagi dari OSS"):
        identifiers.nib(cell)


@pytest.mark.parametrize(
    "cell",
    ["1871011508900001", "1871015508900001", "18.7101.150890.0001", "3372012902000001"],
    ids=["a man", "a woman", "dots", "29 February 2000, first registered in another province"],
)
def test_a_nik_is_read(cell):
    assert identifiers.nik(cell) == cell.replace(".", "")


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("187101150890001", "bukan 16 angka"),
        ("18710115089000012", "bukan 16 angka"),
        ("187101150890000A", "bukan 16 angka"),
        ("1871013213900001", "Tanggal lahir"),
        ("1871013102900001", "Tanggal lahir"),
        ("1871017208900001", "Tanggal lahir"),
        ("1871010008900001", "Tanggal lahir"),
        ("1871013608900001", "Tanggal lahir"),
        ("1871011508900000", "0000"),
        ("0071011508900001", "bukan kode wilayah"),
        ("1800011508900001", "bukan kode wilayah"),
        (1871011508900001.0, "Excel menghapus digit terakhirnya"),
        (1871011508900001, "Excel menghapus digit terakhirnya"),
        ("1.87101E+15", "Excel menghapus angkanya"),
        ("1,87101E+15", "Excel menghapus angkanya"),
    ],
)
def test_a_number_that_cannot_be_a_nik_is_refused_without_naming_it(cell, reason):
    with pytest.raises(Invalid, match=reason) as refused:
        identifiers.nik(cell)

    assert str(cell) not in str(refused.value)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("01.234.567.8-901.234", "0012345678901234"),
        ("012345678901234", "0012345678901234"),
        ("0012345678901234", "0012345678901234"),
        ("1871011508900001", "1871011508900001"),
        ("", ""),
    ],
    ids=["the old form", "15 digits", "16 digits", "a NIK", "empty"],
)
def test_an_npwp_becomes_16_digits(cell, number):
    assert identifiers.npwp(cell) == number


@pytest.mark.parametrize("cell", ["12345678901234", "01234567890123456", "1871013213900001", "abc"])
def test_an_npwp_of_another_shape_is_refused(cell):
    with pytest.raises(Invalid, match="bukan 15 atau 16 angka"):
        identifiers.npwp(cell)


def test_an_npwp_whose_digits_excel_removed_is_refused():
    with pytest.raises(Invalid, match=r"NPWP tertulis 1\.23457E\+13: Excel menghapus angkanya"):
        identifiers.npwp("1.23457E+13")


def test_an_npwp_of_16_digits_is_a_nik_unless_it_begins_with_zero():
    assert identifiers.is_nik("1871011508900001")
    assert not identifiers.is_nik("0012345678901234")
    assert not identifiers.is_nik("")


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("0812-3456-7890", "+6281234567890"),
        ("+62 812 3456 7890", "+6281234567890"),
        ("6281234567890", "+6281234567890"),
        (81234567890.0, "+6281234567890"),
        ("(0721) 486-123", "+62721486123"),
        ("", ""),
    ],
    ids=["with dashes", "international", "without plus", "an Excel number", "a landline", "empty"],
)
def test_a_telephone_number_becomes_international(cell, number):
    assert identifiers.phone(cell) == number


@pytest.mark.parametrize("cell", ["12345", "0812", "08123456789012345", "0812-3456-7890 / 0813-3456-7890", "rumah"])
def test_what_is_no_single_telephone_number_is_refused(cell):
    with pytest.raises(Invalid, match="bukan satu nomor Indonesia"):
        identifiers.phone(cell)


def test_a_telephone_number_whose_digits_excel_removed_is_refused():
    with pytest.raises(Invalid, match="Excel menghapus angkanya"):
        identifiers.phone("8.12346E+11")


def test_case_and_spaces_do_not_make_another_business():
    one = identity_key(name="Keripik  Sari", regency="18.71", owner="SARI", address="Jl. Kartini 1")
    other = identity_key(name=" keripik sari ", regency="18.71", owner="Sari", address="jl. kartini  1")

    assert one == other


@pytest.mark.parametrize("field", ["name", "regency", "district", "owner", "phone", "address"])
def test_each_part_makes_another_business(field):
    parts = {"name": "a", "regency": "b", "district": "c", "owner": "d", "phone": "e", "address": "f"}

    assert identity_key(**parts) != identity_key(**parts | {field: "z"})


def test_a_part_does_not_run_into_the_next():
    assert identity_key(name="a", regency="b", owner="cd") != identity_key(name="a", regency="b", owner="c", phone="d")
