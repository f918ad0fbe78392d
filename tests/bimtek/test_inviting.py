"""Inviting on the staff's desk: from the plan by place, those ticked, and one by one from the register."""

import pytest

from bimtek import services
from bimtek.models import Invitation, Origin
from bimtek.tasks import compute_plan
from tests.bimtek.days import in_days, url
from tests.bimtek.market import ON, package, ready, rules
from tests.factories import BusinessFactory
from umkm.models import Business, District, Regency

pytestmark = pytest.mark.django_db


def plan_with(**businesses):
    """A finished plan that chose a business of each name, which opens a package of so many rupiah."""
    rules()
    for name, (words, ceiling, place) in businesses.items():
        package(f"Belanja {words}", ceiling=ceiling)
        ready(words, name=name, **place)
    made = services.request_plan(year=2026, seats=9, on=ON)
    compute_plan(made.pk)


def test_the_plan_s_businesses_of_the_place_are_offered_the_dearest_first(desk):
    metro = {"regency": Regency.objects.get(code="18.72")}
    plan_with(
        Keripik=("keripik pisang", 9_000_000, {"phone": "+6281234567890"}),
        Sambal=("sambal botol", 12_000_000, {}),
        Tempe=("tempe goreng", 20_000_000, metro),
    )
    event = in_days(7, seats=1)

    answer = desk.get(url("coaching_invite", event.pk))
    everywhere = desk.get(url("coaching_invite", event.pk), {"tempat": "semua"})

    shown = [(row["business"].name, row["rupiah"], row["is_ticked"]) for row in answer.context["rows"]]
    assert shown == [("Sambal", 12_000_000, True), ("Keripik", 9_000_000, False)]
    assert "81234567890" not in answer.text
    assert [row["business"].name for row in everywhere.context["rows"]] == ["Tempe", "Sambal", "Keripik"]


def test_a_kecamatan_narrows_the_offer(desk):
    kedaton = District.objects.get(code="18.71.01")
    plan_with(Keripik=("keripik pisang", 9_000_000, {"district": kedaton}), Sambal=("sambal botol", 12_000_000, {}))
    event = in_days(7, district=kedaton)

    answer = desk.get(url("coaching_invite", event.pk), {"tempat": "kecamatan"})

    assert [row["business"].name for row in answer.context["rows"]] == ["Keripik"]


def test_those_ticked_go_on_the_list_and_are_not_offered_again(desk, petugas):
    plan_with(Keripik=("keripik pisang", 9_000_000, {}), Sambal=("sambal botol", 12_000_000, {}))
    event = in_days(7)
    offer = desk.get(url("coaching_invite", event.pk))
    chosen = offer.context["rows"][0]["business"]

    answer = desk.post(
        url("coaching_invite", event.pk), {"rencana": offer.context["plan"].pk, "usaha": [chosen.pk]}, follow=True
    )

    invitation = event.invitations.get()
    again = desk.get(url("coaching_invite", event.pk))
    assert (invitation.business, invitation.promised, invitation.invited_by) == (chosen, 12_000_000, petugas)
    assert "1 usaha masuk daftar undangan." in answer.text
    assert [row["business"].name for row in again.context["rows"]] == ["Keripik"]


@pytest.mark.parametrize("ticked", [[], ["abc"], ["99999999999999999999"]])
def test_ticking_nothing_or_nonsense_invites_nobody(desk, ticked):
    plan_with(Keripik=("keripik pisang", 9_000_000, {}))
    event = in_days(7)

    answer = desk.post(url("coaching_invite", event.pk), {"usaha": ticked}, follow=True)

    assert "Belum ada usaha yang dipilih." in answer.text
    assert not Invitation.objects.exists()


def test_who_declined_is_not_offered(desk):
    plan_with(Keripik=("keripik pisang", 9_000_000, {}))
    event = in_days(7)
    Business.objects.get(name="Keripik").declines.create(declined_on=ON, reason="NO_INTEREST")

    assert desk.get(url("coaching_invite", event.pk)).context["rows"] == []


def test_without_a_plan_the_page_leads_to_making_one(desk):
    answer = desk.get(url("coaching_invite", in_days(7).pk))

    assert "Hitung rencana dahulu" in answer.text


@pytest.mark.parametrize("text", ["keripik sa", "9120001234567"])
def test_one_business_of_the_register_is_invited_by_name_or_nib(desk, text):
    business = BusinessFactory(name="Keripik Sari", nib="9120001234567")
    event = in_days(7)

    page = desk.get(url("coaching_invite", event.pk), {"q": text})
    for _time in range(2):
        desk.post(url("coaching_invite_one", event.pk, business.pk))

    assert list(page.context["found"]) == [business]
    assert event.invitations.get().origin == Origin.HAND
