"""What a target needs: certificates, beginners, and the last day to begin, each with what it was reckoned from."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from bimtek.models import ActionOutcome, TargetBasis
from bimtek.target import Target, pass_rate, reckon, working_days_needed
from bimtek.target_basis import request_basis
from bimtek.tasks import compute_basis
from certification.holiday_data import load_holidays
from certification.working_days import Calendar
from tests.bimtek.market import ON, package, ready, rules
from tests.certification.application_chains import application
from tests.factories import PackageFactory, ProductFactory, UserFactory
from tests.procurement.market import offer

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 30)


@pytest.fixture(autouse=True)
def _market(places):
    rules()
    load_holidays()


def asked(percent=80, category="FOOD", day=DAY):
    return reckon(Target(category, percent, day), basis_of(day.year), ON)


def basis_of(year, on=ON):
    """What the worker reckons for the year."""
    compute_basis(request_basis(year=year, on=on).pk)
    return TargetBasis.objects.newest(year)


def decided(kind, count):
    """So many applications decided before the day of asking."""
    for _case in range(count):
        chain = [("SUBMITTED", ON - timedelta(days=20)), (kind, ON - timedelta(days=10))]
        if kind == "SIGNED":
            chain.insert(1, ("COMPLETE", ON - timedelta(days=15)))
        application(*chain)


def test_the_curve_says_how_many_certificates_the_missing_rupiah_need(settings):
    settings.TARGET_PASS_PERCENT = 50
    package(ceiling=40_000_000)
    offer()
    package("Belanja sambal botol", ceiling=30_000_000)
    package("Belanja kopi bubuk", ceiling=20_000_000)
    package("Belanja dodol", ceiling=10_000_000)
    PackageFactory(name="Belanja seragam", category="CLOTHING", ceiling=999_000_000)
    for name in ("Sambal botol", "Kopi bubuk", "Dodol"):
        ready(name)

    found = asked(percent=80)

    assert (found.planned, found.served, found.wanted, found.missing) == (
        100_000_000, 40_000_000, 80_000_000, 40_000_000,
    )  # fmt: skip
    assert (found.certificates, found.beginners) == (2, 4)


def test_a_target_that_is_reached_needs_nothing_and_one_without_makers_cannot_be_reached():
    package(ceiling=60_000_000)
    offer()
    package("Belanja sambal botol", ceiling=40_000_000)

    reached, beyond = asked(percent=60), asked(percent=61)

    assert (reached.missing, reached.certificates, reached.beginners) == (0, 0, 0)
    assert (beyond.certificates, beyond.beginners, beyond.reachable) == (None, None, 60_000_000)


def test_the_offices_own_pass_rate_counts_from_enough_cases_on(settings):
    settings.TARGET_LEAST_CASES, settings.TARGET_PASS_PERCENT = 3, 70
    decided("SIGNED", 1)
    decided("REFUSED", 1)
    few = pass_rate(ON)
    decided("REFUSED", 1)

    enough = pass_rate(ON)

    assert (few.value, few.cases, few.is_own) == (70, 2, False)
    assert (enough.value, enough.cases, enough.good, enough.is_own) == (33, 3, 1, True)


def test_a_year_in_which_nothing_was_signed_promises_nothing_by_itself(settings):
    settings.TARGET_LEAST_CASES, settings.TARGET_PASS_PERCENT = 1, 70
    decided("REFUSED", 2)

    assert (pass_rate(ON).value, pass_rate(ON).is_own) == (70, False)


def test_the_time_needed_runs_from_the_first_action_to_the_signature_in_working_days(settings):
    settings.TARGET_LEAST_CASES, settings.TARGET_WORKING_DAYS = 1, 60
    calendar = Calendar.load()
    before = working_days_needed(ON, calendar)
    business = ready("Keripik pisang")
    for day in (date(2026, 1, 12), date(2026, 1, 5)):
        ActionOutcome.objects.create(business=business, kind="NIB", day=day, result="DONE", by=UserFactory())
    application(
        ("SUBMITTED", "2026-01-12"), ("COMPLETE", "2026-01-13"), ("SIGNED", "2026-01-14"),
        product=ProductFactory(business=business),
    )  # fmt: skip

    after = working_days_needed(ON, calendar)

    assert (before.value, before.cases, before.is_own) == (60, 0, False)
    assert (after.value, after.cases, after.is_own) == (7, 1, True)


def test_the_last_day_to_begin_leaves_so_many_working_days(settings):
    settings.TARGET_WORKING_DAYS = 5
    package()

    found = asked(day=date(2026, 7, 10))

    assert (found.last_start, found.problem) == (date(2026, 7, 3), "")


def test_a_year_without_a_calendar_is_not_guessed():
    package(year=2031, contract_from=None, contract_until=None, delivery_until=None)

    found = asked(day=date(2031, 6, 30))

    assert found.last_start is None
    assert found.problem == "Libur tahun 2031 belum tercatat, jadi hari kerjanya belum dapat dihitung."


def test_the_page_answers_with_the_way_it_was_reckoned(client, petugas):
    day = timezone.localdate() + timedelta(days=200)
    package(year=day.year, contract_from=None, contract_until=None, delivery_until=None, ceiling=10_000_000)
    ready("Keripik pisang")
    client.force_login(petugas)
    basis_of(day.year, timezone.localdate())

    answer = client.get(
        reverse("admin:bimtek_unlockplan_target"), {"kategori": "FOOD", "persen": 80, "sampai": day.isoformat()}
    )

    assert "Perlu 1 sertifikat baru. Supaya itu jadi, 2 usaha harus mulai." in answer.text
    assert "memakai anggapan 70 %, karena baru 0 permohonan yang diputus" in answer.text


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"persen": 0}, "Tulis angka antara 1 dan 100."),
        ({"persen": 101}, "Tulis angka antara 1 dan 100."),
        ({"sampai": "kapan-kapan"}, "Tanggal ini tidak dikenal."),
        ({"sampai": "2020-01-01"}, "1 Jan 2020 sudah lewat atau hari ini."),
        ({"sampai": "2099-01-01"}, "Tidak ada paket tahun 2099."),
    ],
)
def test_a_question_that_makes_no_sense_is_asked_again_in_words(client, petugas, changed, sentence):
    client.force_login(petugas)

    answer = client.get(
        reverse("admin:bimtek_unlockplan_target"),
        {"kategori": "FOOD", "persen": 80, "sampai": "2026-12-31"} | changed,
    )

    assert sentence in answer.text


def test_who_may_not_see_plans_asks_for_no_target(client):
    client.force_login(UserFactory(is_staff=True))

    assert client.get(reverse("admin:bimtek_unlockplan_target")).status_code == 403
