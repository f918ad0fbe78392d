"""The five ways people take through the portal, from the first click to the result."""

import os
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from certification.holiday_data import load_holidays
from certification.models import Application
from procurement.models import Award, SearchEvidence
from tests.certification.test_readiness import prepared
from tests.factories import (
    AgencyFactory,
    AwardFactory,
    BudgetFactory,
    BusinessFactory,
    CertificateFactory,
    CertificateItemFactory,
    PackageFactory,
    ProductFactory,
)
from tests.procurement.market import rules
from umkm.models import Business, Verification

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not os.environ.get("CHROMIUM"), reason="needs Chromium: set CHROMIUM to its path"),
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("browser"),
]
NUMBER = "12/SJ-IND.8/TKDN/2026"


@pytest.fixture
def keripik(usaha):
    """A certified product of `usaha`."""
    product = ProductFactory(business=usaha, name="Keripik pisang", price=20_000)
    certificate = CertificateFactory(
        business=usaha, holder_name=usaha.name, number=NUMBER, issued_on=date(2025, 1, 1), valid_until=date(2099, 1, 1)
    )
    return CertificateItemFactory(
        certificate=certificate, product=product, product_name="Keripik pisang", tkdn=Decimal(55)
    )


@pytest.fixture
def package(food, pejabat):
    """A package of this year, of an agency the officer is posted to."""
    rules()
    today = timezone.localdate()
    agency = AgencyFactory(name="Biro Umum")
    agency.postings.create(user=pejabat)
    budget = BudgetFactory(agency=agency, year=today.year)
    dates = {"contract_from": today, "contract_until": today, "delivery_until": today + timedelta(days=60)}
    return PackageFactory(
        rup_code="53999001", name="Belanja keripik pisang", agency=agency, budget=budget, year=today.year, **dates
    )


def find_check_and_see_who_buys(walk):
    """What anyone can do, without an account."""
    walk.start()
    walk.arrive("Belanja pemerintah")
    walk.write("Cari produk bersertifikat", "kripik pisang")
    walk.press("Cari pemasok")
    walk.arrive("Keripik pisang")
    walk.follow("Keripik Sari Rasa")
    walk.arrive("Keripik Sari Rasa")
    walk.menu("Cek sertifikat")
    walk.arrive("Cek sertifikat")
    walk.write("Nomor sertifikat", "12 / sj-ind.8 / tkdn / 2026")
    walk.press("Cek")
    walk.arrive("Berlaku", exact=True)
    walk.menu("Paket")
    walk.follow("Belanja keripik pisang")
    walk.arrive("Belanja keripik pisang")
    expect(walk.page.get_by_role("link", name="Keripik Sari Rasa")).to_be_visible()


def test_anyone_finds_a_supplier_checks_the_certificate_and_sees_who_buys(walk, keripik, package):
    find_check_and_see_who_buys(walk)


def test_anyone_does_so_without_scripts(plain_walk, keripik, package):
    find_check_and_see_who_buys(plain_walk)


def test_an_owner_sees_that_all_is_ready_applies_and_follows_the_ticket(walk, pemilik, usaha):
    load_holidays()
    prepared(usaha)
    Business.objects.filter(pk=usaha.pk).update(phone="+6281234567890")
    walk.sign_in(pemilik)

    walk.arrive("Keripik Sari Rasa")
    walk.follow("Siap mengajukan")
    walk.arrive("Siap mengajukan")
    expect(walk.page.get_by_text("Semua siap.")).to_be_visible()
    walk.follow("Lembar isian SIINas")
    walk.arrive("Lembar isian")
    walk.menu("Meja saya")
    walk.follow("Saya sudah mengirim permohonan di SIINas")
    walk.arrive("Saya sudah mengirim permohonan di SIINas")
    walk.tick("Keripik pisang")
    walk.press("Catat permohonan")
    walk.arrive("Keripik pisang")
    ticket = Application.objects.get().written_ticket
    walk.follow(ticket)
    walk.arrive("tiket")

    walk.context.clear_cookies()
    walk.start()
    walk.follow("Status permohonan dengan kode tiket", within="contentinfo")
    walk.write("Kode tiket", ticket.lower())
    walk.press("Lihat status")
    walk.arrive("Sudah dikirim", exact=True)


def test_a_clerk_verifies_what_an_owner_registered(walk, petugas, places):
    BusinessFactory(name="Kopi Baru", source="OWNER")
    walk.sign_in(petugas)

    walk.arrive("Pekerjaan hari ini")
    walk.follow("Usaha menunggu verifikasi")
    walk.arrive("Pilih")
    walk.follow("Kopi Baru")
    walk.arrive("Kopi Baru")
    walk.press("Data benar: verifikasi")

    expect(walk.page.get_by_text("Kopi Baru: ")).to_be_visible()
    walk.arrive("Pilih")
    decided = Verification.objects.get()
    assert (decided.business.name, decided.decision) == ("Kopi Baru", "VERIFIED")


def test_an_officer_finds_why_a_supplier_fits_keeps_the_proof_and_records_the_contract(walk, pejabat, keripik, package):
    walk.sign_in(pejabat)

    walk.arrive("Paket satuan kerja saya")
    walk.follow("Belanja keripik pisang")
    walk.arrive("Belanja keripik pisang")
    walk.page.get_by_text("Cocok karena …").click()
    walk.follow("Bekukan sebagai bukti")
    walk.arrive("Bekukan jawaban sebagai bukti")
    walk.press("Bekukan sekarang")
    walk.arrive("Bukti")
    evidence = SearchEvidence.objects.get()
    expect(walk.page.get_by_text(evidence.code).first).to_be_visible()

    walk.menu("Meja saya")
    walk.follow("Belanja keripik pisang")
    walk.follow("Catat kontrak atau pembelian")
    walk.arrive("Belanja paket ini")
    walk.follow("Catat kontrak")
    walk.arrive("Catat kontrak")
    walk.tick("Keripik pisang")
    walk.write("Nilai kontrak (Rp)", "12.500.000")
    walk.write("Nomor kontrak", "027/12/2026")
    walk.press("Simpan kontrak")
    walk.arrive("Belanja paket ini")
    expect(walk.page.get_by_text("Rp 12.500.000").first).to_be_visible()
    award = Award.objects.get()
    assert (award.package, award.item, award.value) == (package, keripik, 12_500_000)


def test_the_head_reads_what_was_bought_of_the_plan(walk, kepala, keripik, package):
    AwardFactory(package=package, item=keripik, value=12_500_000, signed_on=timezone.localdate())
    walk.sign_in(kepala)

    walk.arrive("Pekerjaan hari ini")
    walk.start("/dasbor/")
    walk.arrive("Dasbor")
    walk.follow("Serapan selengkapnya")
    walk.arrive("Berapa yang sudah dibeli")
    expect(walk.page.get_by_text("Rp 12.500.000").first).to_be_visible()
