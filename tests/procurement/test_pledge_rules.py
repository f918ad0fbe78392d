"""The database's own rules about pledges, each hit by name, also with raw SQL and two officers at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, connections, transaction

from procurement.models import Pledge, PledgeState
from procurement.pledges import withdraw
from tests.factories import AgencyFactory, AwardFactory, LeakageFactory, PackageFactory, PledgeFactory, UserFactory
from tests.procurement.test_award_rules import refused

pytestmark = pytest.mark.django_db
MADE, READY, CONTRACT = date(2026, 1, 5), date(2026, 2, 20), date(2026, 3, 1)


def state_on(day):
    return Pledge.objects.with_state_on(day).get().state


@pytest.mark.parametrize(
    ("package", "rule"),
    [
        ({"is_active": False}, "pledge_package_can_be_certified"),
        ({"is_announced": False}, "pledge_package_can_be_certified"),
        ({"not_certifiable": "CATERING"}, "pledge_package_can_be_certified"),
        ({"category": "OTHER"}, "pledge_package_can_be_certified"),
        ({"contract_from": READY}, "pledge_is_ready_before_the_contract"),
        ({"contract_from": None, "contract_until": READY}, "pledge_is_ready_before_the_contract"),
        (
            {"contract_from": None, "contract_until": None, "delivery_until": READY},
            "pledge_is_ready_before_the_contract",
        ),
        (
            {"year": 2025, "contract_from": None, "contract_until": None, "delivery_until": None},
            "pledge_is_ready_before_the_contract",
        ),
    ],
)
def test_a_package_that_cannot_wait_is_refused(package, rule):
    with refused(rule):
        PledgeFactory(**{f"package__{name}": value for name, value in package.items()})


def test_a_bought_package_is_refused_and_one_whose_purchase_was_cancelled_is_not():
    awarded, leaked = AwardFactory().package, LeakageFactory().package
    cancelled = LeakageFactory(cancelled_on=date(2026, 4, 1), cancel_reason="keliru").package

    for package in (awarded, leaked):
        with refused("pledge_package_is_not_bought"):
            PledgeFactory(package=package)
    assert PledgeFactory(package=cancelled).pk


def test_only_an_officer_of_the_agency_pledges():
    package, stranger = PackageFactory(), UserFactory()
    AgencyFactory().postings.create(user=stranger)

    with refused("pledge_officer_is_of_the_agency"):
        Pledge.objects.create(package=package, officer=stranger, made_on=MADE, ready_by=READY)


def test_the_day_lies_ahead():
    with refused("pledge_ready_day_lies_ahead"):
        PledgeFactory(made_on=READY, ready_by=READY)


def test_one_package_has_one_pledge_at_a_time():
    first = PledgeFactory()

    with refused("pledge_one_at_a_time_per_package"):
        PledgeFactory(package=first.package, made_on=READY, ready_by=READY + timedelta(1))

    assert PledgeFactory(package=first.package, made_on=READY + timedelta(1), ready_by=READY + timedelta(3)).pk


def test_a_withdrawn_pledge_makes_room_the_same_day():
    first = PledgeFactory()
    withdraw(pledge=first, by=first.officer, reason="Keliru", on=MADE)

    assert PledgeFactory(package=first.package).pk


@pytest.mark.parametrize(
    ("sql", "rule"),
    [
        ("withdrawn_on = made_on", "pledge_withdrawn_by_someone_with_a_reason"),
        ("withdrawn_on = made_on, withdrawn_by_id = officer_id", "pledge_withdrawn_by_someone_with_a_reason"),
        ("withdrawal_reason = 'x'", "pledge_withdrawn_by_someone_with_a_reason"),
        (
            "withdrawn_on = ready_by + 1, withdrawn_by_id = officer_id, withdrawal_reason = 'x'",
            "pledge_withdrawn_while_it_stands",
        ),
        (
            "withdrawn_on = made_on - 1, withdrawn_by_id = officer_id, withdrawal_reason = 'x'",
            "pledge_withdrawn_while_it_stands",
        ),
        ("ready_by = '2026-03-01'", "pledge_is_ready_before_the_contract"),
    ],
)
def test_raw_sql_cannot_break_a_pledge(sql, rule):
    PledgeFactory()

    with refused(rule), connection.cursor() as cursor:
        cursor.execute(f"UPDATE procurement_pledge SET {sql}")  # noqa: S608 - the test's own words


def test_its_last_day_counts_and_then_it_is_over_by_itself():
    PledgeFactory()

    states = [state_on(day) for day in (MADE, READY, READY + timedelta(1))]

    assert states == [PledgeState.STANDING, PledgeState.STANDING, PledgeState.LAPSED]


def test_a_contract_moved_forward_ends_it_and_a_withdrawn_or_bought_package_does_too():
    pledge = PledgeFactory()
    package = pledge.package

    package.contract_from = date(2026, 2, 1)
    package.save()
    moved = state_on(date(2026, 2, 1))
    AwardFactory(package=package)
    bought = state_on(date(2026, 1, 10))
    package.awards.update(cancelled_on=date(2026, 4, 1), cancel_reason="keliru")
    package.is_active = False
    package.save()

    assert (moved, bought, state_on(date(2026, 1, 10))) == ("LAPSED", "BOUGHT", "GONE")


def test_of_two_withdrawals_the_first_stands():
    pledge = PledgeFactory()
    other = UserFactory()

    done = [withdraw(pledge=pledge, by=by, reason=by.full_name, on=MADE) for by in (pledge.officer, other)]

    pledge.refresh_from_db()
    assert (done, pledge.withdrawn_by) == ([True, False], pledge.officer)


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_make_one_pledge():
    package = PackageFactory()
    officers = UserFactory.create_batch(2)
    for officer in officers:
        package.agency.postings.create(user=officer)
    start = Barrier(2)

    def press(officer):
        start.wait()
        try:
            with transaction.atomic():
                Pledge.objects.create(package=package, officer=officer, made_on=MADE, ready_by=READY)
        except IntegrityError as error:
            return error.__cause__.diag.constraint_name
        finally:
            connections.close_all()
        return "made"

    with ThreadPoolExecutor(2) as pool:
        results = sorted(pool.map(press, officers))

    assert results == ["made", "pledge_one_at_a_time_per_package"]
    assert Pledge.objects.count() == 1
