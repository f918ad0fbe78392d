"""What depends on each certificate."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from certification.models import Stake
from procurement.risk import Sum, refresh_stakes, stakes
from tests.conftest import TODAY
from tests.factories import CertificateFactory, CertificateItemFactory, PackageFactory, ProductFactory
from tests.procurement.market import rules

pytestmark = pytest.mark.django_db
YEARS = (2026, 2027)
NEXT_YEAR = {"year": 2027, "contract_from": date(2027, 3, 1), "contract_until": date(2027, 4, 30),
             "delivery_until": date(2027, 5, 31)}  # fmt: skip
NOTHING = Sum(0, 0)


@pytest.fixture(autouse=True)
def _rules(db):
    rules()


def maker(until, tkdn="40.00", **fields):
    """A certificate for banana crisps."""
    certificate = CertificateFactory(issued_on=date(2024, 1, 15), valid_until=until, **fields)
    product = ProductFactory(business=certificate.business) if certificate.business else None
    CertificateItemFactory(certificate=certificate, product=product, tkdn=Decimal(tkdn))
    return certificate


def test_the_only_supplier_who_lapses_before_delivery_is_at_risk():
    lapsing = maker(date(2027, 1, 14))
    PackageFactory(ceiling=50, **NEXT_YEAR)
    PackageFactory(ceiling=7, **NEXT_YEAR)

    assert stakes(years=YEARS, on=TODAY) == {lapsing.pk: (Sum(2, 57), Sum(2, 57))}


def test_what_lasts_until_the_delivery_is_served_and_not_at_risk():
    lasting = maker(date(2027, 5, 31))
    PackageFactory(ceiling=50, **NEXT_YEAR)

    assert stakes(years=YEARS, on=TODAY) == {lasting.pk: (Sum(1, 50), NOTHING)}


def test_another_supplier_takes_the_risk_away():
    lapsing, lasting = maker(date(2027, 1, 14)), maker(date(2028, 1, 14))
    PackageFactory(ceiling=50, **NEXT_YEAR)

    assert stakes(years=YEARS, on=TODAY) == {lapsing.pk: (Sum(1, 50), NOTHING), lasting.pk: (Sum(1, 50), NOTHING)}


def test_where_two_are_needed_the_second_is_at_risk(settings):
    settings.MIN_SUPPLIERS = 2
    lapsing, lasting = maker(date(2027, 1, 14)), maker(date(2028, 1, 14))
    PackageFactory(ceiling=50, **NEXT_YEAR)

    assert stakes(years=YEARS, on=TODAY) == {
        lapsing.pk: (Sum(1, 50), Sum(1, 50)),
        lasting.pk: (Sum(1, 50), NOTHING),
    }


def test_past_packages_and_unfit_certificates_count_for_nothing():
    maker(date(2027, 1, 14), tkdn="20.00")
    maker(date(2027, 1, 14), revoked_on=TODAY)
    maker(TODAY - timedelta(days=1))
    maker(date(2027, 1, 14), business=None)
    PackageFactory(**NEXT_YEAR)
    assert stakes(years=YEARS, on=TODAY) == {}

    maker(date(2027, 1, 14))
    PackageFactory.create(ceiling=900)  # signed in April 2026
    assert {suits.rupiah for suits, _risk in stakes(years=YEARS, on=TODAY).values()} == {50_000_000}


def test_refreshing_writes_what_holds_now_and_drops_the_rest():
    certificate = maker(date(2027, 1, 14))
    package = PackageFactory(ceiling=50, **NEXT_YEAR)
    refresh_stakes(years=YEARS, on=TODAY)
    assert Stake.objects.get(pk=certificate.pk).rupiah_at_risk == 50

    package.ceiling = 60
    package.save()
    refresh_stakes(years=YEARS, on=TODAY)
    assert Stake.objects.get(pk=certificate.pk).rupiah_at_risk == 60

    package.is_active = False
    package.save()
    refresh_stakes(years=YEARS, on=TODAY)
    assert Stake.objects.count() == 0


def test_the_queries_do_not_grow():
    def queries(count):
        for _ in range(count):
            maker(date(2027, 1, 14))
            PackageFactory(**NEXT_YEAR)
        with CaptureQueriesContext(connection) as captured:
            stakes(years=YEARS, on=TODAY)
        return len(captured)

    queries(1)
    assert queries(1) == queries(4)
