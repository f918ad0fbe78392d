"""The overview: parts add up to the whole, every number opens its rows, strangers see no staff's lists."""

import csv
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from certification.models import Certificate
from insight.dashboard.asked import Asked, a_year_before
from insight.dashboard.certificate_facts import LOSSES, ending_by_month, flow_since
from insight.dashboard.facts import Facts
from insight.dashboard.measures import Measure
from insight.dashboard.overview import FIGURES, figure_of, figures_of
from insight.dashboard.places import SPOTS
from tests.conftest import TODAY
from tests.factories import (
    AgencyFactory,
    AttendanceFactory,
    AwardFactory,
    BudgetFactory,
    BusinessFactory,
    CertificateFactory,
    CertificateItemFactory,
    LeakageFactory,
    PackageFactory,
)
from tests.procurement.test_absorption import market
from umkm.models import Regency

pytestmark = pytest.mark.django_db
PAGE = "/dasbor/"


def asked(**fields):
    return Asked(**{"year": 2026, "level": "PROVINCE", "measure": Measure.CERTIFIED, "on": TODAY, **fields})


def table(name, **fields):
    return figure_of(asked(**fields), name).table


def column(found, name):
    """(values of the rows, value of the total) of one column."""
    place = [each.name for each in found.columns].index(name)
    return [row.values[place] for row in found.rows], found.total.values[place]


@pytest.fixture
def bought(places):
    """A food budget of 1,000: a package of 600 with 250 signed and 100 bought elsewhere; last year 70 and then 30."""
    agency = AgencyFactory(regency=places["18.72"])
    budget = BudgetFactory(agency=agency, amount=1_000)
    package = PackageFactory(agency=agency, budget=budget, ceiling=600, contract_from=date(2026, 3, 1))
    good = CertificateItemFactory(
        certificate__issued_on=date(2025, 1, 2), certificate__business__regency=places["18.71"]
    )
    AwardFactory(package=package, item=good, value=250, signed_on=date(2026, 3, 2))
    LeakageFactory(package=package, value=100)
    before = PackageFactory(agency=agency, year=2025, ceiling=500, contract_from=date(2025, 3, 1), contract_until=None,
                            delivery_until=None)  # fmt: skip
    AwardFactory(package=before, item=good, value=70, signed_on=date(2025, 5, 2))
    AwardFactory(package=before, item=good, value=30, signed_on=date(2025, 12, 2))
    return package


class TestMoney:
    def test_every_rupiah_of_the_budget_stands_in_one_part(self, bought):
        found = table("kategori")

        assert column(found, "anggaran") == ([0, 0, 0, 1_000], 1_000)
        parts = [column(found, name)[1] for name in ("dikontrak", "di_luar", "belum_dibeli", "belum_ada_paket")]
        assert parts == [250, 100, 250, 400]
        assert sum(parts) == 1_000

    def test_the_bar_has_the_same_parts_and_the_target_on_it(self, bought, settings):
        settings.ABSORPTION_TARGET = 40

        (food,) = figure_of(asked(), "kategori").chart.bars

        assert [(part.name, part.amount) for part in food.segments] == [
            ("awarded", 250), ("leaked", 100), ("left", 250), ("unplanned", 400),
        ]  # fmt: skip
        assert (food.label, food.mark) == ("Makanan", 400)

    def test_what_lacks_to_the_target_is_said(self, bought, settings):
        settings.ABSORPTION_TARGET = 40

        assert figure_of(asked(), "kategori").summary.replace("\xa0", " ") == (
            "Rp 250 dari Rp 1.000 sudah dikontrak (25,00 %); kurang Rp 150 dari sasaran."
        )

    def test_a_target_that_is_reached_is_said_too(self, bought, settings):
        settings.ABSORPTION_TARGET = 25

        assert figure_of(asked(), "kategori").summary.endswith("sasaran tercapai.")

    def test_last_year_is_compared_up_to_the_same_day(self, bought):
        assert column(table("kategori"), "dikontrak_tahun_lalu")[1] == 70
        assert column(table("kategori", on=date(2027, 1, 5)), "dikontrak_tahun_lalu")[1] == 100

    def test_packages_beyond_the_budget_make_the_whole(self):
        PackageFactory(budget=None, ceiling=900)

        assert column(table("kategori"), "anggaran")[1] == 900

    @pytest.mark.parametrize("seed", range(4))
    def test_months_and_places_add_up_to_the_categories(self, places, seed):
        market(seed, places)
        facts = Facts(asked())

        months, by_place = table("bulan"), table("peta", measure=Measure.OPEN)

        for name, amount in (("rencana", facts.total.planned), ("dikontrak", facts.total.awarded)):
            for found in (months, by_place):
                values, total = column(found, name)
                assert sum(values) == total == amount
        assert column(by_place, "belum_dibeli")[1] == facts.total.open

    def test_a_contract_signed_outside_its_year_counts_at_its_edge(self, bought):
        AwardFactory(
            package=bought, value=7, signed_on=date(2025, 12, 30),
            item=CertificateItemFactory(certificate__issued_on=date(2025, 1, 2)),
        )  # fmt: skip

        assert column(table("bulan"), "dikontrak")[0][:3] == [7, 0, 250]

    def test_the_lines_grow_and_this_years_ends_today(self, bought):
        chart = figure_of(asked(), "bulan").chart

        lengths = {path.key: len(path.points.split()) // 2 for path in chart.paths}
        assert lengths == {"plan": 12, "last": 12, "signed": 11}

    def test_cancelled_contracts_and_other_levels_do_not_count(self, bought):
        AwardFactory(package=bought, value=90, cancelled_on=date(2026, 4, 1), cancel_reason="Batal")
        AwardFactory(package=PackageFactory(agency=AgencyFactory(level="CENTRAL")), value=50)

        assert column(table("bulan"), "dikontrak")[1] == 250

    def test_every_row_opens_its_packages(self, client, bought):
        for name in ("kategori", "bulan"):
            for row in (found := table(name)).rows:
                packages = client.get(row.url).context["page"].rows
                planned = dict(zip((each.name for each in found.columns), row.values, strict=True))
                whole = planned["rencana"] if name == "bulan" else planned["anggaran"] - planned["belum_ada_paket"]
                assert sum(package.ceiling for package in packages) == whole


class TestCertificates:
    @pytest.fixture
    def lives(self, usaha):
        """One replaced by another, one expired, one revoked, one frozen, one of unknown issue, and one of nobody."""
        newer = CertificateFactory(business=usaha, issued_on=date(2026, 5, 4))
        for facts in (
            {"issued_on": date(2025, 2, 1), "superseded_on": date(2026, 5, 4), "superseded_by": newer},
            {"issued_on": date(2025, 3, 1), "valid_until": date(2026, 5, 31)},
            {"issued_on": date(2026, 2, 1), "revoked_on": date(2026, 7, 1)},
            {"issued_on": date(2026, 2, 9), "frozen_from": date(2026, 8, 1)},
            {"issued_on": None},
        ):
            CertificateFactory(business=usaha, **facts)
        CertificateFactory(business=None, issued_on=date(2026, 2, 2))

    def test_gained_and_lost_are_counted_in_their_months(self, lives):
        found = flow_since(year=2025, on=TODAY)

        assert {month: count for month, count in enumerate(found.of("gained", 2026), 1) if count} == {2: 2, 5: 1}
        assert [sum(found.of(kind, 2026)) for kind in LOSSES] == [1, 1, 1]
        assert found.of("expired", 2026)[5] == 1  # its last day is 31 May
        assert sum(found.of("gained", 2025)) == 2

    def test_held_before_and_gained_and_lost_are_what_is_held(self, lives):
        found = flow_since(year=2025, on=TODAY)

        for year, month in ((2025, 1), (2025, 12), (2026, 5), (2026, 6), (2026, 10)):
            last = (date(year, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
            held = Certificate.objects.filter(business__isnull=False).exclude(revoked_on__lte=last)
            held = held.exclude(superseded_on__lte=last).exclude(issued_on__gt=last).filter(valid_until__gte=last)
            assert found.held_after(year, month) == held.count()

    def test_what_has_not_happened_yet_is_not_counted(self, usaha):
        CertificateFactory(business=usaha, issued_on=date(2026, 1, 2), revoked_on=date(2026, 12, 1))

        found = table("sertifikat")

        assert column(found, "revoked")[1] == 0
        assert [row.label for row in found.rows][-1] == "November"

    def test_those_to_end_add_up_to_those_in_force(self, lives):
        found = table("berakhir")

        values, total = column(found, "sertifikat")
        assert len(values) == 25
        assert sum(values) == total == 3
        assert values[-1] == 3

    def test_the_staffs_list_has_as_many_rows_as_each_number(self, client, petugas, usaha):
        for valid_until in (date(2026, 11, 1), TODAY, date(2026, 11, 30), date(2027, 2, 1)):
            CertificateFactory(business=usaha, valid_until=valid_until)
        CertificateFactory(business=None, valid_until=date(2027, 2, 1))
        client.force_login(petugas)
        today = timezone.localdate()

        for name, number in (("berakhir", "sertifikat"), ("sertifikat", "terbit")):
            found = table(name, may_list=True, on=today)
            for row, count in zip(found.rows, column(found, number)[0], strict=True):
                if row.url:
                    assert client.get(row.url).context["cl"].queryset.count() == count

    def test_months_without_an_end_stand_there_too(self, usaha):
        CertificateFactory(business=usaha, valid_until=date(2027, 2, 1))

        assert [each.count for each in ending_by_month(TODAY)] == [1]
        assert [value for value in column(table("berakhir"), "sertifikat")[0] if value] == [1]

    def test_a_year_to_come_has_no_months(self, lives):
        found = figure_of(asked(year=2027), "sertifikat")

        assert (found.chart, found.table.rows) == (None, [])
        assert found.nothing.what == "Tahun 2027 belum dimulai."


class TestMap:
    def test_every_place_of_lampung_has_a_square_of_its_own(self):
        call_command("load_reference", "--quiet")

        assert set(SPOTS) == set(Regency.objects.values_list("code", flat=True))
        assert len(set(SPOTS.values())) == 15

    @pytest.mark.parametrize("measure", list(Measure))
    def test_the_table_adds_up_to_the_province(self, bought, measure):
        found = table("peta", measure=measure)

        for place, each in enumerate(found.columns):
            if each.name not in ("bagian", "serapan"):
                assert sum(row.values[place] for row in found.rows) == found.total.values[place]

    def test_money_without_any_place_is_not_drawn_but_counted(self):
        PackageFactory(ceiling=700)

        found = figure_of(asked(measure=Measure.OPEN), "peta")

        assert (found.chart, found.nothing.what) == (None, "Semua kabupaten/kota masih nol.")
        assert [(row.label, row.values[3]) for row in found.table.rows] == [("Tanpa lokasi", 700)]

    def test_money_the_map_cannot_show_is_told_beside_it(self, bought):
        PackageFactory(ceiling=700)

        assert figure_of(asked(measure=Measure.OPEN), "peta").notes[0].replace("\xa0", " ") == (
            "Paket tanpa lokasi senilai Rp 700 tidak tergambar."
        )

    def test_certified_businesses_stand_in_their_place(self, bought):
        tiles = {tile.name: (tile.text, tile.shade) for tile in figure_of(asked(), "peta").chart.tiles}

        assert tiles == {"Bandar Lampung": ("1", 4), "Metro": ("0", 0)}

    def test_a_share_is_of_the_places_own_businesses(self, bought, places):
        BusinessFactory(regency=places["18.72"], nib=None)

        rows = {row.label: row.values for row in table("peta", measure=Measure.NIB).rows}

        assert rows["Metro"][0] == 1
        assert rows["Metro"][2] == 0

    @pytest.mark.parametrize(("measure", "expected"), [(Measure.OPEN, 250), (Measure.ABSORBED, 250)])
    def test_a_square_opens_the_packages_behind_it(self, client, bought, measure, expected):
        (metro,) = [tile for tile in figure_of(asked(measure=measure), "peta").chart.tiles if tile.name == "Metro"]

        packages = client.get(metro.url).context["page"].rows

        assert packages == [bought]


class TestPage:
    def test_an_empty_portal_says_what_to_import_first(self, client, petugas):
        page = client.get(PAGE)

        assert "portal ini masih kosong" in page.text
        assert page.context["figures"] == []
        assert reverse("admin:umkm_importrun_changelist") not in page.text
        client.force_login(petugas)
        assert reverse("admin:umkm_importrun_changelist") in client.get(PAGE).text

    def test_a_portal_with_one_thing_says_of_the_rest_why_there_is_nothing(self, client, usaha):
        page = client.get(PAGE)

        missing = {figure.name for figure in page.context["figures"] if figure.nothing}
        assert missing == {"kategori", "bulan", "sertifikat", "berakhir", "peta", "pembinaan"}
        assert "Angka muncul setelah Dinas memasukkan anggaran" in page.text

    @pytest.mark.parametrize("who", [None, "pemilik", "pejabat"])
    def test_everyone_else_sees_no_staffs_list_and_no_rupiah_at_risk(self, client, bought, request, who):
        if who:
            client.force_login(request.getfixturevalue(who))

        page = client.get(PAGE).text

        assert "/admin/" not in page
        assert "terancam" not in page

    def test_every_table_is_a_file_too(self, client, bought):
        for name in FIGURES:
            answer = client.get(PAGE, {"tahun": 2026, "unduh": name})
            rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
            assert answer["Content-Disposition"] == f'attachment; filename="{name}-2026-province.csv"'
            assert len(rows) == 1 + len(figure_of(asked(on=timezone.localdate()), name).table.file[1])

    def test_the_file_says_what_the_page_says(self, client, bought):
        answer = client.get(PAGE, {"tahun": 2026, "unduh": "kategori"})

        rows = {row["Kategori"]: row for row in csv.DictReader(StringIO(answer.content.decode("utf-8-sig")))}
        assert (rows["Makanan"]["dikontrak"], rows["Jumlah"]["persen"]) == ("250", "25.00")

    def test_without_a_budget_the_first_numbers_say_so(self, client, usaha):
        first = client.get(PAGE, {"tahun": 2026}).context["first"]

        assert [(each.number, each.beside) for each in first if each.label == "Dikontrak"] == [
            ("Rp\xa00", "anggaran belum tercatat")
        ]

    def test_a_figure_that_is_none_is_not_found(self, client):
        assert client.get(PAGE, {"unduh": "rahasia"}).status_code == 404

    def test_the_sheet_to_print_has_every_figure(self, client, bought):
        page = client.get(PAGE, {"tahun": 2026, "cetak": 1})

        assert page.text.count('class="figure-box"') == len(FIGURES)
        assert "<details" not in page.text.split("<main")[1]

    @pytest.mark.parametrize("query", [{"peta": "x"}, {"tingkat": "x"}, {"tahun": "abc"}])
    def test_a_filter_that_is_none_is_refused_in_words(self, client, query):
        page = client.get(PAGE, query)

        assert (page.status_code, list(page.context["form"].errors)) == (200, list(query))

    @pytest.mark.parametrize("count", [1, 20])
    def test_the_page_costs_the_same_for_one_row_and_for_twenty(self, client, django_assert_num_queries, count):
        for _number in range(count):
            AwardFactory()
            AttendanceFactory()
        client.get(PAGE)

        with django_assert_num_queries(13):
            client.get(PAGE, {"tahun": 2026, "peta": "terbuka"})

    def test_each_number_says_of_what_and_for_which_day(self, bought):
        AttendanceFactory()
        _first, figures = figures_of(asked())

        for figure in figures:
            assert figure.whole
            assert figure.as_of.count("24 Nov 2026") == 1


def test_a_year_before_a_leap_day_is_the_day_before():
    assert a_year_before(date(2028, 2, 29)) == date(2027, 2, 28)
