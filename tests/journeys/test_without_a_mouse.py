"""By keyboard, on the narrowest screen, with less motion, and for those who hear a chart instead of seeing it."""

import os

import pytest
from playwright.sync_api import expect

from tests.factories import BudgetFactory, BusinessFactory, PackageFactory
from tests.journeys.conftest import DESK

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not os.environ.get("CHROMIUM"), reason="needs Chromium: set CHROMIUM to its path"),
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("browser"),
]
PAGES = (
    "/",
    "/pemasok/",
    "/paket/",
    "/cek/",
    "/status/",
    "/dasbor/",
    "/dasbor/serapan/",
    "/masuk/",
    "/daftar/",
    "/tidak-ada/",
)
NARROWEST = {"width": 320, "height": 256}
"""CSS pixels: a screen of 1280 × 1024 at 400 % (WCAG 2.2, 1.4.10); 200 % is wider."""
HOW_FOCUS_SHOWS = """() => {
  if (document.activeElement === document.body) return true; // after the last of the page
  const style = getComputedStyle(document.activeElement);
  return style.outlineStyle !== 'none' && style.outlineWidth !== '0px' || style.boxShadow !== 'none';
}"""
WHERE = "document.activeElement.tagName + ' ' + document.activeElement.textContent.trim().slice(0, 40)"
NAMELESS = """() => [...document.querySelectorAll('svg, canvas, [role=img]')]
  .filter((one) => !one.closest('[aria-hidden=true]') && !one.closest('[role=img] *'))
  .filter((one) => !one.getAttribute('aria-label') && !one.getAttribute('aria-labelledby')
                   && !one.querySelector('title') && !one.getAttribute('alt'))
  .map((one) => one.outerHTML.slice(0, 120))"""
MOVING = """() => [...document.querySelectorAll('*')]
  .filter((one) => {
    const style = getComputedStyle(one);
    return style.transitionDuration !== '0s' || style.animationName !== 'none';
  })
  .map((one) => one.outerHTML.slice(0, 80))"""

only_at_a_desk = pytest.mark.parametrize("size", [DESK], ids=["desk"])


@pytest.fixture
def filled(places):
    """Something to draw on every chart."""
    BusinessFactory()
    budget = BudgetFactory()
    PackageFactory(agency=budget.agency, budget=budget)


@only_at_a_desk
def test_the_first_key_leads_past_the_menu(walk):
    walk.start()

    walk.page.keyboard.press("Tab")
    skip = walk.page.get_by_role("link", name="Langsung ke isi")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    walk.page.keyboard.press("Enter")
    walk.page.keyboard.press("Tab")

    assert walk.page.evaluate("Boolean(document.activeElement.closest('main'))")


@only_at_a_desk
def test_one_always_sees_where_one_is(walk, filled):
    unseen = []
    for address in ("/", "/paket/", "/masuk/"):
        walk.start(address)
        for _ in range(25):
            walk.page.keyboard.press("Tab")
            if not walk.page.evaluate(HOW_FOCUS_SHOWS):
                unseen.append((address, walk.page.evaluate(WHERE)))

    assert unseen == []


@only_at_a_desk
def test_a_search_needs_no_mouse(walk):
    walk.start()
    walk.page.get_by_label("Cari produk bersertifikat").focus()

    walk.page.keyboard.type("keripik")
    walk.page.keyboard.press("Enter")

    walk.arrive("Cari pemasok bersertifikat TKDN")
    assert walk.page.url.endswith("/pemasok/?q=keripik")


@only_at_a_desk
def test_every_chart_has_a_name_nothing_moves_and_nothing_is_cut_off(walk, filled):
    found = {}
    walk.page.set_viewport_size(NARROWEST)

    for address in PAGES:
        walk.start(address)
        found[address] = {
            "nameless": walk.page.evaluate(NAMELESS),
            "moving": walk.page.evaluate(MOVING),
            "too wide": walk.page.evaluate("document.documentElement.scrollWidth - innerWidth"),
        }
    # The browser itself complains of the address that is not there.
    walk.wrong = [text for text in walk.wrong if "404" not in text]

    assert found == {address: {"nameless": [], "moving": [], "too wide": 0} for address in PAGES}
