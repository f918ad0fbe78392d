"""Names made comparable."""

import pytest

from umkm.naming import address_key, name_key, owner_key


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("UD. Kripik Ibu Sari", "keripik bu sari"),
        ("U.D. KERIPIK BU SARI", "keripik bu sari"),
        ("Toko Kue Melati", "kue melati"),
        ("Usaha Dagang Toko Melati", "melati"),
        ("PT Melati Jaya Tbk", "melati jaya"),
        ("Melati, CV", "melati"),
        ("Tokoh Melati", "tokoh melati"),
        ("Toko", "toko"),
        ("Café Déjà", "cafe deja"),
        ("", ""),
    ],
)
def test_a_name_keeps_what_tells_businesses_apart(name, key):
    assert name_key(name) == key


@pytest.mark.parametrize(
    ("name", "key"),
    [("Hj. Siti Aminah, S.Pd", "siti aminah"), ("Bapak H. Budi", "budi"), ("Ibunda", "ibunda"), ("", "")],
)
def test_an_owner_is_named_without_titles(name, key):
    assert owner_key(name) == key


def test_an_address_keeps_street_and_number():
    assert address_key("Jl. Kartini No. 05, RT 001/RW 02") == address_key("jalan Kartini nomor 5 RT 1 RW 2")
    assert address_key("Jl. Kartini No. 05") == "kartini 5"
