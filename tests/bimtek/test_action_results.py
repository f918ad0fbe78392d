"""Whether help led on, as the nights that follow see it."""

from datetime import timedelta

import pytest

from bimtek.action_results import settle
from bimtek.models import ActionOutcome
from tests.bimtek.market import ON, maker, ready, rules
from tests.certification.application_chains import add, application
from tests.factories import ProductFactory, SiinasAccountFactory, UserFactory

pytestmark = pytest.mark.django_db
HELPED = ON - timedelta(days=20)


@pytest.fixture(autouse=True)
def _market(places):
    rules()


def helped(business, kind, day=HELPED):
    return ActionOutcome.objects.create(business=business, kind=kind, day=day, result="DONE", by=UserFactory())


def moved(outcome):
    outcome.refresh_from_db()
    return outcome.moved_on


def product_of(business):
    return ProductFactory(business=business)


@pytest.mark.parametrize(
    ("status", "moved_on"),
    [("NONE", None), ("REQUESTED", ON), ("ACTIVE", ON), ("IK_VALIDATED", ON)],
)
def test_who_has_an_account_now_is_past_having_none(status, moved_on):
    business = maker("Keripik pisang")
    verified = {"verified_on": HELPED} if status in ("ACTIVE", "IK_VALIDATED") else {}
    SiinasAccountFactory(business=business, status=status, **verified)
    told = helped(business, "SIINAS")

    settle(ON)

    assert moved(told) == moved_on


def test_who_grew_too_large_for_small_industry_did_not_move_on():
    business = maker("Keripik pisang", capital=6_000_000_000)
    told = helped(business, "KBLI")

    settle(ON)

    assert moved(told) is None


def test_an_application_under_way_proves_the_steps_before_it():
    business = maker("Keripik pisang")
    application(("SUBMITTED", ON - timedelta(days=3)), product=product_of(business))
    told = helped(business, "SIINAS")

    settle(ON)

    assert moved(told) == ON


@pytest.mark.parametrize(
    ("kind", "chain", "moved_on"),
    [
        ("APPLICATION", [("SUBMITTED", 3)], ON),
        ("APPLICATION", [("SUBMITTED", 30)], None),
        ("RENEWAL", [("SUBMITTED", 20)], ON),
        ("REMINDER", [("SUBMITTED", 3)], ON),
        ("CORRECTION", [("SUBMITTED", 30), ("RETURNED", 22)], None),
        ("CORRECTION", [("SUBMITTED", 30), ("RETURNED", 22), ("RESUBMITTED", 18)], ON),
    ],
    ids=["sent", "sent before", "sent that day", "renewed after the call", "still returned", "mended"],
)
def test_what_happens_to_the_application_after_the_help_tells(kind, chain, moved_on):
    business = ready("Keripik pisang")
    application(*[(event, ON - timedelta(days=ago)) for event, ago in chain], product=product_of(business))
    told = helped(business, kind)

    settle(ON)

    assert moved(told) == moved_on


def test_an_event_that_was_struck_proves_nothing():
    business = ready("Keripik pisang")
    made = application(("SUBMITTED", ON - timedelta(days=3)), product=product_of(business))
    add(made, "VOID", ON - timedelta(days=3), strikes=made.events.get(), note="salah catat")
    told = helped(business, "APPLICATION")

    settle(ON)

    assert moved(told) is None


@pytest.mark.parametrize(("told_ago", "moved_on"), [(21, None), (20, ON)])
def test_a_question_about_an_account_worked_when_its_status_was_told_again(told_ago, moved_on):
    business = maker("Keripik pisang")
    SiinasAccountFactory(business=business, status="REQUESTED", as_of=ON - timedelta(days=told_ago))
    told = helped(business, "RECHECK")

    settle(ON)

    assert moved(told) == moved_on


def test_what_was_seen_stays_and_what_is_over_is_not_looked_at():
    business = ready("Keripik pisang")
    seen, over = helped(business, "SIINAS"), helped(business, "SIINAS", day=ON - timedelta(days=61))

    settle(ON)
    settle(ON + timedelta(days=9))

    assert (moved(seen), moved(over)) == (ON, None)
