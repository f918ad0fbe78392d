"""The TKDN value on a cheap phone: 390 px wide, with and without scripts."""

import os
from decimal import Decimal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.factories import CalculationFactory, ComponentFactory, ProductFactory
from tests.umkm.test_owner_browser import chromium, opened  # noqa: F401 - the fixture is used by its name

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not os.environ.get("CHROMIUM"), reason="needs Chromium: set CHROMIUM to its path"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def kopi(usaha):
    return ProductFactory(business=usaha, name="Kopi bubuk")


def test_an_owner_works_out_the_value_without_scripts(chromium, live_server, pemilik, usaha, kopi):  # noqa: F811
    page = opened(chromium, live_server, pemilik, java_script_enabled=False)
    page.goto(f"/usaha/{usaha.pk}/tkdn/")

    page.get_by_role("button", name="Hitung nilainya").click()
    page.get_by_label("Kami sendiri, di tempat kami").check()
    page.get_by_role("button", name="Simpan dan lanjut").click()
    page.get_by_label("Mengolah bahan menjadi barang baru").check()
    page.get_by_role("button", name="Simpan dan lanjut").click()
    page.get_by_label("Berapa orang yang membuat").fill("2")
    page.get_by_label("Berapa di antaranya").fill("2")
    page.get_by_role("button", name="Simpan dan lanjut").click()
    page.get_by_label("Ya, usaha ini terdaftar").check()
    page.get_by_role("button", name="Simpan dan lanjut").click()
    page.get_by_label("Berapa modal usahanya?").fill("50.000.000")
    page.get_by_role("button", name="Simpan dan lanjut").click()
    page.get_by_label("Nama bahan").fill("Biji kopi")
    page.get_by_label("Jumlah untuk satu barang").fill("0,3")
    page.get_by_label("Harga satuan (Rp)").fill("70.000")
    page.get_by_label("Hasil alam Indonesia").check()
    page.get_by_role("button", name="Simpan bahan").click()

    expect(page.get_by_text("100,00\xa0%").first).to_be_visible()
    assert kopi.calculations.get().value == Decimal(100)
    page.context.close()


def test_the_value_follows_what_is_typed(chromium, live_server, pemilik, usaha, kopi):  # noqa: F811
    calculation = CalculationFactory(product=kopi)
    ComponentFactory(calculation=calculation, name="Biji kopi", unit_price=21_000)
    page = opened(chromium, live_server, pemilik)
    problems = []
    page.on("console", lambda message: message.type == "error" and problems.append(message.text))
    page.goto(f"/usaha/{usaha.pk}/tkdn/{calculation.pk}/bahan/")

    page.get_by_label("Nama bahan").fill("Kemasan")
    page.get_by_label("Jumlah untuk satu barang").fill("1")
    page.get_by_label("Harga satuan (Rp)").fill("21.000")
    page.get_by_label("Dari luar negeri").check()

    expect(page.locator("#hasil .figure")).to_have_text("62,50\xa0%")
    assert (calculation.components.count(), problems) == (1, [])
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_have_no_accessibility_fault_and_never_scroll_sideways(
    chromium, live_server, pemilik, usaha, kopi, scheme  # noqa: F811
):  # fmt: skip
    calculation = CalculationFactory(product=kopi)
    component = ComponentFactory(calculation=calculation, name="Biji kopi")
    ComponentFactory(calculation=calculation, name="Kemasan dengan nama yang panjang sekali", origin="DOMESTIC")
    page = opened(chromium, live_server, pemilik, color_scheme=scheme)
    own = f"/usaha/{usaha.pk}/"
    one = f"{own}tkdn/{calculation.pk}/"
    addresses = [own + "tkdn/", one, one + "tanya/pembuat/", one + "tanya/pekerja/", one + "tanya/modal/"]
    addresses += [one + "bahan/", f"{one}bahan/{component.pk}/", f"{one}bahan/{component.pk}/bukti/", one + "hapus/"]
    addresses += [own + "siap/", f"{own}siap/{kopi.pk}/lembar/", f"{own}tkdn/produk/{kopi.pk}/rincian/"]
    faults = {}

    for address in addresses:
        page.goto(address)
        faults[address] = [violation["id"] for violation in Axe().run(page).response["violations"]]
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), address

    assert faults == {address: [] for address in addresses}
    page.context.close()


def test_the_sheet_prints_on_one_page(chromium, live_server, pemilik, usaha, kopi, tmp_path):  # noqa: F811
    calculation = CalculationFactory(product=kopi)
    ComponentFactory.create_batch(8, calculation=calculation)
    page = opened(chromium, live_server, pemilik)
    page.goto(f"/usaha/{usaha.pk}/siap/{kopi.pk}/lembar/")

    pdf = page.pdf(format="A4", margin=dict.fromkeys(("top", "right", "bottom", "left"), "12mm"))

    assert pdf.count(b"/Type /Page\n") == 1
    page.context.close()
