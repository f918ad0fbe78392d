"""The desk in a real browser: nothing blocked by the policy, nothing that a screen reader would trip over."""

import os
from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.db.models.functions import Now
from django.urls import reverse
from playwright.sync_api import sync_playwright

from tests.certification.application_chains import application
from tests.factories import (
    ActivityFactory,
    BudgetFactory,
    BulkChangeFactory,
    BusinessFactory,
    CertificateFactory,
    CertificateItemFactory,
    DocumentFactory,
    ListedItemFactory,
    PackageFactory,
    ProductFactory,
    ReportFactory,
)
from umkm.models import ImportRun, ImportUpload, Note, SavedFilter, Verification

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]


@pytest.fixture(scope="module")
def chromium():
    """The browser of the machine, or a skip that says how to name it."""
    path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    if not os.path.exists(path):
        pytest.skip("no Chromium: set CHROMIUM to its path")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def pages(places, petugas):
    """Addresses of the pages that staff use most, each with something on it."""
    business = BusinessFactory(name="Keripik Sari", phone="+6281234567890", capital=5_000_000)
    ActivityFactory(business=business)
    product = ProductFactory(business=business)
    certificate = CertificateFactory(business=business, valid_until=date(2027, 1, 1))
    CertificateItemFactory(certificate=certificate, product=product)
    DocumentFactory(business=business)
    made = application(("SUBMITTED", date(2026, 11, 16)), product=ProductFactory(business=business))
    budget = BudgetFactory()
    package = PackageFactory(agency=budget.agency, budget=budget)
    registered = BusinessFactory(name="Kopi Baru", source="OWNER")
    BusinessFactory(name="Kopi Kedua", source="OWNER")
    Note.objects.create(business=business, by=petugas, text="Sudah ditelepon.")
    SavedFilter.objects.create(by=petugas, list="umkm.business", name="Tanpa NIB", query="nib_ada=tidak")
    change = BulkChangeFactory(by=petugas)
    return {
        "import form": reverse("admin:umkm_importrun_add"),
        "import list": reverse("admin:umkm_importrun_changelist"),
        "import": reverse("admin:umkm_importrun_change", args=[ready_import(petugas).pk]),
        "verification queue": reverse("admin:umkm_waitingbusiness_changelist"),
        "verification": reverse("admin:umkm_waitingbusiness_change", args=[registered.pk]),
        "reveal": reverse("admin:umkm_business_reveal", args=[business.pk]),
        "find by NIK": reverse("admin:umkm_business_find_by_nik"),
        "export": reverse("admin:umkm_business_export"),
        "bulk change": reverse("admin:umkm_bulkchange_change", args=[change.pk]),
        "home": reverse("admin:index"),
        "business list": reverse("admin:umkm_business_changelist"),
        "business form": reverse("admin:umkm_business_change", args=[business.pk]),
        "business history": reverse("admin:umkm_business_history", args=[business.pk]),
        "certificate form": reverse("admin:certification_certificate_change", args=[certificate.pk]),
        "certificate deed": reverse("admin:certificate_deed", args=[certificate.pk, "dibekukan"]),
        "differences": reverse("admin:certification_listeditem_changelist"),
        "difference": reverse("admin:certification_listeditem_change", args=[ListedItemFactory().pk]),
        "report": reverse("admin:certification_report_change", args=[ReportFactory(certificate=certificate).pk]),
        "public report": reverse("certification:report", args=[certificate.token]),
        "checks by month": reverse("admin:check_months"),
        "documents": reverse("admin:umkm_document_changelist"),
        "application form": reverse("admin:certification_application_change", args=[made.pk]),
        "application event": reverse("admin:application_record", args=[made.pk, "dikembalikan"]),
        "application statistics": reverse("admin:application_statistics"),
        "package list": reverse("admin:procurement_package_changelist"),
        "package form": reverse("admin:procurement_package_change", args=[package.pk]),
    }


def ready_import(by):
    """A file whose preview waits for a decision."""
    preview = {
        "counts": {"read": 3, "created": 1, "updated": 1, "unchanged": 0, "refused": 1},
        "created": [{"name": "Batik Tapis", "fields": [["NIB", "9120001234568"]]}],
        "updated": [{"kind": "Usaha", "name": "Keripik Sari", "changes": [["Telepon", "kosong", "+6281299990000"]]}],
        "added": [{"kind": "produk", "name": "Keripik talas", "to": "Keripik Sari"}],
        "refused": [{"line": 4, "column": "nib", "value": "912", "reason": "NIB bukan 13 angka."}],
        "notes": [],
    }
    run = ImportRun.objects.create(kind="BUSINESSES", file_name="usaha.csv", file_hash="0" * 64, by=by)
    return ImportUpload.objects.create(
        run=run, size=1, file="imports/a", rejects="imports/b", preview=preview, previewed_at=Now()
    )


@pytest.fixture
def page(chromium, client, petugas, live_server):
    """A signed-in page that remembers what the browser complained of."""
    client.force_login(petugas)
    context = chromium.new_context(reduced_motion="reduce")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)
    yield page
    context.close()


NAMES = [
    "import form",
    "import list",
    "import",
    "verification queue",
    "verification",
    "reveal",
    "find by NIK",
    "export",
    "bulk change",
    "home",
    "business list",
    "business form",
    "business history",
    "certificate form",
    "certificate deed",
    "differences",
    "difference",
    "report",
    "public report",
    "checks by month",
    "documents",
    "application form",
    "application event",
    "application statistics",
    "package list",
    "package form",
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", NAMES)
def test_a_page_breaks_no_policy_and_no_rule_of_access(page, pages, live_server, name, scheme):
    page.emulate_media(color_scheme=scheme)

    page.goto(live_server.url + pages[name], wait_until="networkidle")
    complaints = list(page.complaints)  # before axe adds styles of its own
    violations = Axe().run(page).response["violations"]

    assert complaints == []
    assert [(found["id"], [node["html"][:200] for node in found["nodes"]]) for found in violations] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_phone_never_scrolls_a_page_sideways(page, pages, live_server, name):
    page.set_viewport_size({"width": 390, "height": 844})

    page.goto(live_server.url + pages[name], wait_until="networkidle")

    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_business_is_found_by_typing_in_the_certificate_form(page, pages, live_server):
    page.goto(live_server.url + pages["certificate form"], wait_until="networkidle")

    page.click("#select2-id_business-container")
    page.fill(".select2-search__field", "kerip")
    page.wait_for_selector(".select2-results__option--highlighted")

    assert page.inner_text(".select2-results__option--highlighted") == "Keripik Sari"
    assert page.complaints == []


def test_the_queue_is_worked_by_keyboard_alone(page, pages, live_server):
    page.goto(live_server.url + pages["verification"], wait_until="networkidle")

    page.keyboard.press("j")
    page.wait_for_url("**/change/")
    second = page.inner_text("h1")
    page.keyboard.press("r")
    page.keyboard.press("Space")
    page.click("text=Kembalikan >> visible=true >> nth=-1")
    page.wait_for_load_state("networkidle")

    returned = Verification.objects.get()
    assert second == "Kopi Kedua"
    assert (returned.business.name, returned.decision, returned.reasons) == ("Kopi Kedua", "RETURNED", ["NIB_WRONG"])
    assert page.inner_text("h1") == "Kopi Baru"
    assert page.complaints == []


def test_the_keys_are_switched_off_and_stay_off(page, pages, live_server):
    page.goto(live_server.url + pages["verification"], wait_until="networkidle")

    page.uncheck("#keys-on")
    page.reload(wait_until="networkidle")
    page.keyboard.press("v")

    assert page.is_checked("#keys-on") is False
    assert not Verification.objects.exists()
    assert page.inner_text("h1") == "Kopi Baru"
