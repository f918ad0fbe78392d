"""A year as one file of open contracting data."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from insight.ocds import packages_for_release, release
from procurement.models import Package
from tests.factories import AwardFactory, LeakageFactory, PackageFactory

pytestmark = pytest.mark.django_db


def test_the_file_holds_one_release_per_announced_package_of_the_year(tmp_path):
    codes = [PackageFactory(year=2026).rup_code for _number in range(3)]
    PackageFactory(year=2025)
    PackageFactory(year=2026, is_announced=False)
    file = tmp_path / "ocds.json"

    call_command("export_ocds", "--year", "2026", "--output", str(file))

    package = json.loads(file.read_text("utf-8"))
    assert [release["tender"]["id"] for release in package["releases"]] == codes
    assert package["version"] == "1.1"


def test_standard_output_holds_the_same():
    PackageFactory(year=2026)
    out = StringIO()

    call_command("export_ocds", "--year", "2026", stdout=out)

    assert len(json.loads(out.getvalue())["releases"]) == 1


@pytest.mark.parametrize(
    ("kind", "category"),
    [("", "goods"), ("CATERING", "services"), ("SERVICE", "services"), ("CONSTRUCTION", "works")],
)
def test_what_is_bought_has_a_category_of_the_standard(kind, category):
    PackageFactory(year=2026, not_certifiable=kind)
    out = StringIO()

    call_command("export_ocds", "--year", "2026", stdout=out)

    assert json.loads(out.getvalue())["releases"][0]["tender"]["mainProcurementCategory"] == category


def test_a_year_without_packages_is_an_error_with_the_next_step():
    with pytest.raises(CommandError, match="There is no package of 2031; import packages first"):
        call_command("export_ocds", "--year", "2031")


def released(year=2026):
    out = StringIO()
    call_command("export_ocds", "--year", str(year), stdout=out)
    return json.loads(out.getvalue())["releases"]


def test_a_contract_stands_in_the_release_of_its_package():
    award = AwardFactory(
        value=10, delivered_on=date(2026, 4, 1), paid_on=date(2026, 5, 1), paid_value=9, contract_number="027/1"
    )

    [release] = released()

    assert release["tag"] == ["planning", "award", "contract"]
    assert [(one["status"], one["value"]["amount"]) for one in release["awards"]] == [("active", 10)]
    assert release["awards"][0]["suppliers"][0]["name"] == award.holder_name
    [contract] = release["contracts"]
    assert (contract["id"], contract["awardID"], contract["status"], contract["dateSigned"]) == (
        "027/1", f"award-{award.pk}", "terminated", "2026-03-02T00:00:00+07:00",
    )  # fmt: skip
    assert contract["implementation"]["transactions"][0]["value"] == {"amount": 9, "currency": "IDR"}
    assert [party["roles"] for party in release["parties"]] == [["buyer", "procuringEntity"], ["supplier"]]


def test_a_release_gets_a_new_id_when_a_contract_changes():
    award = AwardFactory()
    before = released()[0]

    award.cancelled_on, award.cancel_reason = date(2026, 4, 1), "Putus kontrak"
    award.save()

    after = released()[0]
    assert after["id"] != before["id"]
    assert after["date"] >= before["date"]
    assert (after["awards"][0]["status"], after["contracts"][0]["status"]) == ("cancelled", "cancelled")


def test_vendors_outside_are_never_published():
    leakage = LeakageFactory(vendor_name="Toko Rahasia")
    AwardFactory(package=leakage.package)

    assert "Rahasia" not in json.dumps(released())


def test_a_package_withdrawn_after_its_contract_is_still_published():
    award = AwardFactory()
    Package.objects.filter(pk=award.package_id).update(is_active=False)

    assert len(released()) == 1


@pytest.mark.parametrize("count", [1, 20])
def test_awards_cost_no_query_each(django_assert_num_queries, count):
    for _number in range(count):
        AwardFactory()

    with django_assert_num_queries(2):
        [release(package) for package in packages_for_release(2026)]
