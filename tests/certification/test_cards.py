"""Stickers and cards for print: for the owner and staff, and only while the certificate is valid."""

import re
import zlib
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from certification.cards import COLUMNS, PRINTS, ROWS, plain, printed, shortened
from tests.conftest import TODAY
from tests.factories import CertificateFactory, CertificateItemFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate(usaha):
    made = CertificateFactory(business=usaha, number="17/TKDN/2026")
    CertificateItemFactory(
        certificate=made, product_name="Keripik pisang", bmp="10.00", bmp_valid_until=date(2030, 5, 1)
    )
    CertificateItemFactory(certificate=made, product_name="Sambal 辣")
    return made


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_a: TODAY)


def texts_of(pdf):
    """Everything the pages write, as it stands in their streams."""
    found = []
    for part in pdf.split(b"stream\n")[1:]:
        try:
            found.append(zlib.decompress(part.split(b"\nendstream")[0]).decode("latin-1"))
        except zlib.error:
            continue
    return " ".join(re.findall(r"\((.*?)\) Tj", "".join(found)))


def printed_at(usaha, certificate, what):
    return reverse("certification:print", args=[usaha.pk, certificate.pk, what])


def test_a_sheet_of_stickers_gives_the_products_turns(certificate):
    texts = texts_of(printed("stiker", certificate, on=TODAY))

    assert (texts.count("Keripik pisang"), texts.count("Sambal ?")) == (11, 10)
    assert texts.count("Berlaku sampai 15 Jan 2031") == COLUMNS * ROWS
    assert texts.count("Alamat resmi hanya 127.0.0.1:8000") == COLUMNS * ROWS


@pytest.mark.parametrize("what", ["kartu", "kartu-a4"])
def test_a_card_shows_both_end_dates_and_what_the_page_says(certificate, what):
    texts = texts_of(printed(what, certificate, on=TODAY))

    assert "17/TKDN/2026" in texts
    assert "1 Mei 2030" in texts
    assert "15 Jan" in texts
    assert "Bukan Tanda TKDN dari SIINas" in texts


@pytest.mark.parametrize("what", PRINTS)
def test_owner_and_staff_print_it_and_strangers_find_nothing(
    client, usaha, certificate, pemilik, petugas, orang_lain, what
):
    url = printed_at(usaha, certificate, what)
    for person in (pemilik, petugas):
        client.force_login(person)
        answer = client.get(url)
        assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    client.force_login(orang_lain)

    assert client.get(url).status_code == 404


def test_a_certificate_that_is_not_valid_is_not_printed(client, usaha, certificate, pemilik):
    certificate.revoked_on = TODAY
    certificate.save()
    client.force_login(pemilik)

    page = client.get(printed_at(usaha, certificate, "stiker"), follow=True)

    assert "tidak berlaku hari ini, jadi stiker dan kartunya tidak dicetak" in page.text


def test_another_business_certificate_is_not_printed_under_this_one(client, usaha, certificate, pemilik):
    client.force_login(pemilik)

    assert client.get(printed_at(usaha, CertificateFactory(), "kartu")).status_code == 404


def test_staff_print_from_the_desk_also_without_a_business(client, petugas, certificate):
    waiting = CertificateFactory(business=None)
    client.force_login(petugas)

    answer = client.get(reverse("admin:certificate_print", args=[waiting.pk, "kartu"]))

    assert answer.content[:5] == b"%PDF-"


def test_texts_fit_the_fonts_and_their_place():
    assert plain("“Kopi” – 辣") == '"Kopi" - ?'
    assert (shortened("abcdefgh", 6), shortened("abc", 6)) == ("abc...", "abc")
