"""The desk in a real browser: nothing blocked by the policy, nothing that a screen reader would trip over."""

import os
from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import sync_playwright

from tests.certification.application_chains import application
from tests.factories import (
    ActivityFactory,
    BudgetFactory,
    BusinessFactory,
    CertificateFactory,
    CertificateItemFactory,
    PackageFactory,
    ProductFactory,
)

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
    made = application(("SUBMITTED", date(2026, 11, 16)), product=ProductFactory(business=business))
    budget = BudgetFactory()
    package = PackageFactory(agency=budget.agency, budget=budget)
    return {
        "home": reverse("admin:index"),
        "business list": reverse("admin:umkm_business_changelist"),
        "business form": reverse("admin:umkm_business_change", args=[business.pk]),
        "business history": reverse("admin:umkm_business_history", args=[business.pk]),
        "certificate form": reverse("admin:certification_certificate_change", args=[certificate.pk]),
        "application form": reverse("admin:certification_application_change", args=[made.pk]),
        "application event": reverse("admin:application_record", args=[made.pk, "dikembalikan"]),
        "application statistics": reverse("admin:application_statistics"),
        "package list": reverse("admin:procurement_package_changelist"),
        "package form": reverse("admin:procurement_package_change", args=[package.pk]),
    }


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
    "home",
    "business list",
    "business form",
    "business history",
    "certificate form",
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
