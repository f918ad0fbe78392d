"""The list of a day: one action for every business that budget waits for, what opens most for the least work first."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from bimtek.action_services import decide, refresh_actions
from bimtek.models import ActionOutcome, Decline, NextAction
from procurement.risk import refresh_stakes
from tests.bimtek.market import ON, maker, package, ready, rules
from tests.factories import BusinessFactory, ReminderFactory, SiinasAccountFactory, UserFactory
from tests.procurement.market import SIGNED, offer

pytestmark = pytest.mark.django_db
LONG_AGO = ON - timedelta(days=70)


@pytest.fixture(autouse=True)
def _market(places):
    rules()


def outcome(business, kind="SIINAS", day=ON, result="DONE", **fields):
    return ActionOutcome.objects.create(
        business=business, kind=kind, day=day, result=result, by=fields.pop("by", None) or UserFactory(), **fields
    )


def test_every_business_that_budget_waits_for_has_one_action_with_its_sums():
    package(ceiling=10_000_000)
    package(ceiling=6_000_000)
    package("Belanja sambal botol", ceiling=9_000_000)
    begins, applies = maker("Keripik pisang"), ready("Sambal botol")
    maker("Kopi bubuk")

    refresh_actions(on=ON)

    rows = NextAction.objects.best_first().values_list(
        "business", "kind", "steps", "packages", "rupiah", "effort", "chance", "score"
    )
    assert list(rows) == [
        (applies.pk, "APPLICATION", ["APPLICATION"], 1, 9_000_000, 3, 0.5, 1_500_000),
        (begins.pk, "SIINAS", ["SIINAS", "VALIDATION", "APPLICATION"], 2, 16_000_000, 8, 0.125, 250_000),
    ]


def test_a_package_whose_contract_is_past_waits_for_nobody():
    package(contract_from=date(2026, 1, 5), contract_until=ON - timedelta(days=1))
    ready("Keripik pisang")

    refresh_actions(on=ON)

    assert not NextAction.objects.exists()


def test_packages_of_next_year_count_too():
    package(ceiling=4_000_000)
    package(ceiling=7_000_000, year=2027, contract_from=date(2027, 3, 1), contract_until=None, delivery_until=None)
    ready("Keripik pisang")

    refresh_actions(on=ON)

    assert NextAction.objects.get().rupiah == 11_000_000


def test_where_two_suppliers_are_missing_each_counts_with_half(settings):
    settings.MIN_SUPPLIERS = 2
    package(ceiling=10_000_000)
    ready("Keripik pisang")
    ready("Keripik pisang")

    refresh_actions(on=ON)

    assert list(NextAction.objects.values_list("packages", "rupiah")) == [(1, 5_000_000)] * 2


def test_a_certificate_that_leaves_packages_without_a_supplier_is_to_be_renewed():
    package(ceiling=7_000_000)
    item = offer(valid_until=SIGNED)
    refresh_stakes(years=(2026,), on=ON)

    refresh_actions(on=ON)

    row = NextAction.objects.get()
    assert (row.business, row.kind, row.certificate) == (item.certificate.business, "RENEWAL", item.certificate)
    assert (row.packages, row.rupiah, row.since) == (1, 7_000_000, None)


def test_a_reminder_no_machine_could_deliver_is_told_by_a_person():
    package(ceiling=7_000_000)
    item = offer(valid_until=SIGNED)
    ReminderFactory(certificate=item.certificate)
    refresh_stakes(years=(2026,), on=ON)

    refresh_actions(on=ON)

    assert NextAction.objects.get().kind == "REMINDER"


def test_an_owner_who_declined_is_not_asked_to_renew():
    package()
    item = offer(valid_until=SIGNED)
    refresh_stakes(years=(2026,), on=ON)
    Decline.objects.create(business=item.certificate.business, declined_on=ON, reason="NO_TIME")

    refresh_actions(on=ON)

    assert not NextAction.objects.exists()


@pytest.mark.parametrize(("known_for", "kind"), [(90, "SIINAS_FINISH"), (91, "RECHECK")])
def test_an_account_not_looked_at_for_long_is_asked_about_first(known_for, kind):
    package()
    business = maker("Keripik pisang")
    SiinasAccountFactory(business=business, status="REQUESTED", as_of=ON - timedelta(days=known_for))

    refresh_actions(on=ON)

    assert NextAction.objects.get().kind == kind


def test_what_helped_before_comes_first():
    package(ceiling=10_000_000)
    package("Belanja sambal botol", ceiling=10_000_000)
    first, second = maker("Keripik pisang"), ready("Sambal botol")
    for _case in range(3):
        outcome(BusinessFactory(), kind="APPLICATION", day=LONG_AGO, moved_on=LONG_AGO + timedelta(days=5))

    refresh_actions(on=ON)

    assert dict(NextAction.objects.values_list("business", "chance")) == {
        first.pk: Decimal("0.2"),  # 1/2 × 1/2 × 4/5
        second.pk: Decimal("0.8"),
    }


def test_the_next_night_replaces_the_list_and_the_same_night_changes_nothing():
    wanted = package()
    one = ready("Keripik pisang")
    refresh_actions(on=ON)
    before = list(NextAction.objects.values())
    refresh_actions(on=ON)
    assert list(NextAction.objects.values()) == before

    wanted.delete()
    package("Belanja sambal botol")
    other = ready("Sambal botol")
    refresh_actions(on=ON + timedelta(days=1))

    assert list(NextAction.objects.values_list("business", flat=True)) == [other.pk]
    assert one.pk != other.pk


def test_the_night_asks_the_same_number_of_questions_for_one_and_for_twenty(django_assert_num_queries):
    package()
    ready("Keripik pisang")
    with django_assert_num_queries(27) as captured:
        refresh_actions(on=ON)
    for _number in range(19):
        ready("Keripik pisang")

    with django_assert_num_queries(len(captured)):
        refresh_actions(on=ON)


@pytest.mark.parametrize(
    ("decision", "shown"),
    [
        ({}, False),
        ({"day": ON - timedelta(days=13)}, False),
        ({"day": ON - timedelta(days=14)}, True),
        ({"result": "SNOOZED", "until": ON + timedelta(days=1)}, False),
        ({"result": "SNOOZED", "day": ON - timedelta(days=5), "until": ON}, True),
        ({"result": "DECLINED", "reason": "NO_TIME"}, False),
        ({"result": "DECLINED", "reason": "NO_TIME", "day": LONG_AGO, "until": ON}, True),
        ({"kind": "NIB"}, True),
    ],
    ids=["done", "resting", "rested", "put off", "time is up", "declined", "declined until today", "another kind"],
)
def test_what_was_decided_leaves_the_list_for_its_time(decision, shown):
    package()
    business = ready("Keripik pisang")
    refresh_actions(on=ON)

    outcome(business, **{"kind": "APPLICATION"} | decision)

    assert NextAction.objects.waiting_on(ON).exists() is shown


def test_a_double_merged_by_day_is_passed_over():
    package()
    business = ready("Keripik pisang")
    refresh_actions(on=ON)

    business.merged_into = ready("Keripik pisang")
    business.save(update_fields=["merged_into"])

    assert not NextAction.objects.waiting_on(ON).exists()


def test_pressed_twice_the_first_decision_stands():
    business, one, two = BusinessFactory(), UserFactory(), UserFactory()

    first = decide(business=business, kind="NIB", result="DONE", by=one, day=ON)
    second = decide(business=business, kind="NIB", result="DECLINED", by=two, day=ON, reason="NO_TIME")

    assert (first[1], second[1], second[0]) == (True, False, first[0])
    assert (ActionOutcome.objects.get().by, Decline.objects.exists()) == (one, False)


def test_an_owners_no_keeps_the_business_out_of_the_plans_too():
    business = BusinessFactory()
    until = ON + timedelta(days=30)

    decide(business=business, kind="NIB", result="DECLINED", by=UserFactory(), day=ON, reason="NO_TIME", until=until)

    decline = business.declines.get()
    assert (decline.declined_on, decline.until, decline.reason) == (ON, until, "NO_TIME")


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"result": "SNOOZED"}, "action_outcome_put_off_until_a_later_day"),
        ({"result": "SNOOZED", "until": ON}, "action_outcome_put_off_until_a_later_day"),
        ({"result": "DONE", "until": ON + timedelta(days=1)}, "action_outcome_put_off_until_a_later_day"),
        ({"result": "DECLINED"}, "action_outcome_declined_has_a_reason"),
        ({"result": "DONE", "reason": "NO_TIME"}, "action_outcome_declined_has_a_reason"),
        ({"kind": "DANCE"}, "action_outcome_kind_and_result_are_known"),
        ({"result": "MAYBE"}, "action_outcome_kind_and_result_are_known"),
        ({"moved_on": ON - timedelta(days=1)}, "action_outcome_moved_after_it_was_done"),
        (
            {"result": "SNOOZED", "until": ON + timedelta(days=1), "moved_on": ON},
            "action_outcome_moved_after_it_was_done",
        ),
    ],
)
def test_the_database_refuses_a_decision_that_makes_no_sense(fields, rule):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        outcome(BusinessFactory(), **fields)

    assert refused.value.__cause__.diag.constraint_name == rule


def test_one_decision_a_day_holds_against_sql_too():
    told = outcome(BusinessFactory())

    with pytest.raises(IntegrityError) as refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO bimtek_actionoutcome (business_id, kind, day, result, reason, note, by_id)"
            " SELECT business_id, kind, day, 'DONE', '', '', by_id FROM bimtek_actionoutcome WHERE id = %s",
            [told.pk],
        )

    assert refused.value.__cause__.diag.constraint_name == "action_outcome_once_a_day"


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"rupiah": 0}, "next_action_is_worth_something"),
        ({"effort": 0}, "next_action_is_worth_something"),
        ({"chance": 2}, "next_action_is_worth_something"),
        ({"kind": "DANCE"}, "next_action_kind_and_steps_are_known"),
        ({"steps": ["DANCE"]}, "next_action_kind_and_steps_are_known"),
    ],
)
def test_an_action_is_worth_something(fields, rule):
    row = {"kind": "NIB", "packages": 1, "rupiah": 1, "chance": 1, "effort": 1, "score": 1, "on": ON} | fields

    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        NextAction.objects.create(business=BusinessFactory(), **row)

    assert refused.value.__cause__.diag.constraint_name == rule


def test_who_decided_is_kept_and_the_trail_knows_every_change():
    person = UserFactory()
    told = outcome(BusinessFactory(), by=person)
    ActionOutcome.objects.filter(pk=told.pk).update(note="Besok datang ke Dinas")

    with pytest.raises(ProtectedError):
        person.delete()
    assert list(told.events.order_by("pgh_id").values_list("note", flat=True)) == ["", "Besok datang ke Dinas"]
