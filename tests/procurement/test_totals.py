"""Totals add up: five states make the plan, per category and level."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.answers import CategoryTotals
from procurement.models import OutcomeState, PackageOutcome
from procurement.totals import stored_totals, totals_of
from tests.factories import AgencyFactory, BudgetFactory, PackageFactory
from umkm.categories import Category

rows = st.lists(
    st.tuples(st.sampled_from(Category.values), st.sampled_from(OutcomeState.values), st.integers(0, 10**13)),
    max_size=30,
)
budgets = st.lists(st.tuples(st.sampled_from(["MACHINERY", "FOOD"]), st.integers(1, 10**13)), max_size=5)


@given(rows, budgets)
def test_the_states_of_all_packages_add_up_to_all_ceilings(rows, budgets):
    totals = totals_of(rows, budgets)

    assert sum(one.planned for one in totals) == sum(ceiling for _category, _state, ceiling in rows)
    assert sum(one.packages for one in totals) == len(rows)
    assert sum(one.budget for one in totals) == sum(amount for _category, amount in budgets)
    assert all(one.unplanned == max(0, one.budget - one.planned) for one in totals)


def test_every_category_has_a_row_even_when_empty():
    assert totals_of([]) == [
        CategoryTotals("MACHINERY"),
        CategoryTotals("SOUVENIR"),
        CategoryTotals("CLOTHING"),
        CategoryTotals("FOOD"),
        CategoryTotals("OTHER"),
    ]


def test_each_state_has_its_own_column():
    rows = [("FOOD", state, 10**number) for number, state in enumerate(OutcomeState.values)]

    food = totals_of(rows, [("FOOD", 111_111)])[3]

    assert (food.served, food.thin, food.open, food.not_certifiable, food.outside) == (1, 10, 100, 1_000, 10_000)
    assert (food.planned, food.unplanned) == (11_111, 100_000)


@pytest.mark.django_db
def test_stored_totals_are_of_one_level_one_year_and_current_packages(django_assert_num_queries):
    line = BudgetFactory(amount=1_000)
    BudgetFactory(amount=500)
    BudgetFactory(amount=7, year=2027)
    BudgetFactory(amount=9, agency=AgencyFactory(level="CENTRAL"))
    served = PackageFactory(agency=line.agency, budget=line, ceiling=300)
    also_served = PackageFactory(agency=line.agency, ceiling=20)
    open_one = PackageFactory(agency=line.agency, ceiling=100)
    leaks = [
        PackageFactory(agency=AgencyFactory(level="CENTRAL")),
        PackageFactory(agency=line.agency, year=2027),
        PackageFactory(agency=line.agency, is_active=False),
    ]
    for package in (served, also_served, *leaks):
        PackageOutcome.objects.create(package=package, state="SERVED", suppliers=1, on="2026-02-01")
    PackageOutcome.objects.create(package=open_one, state="OPEN", on="2026-02-01")

    with django_assert_num_queries(2):
        totals = stored_totals(2026)

    assert totals[3] == CategoryTotals("FOOD", budget=1_500, served=320, open=100, packages=3)
    assert sum(one.packages for one in totals) == 3
