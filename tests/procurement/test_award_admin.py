"""Purchases on the staff's desk: looked at, put right with a reason, never deleted."""

import pytest
from django.urls import reverse

from procurement.models import Award, Leakage
from tests.admin.forms import filled, save
from tests.factories import AwardFactory, LeakageFactory, PackageFactory

pytestmark = pytest.mark.django_db
AWARD, LEAKAGE = "procurement_award", "procurement_leakage"


@pytest.fixture
def desk(client, petugas):
    client.force_login(petugas)
    return client


def told(response):
    form = response.context["adminform"].form
    return [error for errors in form.errors.values() for error in errors]


@pytest.mark.parametrize(("name", "make"), [(AWARD, AwardFactory), (LEAKAGE, LeakageFactory)])
def test_a_correction_says_why(desk, name, make):
    made = make(value=10_000_000)

    unsaid = save(desk, name, made, value="9000000")
    save(desk, name, made, value="9000000", change_reason="Salah ketik")

    assert told(unsaid) == ["Tulis alasan perubahan ini."]
    made.refresh_from_db()
    assert (made.value, made.change_reason) == (9_000_000, "Salah ketik")
    assert "Salah ketik" in desk.get(reverse(f"admin:{name}_history", args=[made.pk])).text


def test_what_the_database_refuses_is_said_in_words(desk):
    award = AwardFactory(package=PackageFactory(ceiling=10_000_000))

    response = save(desk, AWARD, award, value="10000001", change_reason="Addendum")

    assert "melebihi pagunya" in told(response)[0]
    assert Award.objects.get().value == 10_000_000


def test_a_cancelled_one_is_only_looked_at(desk):
    award = AwardFactory()
    url = reverse(f"admin:{AWARD}_change", args=[award.pk])
    desk.post(url, filled(desk.get(url), cancelled_on="2026-04-01", cancel_reason="Putus kontrak"))

    award.refresh_from_db()
    again = desk.post(url, {"value": "1", "change_reason": "x"})

    assert award.cancel_reason == "Putus kontrak"
    assert again.status_code == 403


@pytest.mark.parametrize(("name", "make"), [(AWARD, AwardFactory), (LEAKAGE, LeakageFactory)])
def test_nobody_adds_or_deletes_here(client, administrator, name, make):
    made = make()
    client.force_login(administrator)

    answers = [
        client.get(reverse(f"admin:{name}_add")).status_code,
        client.post(reverse(f"admin:{name}_delete", args=[made.pk]), {"post": "yes"}).status_code,
    ]

    assert answers == [403, 403]
    assert Award.objects.count() + Leakage.objects.count() == 1
