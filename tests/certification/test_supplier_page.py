"""The public page of a business: name, kabupaten/kota, products and certificates, never more."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import CertificateFactory, CertificateItemFactory, ProductFactory
from tests.umkm.files import picture, upload
from umkm.documents import keep
from umkm.models import Consent, DocumentKind
from umkm.owner.consent_texts import VERSION

AT = datetime(2026, 11, 24, 3, tzinfo=UTC)
FOREVER = date(2099, 1, 1)


@pytest.fixture
def rahasia(usaha):
    """`usaha` with everything that must not leak."""
    facts = {
        "owner_name": "Sari Rahasia",
        "phone": "+62812345678",
        "email": "sari@example.id",
        "address": "Gang Sempit 7",
    }
    for name, value in facts.items():
        setattr(usaha, name, value)
    usaha.capital = 77_000_001
    usaha.save()
    return usaha


@pytest.fixture
def produk(rahasia):
    return ProductFactory(business=rahasia, name="Keripik rumahan", price=23_500, unit="bungkus")


@pytest.fixture
def foto(produk):
    kind = DocumentKind.PRODUCT_PHOTO
    return keep(upload=upload(picture(), "foto.jpg"), kind=kind, business=produk.business, by=None, product=produk)


def consent(business, by, purpose="PUBLIC_PROFILE"):
    Consent.objects.give(business=business, purpose=purpose, text_version=VERSION, by=by, at=AT)


def withdraw(business, purpose="PUBLIC_PROFILE"):
    Consent.objects.withdraw(business=business, purpose=purpose, at=AT)


def certify(business, **facts):
    certificate = CertificateFactory(business=business, **{"valid_until": FOREVER} | facts)
    CertificateItemFactory(certificate=certificate, product_name="Keripik pisang", tkdn=Decimal("55.20"))
    return certificate


def page(business):
    return reverse("certification:supplier", args=[business.pk])


def status_of(client, address, **more):
    response = client.get(address, **more)
    b"".join(response)
    return response.status_code


def photo_of(document, key=None):
    return reverse("certification:photo", args=[document.pk, key or document.sha256[:32]])


SECRETS = ("Sari Rahasia", "812345678", "sari@example.id", "Gang Sempit", "77.000.001")


def leaks(text, business):
    return [secret for secret in (*SECRETS, business.nib) if secret in text]


def test_a_certified_business_has_a_page_without_asking(client, rahasia, produk):
    certificate = certify(rahasia)

    text = client.get(page(rahasia)).content.decode()

    for said in ("Keripik Sari Rasa", "Kota Bandar Lampung", "Keripik pisang", "55,20", certificate.number):
        assert said in text
    assert leaks(text, rahasia) == []


def test_without_consent_only_certified_goods_are_shown(client, rahasia, produk, foto):
    certify(rahasia)

    text = client.get(page(rahasia)).content.decode()

    assert [said for said in ("Keripik rumahan", "23.500", photo_of(foto)) if said in text] == []
    assert client.get(photo_of(foto)).status_code == 404


@pytest.mark.parametrize(
    "facts",
    [{"valid_until": date(2026, 1, 1), "issued_on": date(2025, 1, 1)}, {"revoked_on": date(2026, 2, 1)}],
    ids=["expired", "revoked"],
)
def test_a_business_without_a_valid_certificate_or_consent_is_not_found(client, rahasia, facts):
    certify(rahasia, **facts)

    response = client.get(page(rahasia))

    assert response.status_code == 404
    assert rahasia.name not in response.content.decode()


def test_consent_opens_the_page_with_products_prices_and_photos(client, rahasia, produk, foto, pemilik):
    consent(rahasia, pemilik)

    text = client.get(page(rahasia)).content.decode()

    for said in ("Keripik rumahan", "23.500", photo_of(foto), "Belum ada sertifikat TKDN yang berlaku."):
        assert said in text
    assert leaks(text, rahasia) == []


def test_a_withdrawn_consent_counts_at_once(client, rahasia, foto, pemilik):
    consent(rahasia, pemilik)
    before = [status_of(client, page(rahasia)), status_of(client, photo_of(foto))]

    withdraw(rahasia)

    after = [status_of(client, page(rahasia)), status_of(client, photo_of(foto))]
    assert (before, after) == ([200, 200], [404, 404])


def test_a_photo_is_cached_and_asked_for_again(client, rahasia, foto, pemilik):
    consent(rahasia, pemilik)
    first = client.get(photo_of(foto))

    again = client.get(photo_of(foto), headers={"If-None-Match": first["ETag"]})
    withdraw(rahasia)
    withdrawn = client.get(photo_of(foto), headers={"If-None-Match": first["ETag"]})

    assert (first["Content-Type"], first["Cache-Control"]) == ("image/jpeg", "public, no-cache")
    assert b"".join(first.streaming_content).startswith(b"\xff\xd8")
    assert (again.status_code, again.content, withdrawn.status_code) == (304, b"", 404)


def test_a_browser_that_asks_for_compression_is_answered_from_its_cache_too(client, rahasia, foto, pemilik):
    consent(rahasia, pemilik)
    first = client.get(photo_of(foto), headers={"Accept-Encoding": "gzip"})
    b"".join(first)

    again = client.get(photo_of(foto), headers={"Accept-Encoding": "gzip", "If-None-Match": first["ETag"]})

    assert (again.status_code, again["Cache-Control"]) == (304, "public, no-cache")


def test_the_small_picture_is_another_answer(client, rahasia, foto, pemilik):
    consent(rahasia, pemilik)

    whole, small = client.get(photo_of(foto)), client.get(photo_of(foto) + "?ukuran=kecil")

    assert whole["ETag"] != small["ETag"]
    assert b"".join(whole.streaming_content).startswith(b"\xff\xd8")
    assert b"".join(small.streaming_content).startswith(b"\xff\xd8")


def test_photos_are_not_found_by_counting(client, rahasia, foto, pemilik):
    consent(rahasia, pemilik)

    assert client.get(photo_of(foto, key="0" * 32)).status_code == 404


def test_other_documents_and_removed_photos_are_never_public(client, rahasia, foto, pemilik):
    consent(rahasia, pemilik)
    nib = keep(upload=upload(picture(colour="blue")), kind=DocumentKind.NIB, business=rahasia, by=None)
    foto.removed_at = timezone.localtime()
    foto.save()

    answers = [client.get(photo_of(nib)), client.get(photo_of(foto))]

    assert [answer.status_code for answer in answers] == [404, 404]


@pytest.mark.parametrize(
    ("who", "shared", "shown"),
    [("pejabat", True, True), ("pejabat", False, False), ("orang_lain", True, False), (None, True, False)],
    ids=["officer", "officer without consent", "another owner", "anyone"],
)
def test_only_officers_see_a_contact_its_owner_shares(client, rahasia, pemilik, who, shared, shown, request):
    certify(rahasia)
    if shared:
        consent(rahasia, pemilik, "SHARE_CONTACT")
    if who:
        client.force_login(request.getfixturevalue(who))

    text = client.get(page(rahasia)).content.decode()

    assert ("+62812345678" in text, "lewat Dinas" in text) == (shown, not shown)


def test_search_engines_get_title_description_and_address(client, rahasia):
    certify(rahasia)

    text = " ".join(client.get(page(rahasia) + "?utm=1").content.decode().split())

    assert "<title> Keripik Sari Rasa, Kota Bandar Lampung – Dinas Perindag Lampung </title>" in text
    assert 'content="Keripik Sari Rasa di Kota Bandar Lampung: produk industri kecil Lampung yang bersertifikat' in text
    assert f'<link rel="canonical" href="http://testserver{page(rahasia)}">' in text


def test_the_search_leads_to_the_page(client, rahasia):
    certify(rahasia)

    assert f'href="{page(rahasia)}"' in client.get(reverse("certification:suppliers")).content.decode()


@pytest.mark.parametrize("count", [1, 20])
def test_the_page_costs_the_same_for_one_and_for_twenty(client, rahasia, pemilik, django_assert_num_queries, count):
    consent(rahasia, pemilik)
    for number in range(count):
        certify(rahasia)
        product = ProductFactory(business=rahasia)
        file = upload(picture(colour=f"#0000{number:02x}"))
        keep(upload=file, kind=DocumentKind.PRODUCT_PHOTO, business=rahasia, by=None, product=product)
    client.get("/")

    with django_assert_num_queries(5):
        client.get(page(rahasia))
