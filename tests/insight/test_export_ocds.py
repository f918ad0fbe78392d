"""A year as one file of open contracting data."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.factories import PackageFactory

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
