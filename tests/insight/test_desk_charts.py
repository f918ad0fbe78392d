"""Drawings above the lists of the staff's desk: the numbers, the rows behind them, what they cost."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from insight.desk_charts import age_of_the_queue, applications_by_state, coverage_of_the_year, ending_by_month
from procurement.models import PackageOutcome
from tests.certification.application_chains import application
from tests.conftest import TODAY
from tests.factories import BudgetFactory, BusinessFactory, CertificateFactory, PackageFactory, WaitingFactory
from umkm.models import Business

pytestmark = pytest.mark.django_db

DRAWN = ["certification_certificate", "certification_renewal", "umkm_waitingbusiness", "certification_application",
         "procurement_package", "procurement_budget"]  # fmt: skip


def rows(figure):
    return {row.label: row.values for row in figure.table.rows if any(row.values)}


def waiting_since(days):
    business = BusinessFactory(source="OWNER")
    at = timezone.now() - timedelta(days=days)  # noqa: TID251 - what the database wrote as the moment of registration
    Business.objects.filter(pk=business.pk).update(created_at=at)
    return business


def outcome(package, state):
    suppliers = {"suppliers": 1, "best_tier": 1} if state == "SERVED" else {}
    PackageOutcome.objects.update_or_create(package=package, defaults={"state": state, "on": TODAY, **suppliers})


def test_certificates_are_counted_by_the_month_they_end_in_and_lead_to_those_rows(client, petugas):
    today = timezone.localdate()
    ending = CertificateFactory(issued_on=None, valid_until=today)
    CertificateFactory(issued_on=None, valid_until=today - timedelta(days=1))
    CertificateFactory(issued_on=None, valid_until=today, revoked_on=today - timedelta(days=1))
    CertificateFactory(issued_on=None, valid_until=today + timedelta(days=800))
    client.force_login(petugas)

    figure = ending_by_month(today)
    [row] = [row for row in figure.table.rows if any(row.values)]
    listed = client.get(row.url).context["cl"].result_list

    assert row.values == (1,)
    assert figure.table.total.values == (1,)
    assert [one.pk for one in listed] == [ending.pk]


def test_the_queue_is_counted_by_how_long_it_waits():
    for days in (0, 2, 3, 7, 8, 30, 31, 400):
        waiting_since(days)
    BusinessFactory(source="IMPORT")

    figure = age_of_the_queue(timezone.localdate())

    assert rows(figure) == {
        "sampai 2 hari": (2,), "3 sampai 7 hari": (2,), "8 sampai 30 hari": (2,), "lebih dari 30 hari": (2,),
    }  # fmt: skip
    assert figure.summary == "8 usaha menunggu; 4 di antaranya lebih dari satu minggu."


def test_applications_in_process_are_counted_by_their_state():
    application(("SUBMITTED", date(2026, 11, 2)))
    application(("SUBMITTED", date(2026, 11, 2)), ("RETURNED", date(2026, 11, 3), {"reasons": ["NO_VIDEO"]}))
    application(("SUBMITTED", date(2026, 11, 2)), ("WITHDRAWN", date(2026, 11, 3)))

    figure = applications_by_state(TODAY)

    assert sorted(rows(figure).values()) == [(1,), (1,)]
    assert figure.table.total.values == (2,)
    assert figure.summary == "2 permohonan sedang diproses; 1 dikembalikan dan menunggu pemiliknya."
    assert {row.url.partition("?")[2] for row in figure.table.rows} >= {"keadaan=SUBMITTED", "keadaan=RETURNED"}


def test_the_packages_of_the_year_are_summed_by_what_can_serve_them():
    outcome(PackageFactory(year=2026, ceiling=60_000_000), "SERVED")
    outcome(PackageFactory(year=2026, ceiling=40_000_000), "OPEN")
    outcome(PackageFactory(year=2025, ceiling=99_000_000), "OPEN")

    figure = coverage_of_the_year(TODAY)

    assert rows(figure) == {"Terlayani": (1, 60_000_000), "Belum terlayani": (1, 40_000_000)}
    assert figure.table.total.values == (2, 100_000_000)
    assert [(part.name, part.width) for part in figure.chart.bars[0].segments] == [("served", 600), ("open", 400)]


@pytest.mark.parametrize("draw", [ending_by_month, age_of_the_queue, applications_by_state, coverage_of_the_year])
def test_a_drawing_of_nothing_says_so_and_costs_one_query(draw, django_assert_num_queries):
    with django_assert_num_queries(1):
        figure = draw(TODAY)

    assert figure.chart is None
    assert figure.nothing.what


@pytest.mark.parametrize("count", [1, 20])
@pytest.mark.parametrize(
    ("draw", "make"),
    [
        (ending_by_month, lambda: CertificateFactory(issued_on=None, valid_until=TODAY)),
        (age_of_the_queue, WaitingFactory),
        (applications_by_state, lambda: application(("SUBMITTED", date(2026, 11, 2)))),
        (coverage_of_the_year, lambda: outcome(PackageFactory(year=2026), "OPEN")),
    ],
    ids=["certificates", "queue", "applications", "packages"],
)
def test_a_drawing_costs_one_query_however_many_rows(draw, make, count, django_assert_num_queries):
    for _each in range(count):
        make()

    with django_assert_num_queries(1):
        figure = draw(TODAY)

    assert figure.chart


@pytest.mark.parametrize("name", DRAWN)
def test_the_list_has_its_drawing_open_at_first_and_folded_while_one_searches(client, petugas, name):
    CertificateFactory(issued_on=None, valid_until=timezone.localdate())
    BudgetFactory()
    client.force_login(petugas)
    address = reverse(f"admin:{name}_changelist")

    first, searched = client.get(address).text, client.get(address, {"q": "2026"}).text

    assert 'class="desk-figure module" open' in first
    assert 'class="desk-figure module" >' in searched


def test_other_lists_have_none(client, petugas):
    client.force_login(petugas)

    page = client.get(reverse("admin:umkm_product_changelist")).text

    assert "desk-figure" not in page
