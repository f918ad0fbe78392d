"""Plans are asked for, computed by the worker, kept as they were, and compared."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from bimtek import services, tasks
from bimtek.changes import compare
from bimtek.models import Decline, PlanChoice, PlanPackage, UnlockPlan
from bimtek.plan_page import page_of_plan
from procurement.services import refresh_outcomes
from tests.bimtek.market import ON, maker, package, ready, rules
from tests.factories import CertificateItemFactory
from tests.history import forget_account
from tests.procurement.market import offer
from umkm.models import District

pytestmark = pytest.mark.django_db
AT = datetime(2026, 2, 1, 3, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _market(places):
    rules()


def plan(seats=3, on=ON, by=None):
    waiting = services.request_plan(year=2026, seats=seats, on=on, by=by)
    return services.compute_plan(plan_id=waiting.pk, at=AT)


def names(changes):
    return {change.choice.business_name: change.why for change in changes}


def test_a_plan_keeps_whom_it_chose_and_why(petugas):
    wanted = package(ceiling=10_000_000)
    other = package("Belanja sambal botol", ceiling=4_000_000)
    both = ready("Keripik pisang", "Sambal botol", name="Sari")
    ready("Keripik pisang", name="Joko")

    made = plan(seats=1, by=petugas)

    choice = made.choices.get()
    assert (made.total, made.bound, made.plain_total, made.open_total) == (14_000_000,) * 4
    assert (made.open_packages, made.candidates, made.excluded, made.made_by) == (2, 2, {}, petugas)
    assert made.curve == [14_000_000]
    assert made.settings_used["MIN_SUPPLIERS"] == 1
    assert (choice.business, choice.rank, choice.missing_steps, choice.effort) == (both, 1, ["APPLICATION"], 3)
    assert (choice.alone, choice.marginal, choice.value) == (14_000_000,) * 3
    assert (choice.runner_up, choice.runner_up_less) == ("Joko", 4_000_000)
    assert list(choice.packages.values_list("rup_code", "ceiling", "alone")) == [
        (wanted.rup_code, 10_000_000, True),
        (other.rup_code, 4_000_000, True),
    ]


def test_the_plan_says_which_kecamatan_a_coaching_day_belongs_to():
    package(ceiling=10_000_000)
    package("Belanja sambal botol", ceiling=4_000_000)
    kedaton = District.objects.get(code="18.71.01")
    near = ready("Keripik pisang", district=kedaton)
    far = ready("Keripik pisang", "Sambal botol", regency_id="18.72", district_id="18.72.01")
    ready("Sambal botol")

    assert plan().places == [
        {
            "district": "Metro Pusat", "regency": "Kota Metro", "seats": 1, "rupiah": 14_000_000,
            "around": 14_000_000, "invited": [far.pk],
        },
        {
            "district": "Kedaton", "regency": "Kota Bandar Lampung", "seats": 1, "rupiah": 10_000_000,
            "around": 10_000_000, "invited": [near.pk],
        },
    ]  # fmt: skip


def test_around_a_kecamatan_counts_the_candidates_of_its_whole_kabupaten():
    package(ceiling=10_000_000)
    package("Belanja sambal botol", ceiling=4_000_000)
    District.objects.create(code="18.71.02", regency_id="18.71", name="Sukarame")
    ready("Keripik pisang", district_id="18.71.01")
    ready("Sambal botol", district_id="18.71.02")

    found = [(place["district"], place["rupiah"], place["around"]) for place in plan().places]

    assert found == [("Kedaton", 10_000_000, 14_000_000), ("Sukarame", 4_000_000, 14_000_000)]


def test_a_plan_made_before_names_were_kept_still_shows_its_places():
    made = UnlockPlan(year=2026, seats=1, on=ON, curve=[], open_total=0)
    made.places = [{"district": "Kedaton", "regency": "Kota Bandar Lampung", "seats": 1, "rupiah": 5}]
    made.save()

    [place] = page_of_plan(made, ON)["places"]

    assert (place["district"], place["people"]) == ("Kedaton", [])


def test_asking_twice_for_what_waits_gives_the_same_plan():
    first = services.request_plan(year=2026, seats=5, on=ON)
    second = services.request_plan(year=2026, seats=5, on=ON)
    other = services.request_plan(year=2026, seats=6, on=ON)

    assert first == second != other


def test_computing_twice_changes_nothing():
    package()
    ready("Keripik pisang")
    made = plan()
    before = UnlockPlan.objects.values().get()

    tasks.compute_plan(made.pk)

    assert UnlockPlan.objects.values().get() == before
    assert PlanChoice.objects.count() == 1


def test_the_worker_takes_up_what_another_was_killed_over_but_not_for_ever():
    now = datetime.now(UTC)
    killed, fresh, old = (services.request_plan(year=2026, seats=seats, on=ON) for seats in (1, 2, 3))
    for waiting, age in ((killed, timedelta(minutes=6)), (fresh, timedelta(minutes=1)), (old, timedelta(days=2))):
        UnlockPlan.objects.filter(pk=waiting.pk).update(created_at=now - age)

    tasks.compute_waiting()

    assert list(UnlockPlan.objects.finished()) == [killed]


def test_each_night_makes_this_years_plan(settings, django_capture_on_commit_callbacks):
    settings.UNLOCK_SEATS = 7

    with django_capture_on_commit_callbacks(execute=True):
        tasks.plan_tonight()

    made = UnlockPlan.objects.get()
    assert (made.year, made.seats, made.made_by) == (timezone.localdate().year, 7, None)
    assert made.finished_at is not None


@pytest.mark.parametrize(
    "deed",
    [
        "UPDATE bimtek_unlockplan SET total = 0",
        "DELETE FROM bimtek_unlockplan",
        "UPDATE bimtek_planchoice SET rank = 9",
        "DELETE FROM bimtek_planchoice",
        "UPDATE bimtek_planpackage SET ceiling = 1",
        "DELETE FROM bimtek_planpackage",
        "INSERT INTO bimtek_planpackage (choice_id, rup_code, ceiling, alone) SELECT id, '1', 1, true"
        " FROM bimtek_planchoice",
    ],
)
def test_a_finished_plan_stays_as_it_is_also_against_sql(deed):
    package()
    ready("Keripik pisang")
    plan()

    with pytest.raises(IntegrityError, match="stay"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(deed)

    assert (PlanChoice.objects.get().rank, PlanPackage.objects.get().ceiling) == (1, 10_000_000)


def test_a_business_a_package_or_a_person_that_goes_leaves_its_name_behind(petugas):
    wanted = package()
    business = ready("Keripik pisang", name="Keripik Sari")
    made = plan(by=petugas)

    forget_account(business)
    business.delete()
    wanted.delete()
    petugas.delete()

    made.refresh_from_db()
    choice = made.choices.get()
    assert (choice.business, choice.business_name, made.made_by) == (None, "Keripik Sari", None)
    assert choice.packages.get().rup_code == wanted.rup_code


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("plan_has_seats", {"seats": 0}),
        ("plan_has_seats", {"seats": 1001}),
        ("plan_year_is_sensible", {"year": 1999}),
        (
            "plan_total_is_within_its_bound",
            {"finished_at": AT, "total": 2, "bound": 1, "open_total": 3, "plain_total": 0},
        ),
        (
            "plan_total_is_within_its_bound",
            {"finished_at": AT, "total": 1, "bound": 4, "open_total": 3, "plain_total": 0},
        ),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused(rule, fields):
    with pytest.raises(IntegrityError, match=rule):
        UnlockPlan.objects.create(**{"year": 2026, "seats": 5, "on": ON} | fields)


def test_one_plan_of_a_year_and_size_waits_at_a_time():
    UnlockPlan.objects.create(year=2026, seats=5, on=ON)

    with pytest.raises(IntegrityError, match="plan_waits_once"):
        UnlockPlan.objects.create(year=2026, seats=5, on=ON)


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("decline_ends_after_it_starts", {"until": ON - timedelta(days=1)}),
        ("decline_reason_is_known", {"reason": "SLEEPY"}),
    ],
)
def test_a_decline_that_makes_no_sense_is_refused(rule, fields):
    with pytest.raises(IntegrityError, match=rule):
        Decline.objects.create(**{"business": maker(), "declined_on": ON, "reason": "NO_TIME"} | fields)


def test_a_decline_is_recorded_once_a_day():
    business = maker()
    Decline.objects.create(business=business, declined_on=ON, reason="NO_TIME")

    with pytest.raises(IntegrityError, match="decline_once_per_business_and_day"):
        Decline.objects.create(business=business, declined_on=ON, reason="CLOSED")


def test_a_new_maker_alike_does_not_reshuffle_the_plan_though_it_is_nearer():
    package()
    first = maker("Keripik pisang")
    plan(seats=1)
    ready("Keripik pisang")

    again = plan(seats=1)

    assert again.choices.get().business == first
    assert again.previous is not None


def test_a_change_is_shown_with_its_reason(settings):
    for name, ceiling in (("keripik pisang", 9), ("sambal botol", 8), ("tempe kedelai", 7), ("dodol durian", 6)):
        package(f"Belanja {name}", ceiling=ceiling * 1_000_000)
    makers = {
        product: maker(product, name=product)
        for product in ("Keripik pisang", "Sambal botol", "Tempe kedelai", "Dodol durian")
    }
    old = plan(seats=4)
    later = ON + timedelta(days=10)
    Decline.objects.create(business=makers["Keripik pisang"], declined_on=later, reason="NO_TIME")
    CertificateItemFactory(
        certificate__business=makers["Sambal botol"], certificate__issued_on=later,
        product_name="Sambal botol", product=makers["Sambal botol"].products.get(),
    )  # fmt: skip
    offer("Tempe kedelai hitam")
    package("Belanja kopi bubuk", ceiling=5_000_000)
    maker("Kopi bubuk robusta", name="Kopi")
    maker("Keripik pisang", name="Pengganti")
    refresh_outcomes(year=2026, on=later)

    found = compare(old, plan(seats=4, on=later))

    assert [choice.business_name for choice in found.stayed] == ["Dodol durian"]
    assert names(found.left) == {
        "Keripik pisang": "Menyatakan tidak bersedia.",
        "Sambal botol": "Sudah bersertifikat.",
        "Tempe kedelai": "Paketnya tidak lagi menunggu pemasok.",
    }
    assert names(found.came) == {
        "Kopi": "Membuka 1 paket yang belum terbuka dalam rencana lama.",
        "Pengganti": "Membuka paket yang dalam rencana lama dibuka usaha lain.",
    }


def test_fewer_seats_are_a_reason_to_leave():
    package(ceiling=9_000_000)
    package("Belanja sambal botol", ceiling=8_000_000)
    ready("Keripik pisang", name="Keripik")
    ready("Sambal botol", name="Sambal")
    old = plan(seats=2)
    refresh_outcomes(year=2026, on=ON)

    assert names(compare(old, plan(seats=1)).left) == {"Sambal": "Rencana ini punya lebih sedikit tempat."}


def test_comparing_costs_the_same_for_one_business_and_for_many(django_assert_num_queries):
    package()
    ready("Keripik pisang")
    for product in ("Sambal botol", "Tempe kedelai", "Dodol durian", "Kopi bubuk"):
        package(f"Belanja {product}")
        ready(product)
    one, two, five = (plan(seats=seats) for seats in (1, 2, 5))

    for old in (two, five):
        with django_assert_num_queries(7):
            compare(old, one)
