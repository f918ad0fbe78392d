"""The portal in a real browser: the officer's way to a reason, every page's accessibility, and life without scripts."""

import os
from datetime import date, timedelta
from decimal import Decimal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect, sync_playwright

from certification.holiday_data import load_holidays
from tests.certification.application_chains import application
from tests.factories import (
    AgencyFactory,
    BudgetFactory,
    CertificateFactory,
    CertificateItemFactory,
    PackageFactory,
    ProductFactory,
)
from umkm.models import CategoryRule

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not os.environ.get("CHROMIUM"), reason="needs Chromium: set CHROMIUM to its path"),
    pytest.mark.django_db(transaction=True),
]

PUBLIC = (
    "/",
    "/?tahun=1900",
    "/pemasok/",
    "/pemasok/?q=tidakada",
    "/paket/",
    "/paket/53999001/",
    "/cek/",
    "/cek/?nomor=",
    "/status/",
    "/status/?kode=AAAA",
    "/s/salah/",
    "/dasbor/",
    "/dasbor/?wilayah=18.72",
    "/masuk/",
    "/syarat/",
    "/daftar/",
    "/daftar/modal/",
    "/daftar/akun/",
    "/nihil/",
)


@pytest.fixture(scope="module")
def chromium():
    # Playwright's loop makes Django think it runs in async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ["CHROMIUM"], args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def page(chromium, live_server):
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=True, locale="id-ID")
    page = context.new_page()
    page.problems = []
    page.on(
        "console",
        lambda message: message.type == "error" and page.problems.append(f"{message.text} {message.location}"),
    )
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    yield page
    context.close()


@pytest.fixture
def paket(usaha, pejabat):
    """A package that the keripik of `usaha` serves, of an agency the officer is posted to."""
    CategoryRule.objects.get_or_create(version="2020", prefix="10", category="FOOD")
    pejabat.set_password("rahasia123")
    pejabat.save(update_fields=["password"])
    agency = AgencyFactory(name="Biro Umum")
    agency.postings.create(user=pejabat)
    product = ProductFactory(business=usaha, name="Keripik pisang", price=20_000)
    certificate = CertificateFactory(business=usaha, issued_on=date(2025, 1, 1), valid_until=date(2099, 1, 1))
    CertificateItemFactory(certificate=certificate, product=product, product_name="Keripik pisang", tkdn=Decimal(55))
    budget = BudgetFactory(agency=agency, year=2026)
    return PackageFactory(rup_code="53999001", agency=agency, budget=budget, name="Belanja keripik pisang")


def sign_in(page, user):
    page.goto("/masuk/")
    page.get_by_label("Alamat e-mail").fill(user.email)
    page.get_by_label("Kata sandi").fill("rahasia123")
    page.get_by_role("main").get_by_role("button", name="Masuk").click()


def test_an_officer_reads_why_a_supplier_fits(page, pejabat, paket):
    sign_in(page, pejabat)
    page.goto("/pengadaan/?tahun=2026")
    page.get_by_role("link", name="Belanja keripik pisang").click()
    page.get_by_text("Cocok karena …").first.click()

    expect(page.locator("td[data-label='TKDN']").first).to_have_text("55,00 %")
    expect(page.get_by_role("rowheader", name="Keripik Sari Rasa").get_by_role("listitem").first).to_be_visible()
    assert page.problems == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_public_pages_have_no_accessibility_fault_and_never_scroll_sideways(page, paket, width, scheme):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    faults = {}

    for address in PUBLIC:
        page.goto(address)
        faults[address] = [violation["id"] for violation in Axe().run(page).response["violations"]]
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), address

    assert faults == {address: [] for address in PUBLIC}


def test_desks_have_no_accessibility_fault(page, pejabat, pemilik, usaha, paket):
    pemilik.set_password("rahasia123")
    pemilik.save(update_fields=["password"])
    faults = {}

    for user, address in ((pejabat, "/pengadaan/"), (pemilik, f"/usaha/{usaha.pk}/")):
        page.context.clear_cookies()
        sign_in(page, user)
        page.goto(address)
        faults[address] = [violation["id"] for violation in Axe().run(page).response["violations"]]

    assert faults == {"/pengadaan/": [], f"/usaha/{usaha.pk}/": []}
    assert page.problems == []


@pytest.mark.parametrize("width", [390, 1280])
def test_the_pages_of_an_application_have_no_accessibility_fault(page, pemilik, usaha, width):
    pemilik.set_password("rahasia123")
    pemilik.save(update_fields=["password"])
    load_holidays()
    today = timezone.localdate()
    made = application(("SUBMITTED", today), ("RETURNED", today), product=ProductFactory(business=usaha))
    base = f"/usaha/{usaha.pk}/permohonan/"
    own = [f"{base}{made.pk}/", f"{base}{made.pk}/dikirim-ulang/", f"{base}{made.pk}/tiket/"]
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, pemilik)
    faults = {}

    for address in (base, f"{base}baru/", *own, f"/usaha/{usaha.pk}/", f"/status/?kode={made.ticket}"):
        page.goto(address)
        faults[address] = [violation["id"] for violation in Axe().run(page).response["violations"]]
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), address

    assert {address: found for address, found in faults.items() if found} == {}
    assert page.problems == []


def test_a_page_asks_nothing_of_other_sites(page, paket, live_server):
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto("/paket/53999001/")

    assert [url for url in asked if not url.startswith((live_server.url, "data:"))] == []


def test_the_search_works_without_scripts(chromium, live_server, paket):
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False, locale="id-ID")
    page = context.new_page()

    page.goto("/")
    page.get_by_label("Cari produk bersertifikat").fill("keripik")
    page.get_by_role("button", name="Cari pemasok").click()

    expect(page.get_by_role("heading", name="Keripik pisang")).to_be_visible()
    context.close()


def test_the_menu_opens_on_a_phone_without_scripts(chromium, live_server, db):
    context = chromium.new_context(
        base_url=live_server.url, java_script_enabled=False, locale="id-ID", viewport={"width": 390, "height": 800}
    )
    page = context.new_page()
    page.goto("/")
    link = page.get_by_role("banner").get_by_role("link", name="Paket")
    before = link.is_visible()

    page.get_by_text("Menu", exact=True).click()

    assert (before, link.is_visible()) == (False, True)
    context.close()


ANSWERS = {
    "ACTIVE": {"valid_until": date(2099, 1, 1)},
    "EXPIRING": {"valid_until": "soon"},
    "NOT_YET": {"issued_on": date(2098, 1, 1), "valid_until": date(2099, 1, 1)},
    "EXPIRED": {"valid_until": date(2026, 1, 1)},
    "FROZEN": {"valid_until": date(2099, 1, 1), "frozen_from": "today"},
    "REVOKED": {"valid_until": date(2099, 1, 1), "revoked_on": date(2026, 1, 1)},
    "SUPERSEDED": {"valid_until": date(2099, 1, 1), "superseded_on": date(2026, 1, 1)},
}


@pytest.fixture
def answers(usaha):
    """The address of one certificate in each state, and of a number nobody has."""
    newer = CertificateFactory(business=usaha)
    soon = timezone.localdate() + timedelta(days=30)
    addresses = {"UNKNOWN": "/cek/?nomor=tidak%20ada"}
    for state, facts in ANSWERS.items():
        facts = {"issued_on": date(2025, 1, 1), "holder_name": usaha.name} | facts
        if state == "EXPIRING":
            facts["valid_until"] = soon
        if state == "FROZEN":
            facts["frozen_from"] = timezone.localdate()
        if state == "SUPERSEDED":
            facts["superseded_by"] = newer
        certificate = CertificateFactory(business=usaha, **facts)
        CertificateItemFactory(certificate=certificate, brand="Sari Rasa", tkdn=Decimal("55.20"), bmp=Decimal(9))
        addresses[state] = certificate.get_absolute_url()
    return addresses


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_every_answer_of_a_check_is_accessible_and_looks_its_own_way(page, answers, width, scheme):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    faults, looks = {}, set()

    for state, address in answers.items():
        page.goto(address)
        faults[state] = [violation["id"] for violation in Axe().run(page).response["violations"]]
        sign = page.evaluate("getComputedStyle(document.querySelector('.verdict-head'), '::before').content")
        looks.add((page.locator(".verdict h2").inner_text(), sign))
        assert page.locator(".verdict").get_attribute("data-status") == state
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), state

    assert faults == {state: [] for state in answers}
    assert len(looks) == len({sign for _word, sign in looks}) == len(answers)
    assert page.problems == []


def test_a_certificate_is_checked_from_the_front_page_without_scripts(chromium, live_server, usaha):
    CertificateFactory(number="12/SJ-IND.8/2026", business=usaha, valid_until=date(2099, 1, 1))
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False, locale="id-ID")
    page = context.new_page()

    page.goto("/")
    page.get_by_label("Nomor sertifikat yang ingin dicek").fill("12 / sj-ind.8 / 2026")
    page.get_by_role("main").get_by_role("button", name="Cek sertifikat").click()

    expect(page.get_by_role("heading", name="Berlaku", exact=True)).to_be_visible()
    context.close()


def test_the_owner_sees_the_code_to_stick_on_the_goods(page, pemilik, usaha):
    pemilik.set_password("rahasia123")
    pemilik.save(update_fields=["password"])
    CertificateFactory(number="12/SJ-IND.8/2026", business=usaha, valid_until=date(2099, 1, 1))
    sign_in(page, pemilik)

    page.goto(f"/usaha/{usaha.pk}/")
    code = page.get_by_role("img", name="Kode QR sertifikat 12/SJ-IND.8/2026")
    code.scroll_into_view_if_needed()

    expect(code).to_have_js_property("complete", True)
    assert code.evaluate("image => image.naturalWidth") > 0
    assert page.problems == []
