"""Filters answer at once where scripts run, and every answer has an address of its own."""

import os

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.factories import PackageFactory
from tests.journeys.conftest import DESK

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not os.environ.get("CHROMIUM"), reason="needs Chromium: set CHROMIUM to its path"),
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("browser"),
    pytest.mark.parametrize("size", [DESK], ids=["desk"]),
]
STAYS = "window.sameDocument = true"
STAYED = "window.sameDocument === true"


@pytest.fixture
def packages():
    year = timezone.localdate().year
    PackageFactory(name="Belanja kain tapis", category="CLOTHING", year=year)
    PackageFactory(name="Belanja keripik", category="FOOD", year=year)


def test_a_choice_changes_rows_and_address_without_a_new_page_and_can_be_shared(walk, packages):
    walk.start("/paket/")
    walk.page.evaluate(STAYS)

    walk.page.get_by_label("Kategori").focus()
    walk.page.get_by_label("Kategori").select_option("FOOD")
    expect(walk.page.get_by_role("link", name="Belanja kain tapis")).to_have_count(0)
    expect(walk.page.get_by_role("link", name="Belanja keripik")).to_be_visible()

    assert walk.page.evaluate(STAYED)
    assert "kategori=FOOD" in walk.page.url
    expect(walk.page.get_by_label("Kategori")).to_be_focused()
    walk.start(walk.page.url)
    expect(walk.page.get_by_role("link", name="Belanja kain tapis")).to_have_count(0)
    walk.arrive("Paket belanja")


def test_going_back_shows_the_answer_before(walk, packages):
    walk.start("/paket/")
    walk.page.get_by_label("Kategori").select_option("FOOD")
    expect(walk.page.get_by_role("link", name="Belanja kain tapis")).to_have_count(0)

    walk.page.go_back()

    expect(walk.page.get_by_role("link", name="Belanja kain tapis")).to_be_visible()
    assert "kategori=FOOD" not in walk.page.url


def test_the_headings_of_a_long_table_stay_in_sight(walk):
    PackageFactory.create_batch(30, year=timezone.localdate().year)
    walk.start("/paket/")
    heading = walk.page.get_by_role("columnheader", name="Pagu").first

    walk.page.get_by_role("row").nth(20).scroll_into_view_if_needed()

    expect(heading).to_be_in_viewport()
