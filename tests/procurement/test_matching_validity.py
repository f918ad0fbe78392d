"""Validity: on the contract day and still on the delivery day, known on the day of asking."""

from datetime import date, timedelta

import pytest

from certification.models import Certificate, CertificateStatus
from procurement.matching import default_day
from tests.procurement.market import DELIVERED, ON, SIGNED, ask, items, obstacles, offer, rules

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _rules(db):
    rules()


@pytest.mark.parametrize(
    ("year", "day"),
    [(2025, date(2025, 12, 31)), (2026, date(2026, 11, 24)), (2027, date(2026, 11, 24))],
    ids=["a past year", "this year", "next year"],
)
def test_a_year_is_asked_about_today_or_on_its_last_day(year, day):
    assert default_day(year, today=date(2026, 11, 24)) == day


@pytest.mark.parametrize(
    ("dates", "on", "days"),
    [
        ({}, ON, (SIGNED, DELIVERED)),
        ({}, date(2026, 4, 1), (date(2026, 4, 1), DELIVERED)),
        ({}, date(2026, 7, 1), (date(2026, 7, 1), date(2026, 7, 1))),
        ({"delivery_until": None}, ON, (SIGNED, date(2026, 4, 30))),
        ({"delivery_until": None, "contract_until": None}, ON, (SIGNED, SIGNED)),
        ({"delivery_until": None, "contract_until": None, "contract_from": None}, ON, (ON, ON)),
    ],
    ids=["as planned", "late", "after delivery", "no end of use", "only a start", "no dates"],
)
def test_the_days_follow_from_the_plan_and_the_day_of_asking(dates, on, days):
    found = ask(on=on, **dates)

    assert (found.contract_day, found.delivery_day) == days


CASES = {
    "as usual": ({}, None),
    "ends on the delivery day": ({"valid_until": DELIVERED}, None),
    "ends the day before delivery": ({"valid_until": DELIVERED - DAY}, "EXPIRES_BEFORE_DELIVERY"),
    "ends on the contract day": ({"valid_until": SIGNED}, "EXPIRES_BEFORE_DELIVERY"),
    "ended the day before the contract": ({"valid_until": SIGNED - DAY}, "EXPIRED"),
    "issued on the day of asking": ({"issued_on": ON}, None),
    "issue day not printed": ({"issued_on": None}, None),
    "revoked the day after delivery": ({"revoked_on": DELIVERED + DAY}, None),
    "revoked on the delivery day": ({"revoked_on": DELIVERED}, "REVOKED"),
    "revoked half-way": ({"revoked_on": date(2026, 4, 1)}, "REVOKED"),
    "revoked on the contract day": ({"revoked_on": SIGNED}, "REVOKED"),
    "superseded half-way": ({"superseded_on": date(2026, 4, 1)}, "SUPERSEDED"),
    "frozen without end": ({"frozen_from": SIGNED}, "FROZEN"),
    "frozen from the day after delivery": ({"frozen_from": DELIVERED + DAY}, None),
    "frozen until the day before the contract": ({"frozen_from": SIGNED - 3 * DAY, "frozen_until": SIGNED - DAY}, None),
    "frozen until the contract day": ({"frozen_from": SIGNED - 3 * DAY, "frozen_until": SIGNED}, "FROZEN"),
    "frozen over delivery": ({"frozen_from": DELIVERED, "frozen_until": DELIVERED}, "FROZEN"),
}


@pytest.mark.parametrize(("dates", "obstacle"), CASES.values(), ids=CASES.keys())
def test_query_set_and_row_agree_on_validity(dates, obstacle):
    item = offer(**dates)

    found = ask()

    by_row = all(item.certificate.status_on(day) in CertificateStatus.valid for day in (SIGNED, DELIVERED))
    by_set = Certificate.objects.valid_on(SIGNED).valid_on(DELIVERED).exists()
    assert (items(found) == [item.pk], by_row, by_set) == (obstacle is None,) * 3
    assert obstacles(found) == ({item.pk: [obstacle]} if obstacle else {})


def test_a_certificate_issued_after_the_day_of_asking_is_unknown():
    offer(issued_on=ON + DAY)

    found = ask()

    assert (items(found), obstacles(found)) == ([], {})


def test_a_certificate_superseded_before_the_contract_leaves_the_answer_to_its_successor():
    old = offer(superseded_on=date(2026, 1, 20))
    new = offer(business=old.certificate.business, issued_on=date(2026, 1, 20))

    found = ask()

    assert (items(found), obstacles(found)) == ([new.pk], {})


@pytest.mark.parametrize(("days", "warned"), [(90, ["ENDS_SOON_AFTER_DELIVERY"]), (91, [])])
def test_a_certificate_that_ends_soon_after_delivery_carries_a_warning(days, warned):
    offer(valid_until=DELIVERED + days * DAY)

    found = ask()

    assert [warning.code for warning in found.candidates[0].warnings] == warned


def test_the_obstacle_names_both_days_and_what_to_do():
    offer(valid_until=date(2026, 5, 15))

    found = ask()

    assert str(found.near_misses[0].obstacles[0]) == (
        "Sertifikat berakhir 15 Mei 2026, sebelum penyerahan 31 Mei 2026; perpanjang dulu."
    )
