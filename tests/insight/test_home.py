"""The front page and its gap meter."""

from datetime import date

import pytest
from django.urls import reverse

from insight.gap import Line, gap_of
from procurement.models import PackageOutcome
from tests.factories import AgencyFactory, BudgetFactory, PackageFactory
from tkdnportal.bars import BAR

pytestmark = pytest.mark.django_db


def outcome(package, state, suppliers=0):
    return PackageOutcome.objects.create(package=package, state=state, suppliers=suppliers, on=date(2026, 11, 24))


@pytest.fixture
def year_2026():
    """A food budget of 1,000 juta: 300 served, 200 open, 100 catering, 400 in no package; and 50 outside."""
    agency = AgencyFactory()
    budget = BudgetFactory(agency=agency, amount=1_000_000_000)
    for ceiling, state, suppliers, reason in (
        (300_000_000, "SERVED", 2, ""),
        (200_000_000, "OPEN", 0, ""),
        (100_000_000, "NOT_CERTIFIABLE", 0, "CATERING"),
    ):
        package = PackageFactory(agency=agency, budget=budget, ceiling=ceiling, not_certifiable=reason)
        outcome(package, state, suppliers)
    outcome(PackageFactory(agency=agency, category="OTHER", ceiling=50_000_000), "OUTSIDE")
    return agency


def test_the_gap_adds_up_to_the_budget(year_2026):
    gap = gap_of(2026)

    total = gap.total
    assert (total.served, total.still_open, total.not_certifiable, total.unplanned) == (
        300_000_000,
        200_000_000,
        100_000_000,
        400_000_000,
    )
    assert total.budget == total.whole == 1_000_000_000
    assert gap.other.outside == 50_000_000
    assert (gap.on, gap.budget_as_of) == (date(2026, 11, 24), date(2026, 1, 2))


def test_money_of_another_level_or_year_is_not_mixed_in(year_2026):
    BudgetFactory(agency=AgencyFactory(level="CENTRAL"), amount=7_000_000_000)
    BudgetFactory(year=2025, amount=9_000_000_000)

    assert gap_of(2026).total.budget == 1_000_000_000


def test_the_parts_of_a_bar_fill_it_without_gaps(year_2026):
    parts = gap_of(2026).total.segments

    assert [(part.name, part.x, part.width) for part in parts] == [
        ("served", 0, 300),
        ("open", 300, 200),
        ("not_certifiable", 500, 100),
        ("unplanned", 600, 400),
    ]


def test_rounding_never_leaves_a_bar_short():
    amounts = {"budget": 3, "served": 1, "thin": 1, "open": 1, "not_certifiable": 0, "outside": 0}
    line = Line(category="", label="", packages=3, planned=3, unplanned=0, **amounts)

    parts = line.segments

    assert sum(part.width for part in parts) == BAR
    assert [part.x for part in parts] == [0, 333, 666]


def test_the_front_page_shows_the_exact_figures(client, year_2026):
    page = client.get(reverse("insight:home"), {"tahun": 2026}).content.decode().replace("\xa0", " ")

    assert page.count("Rp 1.000.000.000") >= 2
    assert '<td class="number">Rp 300.000.000</td>' in page
    assert "Dihitung untuk hari 24 Nov 2026." in page
    assert '<rect class="bar-served" x="0" y="0" width="300" height="24" />' in page


def test_the_first_number_is_what_nobody_can_serve_yet(client, year_2026):
    page = client.get(reverse("insight:home"), {"tahun": 2026}).content.decode().replace("\xa0", " ")

    figure = page.split('<p class="figure">')[1].split("</p>")[0]
    assert "Rp 200,0 juta" in figure
    assert "belum ada pemasok bersertifikatnya, dari anggaran Rp 1,0 miliar." in page


def test_before_matching_the_first_number_is_the_budget(client):
    BudgetFactory(amount=3_000_000)

    page = client.get(reverse("insight:home"), {"tahun": 2026}).content.decode()

    assert "Rp\xa03,0\xa0juta" in page.split('<p class="figure">')[1].split("</p>")[0]
    assert "belum ada pemasok bersertifikatnya" not in page


def test_a_year_without_a_budget_says_so(client):
    response = client.get(reverse("insight:home"))

    assert response.context["gap"].is_empty
    assert "belum tercatat." in response.content.decode()


@pytest.mark.parametrize("year", ["1900", "abc", "-1", "99999999999999999999"])
def test_an_unknown_year_is_an_error_beside_the_field(client, year_2026, year):
    response = client.get(reverse("insight:home"), {"tahun": year})

    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["tahun"]
    assert response.context["gap"] is None


def test_the_front_page_writes_english_money_in_english(client, year_2026):
    client.post(reverse("accounts:language"), {"language": "en"})

    page = client.get(reverse("insight:home"), {"tahun": 2026}).content.decode()

    assert "Rp\xa01.0\xa0billion" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_front_page_costs_five_queries(client, django_assert_num_queries, count):
    for _ in range(count):
        package = PackageFactory(budget=None)
        outcome(package, "OPEN")
    client.get("/")

    with django_assert_num_queries(5):
        client.get(reverse("insight:home"), {"tahun": 2026})
