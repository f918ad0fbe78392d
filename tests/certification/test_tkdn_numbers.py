"""Numbers as Indonesians write them."""

from decimal import Decimal

import pytest

from certification.tkdn_pages import numbers
from umkm.identifiers import Invalid


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0,3", "0.3"), ("0.3", "0.3"), ("1.500", "1500"), ("1.500,25", "1500.25"), ("1500", "1500"),
        ("1.500.000", "1500000"), ("Rp 70.000", "70000"), (" 2 ", "2"), ("0.300", "0.300"), ("12.5", "12.5"),
    ],
)  # fmt: skip
def test_a_number_is_read(text, number):
    assert numbers.decimal_of(text) == Decimal(number)


@pytest.mark.parametrize("text", ["-1", "satu", "1,2,3", "1.50.000", "", "1e5", "NaN", "½", "1.500.00"])
def test_what_is_no_number_is_not_guessed(text):
    assert numbers.decimal_of(text) is None


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("0", "Jumlah 0 berarti bahan ini tidak dipakai. Isi jumlah untuk satu barang, misalnya 0,3."),
        ("-2", "“-2” bukan jumlah. Tulis angka, misalnya 0,3 atau 1.500."),
        ("1234567890", "“1234567890” terlalu besar untuk satu barang. Periksa angkanya."),
        ("9" * 19, f"“{'9' * 19}” terlalu besar untuk satu barang. Periksa angkanya."),
        ("0,0000001", "“0,0000001” terlalu rinci. Tulis paling banyak 6 angka di belakang koma."),
    ],
)
def test_a_wrong_quantity_says_which_and_what_instead(text, sentence):
    with pytest.raises(Invalid) as refusal:
        numbers.quantity(text)

    assert str(refusal.value) == sentence


@pytest.mark.parametrize("text", ["101", "-1", "lima"])
def test_a_certified_value_is_a_percentage(text):
    with pytest.raises(Invalid, match="bukan nilai TKDN"):
        numbers.percentage(text)


@pytest.mark.parametrize(("number", "text"), [("0.300000", "0,3"), ("1500.00", "1500"), ("100", "100"), ("0.5", "0,5")])
def test_a_number_is_shown_as_it_is_typed_and_reads_back(number, text):
    assert numbers.written(Decimal(number)) == text
    assert numbers.decimal_of(text) == Decimal(number)
