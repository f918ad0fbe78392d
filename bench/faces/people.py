"""Browsers in which one person of the demonstration each is signed in."""

import os
from contextlib import contextmanager

from playwright.sync_api import sync_playwright

URL = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
DOMAIN = "contoh.example"
PASSWORD = "contoh-lampung-2026"  # noqa: S105 - the demonstration's own, printed by `make run`
VISITOR = "pengunjung"
PEOPLE = (VISITOR, "pemilik", "pemilik2", "pendamping", "pemohon", "pejabat", "petugas", "kepala", "admin")
"""A visitor without an account, then everyone of the demonstration's cast."""
STAFF = ("petugas", "kepala", "admin")
"""Who may open the staff's desk."""


@contextmanager
def chromium():
    """Debian's Chromium, without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ["CHROMIUM"], args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()


def opened_by(browser, who, **options):
    """A context in Indonesian in which `who` is signed in."""
    context = browser.new_context(base_url=URL, locale="id-ID", reduced_motion="reduce", **options)
    if who != VISITOR:
        page = context.new_page()
        page.goto("/masuk/")
        page.fill("input[name=login]", f"{who}@{DOMAIN}")
        page.fill("input[name=password]", PASSWORD)
        page.click("main button[type=submit]")
        page.wait_for_load_state()
        page.close()
    return context
