"""The owner's pages on a cheap phone: 390 px wide, without scripts, every tap as the owner makes it."""

import os
from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

from tests.factories import CertificateFactory, ProductFactory
from tests.umkm.files import picture, upload
from umkm.documents import keep
from umkm.models import DocumentKind

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not os.environ.get("CHROMIUM"), reason="needs Chromium: set CHROMIUM to its path"),
    pytest.mark.django_db(transaction=True),
]

PHONE = {"width": 390, "height": 844}


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


def opened(chromium, live_server, user, **more):
    """A page of a phone on which `user` is signed in."""
    user.set_password("rahasia123")
    user.save(update_fields=["password"])
    context = chromium.new_context(base_url=live_server.url, locale="id-ID", viewport=PHONE, **more)
    page = context.new_page()
    page.goto("/masuk/")
    page.get_by_label("Alamat e-mail").fill(user.email)
    page.get_by_label("Kata sandi").fill("rahasia123")
    page.get_by_role("main").get_by_role("button", name="Masuk").click()
    return page


def test_an_owner_records_a_product_with_photos_without_scripts(chromium, live_server, pemilik, usaha, tmp_path):
    for colour in ("red", "blue"):
        (tmp_path / f"{colour}.jpg").write_bytes(picture(colour=colour))
    page = opened(chromium, live_server, pemilik, java_script_enabled=False)

    page.get_by_role("link", name="Tambah produk").click()
    page.get_by_label("Nama produk").fill("Keripik pisang")
    page.get_by_label("Harga satuan (Rp)").fill("20.000")
    page.get_by_role("button", name="Simpan, lalu tambah foto").click()
    page.get_by_label("Tambah foto").set_input_files([tmp_path / "red.jpg", tmp_path / "blue.jpg"])
    page.get_by_role("button", name="Kirim foto").click()
    page.get_by_text("Atur foto 2").click()
    page.get_by_role("button", name="Jadikan foto utama").click()

    product = usaha.products.get()
    assert [one.name for one in product.documents.order_by("place__position")] == ["blue.jpg", "red.jpg"]
    expect(page.get_by_role("img", name="Foto 1: Keripik pisang")).to_have_js_property("complete", True)
    page.context.close()


def test_an_owner_opens_and_closes_the_public_page_without_scripts(chromium, live_server, pemilik, usaha):
    page = opened(chromium, live_server, pemilik, java_script_enabled=False)
    public = f"/pemasok/usaha/{usaha.pk}/"
    before = page.goto(public).status

    page.goto(f"/usaha/{usaha.pk}/izin/")
    page.get_by_role("button", name="Beri izin").first.click()
    allowed = page.goto(public).status
    page.goto(f"/usaha/{usaha.pk}/izin/")
    page.get_by_role("button", name="Cabut izin").click()

    assert (before, allowed, page.goto(public).status) == (404, 200, 404)
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_owners_pages_have_no_accessibility_fault_and_never_scroll_sideways(
    chromium, live_server, pemilik, usaha, scheme
):
    product = ProductFactory(business=usaha, name="Keripik pisang", price=20_000)
    CertificateFactory(business=usaha, valid_until=date(2099, 1, 1))
    for kind, of in ((DocumentKind.PRODUCT_PHOTO, product), (DocumentKind.NIB, None)):
        keep(upload=upload(picture()), kind=kind, business=usaha, by=pemilik, product=of)
    page = opened(chromium, live_server, pemilik, color_scheme=scheme)
    problems, faults = [], {}
    page.on("console", lambda message: message.type == "error" and problems.append(message.text))
    own = f"/usaha/{usaha.pk}/"
    addresses = [own, own + "data/", own + "produk/", own + "produk/tambah/", f"{own}produk/{product.pk}/"]
    addresses += [f"{own}produk/{product.pk}/hapus/", own + "dokumen/", own + "dokumen/nib/", own + "izin/"]
    addresses += [f"/pemasok{own}"]

    for address in addresses:
        page.goto(address)
        faults[address] = [violation["id"] for violation in Axe().run(page).response["violations"]]
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), address

    assert (faults, problems) == ({address: [] for address in addresses}, [])
    page.context.close()
