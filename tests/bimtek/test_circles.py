"""A coaching day for a kecamatan and what lies around it: whom to invite, how far each comes, each counted once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bimtek import coaching, services, tasks
from bimtek.action_services import refresh_actions
from bimtek.models import Origin
from bimtek.plan_page import page_of_plan
from procurement.tasks import count_makers
from tests.bimtek.days import at, in_days, url
from tests.bimtek.market import ON, package, ready, rules
from tests.factories import BusinessFactory, StandingPledgeFactory
from tkdnportal.templatetags.portal import rupiah
from umkm.models import Business, District

pytestmark = pytest.mark.django_db
KEDATON, SUKARAME, METRO = "18.71.01", "18.71.02", "18.72.01"


@pytest.fixture(autouse=True)
def _places(places):
    """Sukarame lies 5.6 km from Kedaton, Metro 31 km; nobody knows where Panjang is."""
    rules()
    District.objects.create(code=SUKARAME, regency_id="18.71", name="Sukarame", latitude="-5.38", longitude="105.31")
    District.objects.create(code="18.71.04", regency_id="18.71", name="Panjang")
    District.objects.filter(code=KEDATON).update(latitude="-5.37", longitude="105.26")
    District.objects.filter(code=METRO).update(latitude="-5.10", longitude="105.31")


def maker(words, district, **fields):
    return ready(words, district_id=district, regency_id=district[:5], **fields)


def plan(seats=9):
    made = services.request_plan(year=2026, seats=seats, on=ON)
    tasks.compute_plan(made.pk)
    made.refresh_from_db()
    return made


def test_a_circle_adds_the_neighbours_and_says_how_far_each_comes():
    package(ceiling=10_000_000)
    package("Belanja sambal botol", ceiling=4_000_000)
    package("Belanja dodol", ceiling=3_000_000)
    near, beside = maker("Keripik pisang", KEDATON), maker("Sambal botol", SUKARAME)
    far = maker("Dodol", METRO)

    found = plan().circles

    assert [(one["district"], one["districts"], one["rupiah"], one["invited"]) for one in found["best"]] == [
        ("Kedaton", 2, 14_000_000, [[near.pk, 0.0], [beside.pk, 5.6]]),
        ("Metro Pusat", 1, 3_000_000, [[far.pk, 0.0]]),
    ]
    assert (found["radius"], found["unknown_districts"], found["unplaced"]) == (20, 1, 0)


def test_a_maker_of_two_goods_counts_once_and_the_radius_is_the_office_s(settings):
    settings.COACHING_RADIUS_KM = 40
    package(ceiling=10_000_000)
    package("Belanja sambal botol", ceiling=4_000_000)
    both, metro = ready("Keripik pisang", "Sambal botol", district_id=KEDATON), maker("Sambal botol", METRO)

    [circle] = plan().circles["best"]

    assert (circle["rupiah"], circle["invited"]) == (14_000_000, [[both.pk, 0.0]])
    assert metro.pk not in dict(circle["invited"])


def test_candidates_no_circle_reaches_are_counted():
    package()
    maker("Keripik pisang", "18.71.04")
    ready("Keripik pisang")

    found = plan().circles

    assert (found["best"], found["unplaced"]) == ([], 2)


def test_the_page_of_a_plan_tells_the_circles_and_an_older_one_says_why_it_cannot(desk):
    package()
    maker("Keripik pisang", KEDATON, name="Keripik Sari")
    made = plan()
    page = url("bimtek_unlockplan_change", made.pk)

    shown = desk.get(page)
    made.circles = {}

    assert "Hari pembinaan untuk kecamatan dan 20 km sekitarnya" in shown.text
    assert "?regency=18.71&amp;district=18.71.01" in shown.text
    assert "1 kecamatan titiknya belum diketahui" in shown.text
    assert "di kecamatan ini" in shown.text
    assert page_of_plan(made, ON)["circles"] is None


def test_the_page_of_a_plan_tells_which_purchases_wait_for_makers(desk):
    package()
    maker("Keripik pisang", KEDATON)
    made = plan()
    without = desk.get(url("bimtek_unlockplan_change", made.pk))
    StandingPledgeFactory(package__ceiling=40_000_000)
    count_makers()

    page = desk.get(url("bimtek_unlockplan_change", made.pk))

    assert "Niat belanja yang menunggu" not in without.text
    assert f"Hari ini 1 paket ({rupiah(40_000_000)}) disisihkan" in page.text
    assert "Paket yang pembuatnya dapat siap tepat waktu: 1; yang belum ada pembuatnya: 0." in page.text


def names(rows):
    return [row["business"].name for row in rows]


def test_those_around_the_day_are_offered_with_their_distance(desk):
    for name, words, district in (
        ("Dekat", "keripik pisang", KEDATON),
        ("Sebelah", "sambal botol", SUKARAME),
        ("Jauh", "tempe goreng", METRO),
        ("Entah", "dodol", "18.71.04"),
    ):
        package(f"Belanja {words}")
        maker(words, district, name=name)
    plan()
    event = in_days(7, district_id=KEDATON)

    near = desk.get(url("coaching_invite", event.pk), {"tempat": "sekitar"})
    everywhere = desk.get(url("coaching_invite", event.pk), {"tempat": "semua"})

    assert [(row["business"].name, round(row["km"], 1)) for row in near.context["rows"]] == [
        ("Dekat", 0.0), ("Sebelah", 5.6),
    ]  # fmt: skip
    assert "6 km dari tempat" in near.text
    assert "31 km dari tempat" in everywhere.text
    assert everywhere.text.count("jarak belum diketahui") == 1


@pytest.mark.parametrize(
    ("district", "said"),
    [(None, "Kecamatan tempatnya belum diisi"), ("18.71.04", "Titik kecamatan Panjang belum diketahui")],
)
def test_without_a_point_the_page_says_what_is_missing_and_offers_no_circle(desk, district, said):
    event = in_days(7, district_id=district)

    answer = desk.get(url("coaching_invite", event.pk), {"tempat": "sekitar"})

    assert said in answer.text
    assert "sekitar" not in dict(answer.context["form"].fields["tempat"].choices)
    assert answer.context["rows"] == []


def test_all_around_the_day_are_invited_with_one_press_and_nobody_else(desk):
    for words, district in (("keripik pisang", KEDATON), ("sambal botol", SUKARAME), ("tempe goreng", METRO)):
        package(f"Belanja {words}")
        maker(words, district, name=words)
    made, event = plan(), in_days(7, district_id=KEDATON, seats=1)

    for _press in range(2):
        desk.post(url("coaching_invite", event.pk), {"rencana": made.pk, "tempat": "sekitar", "semua": "1"})

    found = event.invitations.values_list("business__name", "origin", "promised")
    assert sorted(found) == [("keripik pisang", Origin.PLAN, 10_000_000), ("sambal botol", Origin.PLAN, 10_000_000)]


def listed(*makers):
    """Makers of the night's list whom no plan chose."""
    package(year=2026)
    for name, district in makers:
        maker("keripik pisang", district, name=name)
    refresh_actions(on=ON)


def test_the_night_s_list_offers_further_makers_around_the_day(desk, petugas):
    listed(("Dekat", KEDATON), ("Sebelah", SUKARAME), ("Jauh", METRO))
    event = in_days(7, district_id=KEDATON, seats=1)
    page = url("coaching_invite", event.pk)

    offered = desk.get(page, {"tempat": "sekitar"})
    desk.post(page, {"tempat": "sekitar", "dari": "tindakan", "semua": "1"})

    assert [(row["business"].name, row["is_ticked"]) for row in offered.context["others"]] == [
        ("Dekat", True), ("Sebelah", False),
    ]  # fmt: skip
    assert sorted(event.invitations.values_list("business__name", "origin", "invited_by")) == [
        ("Dekat", Origin.HAND, petugas.pk), ("Sebelah", Origin.HAND, petugas.pk),
    ]  # fmt: skip
    assert desk.get(page, {"tempat": "sekitar"}).context["others"] == []


def test_who_stands_in_the_plan_declined_or_holds_an_invitation_is_not_offered_again(desk):
    listed(("Direncanakan", KEDATON), ("Menolak", KEDATON), ("Baru", KEDATON))
    Business.objects.get(name="Menolak").declines.create(declined_on=ON, reason="NO_INTEREST")
    plan(seats=1)
    event = in_days(7, district_id=KEDATON)

    answer = desk.get(url("coaching_invite", event.pk), {"tempat": "sekitar"})

    assert (names(answer.context["rows"]), names(answer.context["others"])) == (["Direncanakan"], ["Baru"])


def test_ticked_ones_of_the_list_are_invited_and_doubles_never(petugas):
    event, kept = in_days(7), BusinessFactory()
    double = BusinessFactory(merged_into=kept)

    count = coaching.invite_listed(event=event, businesses=[kept.pk, double.pk, 0], by=petugas, at=at(9))

    assert (count, event.invitations.get().business) == (1, kept)


def test_the_page_costs_the_same_queries_for_one_and_for_twenty(desk):
    listed(("Satu", KEDATON))
    event = in_days(7, district_id=KEDATON)
    page = url("coaching_invite", event.pk)
    desk.get(page)

    def queries():
        with CaptureQueriesContext(connection) as found:
            desk.get(page, {"tempat": "sekitar"})
        return len(found)

    one = queries()
    for number in range(19):
        maker("keripik pisang", SUKARAME, name=f"Pembuat {number}")
    refresh_actions(on=ON)

    assert queries() == one
