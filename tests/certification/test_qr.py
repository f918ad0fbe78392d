"""The QR code of a certificate leads to its page on the real site."""

from datetime import date
from io import BytesIO
from xml.etree import ElementTree

import pytest
import segno
from django.urls import reverse

from certification.qr import public_address
from tests.factories import CertificateFactory

pytestmark = pytest.mark.django_db


def test_the_code_holds_the_address_on_the_real_site(client, settings):
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://tkdn.lampungprov.go.id", ["*"]
    made = CertificateFactory()
    expected = BytesIO()
    segno.make(f"https://tkdn.lampungprov.go.id/s/{made.token}/", error="m", micro=False).save(
        expected, kind="svg", border=4, light="#fff", omitsize=True, svgclass=None, lineclass=None
    )

    response = client.get(f"/s/{made.token}/qr.svg", headers={"host": "tiruan.example"}, secure=True)

    assert public_address(made) == f"https://tkdn.lampungprov.go.id/s/{made.token}/"
    assert response.content == expected.getvalue()


def test_the_picture_is_an_svg_without_styles_that_may_be_kept(client):
    response = client.get(f"/s/{CertificateFactory().token}/qr.svg")

    root = ElementTree.fromstring(response.content)  # noqa: S314 - our own file
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert {name for element in root.iter() for name in element.attrib} == {"viewBox", "fill", "stroke", "d"}
    assert response["Content-Type"] == "image/svg+xml"
    assert response["Cache-Control"] == "public, max-age=86400"
    assert response.cookies == {}


def test_there_is_no_code_for_a_token_nobody_has(client):
    assert client.get("/s/abcdefghijk/qr.svg").status_code == 404


def test_staff_find_the_page_and_the_code_on_the_form(client, petugas):
    made = CertificateFactory()
    client.force_login(petugas)

    page = client.get(reverse("admin:certification_certificate_change", args=[made.pk])).content.decode()

    assert f'<a href="/s/{made.token}/">Yang dibaca pembeli</a>' in page
    assert f'<a href="/s/{made.token}/qr.svg">Kode QR (SVG)</a>' in page


def test_a_certificate_that_is_not_saved_yet_has_no_page(client, petugas):
    client.force_login(petugas)

    page = client.get(reverse("admin:certification_certificate_add")).content.decode()

    assert "Kode QR (SVG)" not in page


@pytest.mark.parametrize(("revoked", "codes"), [(None, 1), (date(2026, 11, 24), 0)])
def test_only_a_valid_certificate_gives_its_owner_a_code_to_stick_on_goods(client, pemilik, usaha, revoked, codes):
    made = CertificateFactory(business=usaha, valid_until=date(2099, 1, 1), revoked_on=revoked)
    client.force_login(pemilik)

    page = client.get(usaha.get_absolute_url()).content.decode()

    assert page.count(f'src="/s/{made.token}/qr.svg"') == codes
    assert page.count(f'href="/s/{made.token}/"') == 1
