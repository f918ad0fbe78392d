"""Budget structures and budget lines from files, and what the portal divides by them."""

import csv
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection

from procurement.commitment import commitment
from procurement.importers.budgets import import_budgets
from procurement.models import Agency, Budget, BudgetStructure
from tests.factories import AgencyFactory, BudgetFactory, PackageFactory
from umkm.importers.reading import Unreadable

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)

STRUCTURE = {
    "tahun_anggaran": "2026", "kd_klpd": "D264", "nama_klpd": "Provinsi Lampung", "kd_satker": "152351",
    "kd_satker_str": "3.31.0.00", "nama_satker": "DINAS PERINDUSTRIAN", "belanja_operasi": "700",
    "belanja_modal": "300", "belanja_btt": "0", "belanja_non_pengadaan": "50", "belanja_pengadaan": "1000",
    "total_belanja": "1050",
}  # fmt: skip
LINE = {
    "tahun_anggaran": "2026", "kd_klpd": "D264", "nama_klpd": "Provinsi Lampung", "kd_satker_str": "3.31.0.00",
    "nama_satker": "DINAS PERINDUSTRIAN", "kategori": "Makanan", "jumlah": "Rp 1.000.000", "dasar": "DPA 2026",
    "keadaan_per": "2026-01-02",
}  # fmt: skip


@pytest.fixture
def take_in(tmp_path):
    """Import rows; gives (created, updated, unchanged, refused) and (column, value, reason) of the refused."""

    def run(*rows):
        path, rejects = tmp_path / "anggaran.csv", tmp_path / "tolak.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, fieldnames=list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        _run, counts = import_budgets(path, rejects_path=rejects, at=NOW)
        refused = []
        if rejects.exists():
            with rejects.open(encoding="utf-8-sig", newline="") as file:
                refused = [(row["kolom"], row["nilai"], row["alasan"]) for row in csv.DictReader(file)]
        return (counts.created, counts.updated, counts.unchanged, counts.refused), refused

    return run


def test_a_structure_comes_in_with_its_agency_its_source_and_its_day(take_in):
    counts, _refused = take_in(STRUCTURE)

    found = BudgetStructure.objects.select_related("agency").get()
    assert counts == (1, 0, 0, 0)
    assert (found.agency.name, found.agency.level, found.year) == ("DINAS PERINDUSTRIAN", "PROVINCE", 2026)
    assert (found.operating, found.capital, found.unforeseen) == (700, 300, 0)
    assert (found.non_procurement, found.procurement, found.total) == (50, 1000, 1050)
    assert (found.source_text, found.as_of, found.source) == ("anggaran.csv", date(2026, 11, 24), "IMPORT")


def test_the_same_structure_again_changes_nothing_and_another_figure_is_kept(take_in):
    take_in(STRUCTURE)

    assert take_in(STRUCTURE)[0] == (0, 0, 1, 0)
    assert take_in(STRUCTURE | {"belanja_non_pengadaan": "100", "total_belanja": "1100"})[0] == (0, 1, 0, 0)
    assert BudgetStructure.objects.get().total == 1100


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"total_belanja": "1051"}, "total_belanja"),
        ({"belanja_pengadaan": ""}, "belanja_pengadaan"),
        ({"belanja_operasi": "-5"}, "belanja_operasi"),
        ({"nama_satker": ""}, "nama_satker"),
        ({"tahun_anggaran": "26"}, "tahun_anggaran"),
    ],
)
def test_a_structure_that_cannot_be_is_refused_by_name_and_the_others_go_in(take_in, changes, column):
    counts, refused = take_in(STRUCTURE | changes, STRUCTURE | {"kd_satker_str": "9.99"})

    assert counts == (1, 0, 0, 1)
    assert [name for name, _value, _reason in refused] == [column]


def test_an_agency_that_has_stated_nothing_yet_is_refused_by_name(take_in):
    silent = {name: "" for name in STRUCTURE if name.startswith(("belanja", "total", "tahun"))}

    counts, refused = take_in(STRUCTURE | silent)

    assert counts == (0, 0, 0, 1)
    assert refused == [
        (
            "belanja_pengadaan", "",
            "Baris ini tidak memuat angka anggaran; minta satker mengisinya, lalu unduh ulang berkasnya.",
        )
    ]  # fmt: skip


def test_a_satker_stands_once_in_a_file(take_in):
    counts, refused = take_in(STRUCTURE, STRUCTURE)

    assert counts == (1, 0, 0, 1)
    assert refused == [("kd_satker_str", "3.31.0.00", "Satker ini sudah ada di baris 2; hapus salah satu.")]


def test_a_line_comes_in_with_its_own_source_and_day(take_in):
    assert take_in(LINE)[0] == (1, 0, 0, 0)
    assert take_in(LINE)[0] == (0, 0, 1, 0)

    line = Budget.objects.get()
    assert (line.category, line.amount, line.source_text, line.as_of) == (
        "FOOD", 1_000_000, "DPA 2026", date(2026, 1, 2),
    )  # fmt: skip


def test_a_line_below_what_its_packages_need_is_refused_by_name(take_in):
    agency = AgencyFactory(klpd_code="D264", code="3.31.0.00", name="DINAS PERINDUSTRIAN")
    line = BudgetFactory(agency=agency, amount=2_000_000)
    PackageFactory(agency=agency, budget=line, ceiling=1_500_000)
    PackageFactory(agency=agency, budget=line, ceiling=400_000, is_active=False)

    counts, refused = take_in(LINE)

    assert counts == (0, 0, 0, 1)
    assert refused == [
        (
            "jumlah", "1000000",
            "Paket pada baris ini memerlukan Rp\xa01.500.000; isi sedikitnya sebanyak itu, atau kurangi dulu pagunya.",
        )
    ]  # fmt: skip
    assert take_in(LINE | {"jumlah": "1500000"})[0] == (0, 1, 0, 0)


@pytest.mark.parametrize(
    ("changes", "column"),
    [({"kategori": "mebel"}, "kategori"), ({"jumlah": "0"}, "jumlah"), ({"jumlah": ""}, "jumlah")],
)
def test_a_line_without_category_or_money_is_refused(take_in, changes, column):
    counts, refused = take_in(LINE | changes)

    assert counts == (0, 0, 0, 1)
    assert [name for name, _value, _reason in refused] == [column]


def test_a_file_of_something_else_is_unreadable(take_in):
    with pytest.raises(Unreadable, match="belanja_pengadaan, total_belanja"):
        take_in(dict.fromkeys(("tahun_anggaran", "kd_klpd", "kd_satker_str", "nama_satker"), "1"))


def test_the_command_answers_with_its_counts(tmp_path):
    path = tmp_path / "struktur.json"
    path.write_text(json.dumps([STRUCTURE]))
    out = StringIO()

    call_command("import_budgets", str(path), "--json", stdout=out)

    answer = json.loads(out.getvalue())
    assert {name: answer[name] for name in ("read", "created", "refused", "rejects_file")} == {
        "read": 1, "created": 1, "refused": 0, "rejects_file": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ("procurement = procurement + 1", "budget_structure_parts_add_up"),
        ("capital = -1", "budget_structure_is_not_negative"),
    ],
)
def test_raw_sql_meets_the_rules_too(take_in, fields, rule):
    take_in(STRUCTURE)

    with pytest.raises(IntegrityError, match=rule), connection.cursor() as cursor:
        cursor.execute(f"UPDATE procurement_budgetstructure SET {fields}")  # noqa: S608 - the test's own text


def test_an_agency_has_one_structure_a_year(take_in):
    take_in(STRUCTURE)
    found = BudgetStructure.objects.get()
    found.pk = None

    with pytest.raises(IntegrityError, match="budget_structure_once"):
        found.save(force_insert=True)


def test_the_commitment_divides_by_known_budgets_only_and_says_who_is_left_out(take_in):
    take_in(STRUCTURE)
    agency, other = Agency.objects.get(), AgencyFactory()
    PackageFactory(agency=agency, ceiling=300, is_domestic=True, is_for_small_business=True)
    PackageFactory(agency=agency, ceiling=100, is_domestic=True)
    PackageFactory(agency=agency, ceiling=500, is_domestic=True, is_active=False)
    PackageFactory(agency=agency, ceiling=500, is_domestic=True, year=2025)
    PackageFactory(agency=other, ceiling=999, is_domestic=True)

    found = commitment(2026, agencies=Agency.objects.all())

    assert found == (1000, 400, 300, 1, 1)
    assert (found.domestic_pct, found.small_business_pct) == (Decimal("40.00"), Decimal("30.00"))


def test_without_a_known_budget_there_is_no_share():
    PackageFactory(is_domestic=True)

    assert commitment(2026, agencies=Agency.objects.all()).domestic_pct is None
