"""Reviews of packages' codes: what lives, what follows, in whatever order the files come."""

import csv
from datetime import UTC, datetime
from itertools import permutations

import pytest
from django.db import IntegrityError, InternalError, connection
from django.utils import timezone

from procurement import changes
from procurement.importers.changes import import_changes
from procurement.importers.packages import import_packages
from procurement.models import Package, PackageChange
from tests.factories import AgencyFactory, BudgetFactory, PackageFactory
from tests.procurement.test_import_packages import RUP

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)
OLD, NEW, THIRD = "53000001", "53000002", "53000003"


def change(kind="SATUKESATU", old=OLD, new=None, at="2026-03-04T14:12:53Z", **other):
    """A row of the service's file."""
    new = new or (old if kind in ("PEMBATALAN", "PENGAKTIFAN") else NEW)
    return {
        "tahun_anggaran": "2026", "tgl_kaji_ulang": at, "jenis_revisi": kind, "nama_satker": "Biro Umum",
        "kd_rup_baru": new, "kd_rup_lama": old, "alasan_kajiulang": "revisi",
    } | other  # fmt: skip


@pytest.fixture
def read(tmp_path):
    """Import rows of reviews, or of packages; gives the counts and (column, value, reason) of the refused."""

    def run(*rows, importer=import_changes):
        path, rejects = tmp_path / "berkas.csv", tmp_path / "tolak.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, fieldnames=list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        _run, counts = importer(path, rejects_path=rejects, at=NOW)
        refused = []
        if rejects.exists():
            with rejects.open(encoding="utf-8-sig", newline="") as file:
                refused = [(row["kolom"], row["nilai"], row["alasan"]) for row in csv.DictReader(file)]
        return (counts.created, counts.updated, counts.unchanged, counts.refused), refused

    return run


def living():
    return sorted(Package.objects.current().values_list("rup_code", flat=True))


@pytest.mark.parametrize(
    ("reviews", "alive"),
    [
        ([change("PEMBATALAN")], [NEW]),
        ([change("PEMBATALAN"), change("PENGAKTIFAN", at="2026-03-04T14:12:54Z")], [OLD, NEW]),
        ([change("PENGAKTIFAN"), change("PEMBATALAN", at="2026-03-04T14:12:54Z")], [NEW]),
        ([change("PENGAKTIFAN", at="2026-03-05 00:00:00"), change("PEMBATALAN")], [OLD, NEW]),
        ([change()], [NEW]),
        ([change("SATUKEBANYAK"), change("SATUKEBANYAK", new=THIRD)], [NEW]),
        ([change(), change("PENGAKTIFAN", at="2026-06-01T00:00:00Z")], [OLD, NEW]),
    ],
    ids=["cancelled", "reactivated", "cancelled last", "by time, not by row", "replaced", "split", "replaced and back"],
)
def test_the_latest_review_decides_whether_a_package_lives(read, reviews, alive):
    PackageFactory(rup_code=OLD)
    PackageFactory(rup_code=NEW)

    counts, _refused = read(*reviews)

    assert counts == (len(reviews), 0, 0, 0)
    assert living() == alive


def test_the_same_file_again_changes_nothing(read):
    PackageFactory(rup_code=OLD)
    rows = [change("PEMBATALAN"), change("PENGAKTIFAN", at="2026-03-04T15:00:00Z")]
    read(*rows)

    assert read(*rows)[0] == (0, 0, 2, 0)
    assert read(change("PEMBATALAN"), change("PEMBATALAN"))[0] == (0, 0, 2, 0)
    assert PackageChange.objects.count() == 2


@pytest.mark.parametrize("order", list(permutations(["old", "new", "change"])), ids="-".join)
def test_files_in_any_order_end_alike(read, order):
    files = {
        "old": lambda: read(RUP | {"kd_rup": OLD}, importer=import_packages),
        "new": lambda: read(RUP | {"kd_rup": NEW, "pagu": "12000000"}, importer=import_packages),
        "change": lambda: read(change()),
    }
    for name in order:
        files[name]()

    assert living() == [NEW]
    assert [step.package.rup_code for step in changes.successors(OLD)] == [NEW]
    assert not changes.awaited().exists()


def test_an_older_file_of_packages_never_wakes_what_a_review_ended(read):
    read(change("PEMBATALAN"))

    read(RUP | {"kd_rup": OLD, "status_aktif_rup": "True"}, importer=import_packages)

    assert living() == []


def test_a_review_before_its_package_waits_by_name(read):
    PackageFactory(rup_code=OLD)

    read(change())

    assert [str(waiting) for waiting in changes.awaited()] == [f"{OLD} → {NEW}: diganti satu paket"]
    assert [(step.code, step.package) for step in changes.successors(OLD)] == [(NEW, None)]


def decide(code):
    Package.objects.filter(rup_code=code).update(
        category="SOUVENIR",
        category_source="OFFICER",
        category_hint="Budi: plakat",
        not_certifiable="",
        minimum_tkdn=40,
    )


def decision_of(code):
    package = Package.objects.get(rup_code=code)
    return package.category, package.category_source, package.category_hint


def test_an_officers_decision_goes_over_to_the_one_successor_that_comes_later(read):
    PackageFactory(rup_code=OLD)
    decide(OLD)
    read(change(), change(old=NEW, new=THIRD, at="2026-04-01T00:00:00Z"))

    read(RUP | {"kd_rup": THIRD}, importer=import_packages)

    assert decision_of(THIRD) == ("SOUVENIR", "OFFICER", "Budi: plakat")
    assert Package.objects.get(rup_code=THIRD).minimum_tkdn == 40


def test_an_officers_decision_goes_over_to_a_successor_already_here_and_takes_its_budget_line(read):
    agency = AgencyFactory()
    food, souvenir = (BudgetFactory(agency=agency, category=name) for name in ("FOOD", "SOUVENIR"))
    PackageFactory(rup_code=OLD, agency=agency)
    decide(OLD)
    PackageFactory(rup_code=NEW, agency=agency, budget=food)

    read(change())

    assert decision_of(NEW) == ("SOUVENIR", "OFFICER", "Budi: plakat")
    assert Package.objects.get(rup_code=NEW).budget == souvenir


def test_parts_of_a_split_and_an_officers_own_word_inherit_nothing(read):
    PackageFactory(rup_code=OLD)
    decide(OLD)
    PackageFactory(rup_code=NEW)
    PackageFactory(rup_code=THIRD)

    read(change("SATUKEBANYAK"), change("SATUKEBANYAK", new=THIRD))

    assert {decision_of(NEW), decision_of(THIRD)} == {("FOOD", "WORDS", "")}


def test_a_replaced_package_leaves_its_room_to_the_new_one(read):
    agency = AgencyFactory(klpd_code="D264", code="3.31.0.00.0.00.25.0000")
    line = BudgetFactory(agency=agency, amount=10_000_000)
    PackageFactory(rup_code=OLD, agency=agency, budget=line, ceiling=10_000_000)
    read(change())

    counts, _refused = read(RUP | {"kd_rup": NEW, "pagu": "10000000"}, importer=import_packages)

    assert counts == (1, 0, 0, 0)
    assert Package.objects.get(rup_code=NEW).budget == line


def test_a_reactivation_that_the_budget_line_cannot_hold_is_refused_by_name_and_can_come_again(read):
    agency = AgencyFactory()
    line = BudgetFactory(agency=agency, amount=10_000_000)
    PackageFactory(rup_code=OLD, agency=agency, budget=line, ceiling=8_000_000, is_active=False)
    PackageFactory(rup_code=NEW, agency=agency, budget=line, ceiling=5_000_000)

    counts, refused = read(change("PENGAKTIFAN"))

    assert counts == (0, 0, 0, 1)
    assert refused == [
        (
            "kd_rup_lama", "8000000",
            "Baris anggaran Makanan 2026 hanya bersisa Rp 5.000.000; kecilkan pagu atau ubah anggarannya.",
        )
    ]  # fmt: skip
    line.amount = 13_000_000
    line.save()
    assert read(change("PENGAKTIFAN"))[0] == (1, 0, 0, 0)
    assert living() == [OLD, NEW]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (change("HAPUS"), "jenis_revisi"),
        (change(old="ABC"), "kd_rup_lama"),
        (change(at=""), "tgl_kaji_ulang"),
        (change(at="kemarin"), "tgl_kaji_ulang"),
        (change(new=OLD), "kd_rup_baru"),
        (change("PEMBATALAN", new=NEW), "kd_rup_baru"),
        (change(tahun_anggaran=""), "tahun_anggaran"),
    ],
)
def test_a_row_that_says_nothing_is_refused_by_name_and_the_others_go_in(read, row, column):
    counts, refused = read(row, change(old=THIRD))

    assert counts == (1, 0, 0, 1)
    assert [name for name, _value, _reason in refused] == [column]


def test_a_circle_is_refused_by_name(read):
    rows = [change(), change(old=NEW, new=THIRD, at="2026-04-01"), change(old=THIRD, new=OLD, at="2026-05-01")]

    counts, refused = read(*rows)

    assert counts == (2, 0, 0, 1)
    assert refused == [
        (
            "kd_rup_baru", OLD,
            f"Paket {THIRD} tidak dapat menjadi {OLD}, karena {OLD} sendiri berasal dari {THIRD}. Periksa kodenya.",
        )
    ]  # fmt: skip


def review(**fields):
    usual = {"old_code": OLD, "new_code": NEW, "kind": "SATUKESATU", "changed_at": NOW, "year": 2026}
    return PackageChange.objects.create(**usual | fields)


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({}, "package_change_once"),
        ({"kind": "HAPUS"}, "package_change_kind_is_known"),
        ({"new_code": "X"}, "package_change_codes_are_numbers"),
        ({"new_code": OLD}, "package_change_leads_elsewhere_iff_succeeded"),
        ({"kind": "PEMBATALAN"}, "package_change_leads_elsewhere_iff_succeeded"),
        ({"old_code": THIRD, "new_code": OLD}, "package_change_never_circles"),
    ],
)
def test_the_database_keeps_the_rules_itself(fields, rule):
    review()
    review(old_code=NEW, new_code=THIRD)

    with pytest.raises(IntegrityError, match=rule):
        review(**fields)


@pytest.mark.parametrize(
    "statement", ["UPDATE procurement_packagechange SET year = 2025", "DELETE FROM procurement_packagechange"]
)
def test_a_review_is_never_changed(statement):
    review()

    with pytest.raises(InternalError, match="Cannot"), connection.cursor() as cursor:
        cursor.execute(statement)


def test_times_stay_as_the_service_wrote_them(read):
    read(change())

    assert timezone.localtime(PackageChange.objects.get().changed_at).isoformat() == "2026-03-04T14:12:53+07:00"


def text_of(client, code):
    return " ".join(client.get(f"/paket/{code}/").content.decode().split())


def test_the_page_of_an_old_code_leads_to_what_followed_and_back(client, read):
    PackageFactory(rup_code=OLD)
    PackageFactory(rup_code=NEW, name="Belanja keripik tahap dua")
    read(change("SATUKEBANYAK"), change("SATUKEBANYAK", new=THIRD))

    page = text_of(client, OLD)

    assert f"Paket dengan kode {OLD} tidak berlaku lagi sejak 4 Mar 2026. Lihat penggantinya:" in page
    assert f'<a href="/paket/{NEW}/">Belanja keripik tahap dua</a>' in page
    assert f"Paket {THIRD}, yang belum ada di portal ini." in page
    assert f'<a href="/paket/{OLD}/">{OLD}</a> (dipecah)' in text_of(client, NEW)


def test_a_code_known_only_from_a_review_has_a_page_and_an_unknown_one_has_none(client, read):
    read(change("PEMBATALAN", alasan_kajiulang="Efisiensi"))

    page = text_of(client, OLD)

    assert f"Paket dengan kode {OLD} dibatalkan 4 Mar 2026" in page
    assert "Alasan yang dicatat satuan kerja: Efisiensi" in page
    assert client.get(f"/paket/{THIRD}/").status_code == 404
