"""Plans on the staff's desk: who may ask, what the page says, and what a stranger meets."""

import pytest
from django.urls import reverse

from bimtek import services
from bimtek.models import UnlockPlan
from bimtek.tasks import compute_plan
from tests.bimtek.market import ON, package, ready, rules
from tests.factories import CatalogSaleFactory, UserFactory
from tests.procurement.market import SIGNED, offer

pytestmark = pytest.mark.django_db
COMPUTE = "admin:bimtek_unlockplan_compute"


@pytest.fixture(autouse=True)
def _market(places):
    rules()


@pytest.fixture
def kepala(db):
    from django.contrib.auth.models import Group

    user = UserFactory(is_staff=True)
    user.groups.add(Group.objects.get(name="kepala bidang"))
    return user


def finished(seats=2):
    plan = services.request_plan(year=2026, seats=seats, on=ON)
    compute_plan(plan.pk)
    return UnlockPlan.objects.get(pk=plan.pk)


def page(client, name, *args, **query):
    return client.get(reverse(f"admin:bimtek_unlockplan_{name}", args=args), query)


def test_staff_ask_for_a_plan_and_read_it(client, petugas, django_capture_on_commit_callbacks):
    package(ceiling=10_000_000)
    ready("Keripik pisang", name="Keripik Bu Sari", phone="+6283712345678")
    client.force_login(petugas)

    with django_capture_on_commit_callbacks(execute=True):
        asked = client.post(reverse(COMPUTE), {"year": 2026, "seats": 3})

    plan = UnlockPlan.objects.get()
    answer = client.get(asked.url)
    assert asked.url == reverse("admin:bimtek_unlockplan_change", args=[plan.pk])
    assert (plan.made_by, plan.finished_at is not None) == (petugas, True)
    assert "Keripik Bu Sari" in answer.text
    assert "+6283••••678" in answer.text
    assert "83712345678" not in answer.text
    assert "Tidak ada usaha lain yang dapat menggantikannya." in answer.text


def test_pressing_twice_asks_once(client, petugas):
    package()
    client.force_login(petugas)

    for _time in range(2):
        client.post(reverse(COMPUTE), {"year": 2026, "seats": 3})

    assert UnlockPlan.objects.count() == 1


@pytest.mark.parametrize(
    ("year", "seats", "sentence"),
    [
        (2027, 5, "Tidak ada paket tahun 2027. Impor dulu paketnya, atau pilih tahun lain."),
        (2026, 0, "Jumlah tempat 0: tulis angka antara 1 dan 1000."),
        (2026, 1001, "Jumlah tempat 1001: tulis angka antara 1 dan 1000."),
    ],
)
def test_a_request_that_makes_no_sense_is_refused_in_words(client, petugas, year, seats, sentence):
    package()
    client.force_login(petugas)

    answer = client.post(reverse(COMPUTE), {"year": year, "seats": seats})

    assert sentence in answer.text
    assert not UnlockPlan.objects.exists()


def test_a_plan_that_waits_says_so(client, petugas):
    plan = services.request_plan(year=2026, seats=3, on=ON)
    client.force_login(petugas)

    assert "sedang dihitung" in page(client, "change", plan.pk).text


def test_the_head_reads_plans_but_asks_for_none(client, kepala):
    package()
    plan = finished()
    client.force_login(kepala)

    assert page(client, "change", plan.pk).status_code == 200
    assert reverse(COMPUTE) not in page(client, "changelist").text
    assert client.post(reverse(COMPUTE), {"year": 2026, "seats": 3}).status_code == 403
    assert UnlockPlan.objects.count() == 1


def test_owners_and_officers_meet_a_closed_door(client, pemilik, pejabat):
    plan, other = finished(1), finished(2)

    for user in (pemilik, pejabat):
        client.force_login(user)
        for name, args in (("changelist", ()), ("change", (plan.pk,)), ("compute", ()), ("compare", (plan.pk,))):
            answer = page(client, name, *args, dengan=other.pk)
            assert answer.status_code in (302, 403)
            assert "Rencana 2026" not in answer.text


def test_staff_without_the_right_compare_nothing(client):
    plan, other = finished(1), finished(2)
    client.force_login(UserFactory(is_staff=True))

    assert page(client, "compare", plan.pk, dengan=other.pk).status_code == 403


def test_two_plans_stand_side_by_side_the_older_first(client, petugas):
    package(ceiling=9_000_000)
    package("Belanja sambal botol", ceiling=8_000_000)
    ready("Keripik pisang", name="Keripik")
    ready("Sambal botol", name="Sambal")
    one, two = finished(1), finished(2)
    client.force_login(petugas)

    answer = page(client, "compare", two.pk, dengan=one.pk)

    assert (answer.context["old"], answer.context["new"]) == (one, two)
    assert [change.choice.business_name for change in answer.context["comparison"].came] == ["Sambal"]


@pytest.mark.parametrize("other", ["", "0", "abc", "itself", "waiting"])
def test_comparing_with_what_is_not_there_is_not_found(client, petugas, other):
    plan = finished()
    waiting = services.request_plan(year=2026, seats=9, on=ON)
    client.force_login(petugas)

    other = {"itself": plan.pk, "waiting": waiting.pk}.get(other, other)

    assert page(client, "compare", plan.pk, dengan=other).status_code == 404
    assert page(client, "compare", 999_999, dengan=plan.pk).status_code == 404


def test_the_page_names_the_certificate_to_renew_and_what_the_seats_open(client, petugas):
    package("Belanja sambal botol", ceiling=8_000_000)
    risk = offer("Sambal botol", valid_until=SIGNED)
    package(ceiling=24_000_000)
    ready("Keripik pisang")
    client.force_login(petugas)

    answer = page(client, "change", finished().pk)

    assert [one["number"] for one in answer.context["risks"]] == [risk.certificate.number]
    assert answer.context["curve"] == [(1, 24_000_000)]
    assert answer.context["targets"] == [(25, 1), (50, 1), (75, 1), (80, None), (90, None)]


@pytest.mark.parametrize("count", [1, 20])
def test_a_plan_and_the_list_of_plans_cost_the_same_for_one_and_for_twenty(
    client, petugas, count, django_assert_num_queries
):
    words = ("sambal", "tempe", "dodol", "abon", "lempok", "tahu", "opak", "roti", "mie", "kerupuk", "kopi", "rempeyek")
    for number in range(count):
        package(f"Belanja {words[number % len(words)]}")
        ready(words[number % len(words)], name=f"Usaha {number}")
    plans = [finished(seats) for seats in range(1, 3)]
    client.force_login(petugas)

    with django_assert_num_queries(17):
        page(client, "change", plans[-1].pk)
    with django_assert_num_queries(6):
        page(client, "changelist")


def test_a_decline_is_recorded_on_the_desk_and_keeps_its_history(client, petugas):
    business = ready("Keripik pisang")
    client.force_login(petugas)

    client.post(
        reverse("admin:bimtek_decline_add"),
        {"business": business.pk, "declined_on": "2026-01-05", "until": "", "reason": "NO_TIME", "note": ""},
    )

    decline = business.declines.get()
    history = client.get(reverse("admin:bimtek_decline_history", args=[decline.pk]))
    assert str(petugas) in history.text


def test_the_plan_says_what_a_chosen_business_has_sold_already(client, petugas):
    package()
    sold = CatalogSaleFactory(amount=48_500_000, seller__business=ready("Keripik pisang"))
    client.force_login(petugas)

    text = page(client, "change", finished().pk).text

    assert sold.seller.business.name in text
    assert "Sudah menjual Rp\u00a048.500.000 lewat e-Katalog tanpa sertifikat ini." in text
