"""Absorption: the parts add up whatever is recorded, every number opens its rows, levels stay apart."""

import csv
from datetime import date
from decimal import Decimal
from io import StringIO
from random import Random

import pytest
from django.db.models import Sum

from procurement.absorption import By, absorption_of, indicators_of, outside_packages, total_of
from procurement.models import Award, Leakage, Package, PackageOutcome
from tests.factories import (
    AgencyFactory,
    AwardFactory,
    BudgetFactory,
    CertificateItemFactory,
    LeakageFactory,
    PackageFactory,
    WaitingContractFactory,
)

pytestmark = pytest.mark.django_db
PAGE = "/dasbor/serapan/"
DELIVERED, PAID = date(2026, 4, 1), date(2026, 5, 1)


def line(**asked):
    return total_of(absorption_of(year=2026, level="PROVINCE", **asked))


def market(seed, places):
    """A random year: packages of two levels, several agencies and places, in force or withdrawn, and purchases."""
    chance = Random(seed)
    agencies = [
        AgencyFactory(level=level, regency=chance.choice([None, *places.values()]))
        for level in ("PROVINCE", "PROVINCE", "REGENCY")
    ]
    good, officer = CertificateItemFactory(), AwardFactory(package=PackageFactory(year=2026, category="FOOD")).officer
    for _number in range(14):
        package = PackageFactory(
            agency=chance.choice(agencies), ceiling=chance.randint(100, 10_000),
            regency=chance.choice([None, *places.values()]),
            contract_from=chance.choice([None, date(2026, chance.randint(1, 2), 3)]), contract_until=None,
            delivery_until=None, is_domestic=chance.choice([True, False, None]),
        )  # fmt: skip
        if chance.random() < 0.5:
            PackageOutcome.objects.create(package=package, state="SERVED", suppliers=1, on=DELIVERED)
        for _purchase in range(chance.randint(0, 4)):
            _buy(chance, package, good, officer)
        if chance.random() < 0.3:
            Package.objects.filter(pk=package.pk).update(is_active=False)


def _buy(chance, package, good, officer):
    value = chance.randint(1, package.ceiling // 5)
    cancelled = {"cancelled_on": PAID, "cancel_reason": "Salah"} if chance.random() < 0.2 else {}
    if chance.random() < 0.4:
        LeakageFactory(package=package, value=value, officer=officer, **cancelled)
        return
    stage = chance.randint(0, 2)
    AwardFactory(
        package=package, item=good, value=value, officer=officer, delivered_on=DELIVERED if stage else None,
        paid_on=PAID if stage == 2 else None, paid_value=value if stage == 2 else None, **cancelled,
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_the_parts_add_up_to_the_whole_whatever_is_recorded(places, seed):
    market(seed, places)

    totals = [line(by=by) for by in By]

    living = {
        model: model.objects.living()
        .filter(package__agency__level="PROVINCE")
        .aggregate(t=Sum("value", default=0))["t"]
        for model in (Award, Leakage)
    }
    assert {(one.packages, one.planned, one.awarded, one.leaked, one.open) for one in totals} == {
        (totals[0].packages, totals[0].planned, living[Award], living[Leakage], totals[0].open)
    }
    for by in By:
        for one in absorption_of(year=2026, level="PROVINCE", by=by):
            assert sum(amount for _name, amount in one.parts) == one.planned
            assert min(amount for _name, amount in one.parts) >= 0
            assert one.awarded >= one.delivered >= one.paid


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("by", list(By))
def test_every_number_opens_the_packages_behind_it(client, places, seed, by):
    market(seed, places)
    page = client.get(PAGE, {"tahun": 2026, "menurut": by})

    for row in (*page.context["rows"], page.context["total"]):
        found = {name: (amount, behind(client, url)) for name, amount, url in row["cells"]}
        assert found["planned"][0] == sum(map(plan_of, found["planned"][1]))
        assert len(found["planned"][1]) == row["line"].packages
        for name, condition in (
            ("awarded", {}),
            ("delivered", {"delivered_on__isnull": False}),
            ("paid", {"paid_on__isnull": False}),
        ):
            amount, packages = found[name]
            assert amount == bought(Award, packages, **condition)
            assert all(bought(Award, [one], **condition) for one in packages)
        assert found["leaked"][0] == bought(Leakage, found["leaked"][1])
        assert found["open"][0] == sum(
            plan_of(one) - bought(Award, [one]) - bought(Leakage, [one]) for one in found["open"][1]
        )


def behind(client, url):
    return client.get(url).context["page"].rows


def bought(model, packages, **condition):
    return model.objects.living().filter(package__in=packages, **condition).aggregate(t=Sum("value", default=0))["t"]


def plan_of(package):
    in_force = package.is_active and package.is_announced
    return package.ceiling if in_force else bought(Award, [package]) + bought(Leakage, [package])


def test_levels_of_government_are_never_added():
    PackageFactory(agency=AgencyFactory(level="REGENCY"), ceiling=7)
    PackageFactory(agency=AgencyFactory(level="CENTRAL"), ceiling=11)
    PackageFactory(ceiling=13)

    levels = ("PROVINCE", "REGENCY", "CENTRAL")
    assert [total_of(absorption_of(year=2026, level=level)).planned for level in levels] == [13, 7, 11]


def test_other_years_and_goods_outside_the_four_categories_do_not_count():
    PackageFactory(year=2025)
    PackageFactory(category="OTHER")

    assert line().packages == 0


def test_the_indicators_are_those_of_the_plan_and_of_what_was_bought():
    agency = AgencyFactory()
    BudgetFactory(agency=agency, amount=1_000)
    package = PackageFactory(agency=agency, ceiling=800, is_domestic=True, is_for_small_business=True)
    PackageOutcome.objects.create(package=PackageFactory(agency=agency, ceiling=200), state="OPEN", on=DELIVERED)
    AwardFactory(package=package, value=100, item=CertificateItemFactory(tkdn=40))
    AwardFactory(package=package, value=300, item=CertificateItemFactory(tkdn=60))
    LeakageFactory(package=package, value=100, domestic_value=50)

    found = indicators_of(year=2026, level="PROVINCE")

    assert (found.absorbed, found.weighted_tkdn, found.unserved) == (Decimal("40.00"), Decimal("55.00"), 200)
    assert (found.domestic_planned, found.small_business_planned) == (Decimal("80.00"), Decimal("80.00"))
    assert (found.domestic_bought, found.small_business_bought) == (Decimal("90.00"), Decimal("80.00"))


def test_leakage_without_a_package_stands_apart():
    LeakageFactory(package=None, agency=AgencyFactory(), year=2026, category="FOOD", value=9)

    assert line().leaked == 0
    assert outside_packages(year=2026, level="PROVINCE") == (1, 9)
    assert outside_packages(year=2026, level="REGENCY") == (0, 0)


class TestPage:
    def test_a_year_without_data_explains_itself(self, client):
        PackageFactory(year=2025)
        BudgetFactory(year=2026)

        page = client.get(PAGE, {"tahun": 2026})

        assert "Belum ada paket tahun 2026 pada tingkat provinsi, jadi belum ada serapan." in page.text
        assert "Pilih tahun atau tingkat lain." in page.text

    def test_last_year_stands_beside_this_one(self, client):
        AwardFactory(
            package=PackageFactory(year=2025), signed_on=date(2025, 3, 2), value=77,
            item=CertificateItemFactory(certificate__issued_on=date(2025, 1, 1)),
        )  # fmt: skip
        PackageFactory()

        found = client.get(PAGE, {"tahun": 2026}).context

        assert (found["total"]["last"].awarded, found["has_last"]) == (77, True)

    def test_waiting_contracts_are_told_apart(self, client):
        PackageFactory()
        WaitingContractFactory(value=1_234_000)

        page = client.get(PAGE, {"tahun": 2026})

        assert "Menunggu paket: 1 kontrak senilai Rp\u00a01.234.000" in page.text
        assert page.context["total"]["line"].leaked == 0

    def test_the_table_is_a_file_too(self, client):
        AwardFactory(value=5_000_000)

        answer = client.get(PAGE, {"tahun": 2026, "unduh": "csv"})

        rows = list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))
        assert answer["Content-Disposition"] == 'attachment; filename="serapan-2026-province.csv"'
        assert {row["kategori"]: row["dikontrak"] for row in rows} == {
            "Mesin": "0", "Cindera mata": "0", "Pakaian": "0", "Makanan": "5000000", "Jumlah": "5000000",
        }  # fmt: skip

    @pytest.mark.parametrize("count", [1, 20])
    def test_costs_the_same_for_one_package_and_for_twenty(self, client, django_assert_num_queries, count):
        for _number in range(count):
            AwardFactory()
        client.get(PAGE)

        with django_assert_num_queries(8):
            client.get(PAGE, {"tahun": 2026, "menurut": "satker"})

    @pytest.mark.parametrize("asked", [{"tingkat": "x"}, {"menurut": "x"}, {"tahun": "abc"}, {"kategori": "OTHER"}])
    def test_a_filter_that_is_none_is_refused_in_words(self, client, asked):
        page = client.get(PAGE, asked)

        assert page.status_code == 200
        assert page.context["form"].errors
