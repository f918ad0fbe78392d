"""The whole way of a new owner on a phone: questions, account, code, every step, the check, the business."""

import os
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

from accounts.models import CounterMessage
from tests.umkm.files import picture
from umkm.models import Business, CategoryRule, Kbli

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not os.environ.get("CHROMIUM"), reason="needs Chromium: set CHROMIUM to its path"),
    pytest.mark.django_db(transaction=True),
]


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


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def phone(request, chromium, live_server):
    size = {"width": 390, "height": 800}
    context = chromium.new_context(
        base_url=live_server.url, java_script_enabled=request.param, locale="id-ID", viewport=size
    )
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.has_scripts, page.problems, page.faults = request.param, [], {}
    page.on("console", lambda message: message.type == "error" and page.problems.append(message.text))
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    yield page
    context.close()


@pytest.fixture
def ready(places, settings):
    settings.MESSAGE_GATEWAY = "counter"
    CategoryRule.objects.get_or_create(version="2020", prefix="10", category="FOOD")
    Kbli.objects.get_or_create(
        version="2020", code="10794", defaults={"title": "Industri Kerupuk, Keripik, Peyek dan Sejenisnya"}
    )


def check(page):
    """No fault that axe can find, nothing that scrolls sideways."""
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    if page.has_scripts:
        found = [violation["id"] for violation in Axe().run(page).response["violations"]]
        if found:
            page.faults[page.url] = found
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), page.url


def field(page, label):
    """The field with this label and no other; a required one carries a star."""
    return page.get_by_label(re.compile(rf"^\s*{re.escape(label)}[\s*]*$"))


def press(page, name):
    page.get_by_role("main").get_by_role("button", name=name).click()


def choose(page, *words):
    for word in words:
        check(page)
        page.get_by_label(word).check()
        press(page, "Lanjut")


def write(page, label, text):
    check(page)
    field(page, label).fill(text)
    press(page, "Simpan dan lanjut")


def make_account(page):
    check(page)
    page.get_by_label("Nama lengkap Anda").fill("Sari Pemilik")
    page.get_by_label("Nomor HP atau alamat e-mail").fill("0812 3456 7890")
    page.get_by_label("Buat kata sandi").fill("kopi pagi di teras")
    page.get_by_label("Saya sudah membaca").check()
    press(page, "Buat akun dan kirim kode")
    check(page)
    page.get_by_label("Kode").fill(re.search(r"\b\d{6}\b", CounterMessage.objects.last().text)[0])
    press(page, "Periksa kode")


def fill_business(page):
    write(page, "Nama usaha", "Keripik Sari Rasa")
    write(page, "Nama pemilik", "Sari Pemilik")
    write(page, "NIB", "9120001234567")
    write(page, "NIK pemilik", "1871014505800001")
    write(page, "NPWP (boleh dikosongkan)", "")
    write(page, "Nomor telepon usaha", "0812 3456 7890")
    check(page)
    page.get_by_label("Kabupaten atau kota tempat usaha").select_option("18.71")
    press(page, "Simpan dan lanjut")
    check(page)
    page.get_by_label("Kecamatan").select_option(label="Kedaton")
    press(page, "Simpan dan lanjut")
    write(page, "Alamat tempat usaha", "Jl. Kartini 1")


def fill_goods(page):
    check(page)
    page.get_by_label("Nama produk").fill("Keripik pisang")
    page.get_by_label("Makanan").check()
    press(page, "Simpan dan lanjut")
    check(page)
    press(page, "Lanjut")
    check(page)
    files = [{"name": f"{n}.jpg", "mimeType": "image/jpeg", "buffer": picture(colour=n)} for n in ("red", "blue")]
    page.get_by_label("Foto produk (boleh nanti)").set_input_files(files)
    press(page, "Kirim foto, lalu tambah lagi")
    expect(page.get_by_role("img", name="Foto 2: Keripik pisang")).to_be_visible()
    check(page)
    press(page, "Simpan dan lanjut")
    check(page)
    page.get_by_label("10794").check()
    press(page, "Simpan dan lanjut")
    for label, text in (("Modal usaha, rupiah", "50000000"), ("Penjualan setahun, rupiah", "90000000")):
        write(page, label, text)
    write(page, "Jumlah tenaga kerja", "3")


def test_a_new_owner_registers_a_business_on_a_phone(phone, ready):
    phone.goto("/")
    phone.get_by_role("main").get_by_role("link", name="Daftarkan usaha").click()
    check(phone)
    phone.get_by_role("link", name="Mulai", exact=True).click()
    choose(phone, "Ya, kami membuat", "Menjadi barang lain", "Di tempat sewaan", "Rp 5 miliar atau kurang")
    choose(phone, "Semua atau sebagian", "Ya, sudah punya")
    check(phone)
    phone.get_by_role("main").get_by_role("link", name="Buat akun").click()
    make_account(phone)
    check(phone)
    phone.get_by_role("link", name="Mulai", exact=True).click()
    fill_business(phone)
    fill_goods(phone)
    check(phone)
    phone.get_by_label("Data di atas benar").check()
    press(phone, "Kirim pendaftaran")

    expect(phone.get_by_role("heading", name="Keripik Sari Rasa", level=1)).to_be_visible()
    check(phone)
    business = Business.objects.get()
    assert (business.nib, business.documents.count(), business.memberships.count()) == ("9120001234567", 2, 1)
    assert (phone.faults, phone.problems) == ({}, [])


def test_what_was_being_typed_when_the_network_dropped_is_there_again(chromium, live_server, pemilik, ready):
    pemilik.set_password("kopi pagi di teras")
    pemilik.save()
    context = chromium.new_context(base_url=live_server.url)
    page = context.new_page()
    page.goto("/masuk/?next=/usaha/daftar/nama/")
    page.get_by_label("Nomor HP atau alamat e-mail").fill(pemilik.email)
    field(page, "Kata sandi").fill("kopi pagi di teras")
    press(page, "Masuk")
    page.wait_for_url("**/usaha/daftar/nama/")
    field(page, "Nama usaha").fill("Keripik Sari Rasa")

    page.reload()

    expect(page.get_by_text("Sambungan sempat putus.")).to_be_visible()
    expect(field(page, "Nama usaha")).to_have_value("Keripik Sari Rasa")
    page.goto("/usaha/daftar/nik/")
    field(page, "NIK pemilik").fill("1871014505800001")
    assert "1871014505800001" not in page.evaluate("JSON.stringify(localStorage)")
    context.close()
