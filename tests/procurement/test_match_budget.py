"""The command: a table for people, JSON for programs, one clear sentence when there is nothing."""

import json
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.factories import AgencyFactory, BudgetFactory, PackageFactory
from tests.procurement.market import offer, rules

pytestmark = pytest.mark.django_db


def run(*arguments):
    out = StringIO()
    call_command("match_budget", *arguments, stdout=out)
    return out.getvalue().replace("\u00a0", " ")


@pytest.fixture
def year():
    """A province with a served, a catering and an open package, and a central agency with one of its own."""
    rules()
    offer("Keripik pisang", tkdn=Decimal("40.00"), price=25_000)
    offer("Keripik pisang", valid_until="2026-05-15")
    line = BudgetFactory(amount=1_000_000)
    return {
        "served": PackageFactory(agency=line.agency, budget=line, ceiling=400_000),
        "catering": PackageFactory(agency=line.agency, ceiling=300_000, not_certifiable="CATERING"),
        "open": PackageFactory(agency=line.agency, ceiling=200_000, name="Belanja kopi bubuk"),
        "central": PackageFactory(agency=AgencyFactory(level="CENTRAL"), ceiling=50_000),
    }


def test_json_tells_everything_with_decimals_as_text(year):
    answer = json.loads(run("--year", "2026", "--on", "2026-02-01", "--format", "json"))

    by_code = {package["rup_code"]: package for package in answer["packages"]}
    served = by_code[year["served"].rup_code]
    [candidate] = served["candidates"]
    assert (answer["year"], answer["on"]) == (2026, "2026-02-01")
    assert [by_code[package.rup_code]["state"] for package in year.values()] == [
        "SERVED", "NOT_CERTIFIABLE", "OPEN", "SERVED",
    ]  # fmt: skip
    assert (served["contract_day"], served["delivery_day"]) == ("2026-03-01", "2026-05-31")
    assert (candidate["tkdn"], candidate["tier"], candidate["relevance"]) == ("40.00", 1, "1.00")
    assert [reason["code"] for reason in candidate["reasons"]] == [
        "CATEGORY", "WORDS", "VALID_UNTIL_DELIVERY", "TIER_1", "PRICE_WITHIN_CEILING",
    ]  # fmt: skip
    assert [near["obstacles"][0]["code"] for near in served["near_misses"]] == ["EXPIRES_BEFORE_DELIVERY"]


def test_totals_stay_apart_by_level(year):
    totals = json.loads(run("--year", "2026", "--on", "2026-02-01", "--format", "json"))["totals"]

    food = {level: next(one for one in rows if one["category"] == "FOOD") for level, rows in totals.items()}
    assert food == {
        "PROVINCE": {
            "category": "FOOD", "budget": 1_000_000, "served": 400_000, "thin": 0, "open": 200_000,
            "not_certifiable": 300_000, "outside": 0, "packages": 3, "planned": 900_000, "unplanned": 100_000,
        },
        "CENTRAL": {
            "category": "FOOD", "budget": 0, "served": 50_000, "thin": 0, "open": 0,
            "not_certifiable": 0, "outside": 0, "packages": 1, "planned": 50_000, "unplanned": 0,
        },
    }  # fmt: skip


def test_the_table_shows_each_package_and_says_that_the_totals_add_up(year):
    lines = run("--year", "2026", "--on", "2026-02-01").splitlines()

    served = next(line for line in lines if line.startswith(year["served"].rup_code))
    assert lines[0] == "Kecocokan belanja tahun 2026, ditanyakan untuk hari 1 Feb 2026: 4 paket."
    assert served.split() == [
        year["served"].rup_code, "terlayani", "1", "1", "Rp", "400.000", "Belanja", "keripik", "pisang",
        "Keripik", "pisang", "–", *served.split()[-2:],
    ]  # fmt: skip
    assert "Pemeriksaan: jumlah kelima keadaan Rp 900.000 sama dengan jumlah pagu Rp 900.000." in lines
    assert "Pemeriksaan: jumlah kelima keadaan Rp 50.000 sama dengan jumlah pagu Rp 50.000." in lines


def test_one_package_is_answered_alone_and_without_the_budget_of_others(year):
    answer = json.loads(
        run("--year", "2026", "--on", "2026-02-01", "--package", year["open"].rup_code, "--format", "json")
    )

    assert [package["rup_code"] for package in answer["packages"]] == [year["open"].rup_code]
    assert {level: sum(one["budget"] for one in rows) for level, rows in answer["totals"].items()} == {"PROVINCE": 0}


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ("--year", "2026", "--package", "99999999"),
            "Tidak ada paket 99999999 yang terumumkan dan aktif pada tahun 2026",
        ),
        (("--year", "2031"), "Tidak ada paket terumumkan dan aktif pada tahun 2031"),
        (("--year", "26"), "Tahun 26 tidak masuk akal"),
        (("--year", "2026", "--on", "1 Feb"), "--on 1 Feb bukan tanggal"),
    ],
    ids=["unknown package", "empty year", "odd year", "odd day"],
)
def test_nothing_to_answer_is_said_in_one_sentence(year, arguments, sentence):
    with pytest.raises(CommandError, match=sentence) as refused:
        run(*arguments)

    assert refused.value.returncode == 1
