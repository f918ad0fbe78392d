"""Draw the pictures of README and docs from a portal with demonstration data: `make run`, then `make pictures`."""

import os
import re
from pathlib import Path

from playwright.sync_api import sync_playwright

URL = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
FOLDER = Path(__file__).parent / "pictures"
PASSWORD = "contoh-lampung-2026"  # noqa: S105 - the demonstration's own, printed by `make run`
DESKTOP, PHONE = {"width": 1280, "height": 960}, {"width": 390, "height": 844}


def main():
    """Each picture anew, in Indonesian and in the light theme."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ["CHROMIUM"], args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        draw(browser, "home", "/", DESKTOP)
        draw(browser, "package", find_served_package(browser), DESKTOP, opened="main td details, main th details")
        draw(browser, "officer", "/pengadaan/", DESKTOP, who="pejabat")
        draw(browser, "owner", "/usaha/", PHONE, who="pemilik")
        draw(browser, "staff", "/admin/", DESKTOP, who="petugas")
        browser.close()


def draw(browser, name, path, size, who=None, opened=None):
    """Take one picture of `path` as `who` sees it, with the first `opened` unfolded and its table in view."""
    context = browser.new_context(viewport=size, locale="id-ID", color_scheme="light")
    page = context.new_page()
    if who:
        sign_in(page, who)
    page.goto(URL + path)
    if opened:
        first = page.locator(opened).first
        first.locator("summary").click()
        first.evaluate("found => found.closest('.table-box').previousElementSibling.scrollIntoView()")
    page.screenshot(path=FOLDER / f"{name}.png")
    print(FOLDER / f"{name}.png")
    context.close()


def sign_in(page, who):
    """Sign in as one of the demonstration's people."""
    page.goto(f"{URL}/masuk/")
    page.fill("input[name=login]", f"{who}@contoh.example")
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_load_state()


def find_served_package(browser):
    """The dearest package of food that certified suppliers can serve."""
    page = browser.new_page()
    page.goto(f"{URL}/paket/?kategori=FOOD&keadaan=SERVED")
    links = page.locator("main a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    page.close()
    return next(link for link in links if re.fullmatch(r"/paket/\d+/", link or ""))


if __name__ == "__main__":
    main()
