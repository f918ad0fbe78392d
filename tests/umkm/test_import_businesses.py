"""The register's import, from file to rows: what goes in, what is refused, and that nothing is done twice."""

import csv
from datetime import date

import pytest

from tests.conftest import TODAY
from tests.factories import BusinessFactory
from tkdnportal.crypto import decrypt, keyed_hash
from umkm.importers import merge
from umkm.importers.reading import Unreadable
from umkm.models import Activity, Business, CategoryRule, ImportRun, Product

pytestmark = pytest.mark.usefixtures("lampung")

NIB = "9120001234567"
OTHER_NIB = "9120001234568"
NIK = "1871011508900001"
OTHER_NIK = "1871011508900002"
FULL = {
    "nib": NIB, "nama_usaha": "Keripik Sari", "nama_pemilik": "Sari", "nik": NIK, "npwp": "01.234.567.8-901.234",
    "telepon": "0812-3456-7890", "email": "Sari@Contoh.id", "alamat": "Jl. Kartini 1", "kecamatan": "Kedaton",
    "kabupaten": "Kota Bandar Lampung", "kode_wilayah": "18.71", "kbli": "10794; 47211", "versi_kbli": "2020",
    "modal_usaha": "Rp 50.000.000", "omzet_tahunan": "120000000", "tenaga_kerja": "4",
    "produk": "Keripik pisang; Keripik singkong", "tanggal_daftar": "28/11/2024",
}  # fmt: skip


def events():
    """How many lines the audit trail of businesses, activities and products has."""
    return sum(model.pgh_event_model.objects.count() for model in (Business, Activity, Product))


@pytest.fixture
def food_rule(db):
    CategoryRule.objects.get_or_create(version="2020", prefix="10", category="FOOD")


@pytest.mark.usefixtures("food_rule")
def test_a_full_row_becomes_a_business_with_activities_and_products(listed, imported):
    assert imported(listed(FULL)) == (1, 0, 0, 0)

    business = Business.objects.get()
    assert (business.nib, business.name, business.owner_name) == (NIB, "Keripik Sari", "Sari")
    assert (decrypt(business.nik_encrypted), business.nik_hash) == (NIK, keyed_hash(NIK))
    assert (business.npwp, business.phone, business.email) == ("0012345678901234", "+6281234567890", "sari@contoh.id")
    assert (business.address, business.regency_id, business.district.name) == ("Jl. Kartini 1", "18.71", "Kedaton")
    assert (business.capital, business.annual_sales, business.workers) == (50_000_000, 120_000_000, 4)
    assert (business.registered_on, business.source) == (date(2024, 11, 28), "IMPORT")
    assert sorted(business.activities.values_list("kbli_version", "kbli_code")) == [
        ("2020", "10794"),
        ("2020", "47211"),
    ]
    assert list(business.products.order_by("name").values_list("name", "kbli_code", "categories", "terms")) == [
        ("Keripik pisang", "10794", ["FOOD"], ["keripik", "pisang"]),
        ("Keripik singkong", "10794", ["FOOD"], ["keripik", "singkong"]),
    ]


def test_a_name_and_a_place_are_enough(listed, imported):
    assert imported(listed({"nama_usaha": "Sari"})) == (1, 0, 0, 0)

    business = Business.objects.get()
    assert (business.nib, business.nik_hash, business.regency_id, business.district) == (None, None, "18.72", None)


@pytest.mark.usefixtures("food_rule")
@pytest.mark.parametrize(
    ("kbli", "code", "categories"),
    [
        ("", "", ["OTHER"]),
        ("10794;10750", "", ["OTHER"]),
        ("47211", "", ["OTHER"]),
        ("33121", "", ["OTHER"]),
        ("28299", "28299", ["OTHER"]),
        ("10794;47211", "10794", ["FOOD"]),
    ],
    ids=["none", "two that make goods", "trade", "repair", "without a rule", "one that makes goods"],
)
def test_a_product_has_the_category_of_the_only_manufacturing_kbli(listed, imported, kbli, code, categories):
    imported(listed({"nama_usaha": "Sari", "kbli": kbli, "produk": "Keripik"}))

    assert list(Product.objects.values_list("kbli_code", "categories")) == [(code, categories)]


def test_headings_may_have_any_order_case_and_spaces(tmp_path, imported):
    path = tmp_path / "usaha.csv"
    path.write_text(f"KABUPATEN;Nama Usaha;NIB\nMetro;Sari;{NIB}\n", encoding="utf-8")

    assert imported(path) == (1, 0, 0, 0)
    assert Business.objects.get().nib == NIB


def test_a_workbook_gives_the_same_as_a_csv(workbook, imported):
    path = workbook([["nama_usaha", "nib", "kabupaten", "modal_usaha"], ["Sari", 9120001234567, "Metro", 1500000]])

    assert imported(path) == (1, 0, 0, 0)
    assert list(Business.objects.values_list("nib", "capital")) == [(NIB, 1_500_000)]


def test_the_same_file_twice_changes_nothing_and_writes_no_event(listed, imported):
    path = listed(FULL, {"nama_usaha": "Joko", "produk": "Kopi"}, {"nama_usaha": "Tini", "kabupaten": "Xyz"})
    assert imported(path) == (2, 0, 0, 1)
    before = events()

    assert imported(path) == (0, 0, 2, 1)

    assert events() == before


def test_each_new_row_is_one_event(listed, imported):
    imported(listed(FULL))

    assert Business.pgh_event_model.objects.filter(pgh_label="insert").count() == 1
    assert Activity.pgh_event_model.objects.filter(pgh_label="insert").count() == 2
    assert Product.pgh_event_model.objects.filter(pgh_label="insert").count() == 2


def test_every_event_names_its_run(listed, imported):
    imported(listed(FULL))

    event = Business.pgh_event_model.objects.get()
    assert event.pgh_context.metadata == {"import_run": imported.run.pk}


def test_a_changed_cell_updates_the_business_and_an_empty_one_blanks_nothing(listed, imported):
    imported(listed(FULL))

    assert imported(listed({"nib": NIB, "nama_usaha": "Keripik Sari Rasa", "telepon": "", "kabupaten": "18"} | {
        "kabupaten": "Kota Bandar Lampung"})) == (0, 1, 0, 0)  # fmt: skip

    business = Business.objects.get()
    assert (business.name, business.phone, business.address) == ("Keripik Sari Rasa", "+6281234567890", "Jl. Kartini 1")
    assert (business.district.name, decrypt(business.nik_encrypted)) == ("Kedaton", NIK)
    assert Business.pgh_event_model.objects.filter(pgh_label="update").count() == 1


def test_a_business_that_moved_does_not_keep_the_kecamatan_of_its_old_place(listed, imported):
    imported(listed(FULL))

    assert imported(listed({"nib": NIB, "nama_usaha": "Keripik Sari", "kabupaten": "Metro"})) == (0, 1, 0, 0)

    assert list(Business.objects.values_list("regency", "district")) == [("18.72", None)]


def test_products_and_activities_are_added_and_never_deleted(listed, imported):
    imported(listed({"nib": NIB, "nama_usaha": "Sari", "kbli": "10794", "produk": "Keripik"}))

    added = listed({"nib": NIB, "nama_usaha": "Sari", "kbli": "10750", "produk": "Kopi; KERIPIK"})

    assert imported(added) == (0, 1, 0, 0)
    assert sorted(Activity.objects.values_list("kbli_code", flat=True)) == ["10750", "10794"]
    assert sorted(Product.objects.values_list("name", flat=True)) == ["Keripik", "Kopi"]
    assert imported(added) == (0, 0, 1, 0)


def test_a_row_is_known_by_its_nik(listed, imported):
    imported(listed({"nama_usaha": "Sari", "nik": NIK}))

    assert imported(listed({"nama_usaha": "Sari Rasa", "nik": NIK, "nib": NIB})) == (0, 1, 0, 0)

    assert list(Business.objects.values_list("nib", "name")) == [(NIB, "Sari Rasa")]


def test_a_row_that_brings_the_nib_of_a_known_business_fills_it_in(listed, imported):
    without = listed({"nama_usaha": "Sari", "alamat": "Jl. Kartini 1"}, name="lama.csv")
    imported(without)

    assert imported(listed({"nama_usaha": "SARI", "alamat": "jl. kartini 1", "nib": NIB})) == (0, 1, 0, 0)
    assert list(Business.objects.values_list("nib", flat=True)) == [NIB]


def test_an_older_file_without_the_nib_makes_no_double_of_a_business_that_got_one(listed, imported):
    without = listed({"nama_usaha": "Sari", "alamat": "Jl. Kartini 1"}, name="lama.csv")
    imported(without)
    imported(listed({"nama_usaha": "Sari", "alamat": "Jl. Kartini 1", "nib": NIB}))

    assert imported(without) == (0, 0, 1, 0)


def test_two_nibs_with_the_same_name_and_place_are_two_businesses(listed, imported):
    path = listed({"nama_usaha": "Sari", "nib": NIB}, {"nama_usaha": "Sari", "nib": OTHER_NIB})

    assert imported(path) == (2, 0, 0, 0)


def test_a_record_of_the_staff_is_met_by_its_nib(listed, imported):
    BusinessFactory(nib=NIB, name="Sari", source="STAFF", regency_id="18.72")

    assert imported(listed({"nama_usaha": "Sari", "nib": NIB})) == (0, 0, 1, 0)


@pytest.mark.parametrize(
    ("first", "second", "column"),
    [
        ({"nib": NIB}, {"nib": NIB, "nama_usaha": "Lain"}, "nib"),
        ({"nik": NIK}, {"nik": NIK, "nama_usaha": "Lain"}, "nik"),
        ({}, {"nama_usaha": " SARI"}, "nama_usaha"),
        ({"nib": NIB}, {}, "nama_usaha"),
        ({}, {"nib": NIB}, "nama_usaha"),
    ],
    ids=["NIB", "NIK", "name and place", "the first with NIB", "the second with NIB"],
)
def test_a_duplicate_row_is_refused_naming_the_first_line(listed, imported, refusals, first, second, column):
    rows = [{"nama_usaha": "Sari"} | first, {"nama_usaha": "Joko"}, {"nama_usaha": "Sari"} | second]

    assert imported(listed(*rows)) == (2, 0, 0, 1)

    assert refusals() == [(4, column, "Usaha ini sudah ada di baris 2 berkas yang sama; hapus salah satunya.")]


def test_two_rows_that_meet_one_record_by_different_numbers_are_duplicates(listed, imported, refusals):
    imported(listed({"nama_usaha": "Sari", "nib": NIB, "nik": NIK}))

    assert imported(listed({"nama_usaha": "Sari", "nib": NIB}, {"nama_usaha": "Rasa", "nik": NIK})) == (0, 0, 1, 1)

    assert [line for line, _column, _reason in refusals()] == [3]


def test_the_nib_of_one_business_with_the_nik_of_another_is_refused(listed, imported, refusals):
    imported(listed({"nama_usaha": "Sari", "nib": NIB, "nik": NIK}, {"nama_usaha": "Joko", "nib": OTHER_NIB}))

    assert imported(listed({"nama_usaha": "Joko", "nib": OTHER_NIB, "nik": NIK})) == (0, 0, 0, 1)

    expected = f"NIK di baris ini sudah tercatat pada “Sari” dengan NIB {NIB}; periksa NIB dan NIK-nya."
    assert refusals() == [(2, "nik", expected)]


def test_a_new_nib_with_the_nik_of_a_business_that_has_one_is_refused(listed, imported):
    imported(listed({"nama_usaha": "Sari", "nib": NIB, "nik": NIK}))

    assert imported(listed({"nama_usaha": "Sari", "nib": OTHER_NIB, "nik": NIK})) == (0, 0, 0, 1)
    assert Business.objects.get().nib == NIB


def test_the_same_name_and_place_under_another_nik_is_refused(listed, imported, refusals):
    imported(listed({"nama_usaha": "Sari", "nik": NIK}))

    assert imported(listed({"nama_usaha": "Sari", "nik": OTHER_NIK})) == (0, 0, 0, 1)

    assert refusals() == [
        (2, "nik", "Usaha “Sari” dengan tempat dan pemilik yang sama sudah tercatat dengan NIK lain; periksa NIK-nya.")
    ]


def test_a_bad_row_in_the_middle_keeps_none_of_its_neighbours_out(listed, imported, refusals, tmp_path):
    path = listed({"nama_usaha": "A"}, {"nama_usaha": "B", "nib": "9.12E+12"}, {"nama_usaha": "C"})

    assert imported(path) == (2, 0, 0, 1)

    reason = "NIB tertulis 9.12E+12: Excel menghapus angkanya; ubah kolom menjadi Teks lalu isi ulang."
    assert refusals() == [(3, "nib", reason)]
    with (tmp_path / "ditolak.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [
            ["kabupaten", "nama_usaha", "nib", "baris", "kolom", "nilai", "alasan"],
            ["Kota Metro", "B", "9.12E+12", "3", "nib", "9.12E+12", reason],
        ]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"nama_usaha": ""}, "nama_usaha"),
        ({"nama_usaha": "-"}, "nama_usaha"),
        ({"kabupaten": ""}, "kabupaten"),
        ({"kecamatan": "Kedatan"}, "kecamatan"),
        ({"nik": "123"}, "nik"),
        ({"npwp": "123"}, "npwp"),
        ({"telepon": "123"}, "telepon"),
        ({"email": "sari"}, "email"),
        ({"kbli": "1079"}, "kbli"),
        ({"versi_kbli": "2015"}, "versi_kbli"),
        ({"modal_usaha": "-1"}, "modal_usaha"),
        ({"omzet_tahunan": "banyak"}, "omzet_tahunan"),
        ({"tenaga_kerja": "2,5"}, "tenaga_kerja"),
        ({"tanggal_daftar": "2030-01-01"}, "tanggal_daftar"),
        ({"alamat": "a" * 301}, "alamat"),
        ({"produk": "a" * 201}, "produk"),
        ({"nik": OTHER_NIK, "npwp": NIK}, "npwp"),
    ],
)
def test_a_wrong_cell_is_refused_under_its_column(listed, imported, refusals, cells, column):
    assert imported(listed({"nama_usaha": "Sari"} | cells)) == (0, 0, 0, 1)

    assert [(line, refused) for line, refused, _reason in refusals()] == [(2, column)]


def test_a_nul_deep_in_a_file_is_refused_with_its_line(listed, imported, refusals):
    good = [{"nama_usaha": f"Usaha {n}", "alamat": "Jl. Kartini " + "x" * 200} for n in range(400)]

    assert imported(listed(*good, {"nama_usaha": "Sari", "alamat": "Jl. \x00 Kartini"})) == (400, 0, 0, 1)

    assert refusals() == [(402, "alamat", "Sel ini berisi karakter rusak; ketik ulang isinya.")]


def test_a_row_with_more_cells_than_headings_is_refused(tmp_path, imported, refusals):
    path = tmp_path / "usaha.csv"
    path.write_text("nama_usaha,kabupaten\nSari, Rasa,Metro\nJoko,Metro\n", encoding="utf-8")

    assert imported(path) == (1, 0, 0, 1)
    assert [line for line, _column, _reason in refusals()] == [2]


def test_what_clerks_write_for_nothing_is_nothing(listed, imported):
    path = listed({"nama_usaha": "Sari", "nib": "-", "nik": "Tidak ada", "telepon": "-", "produk": "-"})

    assert imported(path) == (1, 0, 0, 0)
    assert Business.objects.get().nib is None
    assert not Product.objects.exists()


def test_an_npwp_that_is_a_nik_is_kept_as_the_nik_and_not_in_plain_text(listed, imported):
    imported(listed({"nama_usaha": "Sari", "npwp": NIK}))

    business = Business.objects.get()
    assert (business.npwp, decrypt(business.nik_encrypted)) == ("", NIK)


def test_no_nik_is_readable_in_what_the_database_keeps_of_a_refused_row(listed, imported, tmp_path):
    rows = (
        {"nama_usaha": "A", "NIK": NIK, "nib": "1"},
        {"nama_usaha": "B", "NIK": "1871013213900001"},
        {"nama_usaha": "C", "nib": NIK},
        {"nama_usaha": "D", "npwp": NIK, "nib": "1"},
        {"nama_usaha": "E", "alamat": f"NIK {NIK}", "nib": "1"},
    )

    assert imported(listed(*rows)) == (0, 0, 0, 5)

    kept = str(list(imported.run.refused_rows.values()))
    assert NIK not in kept
    assert "1871013213900001" not in kept
    assert NIK in (tmp_path / "ditolak.csv").read_text(encoding="utf-8-sig")


def test_a_mended_rejects_file_goes_in_as_it_is(listed, imported, tmp_path):
    imported(listed({"nama_usaha": "Sari", "telepon": "+62 812 3456 7890", "tenaga_kerja": "banyak"}))
    text = (tmp_path / "ditolak.csv").read_text(encoding="utf-8-sig")
    mended = tmp_path / "perbaikan.csv"
    mended.write_text(text.replace("banyak", "4", 1), encoding="utf-8-sig")

    assert imported(mended) == (1, 0, 0, 0)

    assert list(Business.objects.values_list("phone", "workers")) == [("+6281234567890", 4)]


def test_a_trial_run_counts_the_same_and_writes_nothing(listed, imported):
    path = listed(FULL, {"nama_usaha": "Joko"}, {"nama_usaha": "Joko"})

    assert imported(path, dry_run=True) == (2, 0, 0, 1)

    assert imported.run is None
    assert (Business.objects.count(), ImportRun.objects.count(), events()) == (0, 0, 0)
    assert imported(path) == (2, 0, 0, 1)


def test_a_finished_run_has_its_counts_and_its_time(listed, imported, petugas):
    imported(listed({"nama_usaha": "A"}, {"nama_usaha": "A"}), by=petugas)

    run = ImportRun.objects.get()
    assert (run.read, run.created, run.updated, run.unchanged, run.refused) == (2, 1, 0, 0, 1)
    assert run.by == petugas
    assert run.finished_at >= run.started_at


def test_a_run_killed_half_way_leaves_nothing_and_ends_the_same_the_next_time(listed, imported, monkeypatch):
    path = listed(FULL, {"nama_usaha": "Joko"})
    monkeypatch.setattr(merge, "ADD_PRODUCTS", "SELECT 1/0")
    with pytest.raises(Exception, match="division by zero"):
        imported(path)
    assert (Business.objects.count(), Activity.objects.count(), events()) == (0, 0, 0)
    assert ImportRun.objects.get().finished_at is None
    monkeypatch.undo()

    assert imported(path) == (2, 0, 0, 0)

    assert (Business.objects.count(), Product.objects.count()) == (2, 2)


def test_a_place_for_the_whole_file_stands_in_for_a_missing_column(tmp_path, imported):
    path = tmp_path / "usaha.csv"
    path.write_text("nama_usaha\nSari\n", encoding="utf-8")

    assert imported(path, place="18.71") == (1, 0, 0, 0)
    assert Business.objects.get().regency_id == "18.71"


@pytest.mark.parametrize(
    ("content", "place", "reason"),
    [
        ("nama_usaha\nSari\n", None, "--place 18.71"),
        ("nama_usaha\nSari\n", "33.72", "di luar provinsi 18"),
        ("nama_usaha\nSari\n", "Metro", "tidak lengkap"),
        ("nib,kabupaten\n1,Metro\n", None, "Kolom nama_usaha tidak ada"),
        ("nama_usaha,Nama Usaha,kabupaten\nA,B,Metro\n", None, "Kolom nama_usaha ada dua kali"),
    ],
)
def test_a_file_that_cannot_be_told_is_unreadable_and_leaves_no_run(tmp_path, imported, content, place, reason):
    path = tmp_path / "usaha.csv"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(Unreadable, match=reason):
        imported(path, place=place)

    assert not ImportRun.objects.exists()


def test_columns_nobody_reads_are_named_once(listed, imported):
    warnings = []

    imported(listed({"nama_usaha": "A", "sektor": "x"}, {"nama_usaha": "B", "sektor": "y"}), warn=warnings.append)

    assert warnings == ["Kolom yang tidak dibaca: sektor."]


def test_progress_hears_of_every_row(listed, imported):
    heard = []

    imported(listed({"nama_usaha": "A"}, {"nama_usaha": ""}), progress=heard.append)

    assert heard == [1, 1]


def test_more_rows_than_a_batch_all_go_in(listed, imported, monkeypatch):
    monkeypatch.setattr(merge, "BATCH", 2)

    assert imported(listed(*({"nama_usaha": f"Usaha {n}"} for n in range(5)))) == (5, 0, 0, 0)


def test_the_import_is_asked_about_a_day_not_about_the_clock(listed, imported):
    path = listed({"nama_usaha": "Sari", "tanggal_daftar": f"{TODAY:%Y-%m-%d}"})

    assert imported(path, on=date(2026, 11, 23)) == (0, 0, 0, 1)
    assert imported(path, on=TODAY) == (1, 0, 0, 0)
