"""Every known reason of refusal as a light, before an application is sent."""

import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from certification.application_reasons import PUBLISHED, Reason
from certification.models import AccountStatus, ComponentEvidence
from certification.readiness import State, is_ready, lights
from certification.readiness_facts import facts_of, readiness_lines, ready_businesses
from certification.tkdn_pages.readiness_pages import page_of_light, sheet_of
from tests.certification.prepared import gone, prepared
from tests.conftest import TODAY
from tests.factories import (
    CertificateFactory,
    ComponentFactory,
    ProductFactory,
)
from tests.history import forget_account, set_account
from tests.umkm.files import picture, upload
from umkm.documents import keep
from umkm.models import Business, DocumentKind, Product, ProductDetail

pytestmark = pytest.mark.django_db


def lights_of(product, on=TODAY):
    facts = facts_of(Product.objects.filter(pk=product.pk), on)[0]
    return {light.code: light for light in lights(facts, on)}


def not_ready(product, on=TODAY):
    return {code: light.state for code, light in lights_of(product, on).items() if not light.is_ready}


def business(product, **values):
    Business.objects.filter(pk=product.business_id).update(**values)


def detail(product, **values):
    ProductDetail.objects.filter(product=product).update(**values)


def activity(product, **values):
    product.business.activities.update(**values)


def account(product, **values):
    set_account(product.business, **values)


def calculation(product, **values):
    product.calculations.update(**values)


def component(product, **values):
    product.calculations.get().components.update(**values)


CERTIFIED = {"origin": "CERTIFIED", "certificate_number": "1", "certificate_tkdn": 90}

WANTING = {
    "no NIB": (lambda it: business(it, nib=None), {"NIB": State.NOT_YET}),
    "no tax number": (lambda it: business(it, npwp=""), {"TAX": State.NOT_YET}),
    "no address": (lambda it: business(it, address=""), {"ADDRESS": State.NOT_YET}),
    "KBLI of a shop": (
        lambda it: activity(it, kbli_code="47249"), {"KBLI": State.NOT_YET, "STANDARD": State.UNKNOWN},
    ),
    "KBLI of other goods": (
        lambda it: activity(it, kbli_code="14111"), {"KBLI": State.NOT_YET, "STANDARD": State.UNKNOWN},
    ),
    "unverified standard": (
        lambda it: activity(it, risk="MED_HIGH", standard_certificate_verified=False), {"STANDARD": State.NOT_YET},
    ),
    "unknown risk": (lambda it: activity(it, risk=""), {"STANDARD": State.UNKNOWN}),
    "no account": (
        lambda it: forget_account(it.business), {"SIINAS": State.NOT_YET, "VALIDATED": State.NOT_YET},
    ),
    "not validated": (lambda it: account(it, status="ACTIVE"), {"VALIDATED": State.NOT_YET}),
    "too large": (
        lambda it: (account(it, status="ACTIVE"), business(it, capital=5_000_000_001)),
        {"SIZE": State.NOT_YET, "VALIDATED": State.NOT_YET},
    ),
    "unknown capital": (
        lambda it: (account(it, status="ACTIVE"), business(it, capital=None)),
        {"SIZE": State.UNKNOWN, "VALIDATED": State.NOT_YET},
    ),
    "revoked lately": (
        lambda it: CertificateFactory(business=it.business, revoked_on=date(2026, 5, 1)), {"BARRED": State.NOT_YET},
    ),
    "no HS code": (lambda it: detail(it, hs_code=""), {"HS": State.NOT_YET}),
    "no brand": (lambda it: detail(it, brand=""), {"DETAIL": State.NOT_YET}),
    "no photo": (lambda it: gone(it, "PRODUCT_PHOTO"), {"PHOTO": State.NOT_YET}),
    "no capacity": (
        lambda it: Product.objects.filter(pk=it.pk).update(monthly_capacity=None), {"CAPACITY": State.NOT_YET},
    ),
    "a medicine": (
        lambda it: Product.objects.filter(pk=it.pk).update(kbli_code="21022"), {"NIE": State.UNKNOWN},
    ),
    "only packed": (
        lambda it: calculation(it, process="PACKAGING_ONLY"),
        {"COMPUTABLE": State.NOT_YET, "CALCULATION": State.NOT_YET, "PURCHASE": State.NOT_YET},
    ),
    "all imported": (
        lambda it: component(it, origin="IMPORT"),
        {"COMPUTABLE": State.NOT_YET, "CALCULATION": State.NOT_YET, "PURCHASE": State.NOT_YET},
    ),
    "no calculation": (
        lambda it: it.calculations.all().delete(), {"CALCULATION": State.NOT_YET, "PURCHASE": State.NOT_YET},
    ),
    "made by others": (lambda it: calculation(it, production="OUTSOURCED"), {"OUTSOURCED": State.UNKNOWN}),
    "a component without receipt": (
        lambda it: ComponentFactory(calculation=it.calculations.get()), {"PURCHASE": State.NOT_YET},
    ),
    "a certified component without its certificate": (
        lambda it: component(it, certificate_valid_until=date(2099, 1, 1), **CERTIFIED),
        {"COMPONENT_CERTIFICATE": State.NOT_YET},
    ),
    "no video": (lambda it: gone(it, "PROCESS_VIDEO"), {"PROCESS_VIDEO": State.NOT_YET}),
    "no statement": (lambda it: gone(it, "STATEMENT"), {"STATEMENT": State.NOT_YET}),
    "no worker": (lambda it: gone(it, "WORKER_ID"), {"WORKER_ID": State.NOT_YET}),
    "no receipt any more": (lambda it: gone(it, "PURCHASE_PROOF"), {"PURCHASE": State.NOT_YET}),
}  # fmt: skip


def test_a_prepared_product_is_ready_in_every_light():
    product = prepared()

    assert not_ready(product) == {}
    assert is_ready(facts_of(Product.objects.all(), TODAY)[0], TODAY)
    assert list(ready_businesses(Business.objects.all(), TODAY)) == [product.business]


@pytest.mark.parametrize("what", WANTING)
def test_what_is_wanting_shows_in_its_light_and_the_staffs_list_agrees(what):
    spoil, expected = WANTING[what]
    ready, spoilt = prepared(), prepared()

    spoil(spoilt)

    assert not_ready(spoilt) == expected
    assert list(ready_businesses(Business.objects.all(), TODAY)) == [ready.business]


def test_an_ended_component_certificate_is_seen_on_the_day_after():
    product = prepared()
    component(product, certificate_valid_until=TODAY, **CERTIFIED)
    row = product.calculations.get().components.get()
    scan = keep(upload=upload(picture()), kind=DocumentKind.COMPONENT_CERTIFICATE, business=product.business, by=None)
    ComponentEvidence.objects.create(component=row, document=scan)

    assert not_ready(product) == {}
    assert not_ready(product, date(2026, 11, 25)) == {"COMPONENT_CERTIFICATE": State.NOT_YET}


def test_the_bar_of_a_year_ends_on_its_day():
    product = prepared()
    CertificateFactory(business=product.business, issued_on=None, revoked_on=date(2025, 11, 24))

    assert not_ready(product, date(2026, 11, 23)) == {"BARRED": State.NOT_YET}
    assert not_ready(product, date(2026, 11, 24)) == {}


def test_every_reason_of_refusal_has_a_light_that_prevents_it():
    reasons = {light.reason for light in lights_of(prepared()).values()}

    assert reasons == set(Reason)
    assert set(PUBLISHED) < reasons


def test_a_light_that_is_not_ready_says_what_is_wrong_by_which_rule_and_where_to_mend_it():
    product = ProductFactory()
    facts = facts_of(Product.objects.all(), TODAY)[0]

    found = [light for light in lights(facts, TODAY) if not light.is_ready]

    assert len(found) > 15
    for light in found:
        assert light.told, light.code
        assert light.mend, light.code
        assert "35/2025" in light.rule, light.code
        assert page_of_light(light, facts).url.startswith(f"/usaha/{product.business_id}/")


def test_the_offending_value_stands_in_the_light():
    product = prepared()
    account(product, status=AccountStatus.ACTIVE)
    business(product, capital=6_000_000_000)
    ComponentFactory(calculation=product.calculations.get(), name="Minyak goreng")

    found = lights_of(product)

    assert found["SIZE"].told == "Modal tercatat Rp\xa06.000.000.000, batasnya Rp\xa05.000.000.000."
    assert found["PURCHASE"].told == "Belum ada bukti untuk: Minyak goreng."


@pytest.mark.parametrize("count", [1, 8])
def test_facts_of_many_cost_as_much_as_of_one(count, django_assert_num_queries):
    for _each in range(count):
        prepared()

    with django_assert_num_queries(10):
        found = facts_of(Product.objects.all(), TODAY)

    assert len(found) == count


def test_staff_see_what_keeps_a_product_back(client, petugas):
    product = prepared()
    detail(product, hs_code="")
    other = prepared()
    client.force_login(petugas)

    form = client.get(reverse("admin:umkm_business_change", args=[product.business_id]))
    listed = client.get(reverse("admin:umkm_business_changelist"), {"siap": "ya"})

    assert list(readiness_lines(product.business, TODAY)) == [(product.name, "Kode HS delapan angka (Belum diisi)")]
    assert "Kode HS delapan angka (Belum diisi)" in form.content.decode()
    assert list(listed.context["cl"].result_list) == [other.business]


def test_the_owner_reads_what_is_left_and_where_to_mend_it(client, pemilik, usaha):
    product = prepared(usaha)
    gone(product, "PROCESS_VIDEO")
    client.force_login(pemilik)

    response = client.get(reverse("tkdn:ready", args=[usaha.pk]))

    assert [(row.light.code, row.page.url) for row in response.context["left"]] == [
        ("PROCESS_VIDEO", f"/usaha/{usaha.pk}/dokumen/video-proses/")
    ]
    assert [paper.kind for paper, is_there in response.context["packet"] if not is_there] == ["PROCESS_VIDEO"]
    assert "Mencegah penolakan karena: video proses produksi tidak ada" in response.content.decode()


def folds(text):
    """Each fold that stays shut until it is tapped, by the words on it."""
    found = re.findall(r'<details class="fold"[^>]*>\s*<summary>(.*?)</summary>', text, re.S)
    return [" ".join(words.split()) for words in found]


def test_the_page_begins_with_the_one_thing_to_do_and_folds_what_is_fine(client, pemilik, usaha):
    product = prepared(usaha)
    gone(product, "PROCESS_VIDEO")
    gone(product, "PRODUCT_PHOTO")
    detail(product, hs_code="")
    client.force_login(pemilik)

    response = client.get(reverse("tkdn:ready", args=[usaha.pk]))

    text = response.content.decode()
    assert response.context["first"].light.code == "HS"
    assert [row.light.code for row in response.context["later"]] == ["PHOTO"]
    assert [row.light.code for row in response.context["papers"]] == ["PROCESS_VIDEO"]
    assert text.index("Sesudah itu") < text.index("1 dokumen lagi") < text.index("Yang sudah siap")
    assert "Kerjakan dulu: Kode HS delapan angka" in text
    assert text.index("Kerjakan dulu") < text.index("Sesudah itu") < text.index("Yang sudah siap")
    assert folds(text) == [
        f"Yang sudah siap: {response.context['done_count']} hal",
        f"Paket dokumen: {response.context['packet_there']} dari {len(response.context['packet'])} sudah ada",
    ]
    assert reverse("tkdn:sheet", args=[usaha.pk, product.pk]) in text


def test_when_all_is_ready_the_page_leads_to_the_sheet_and_to_what_follows(client, pemilik, usaha):
    product = prepared(usaha)
    client.force_login(pemilik)

    response = client.get(reverse("tkdn:ready", args=[usaha.pk]))

    text = response.content.decode()
    assert response.context["first"] is None
    assert "Semua siap. Ajukan di SIINas." in text
    assert "Sesudah itu" not in text
    assert text.index(reverse("tkdn:sheet", args=[usaha.pk, product.pk])) < text.index("Yang sudah siap")
    assert reverse("applications:sent", args=[usaha.pk]) in text


def test_what_only_time_mends_is_never_the_first_thing_to_do(client, pemilik, usaha):
    product = prepared(usaha)
    CertificateFactory(business=usaha, issued_on=None, revoked_on=timezone.localdate())
    gone(product, "STATEMENT")
    client.force_login(pemilik)

    response = client.get(reverse("tkdn:ready", args=[usaha.pk]))

    assert [row.light.code for row in response.context["left"]] == ["STATEMENT", "BARRED"]


def test_the_owner_chooses_the_product(client, pemilik, usaha):
    prepared(usaha)
    other = ProductFactory(business=usaha, name="Zuppa")
    foreign = ProductFactory()
    client.force_login(pemilik)
    address = reverse("tkdn:ready", args=[usaha.pk])

    assert client.get(address, {"produk": other.pk}).context["product"] == other
    assert client.get(address, {"produk": foreign.pk}).status_code == 404


def test_without_a_product_the_page_says_what_to_do(client, pemilik, usaha):
    client.force_login(pemilik)

    text = client.get(reverse("tkdn:ready", args=[usaha.pk])).content.decode()

    assert reverse("umkm:product_add", args=[usaha.pk]) in text


def test_the_sheet_has_the_fields_in_the_order_of_siinas_and_blanks_to_fill():
    product = prepared()
    detail(product, brand="")

    sections = sheet_of(facts_of(Product.objects.all(), TODAY)[0])

    assert [title for title, _fields in sections] == ["Data umum", "Produk", "Bahan untuk satu barang", "Dokumen"]
    assert [label for label, _value in sections[1][1]] == [
        "Jenis produk", "Tipe", "Spesifikasi", "Merek", "Kode HS", "Kelompok barang", "Kapasitas sebulan",
        "Foto produk", "Nilai TKDN menurut hitungan portal",
    ]  # fmt: skip
    values = dict(sections[1][1])
    assert (values["Merek"], values["Kode HS"], values["Nilai TKDN menurut hitungan portal"]) == (
        "", "20089990", "100,00\xa0%",
    )  # fmt: skip


@pytest.mark.parametrize(("typed", "kept"), [("2008.99.90", "20089990"), ("2008 99 90", "20089990"), ("", "")])
def test_an_hs_code_is_kept_as_eight_digits(client, pemilik, usaha, typed, kept):
    product = ProductFactory(business=usaha)
    client.force_login(pemilik)

    client.post(reverse("tkdn:detail", args=[usaha.pk, product.pk]), {"hs_code": typed, "brand": "Sari"})

    assert (product.detail.hs_code, product.detail.brand) == (kept, "Sari")


def test_a_wrong_hs_code_is_named(client, pemilik, usaha):
    product = ProductFactory(business=usaha)
    client.force_login(pemilik)

    response = client.post(reverse("tkdn:detail", args=[usaha.pk, product.pk]), {"hs_code": "2008"})

    assert response.context["form"].errors["hs_code"] == [
        "“2008” bukan kode HS. Tulis delapan angka, misalnya 2008.99.90."
    ]
    assert not ProductDetail.objects.exists()


@pytest.mark.parametrize("name", ["ready", "sheet", "detail"])
def test_a_stranger_finds_nothing(client, orang_lain, usaha, name):
    product = ProductFactory(business=usaha)
    client.force_login(orang_lain)
    where = [usaha.pk] if name == "ready" else [usaha.pk, product.pk]

    assert client.get(reverse(f"tkdn:{name}", args=where)).status_code == 404


def test_the_readiness_page_asks_no_more_for_twenty_products(client, pemilik, usaha, django_assert_num_queries):
    product = prepared(usaha)
    ProductFactory.create_batch(20, business=usaha)
    client.force_login(pemilik)
    address = reverse("tkdn:ready", args=[usaha.pk])
    client.get(address, {"produk": product.pk})

    with django_assert_num_queries(16):
        client.get(address, {"produk": product.pk})
