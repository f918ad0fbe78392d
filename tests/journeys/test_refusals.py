"""When something goes wrong: each page for it may be read by everyone, and a refused form says where to look."""

import os
from datetime import timedelta

import pytest
from django.conf import settings as portal
from django.urls import path
from django.utils import timezone
from playwright.sync_api import expect

from certification import check_views
from tests.journeys.conftest import DESK, PHONE
from tkdnportal import maintenance, urls
from tkdnportal.throttle import Limit

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not os.environ.get("CHROMIUM"), reason="needs Chromium: set CHROMIUM to its path"),
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("browser"),
]
only_on_a_phone = pytest.mark.parametrize("size", [PHONE], ids=["phone"])
only_at_a_desk = pytest.mark.parametrize("size", [DESK], ids=["desk"])


def fail(request):
    raise ZeroDivisionError


urlpatterns = [path("galat/", fail), *urls.urlpatterns]


def forget_the_status(walk):
    """The browser itself complains of an answer that is none."""
    walk.wrong = [text for text in walk.wrong if "the server responded with a status of" not in text]


@pytest.fixture
def pages_of_refusal(settings, monkeypatch):
    """What everyone may run into: the address, and the heading there."""
    settings.ROOT_URLCONF = __name__
    monkeypatch.setattr(check_views, "MISSES", Limit("of-this-test", amount=0, seconds=600))
    return {
        "/tidak-ada/": "Halaman tidak ditemukan",
        "/galat/": "Terjadi gangguan",
        "/cek/?nomor=tidak-ada": "Terlalu banyak percobaan",
    }


def test_a_page_that_is_missing_broken_or_overrun_has_no_fault_of_access(walk, pages_of_refusal):
    for address, heading in pages_of_refusal.items():
        walk.start(address)
        walk.arrive(heading)

    forget_the_status(walk)


def test_a_door_that_stays_shut_has_no_fault_of_access(walk, pemilik):
    walk.sign_in(pemilik)
    walk.start("/admin/")

    walk.arrive("Khusus petugas")
    forget_the_status(walk)


def test_the_page_of_maintenance_has_no_fault_of_access(walk, settings, tmp_path):
    settings.MAINTENANCE_FILE = str(tmp_path / "maintenance")
    maintenance.close(until=timezone.localtime() + timedelta(hours=1))

    walk.start()

    walk.arrive("Portal sedang dirawat")
    forget_the_status(walk)


@only_on_a_phone
def test_a_form_from_another_session_is_told_of_without_fault_of_access(walk):
    walk.start("/masuk/")
    walk.page.context.clear_cookies()

    walk.write("Nomor HP atau alamat e-mail", "pemilik@contoh.example")
    walk.write("Kata sandi", "bukan-itu")
    walk.press("Masuk")

    walk.arrive("Isian tidak terkirim")
    forget_the_status(walk)


@only_on_a_phone
def test_what_was_typed_waits_for_who_was_signed_out(walk, pemilik, usaha):
    walk.sign_in(pemilik)
    walk.start(f"/usaha/{usaha.pk}/data/")
    walk.page.context.clear_cookies(name=portal.SESSION_COOKIE_NAME)

    walk.press("Simpan")

    walk.arrive("Masuk", exact=True)


@only_at_a_desk
def test_an_empty_form_leads_by_keys_from_its_errors_to_the_field(walk):
    walk.start("/masuk/")
    walk.page.evaluate("document.querySelector('main form').noValidate = true")
    walk.press("Masuk")

    walk.arrive("Masuk", exact=True)
    expect(walk.page.get_by_role("alert")).to_be_focused()
    walk.page.keyboard.press("Tab")
    walk.page.keyboard.press("Enter")

    expect(walk.page.get_by_label("Nomor HP atau alamat e-mail")).to_be_focused()


@only_on_a_phone
def test_an_error_of_a_choice_leads_to_its_first_answer(walk):
    walk.start("/daftar/modal/")
    walk.page.evaluate("document.querySelector('main form').noValidate = true")
    walk.press("Lanjut")

    expect(walk.page.get_by_role("alert")).to_be_focused()
    walk.page.get_by_role("alert").get_by_role("link").click()

    expect(walk.page.get_by_role("radio").first).to_be_focused()
