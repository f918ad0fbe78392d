"""The database's own rules about agencies, budgets, packages and outcomes, each hit by name."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction

from procurement.models import Budget, Package, PackageOutcome, Posting
from tests.factories import AgencyFactory, BudgetFactory, PackageFactory, UserFactory

pytestmark = pytest.mark.django_db


def refused(name):
    return pytest.raises(IntegrityError, match=name)


def test_an_agency_code_stands_once_in_its_klpd():
    AgencyFactory(klpd_code="D264", code="1.01")
    AgencyFactory(klpd_code="D267", code="1.01")

    with refused("agency_code_once_per_klpd"):
        AgencyFactory(klpd_code="D264", code="1.01")


def test_an_agency_level_is_known():
    with refused("agency_level_is_known"):
        AgencyFactory(level="VILLAGE")


def test_an_officer_is_posted_once_to_an_agency():
    officer, agency = UserFactory(), AgencyFactory()
    Posting.objects.create(user=officer, agency=agency)

    with refused("posting_once"):
        Posting.objects.create(user=officer, agency=agency)


def test_an_agency_has_one_line_a_year_and_category():
    line = BudgetFactory()

    with refused("budget_line_once"):
        BudgetFactory(agency=line.agency)


@pytest.mark.parametrize("amount", [0, -1])
def test_a_budget_line_holds_money(amount):
    with refused("budget_amount_is_positive"):
        BudgetFactory(amount=amount)


def test_a_budget_line_is_of_one_of_the_four_categories():
    with refused("budget_category_is_one_of_four"):
        BudgetFactory(category="OTHER")


def test_a_kode_rup_stands_once():
    PackageFactory(rup_code="53540979")

    with refused("procurement_package_rup_code"):
        PackageFactory(rup_code="53540979")


@pytest.mark.parametrize("code", ["12345", "1234567890123"[:12] + "a", "RUP53540979"])
def test_a_kode_rup_is_a_number(code):
    with refused("package_rup_code_is_a_number"):
        PackageFactory(rup_code=code[-12:])


def test_a_ceiling_is_not_negative():
    with refused("package_ceiling_is_not_negative"):
        PackageFactory(ceiling=-1)


@pytest.mark.parametrize("fields", [{"category": "TOYS"}, {"category_source": "GUESS"}])
def test_a_package_category_and_its_source_are_known(fields):
    with refused("package_category_is_known"):
        PackageFactory(**fields)


def test_the_reason_for_no_certificate_is_known():
    with refused("package_not_certifiable_reason_is_known"):
        PackageFactory(not_certifiable="LAZINESS")


@pytest.mark.parametrize("value", [-1, 101])
def test_a_minimum_tkdn_is_a_percentage(value):
    with refused("package_minimum_tkdn_is_a_percentage"):
        PackageFactory(minimum_tkdn=value)


@pytest.mark.parametrize("field", ["contract_until", "delivery_until"])
def test_nothing_ends_before_the_contract_starts(field):
    with refused("package_dates_are_in_order"):
        PackageFactory(contract_from=date(2026, 3, 1), **{field: date(2026, 2, 28)})


def test_packages_may_use_a_line_to_the_last_rupiah_and_no_further():
    line = BudgetFactory(amount=100)
    PackageFactory(agency=line.agency, budget=line, ceiling=60)
    PackageFactory(agency=line.agency, budget=line, ceiling=40)

    with refused("package_fits_its_budget_line|would need 101, but it holds 100"):
        PackageFactory(agency=line.agency, budget=line, ceiling=1)


@pytest.mark.parametrize("fields", [{"is_announced": False}, {"is_active": False}])
def test_a_package_out_of_force_takes_nothing_until_it_is_in_force(fields):
    line = BudgetFactory(amount=100)
    package = PackageFactory(agency=line.agency, budget=line, ceiling=101, **fields)

    with refused("would need 101, but it holds 100"):
        Package.objects.filter(pk=package.pk).update(is_announced=True, is_active=True)


def test_raw_sql_meets_the_wall_too():
    line = BudgetFactory(amount=100)
    package = PackageFactory(agency=line.agency, budget=line, ceiling=100)

    with refused("would need 101, but it holds 100"), connection.cursor() as cursor:
        cursor.execute("UPDATE procurement_package SET ceiling = 101 WHERE id = %s", [package.pk])


def test_the_trigger_names_its_constraint():
    line = BudgetFactory(amount=100)

    with pytest.raises(IntegrityError) as caught:
        PackageFactory(agency=line.agency, budget=line, ceiling=101)

    assert caught.value.__cause__.diag.constraint_name == "package_fits_its_budget_line"


@pytest.mark.parametrize("fields", [{"year": 2027}, {"category": "CLOTHING"}])
def test_a_line_pays_only_packages_of_its_own_agency_year_and_category(fields):
    line = BudgetFactory()

    with pytest.raises(IntegrityError) as caught:
        PackageFactory(agency=line.agency, budget=line, **fields)

    assert caught.value.__cause__.diag.constraint_name == "package_budget_line_is_its_own"


def test_a_line_never_pays_another_agencys_package():
    line = BudgetFactory()

    with pytest.raises(IntegrityError) as caught:
        PackageFactory(agency=AgencyFactory(), budget=line)

    assert caught.value.__cause__.diag.constraint_name == "package_budget_line_is_its_own"


def test_a_line_never_falls_below_what_its_packages_need():
    line = BudgetFactory(amount=100)
    PackageFactory(agency=line.agency, budget=line, ceiling=60)
    Budget.objects.filter(pk=line.pk).update(amount=60)

    with pytest.raises(IntegrityError) as caught:
        Budget.objects.filter(pk=line.pk).update(amount=59)

    assert caught.value.__cause__.diag.constraint_name == "budget_line_covers_its_packages"


def outcome(**fields):
    facts = {"package": PackageFactory(), "state": "OPEN", "on": date(2026, 1, 2)}
    return PackageOutcome.objects.create(**facts | fields)


def test_an_outcome_state_is_known():
    with refused("outcome_state_is_known"):
        outcome(state="MAYBE")


@pytest.mark.parametrize("tier", [0, 4])
def test_an_outcome_tier_is_1_to_3(tier):
    with refused("outcome_tier_is_1_to_3"):
        outcome(best_tier=tier)


def test_a_served_package_has_a_supplier():
    with refused("outcome_served_has_a_supplier"):
        outcome(state="SERVED", suppliers=0)


@pytest.mark.django_db(transaction=True)
def test_of_two_packages_planned_at_once_that_overdraw_a_line_exactly_one_goes_in():
    line = BudgetFactory(amount=100)
    start = Barrier(2, timeout=10)

    def plan(number):
        try:
            with transaction.atomic():
                start.wait()
                PackageFactory(rup_code=f"5354098{number}", agency=line.agency, budget=line, ceiling=60)
        except IntegrityError as problem:
            return problem.__cause__.diag.constraint_name
        finally:
            connection.close()
        return "in"

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(plan, (1, 2)))

    assert answers == ["in", "package_fits_its_budget_line"]
    assert Package.objects.filter(budget=line).count() == 1
