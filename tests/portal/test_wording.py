"""Words the portal does not use are found, also inside longer texts, and good texts are left alone."""

import pytest

from tkdnportal.management.commands.messages import gather
from tkdnportal.wording import complaints


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Data berhasil disimpan.", ["say what is so now, not “berhasil”"]),
        ("Gagal.", ["say what is wrong and what to do, not only “gagal”"]),
        ("Impor gagal!", ["say what is wrong and what to do, not only “gagal”"]),
        ("Apakah kamu pemilik usaha?", ["address the reader as “Anda”, not “kamu”"]),
        ("Isi nama anda.", ["address the reader as “Anda”, not “anda”"]),
        ("Upload foto produk.", ["write “kirim”, not “upload”"]),
        ("Lupa Password?", ["write “kata sandi”, not “password”"]),
    ],
)
def test_a_bad_text_is_told_what_is_wrong(text, found):
    assert complaints(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Tidak berhasil? Datang ke kantor Dinas.",
        "Kode dikirim ke %(email)s.",
        "Nilai di kolom {file} kosong.",
        "Anda masuk sebagai Sari.",
        "Impor yang gagal harus punya sebab.",
        "Formulir dan informasi.",
    ],
)
def test_a_good_text_is_left_alone(text):
    assert complaints(text) == []


def test_every_text_of_the_portal_is_worded_well():
    texts = [text for message in gather() if message.id for text in _texts(message.id)]

    assert {text: complaints(text) for text in texts if complaints(text)} == {}


def _texts(text):
    return [text] if isinstance(text, str) else text
