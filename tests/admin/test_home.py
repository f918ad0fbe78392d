"""The home page is the day's work."""

from datetime import date, timedelta

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from certification.holiday_data import load_holidays
from certification.working_days import Calendar
from procurement.models import PackageOutcome
from tests.certification.application_chains import add, application
from tests.factories import (
    ActionOutcomeFactory,
    BusinessFactory,
    CatalogSellerFactory,
    CertificateFactory,
    CoachingDayFactory,
    NextActionFactory,
    PackageChangeFactory,
    PackageFactory,
    ReminderFactory,
    SiinasAccountFactory,
    SiinasProofFactory,
    UserFactory,
)
from umkm.models import ImportRun

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)


@pytest.fixture
def reminding(places):
    """One reminder for a clerk, and one overtaken."""
    ReminderFactory()
    ReminderFactory(state="SKIPPED", why="LATER")


@pytest.fixture
def calling(places):
    """One action to do, one told by its deadline instead, and one that is done."""
    NextActionFactory()
    NextActionFactory(kind="CORRECTION")
    ActionOutcomeFactory(business=NextActionFactory().business)


@pytest.fixture
def selling(places):
    """One seller without a certificate, one nobody knows, one decided."""
    CatalogSellerFactory(business=BusinessFactory())
    CatalogSellerFactory()
    CatalogSellerFactory(decision="ELSEWHERE", decided_on=DAY)


@pytest.fixture
def work(places, reminding, calling, selling):
    """Something waits in every pile, and beside it something that does not."""
    BusinessFactory(source="OWNER")
    CertificateFactory(business=None)
    for days in (90, 91, -1):
        CertificateFactory(issued_on=None, valid_until=DAY + timedelta(days=days))
    for days in (-1, 400):
        CertificateFactory(issued_on=None, valid_until=DAY + timedelta(days=days), scheme="P46_2022")
    SiinasAccountFactory(status="REQUESTED", as_of=DAY)
    SiinasAccountFactory(status="NONE", as_of=DAY - timedelta(days=91))
    SiinasAccountFactory(status="ACTIVE", as_of=DAY - timedelta(days=90), verified_on=DAY)
    ImportRun.objects.create(kind="BUSINESSES", file_name="a", file_hash="", read=5, refused=3, created=2)
    ImportRun.objects.create(kind="BUSINESSES", file_name="b", file_hash="", read=5, created=5)
    ImportRun.objects.update(started_at=timezone.make_aware(timezone.datetime(2026, 11, 1)))
    served = PackageFactory(ceiling=7)
    PackageOutcome.objects.create(package=served, state="SERVED", suppliers=1, on=DAY)
    waiting = PackageFactory(ceiling=1_500_000)
    PackageOutcome.objects.create(package=waiting, state="OPEN", on=DAY)
    PackageFactory(category="OTHER", category_source="NONE")
    PackageFactory(category="OTHER", category_source="OFFICER")
    PackageFactory(category="OTHER", category_source="NONE", is_active=False)
    PackageFactory(category="OTHER", category_source="NONE", year=2025)
    _reviews(served)
    load_holidays()
    application(("SUBMITTED", DAY - timedelta(days=5)), ("RETURNED", DAY - timedelta(days=5)))
    application(("SUBMITTED", DAY - timedelta(days=5)), ("RETURNED", DAY - timedelta(days=1)))
    late = application(("SUBMITTED", DAY - timedelta(days=30)), ("RETURNED", DAY - timedelta(days=29)))
    add(late, "AUTO_REJECTED", DAY - timedelta(days=20), source="CALENDAR", is_presumed=True)


def _reviews(package):
    """Two packages that are awaited, one that has come, one that was only cancelled; a coaching day held, one today."""
    PackageChangeFactory()
    PackageChangeFactory(year=2025)
    PackageChangeFactory(new_code=package.rup_code)
    PackageChangeFactory(kind="PEMBATALAN", old_code="71999999", new_code="71999999")
    for days in (-1, 0):
        CoachingDayFactory(held_on=DAY + timedelta(days=days))


def cards_of(user):
    return {card.title: card for card in admin.site.cards_for(user, DAY)}


def test_each_card_counts_what_waits_and_nothing_else(work, petugas):
    cards = cards_of(petugas)

    assert {title: card.count for title, card in cards.items()} == {
        "Usaha menunggu verifikasi": 1,
        "Baris impor ditolak": 3,
        "Klaim menunggu keputusan": 0,
        "Usaha mungkin ganda": 0,
        "Permohonan dikembalikan, hampir lewat batas": 1,
        "Penolakan otomatis perlu dipastikan": 1,
        "Sertifikat menunggu pemegang": 1,
        "Berakhir 90 hari ini": 1,
        "Masih aturan lama": 1,
        "Pengingat menunggu petugas": 1,
        "Akun SIINas perlu diperiksa ulang": 1,
        "Bukti akun SIINas menunggu": 0,
        "Perbedaan dengan daftar Kementerian": 0,
        "Laporan ketidaksesuaian terbuka": 0,
        "Belum ada pemasok": 0,
        "Niat belanja yang menunggu": 0,
        "Tindakan hari ini": 1,
        "Permintaan penawaran untuk disampaikan": 0,
        "Menjual, belum bersertifikat": 1,
        "Penjual e-Katalog belum dikenal": 1,
        "Paket tanpa kategori": 1,
        "Paket belum terlayani": 1,
        "Paket pengganti belum diimpor": 2,
        "Hari pembinaan yang akan datang": 1,
    }
    assert cards["Paket belum terlayani"].note == "Bernilai Rp\u00a01,5\u00a0juta pada tahun 2026."
    assert cards["Akun SIINas perlu diperiksa ulang"].note.startswith("Terakhir diketahui lebih dari 90 hari lalu.")
    assert cards["Paket tanpa kategori"].note.startswith("Seluruhnya 2 paket 2026 di luar empat kategori.")


def test_the_list_behind_a_card_holds_as_many_rows_as_the_card_says(client, places, petugas):
    today = timezone.localdate()
    CertificateFactory(business=None, issued_on=None, valid_until=today + timedelta(days=5))
    CertificateFactory(issued_on=None, valid_until=today + timedelta(days=900))
    CertificateFactory(issued_on=None, valid_until=today + timedelta(days=900), scheme="P46_2022")
    ReminderFactory(certificate__issued_on=None, certificate__valid_until=today + timedelta(days=900))
    SiinasAccountFactory(status="PROBLEM", as_of=today - timedelta(days=91))
    SiinasProofFactory()
    PackageFactory(category="OTHER", category_source="NONE", year=today.year)
    open_package = PackageFactory(year=today.year)
    PackageOutcome.objects.create(package=open_package, state="OPEN", on=today)
    load_holidays()
    back = Calendar.load().latest_start(today, 5)
    application(("SUBMITTED", back), ("RETURNED", back))
    client.force_login(petugas)

    cards = [card for card in client.get(reverse("admin:index")).context["cards"] if card.count]

    assert len(cards) == 9
    assert [len(client.get(card.url).context["cl"].result_list) for card in cards] == [c.count for c in cards]


def test_the_refused_rows_lead_to_the_runs_that_refused_them(client, places, petugas):
    run = ImportRun.objects.create(kind="PACKAGES", file_name="paket.csv", file_hash="", read=2, refused=2)
    ImportRun.objects.create(kind="PACKAGES", file_name="lain.csv", file_hash="", read=2, created=2)
    client.force_login(petugas)

    (card,) = [card for card in client.get(reverse("admin:index")).context["cards"] if card.count]

    assert card.count == 2
    assert list(client.get(card.url).context["cl"].result_list) == [run]


def test_the_cards_cost_a_query_or_two_each(work, administrator, django_assert_max_num_queries):
    with django_assert_max_num_queries(2 * len(cards_of(administrator))):
        admin.site.cards_for(administrator, DAY)


def test_the_home_page_costs_the_same_for_one_row_and_for_three(client, places, petugas):
    client.force_login(petugas)

    def queries_with_one_more():
        BusinessFactory()
        CertificateFactory(business=None)
        PackageFactory()
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("admin:index"))
        return len(captured)

    queries_with_one_more()
    one = queries_with_one_more()

    assert [queries_with_one_more(), queries_with_one_more()] == [one, one]


def test_without_permissions_there_are_no_cards(work):
    assert admin.site.cards_for(UserFactory(is_staff=True), DAY) == []


def test_lists_are_grouped_by_work_with_their_help(client, places, administrator):
    client.force_login(administrator)

    response = client.get(reverse("admin:index"))

    groups = {group["name"]: [str(m["name"]) for m in group["models"]] for group in response.context["app_list"]}
    assert list(groups) == ["Usaha", "Sertifikat", "Pengadaan", "Pembinaan", "Acuan", "Pengguna"]
    assert {"Usaha", "Antrean verifikasi", "Impor", "Produk"} <= set(groups["Usaha"])
    assert "Cari menurut NIB, nama usaha, atau nama pemilik." in response.text


def test_every_list_says_what_it_is_for():
    silent = [model._meta.label for model, desk in admin.site._registry.items() if not getattr(desk, "help", "")]

    assert silent == []


def test_demonstration_data_is_said_on_every_page(client, places, administrator):
    BusinessFactory(source="DEMO")
    client.force_login(administrator)

    assert "Data contoh" in client.get(reverse("admin:index")).text


def test_one_app_alone_keeps_its_own_page(client, places, administrator):
    client.force_login(administrator)

    response = client.get(reverse("admin:app_list", args=["umkm"]))

    assert [app["app_label"] for app in response.context["app_list"]] == ["umkm"]
