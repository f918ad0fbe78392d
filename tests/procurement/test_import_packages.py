"""Files of the procurement agency's data service, with all their quirks."""

import csv
import json
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command

from procurement.importers.packages import import_packages
from procurement.models import Agency, Package
from tests.factories import AgencyFactory, BudgetFactory, PackageFactory
from umkm.models import ImportRun

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, tzinfo=UTC)

RUP = {
    "tahun_anggaran": "2026", "kd_klpd": "D264", "nama_klpd": "Provinsi Lampung", "jenis_klpd": "PROVINSI",
    "kd_satker": "152351", "kd_satker_str": "3.31.0.00.0.00.25.0000", "nama_satker": "DINAS PERINDUSTRIAN",
    "kd_rup": "53540979", "nama_paket": "Belanja Keripik Pisang", "pagu": "10000000",
    "metode_pengadaan": "E-Purchasing", "jenis_pengadaan": "Barang", "status_pdn": "PDN", "status_ukm": "",
    "volume_pekerjaan": "1 Paket", "urarian_pekerjaan": "Keripik untuk pameran", "spesifikasi_pekerjaan": "250 gram",
    "tgl_awal_kontrak": "2026-03-01", "tgl_akhir_kontrak": "2026-04-30 00:00:00",
    "tgl_akhir_pemanfaatan": "2026-05-31T00:00:00Z", "status_aktif_rup": "True", "status_delete_rup": "False",
    "status_umumkan_rup": "Terumumkan",
}  # fmt: skip


def rup(**changes):
    return RUP | {name: str(value) for name, value in changes.items()}


@pytest.fixture
def take_in(tmp_path):
    """Import rows as a CSV file; gives (counts as (created, updated, unchanged, refused), refused rows)."""

    def run(*rows, name="rup.csv"):
        path, rejects = tmp_path / name, tmp_path / "tolak.csv"
        rejects.unlink(missing_ok=True)
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, fieldnames=list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        _run, counts = import_packages(path, rejects_path=rejects, at=NOW)
        refused = []
        if rejects.exists():
            with rejects.open(encoding="utf-8-sig", newline="") as file:
                refused = [(row["baris"], row["kolom"], row["nilai"], row["alasan"]) for row in csv.DictReader(file)]
        return (counts.created, counts.updated, counts.unchanged, counts.refused), refused

    return run


def test_a_row_becomes_a_package_of_its_agency(take_in):
    take_in(rup(mak="3.30.05.2.01.0002.5.1.02.01.01.0043."))

    package = Package.objects.select_related("agency").get()
    agency = package.agency
    assert (agency.klpd_code, agency.code, agency.name, agency.level) == (
        "D264", "3.31.0.00.0.00.25.0000", "DINAS PERINDUSTRIAN", "PROVINCE",
    )  # fmt: skip
    assert (package.rup_code, package.name, package.year, package.ceiling) == (
        "53540979", "Belanja Keripik Pisang", 2026, 10_000_000,
    )  # fmt: skip
    assert (package.contract_from, package.contract_until, package.delivery_until) == (
        date(2026, 3, 1), date(2026, 4, 30), date(2026, 5, 31),
    )  # fmt: skip
    assert (package.category, package.category_source, package.category_hint) == (
        "FOOD", "ACCOUNT", "5.1.02.01.01.0043",
    )  # fmt: skip
    assert (package.method, package.procurement_type, package.source) == ("E-Purchasing", "Barang", "IMPORT")
    assert (package.is_domestic, package.is_for_small_business) == (True, None)
    assert (package.description, package.specification, package.volume) == (
        "Keripik untuk pameran", "250 gram", "1 Paket",
    )  # fmt: skip
    assert package.terms == ["keripik", "pisang", "pamer"]


def test_the_same_file_again_changes_nothing_and_leaves_no_trail(take_in):
    take_in(rup(), rup(kd_rup="53540980", nama_paket="Belanja Kaos"))
    events = apps.get_model("procurement", "PackageEvent").objects
    before = events.count()

    counts, _refused = take_in(rup(), rup(kd_rup="53540980", nama_paket="Belanja Kaos"))

    assert counts == (0, 0, 2, 0)
    assert events.count() == before == 2


def test_a_changed_row_changes_its_package_and_its_words(take_in):
    take_in(rup())

    counts, _refused = take_in(rup(nama_paket="Belanja Plakat", pagu="20000000"))

    package = Package.objects.get()
    assert counts == (0, 1, 0, 0)
    assert (package.name, package.ceiling, package.category) == ("Belanja Plakat", 20_000_000, "SOUVENIR")
    assert "plakat" in package.terms


def test_columns_a_file_lacks_stay_as_they_are(take_in):
    take_in(rup())
    row = {name: RUP[name] for name in ("tahun_anggaran", "kd_klpd", "kd_satker_str", "nama_satker", "nama_paket")}

    counts, _refused = take_in(row | {"kd_rup_paket": "53540979", "pagu": "10000000", "kategori_pengadaan": "Barang"})

    assert counts == (0, 0, 1, 0)


def test_other_names_of_the_columns_are_known(take_in):
    row = {
        "tahun_anggaran": "2026", "kd_klpd": "D267", "nama_klpd": "Kab. Lampung Selatan", "jenis_klpd": "KABUPATEN",
        "kd_satker": "1.03.0.00", "nama_satker": "DINAS", "kd_rup_paket": "31646445", "nama_paket": "Belanja rompi",
        "pagu": "Rp 1.500.000", "kategori_pengadaan": "Pengadaan Barang", "metode_pengadaan": "Pengadaan Langsung",
        "kode_mak": "1.03.10.1.01.01.5.1.02.01.01.0064.9",
    }  # fmt: skip

    take_in(row)

    package = Package.objects.select_related("agency").get()
    assert (package.rup_code, package.ceiling, package.account_codes) == ("31646445", 1_500_000, ["5.1.02.01.01.0064"])
    assert (package.agency.code, package.agency.level) == ("1.03.0.00", "REGENCY")
    assert package.method == "Pengadaan Langsung"


def test_an_agency_of_a_regency_of_the_province_is_placed(take_in, places):
    take_in(rup(jenis_klpd="KOTA", nama_klpd="Kota Metro"))

    assert Agency.objects.get().regency_id == "18.72"


def test_any_other_agency_is_of_the_central_government(take_in):
    take_in(rup(jenis_klpd="KEMENTERIAN", nama_klpd="Kementerian Perindustrian"))

    assert Agency.objects.get().level == "CENTRAL"


def test_a_renamed_agency_is_mended_not_doubled(take_in):
    AgencyFactory(klpd_code="D264", code="3.31.0.00.0.00.25.0000", name="Nama lama", level="PROVINCE")

    take_in(rup())

    assert Agency.objects.get().name == "DINAS PERINDUSTRIAN"


@pytest.mark.parametrize(
    ("changes", "announced", "active"),
    [
        ({}, True, True),
        ({"status_umumkan_rup": "Terinisiasi"}, False, True),
        ({"status_aktif_rup": "false"}, True, False),
        ({"status_delete_rup": "true"}, True, False),
        ({"status_aktif_rup": "1", "status_delete_rup": "0"}, True, True),
    ],
)
def test_unannounced_or_withdrawn_packages_are_kept_and_marked(take_in, changes, announced, active):
    counts, _refused = take_in(rup(**changes))

    package = Package.objects.get()
    assert counts == (1, 0, 0, 0)
    assert (package.is_announced, package.is_active) == (announced, active)


def test_self_managed_packages_are_told_by_their_column(take_in):
    row = {name: value for name, value in RUP.items() if not name.startswith("tgl")}
    dates = {"tgl_awal_pelaksanaan_kontrak": "2026-01-01", "tgl_akhir_pelaksanaan_kontrak": "2026-12-01"}

    take_in(row | dates | {"tipe_swakelola": "1", "uraian_pekerjaan": "Rapat"})

    package = Package.objects.get()
    assert package.not_certifiable == "SELF_MANAGED"
    assert (package.contract_from, package.contract_until) == (date(2026, 1, 1), date(2026, 12, 1))


@pytest.mark.parametrize(
    ("changes", "column", "value", "reason"),
    [
        ({"kd_rup": "60832782;45828523"}, "kd_rup", "60832782;45828523",
         "Satu baris memuat beberapa kode RUP; tulis satu kode pada tiap baris."),
        ({"kd_rup": "12ab"}, "kd_rup", "12ab", "Kode RUP terdiri atas 6 sampai 12 angka."),
        ({"pagu": ""}, "pagu", "", "Pagu ditulis sebagai bilangan bulat rupiah, misalnya 50000000."),
        ({"pagu": "sepuluh juta"}, "pagu", "sepuluh juta",
         "Pagu ditulis sebagai bilangan bulat rupiah, misalnya 50000000."),
        ({"pagu": "-5"}, "pagu", "'-5", "Pagu ditulis sebagai bilangan bulat rupiah, misalnya 50000000."),
        ({"pagu": "10" * 9}, "pagu", "10" * 9, "Pagu lebih dari seribu triliun rupiah; periksa jumlah angkanya."),
        ({"tahun_anggaran": "26"}, "tahun_anggaran", "26", "Tahun anggaran ditulis dengan empat angka, misalnya 2026."),
        ({"nama_paket": " "}, "nama_paket", "", "Kolom ini wajib diisi."),
        ({"nama_satker": ""}, "nama_satker", "", "Kolom ini wajib diisi."),
        ({"kd_klpd": ""}, "kd_klpd", "", "Kolom ini wajib diisi."),
        ({"kd_klpd": "D" * 11}, "kd_klpd", "D" * 11, "Kode terlalu panjang; periksa kolomnya."),
        ({"tgl_akhir_kontrak": "2026-02-01"}, "tgl_akhir_kontrak", "2026-02-01",
         "Tanggal ini mendahului awal kontrak 2026-03-01; periksa keduanya."),
        ({"tgl_awal_kontrak": "kapan-kapan"}, "tgl_awal_kontrak", "kapan-kapan", "Tanggal ditulis seperti 2026-03-31."),
    ],
)  # fmt: skip
def test_a_bad_row_is_refused_by_name_and_good_ones_go_in(take_in, changes, column, value, reason):
    counts, refused = take_in(rup(kd_rup="53540990"), rup(**changes))

    assert counts == (1, 0, 0, 1)
    assert refused == [("3", column, value, reason)]
    assert Package.objects.get().rup_code == "53540990"


def test_a_kode_rup_may_stand_once_in_a_file(take_in):
    counts, refused = take_in(rup(), rup(pagu="20000000"))

    assert counts == (1, 0, 0, 1)
    assert refused == [("3", "kd_rup", "53540979", "Kode RUP ini sudah ada di baris 2; hapus salah satu.")]
    assert Package.objects.get().ceiling == 10_000_000


def test_a_name_too_long_is_refused(take_in):
    _counts, refused = take_in(rup(nama_paket="x" * 501))

    assert refused[0][1:] == ("nama_paket", "x" * 501, "Nama paket lebih dari 500 huruf; pendekkan di SiRUP.")


@pytest.mark.parametrize("written", ["2026-03-01 12:31:28", "2026-03-01 14:00:00.000000Z", "01/03/2026", "01-03-2026"])
def test_dates_come_in_several_forms(take_in, written):
    take_in(rup(tgl_awal_kontrak=written))

    assert Package.objects.get().contract_from == date(2026, 3, 1)


def test_an_officers_decision_is_never_overruled(take_in):
    take_in(rup())
    Package.objects.update(category="SOUVENIR", category_source="OFFICER", category_hint="", not_certifiable="")

    take_in(rup(nama_paket="Jasa katering", mak="5.1.02.01.01.0052"))

    package = Package.objects.get()
    assert (package.category, package.category_source, package.not_certifiable) == ("SOUVENIR", "OFFICER", "")


def test_what_officers_add_stays(take_in, places):
    take_in(rup())
    Package.objects.update(minimum_tkdn=25, regency="18.71")

    take_in(rup(pagu="5"))

    package = Package.objects.get()
    assert (package.minimum_tkdn, package.regency_id, package.ceiling) == (25, "18.71", 5)


def budget_of(amount):
    agency = AgencyFactory(klpd_code="D264", code=RUP["kd_satker_str"], name=RUP["nama_satker"])
    return BudgetFactory(agency=agency, year=2026, category="FOOD", amount=amount)


def test_a_package_is_paid_from_the_budget_line_of_its_category(take_in):
    line = budget_of(10_000_000)
    BudgetFactory(agency=line.agency, category="CLOTHING")

    take_in(rup())

    assert Package.objects.get().budget == line


def test_a_row_that_would_exceed_the_line_is_refused_with_what_is_left(take_in):
    line = budget_of(25_000_000)
    PackageFactory(agency=line.agency, budget=line, ceiling=12_000_000)

    counts, refused = take_in(rup(), rup(kd_rup="53540980"), rup(kd_rup="53540981", pagu="3000000"))

    assert counts == (2, 0, 0, 1)
    assert refused == [
        ("3", "pagu", "10000000",
         "Baris anggaran Makanan 2026 hanya bersisa Rp 3.000.000; kecilkan pagu atau ubah anggarannya."),
    ]  # fmt: skip


def test_an_unannounced_package_takes_nothing_from_the_line(take_in):
    budget_of(1)

    counts, _refused = take_in(rup(status_umumkan_rup="Terinisiasi"))

    assert counts == (1, 0, 0, 0)


def test_money_freed_in_the_same_file_may_be_planned_anew(take_in):
    budget_of(20_000_000)
    take_in(rup(), rup(kd_rup="53540980"))

    counts, refused = take_in(rup(pagu="1000000"), rup(kd_rup="53540980", pagu="19000000"))

    assert (counts, refused) == ((0, 2, 0, 0), [])


def test_a_refused_change_leaves_the_package_as_it_was(take_in):
    budget_of(10_000_000)
    take_in(rup())

    counts, _refused = take_in(rup(pagu="10000001", nama_paket="Belanja Keripik Singkong"))

    assert counts == (0, 0, 0, 1)
    assert (Package.objects.get().name, Package.objects.get().ceiling) == ("Belanja Keripik Pisang", 10_000_000)


def test_budget_rows_add_account_codes_and_tell_the_category_anew(take_in):
    take_in(rup(nama_paket="Belanja perlengkapan", urarian_pekerjaan="", spesifikasi_pekerjaan=""))
    codes = ("3.30.5.1.02.01.01.0024.1", "3.30.5.1.02.01.01.0064.1", "3.30.5.1.02.01.01.0064.2")

    counts, refused = take_in(*({"kd_rup": "53540979", "mak": code, "sumber_dana": "APBD"} for code in codes))

    package = Package.objects.get()
    assert (counts, refused) == ((0, 2, 1, 0), [])
    assert package.account_codes == ["5.1.02.01.01.0024", "5.1.02.01.01.0064"]
    assert (package.category, package.category_source, package.funding_source) == ("CLOTHING", "ACCOUNT", "APBD")


def test_budget_rows_of_unknown_packages_are_refused(take_in):
    counts, refused = take_in({"kd_rup": "53540979", "mak": "5.1.02.01.01.0024"})

    assert counts == (0, 0, 0, 1)
    assert refused[0][1:] == (
        "kd_rup", "53540979", "Paket ini belum ada; impor dahulu berkas RUP yang memuat namanya.",
    )  # fmt: skip


def test_a_later_file_without_account_codes_keeps_them(take_in):
    take_in(rup(mak="5.1.02.01.01.0043"))

    counts, _refused = take_in(rup(), rup(kd_rup="53540980"))

    assert counts == (1, 0, 1, 0)
    assert Package.objects.get(rup_code="53540979").account_codes == ["5.1.02.01.01.0043"]


def command(path, **options):
    """(exit status, the printed JSON)."""
    out = StringIO()
    try:
        call_command("import_packages", str(path), json=True, stdout=out, stderr=StringIO(), **options)
    except SystemExit as stop:
        return stop.code, json.loads(out.getvalue())
    return 0, json.loads(out.getvalue())


@pytest.mark.parametrize("wrapped", [False, True], ids=["a list", "under data"])
def test_json_is_read_as_well(tmp_path, wrapped):
    path = tmp_path / "rup.json"
    rows = [RUP | {"kd_rup": 53540979, "pagu": 10_000_000, "status_aktif_rup": True, "status_delete_rup": False}]
    path.write_text(json.dumps({"data": rows} if wrapped else rows), encoding="utf-8")

    status, answer = command(path)

    assert (status, answer["read"], answer["created"], answer["rejects_file"]) == (0, 1, 1, None)
    assert Package.objects.get().is_active is True
    assert ImportRun.objects.get(pk=answer["run_id"]).kind == "PACKAGES"


def test_the_command_names_its_rejects_file(tmp_path):
    path = tmp_path / "rup.json"
    path.write_text(json.dumps([RUP, RUP | {"kd_rup": "1"}]), encoding="utf-8")

    status, answer = command(path)

    assert (status, answer["created"], answer["refused"]) == (2, 1, 1)
    assert answer["rejects_file"] == str(tmp_path / "rup.ditolak.csv")


@pytest.mark.parametrize(
    ("header", "missing"),
    [("kd_rup,nama_paket,pagu", "tahun_anggaran, kd_klpd, kd_satker_str, nama_satker"), ("kd_rup,pagu", "nama_paket")],
)
def test_a_file_without_the_needed_columns_is_refused_whole(tmp_path, header, missing):
    path = tmp_path / "rup.csv"
    path.write_text(f"{header}\n53540979,Keripik,1\n", encoding="utf-8")

    status, answer = command(path)

    assert status == 1
    assert missing in answer["error"]
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize("count", [1, 40])
def test_an_import_costs_the_same_queries_for_one_row_and_for_forty(take_in, django_assert_num_queries, count):
    take_in(*(rup(kd_rup=53540000 + number) for number in range(count)))

    with django_assert_num_queries(17):
        take_in(*(rup(kd_rup=53540000 + number, pagu=77) for number in range(count)))
