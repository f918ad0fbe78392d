"""Files of realised contracts, with all their quirks: what becomes of a row; nothing is lost or counted twice."""

import csv
import json
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.management import call_command

from procurement.importers.contract_vendors import PERSON
from procurement.importers.contracts import import_contracts
from procurement.importers.packages import import_packages
from procurement.models import Award, Leakage, Package, WaitingContract
from tests.factories import BusinessFactory, CertificateFactory, PackageFactory
from tests.procurement.market import offer, rules
from tests.procurement.test_import_packages import rup
from umkm.models import ImportRow

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, tzinfo=UTC)

CONTRACT = {
    "tahun_anggaran": "2026", "kd_klpd": "D264", "nama_klpd": "Provinsi Lampung", "jenis_klpd": "PROVINSI",
    "kd_satker_str": "3.31", "nama_satker": "DINAS PERINDUSTRIAN", "kd_nontender": "10050366000", "kd_rup": "53999001",
    "nama_paket": "Belanja Keripik Pisang", "pagu": "50000000", "nilai_negosiasi": "12000000.5",
    "nilai_kontrak": "12000000", "nilai_pdn_kontrak": "12000000", "nilai_umk_kontrak": "",
    "status_nontender": "Selesai",
    "tgl_selesai_nontender": "2026-03-05 16:00:00", "nama_penyedia": "CV. SARI RASA",
}  # fmt: skip
RECEIPT = {
    "tahun_anggaran": "2026", "nama_satker": "DINAS PERINDUSTRIAN", "kd_nontender_pct": "7767093",
    "kd_rup_paket": "53999001", "nama_paket": "Belanja Keripik", "jenis_realisasi": "Kwitansi",
    "tgl_realisasi": "2026-03-19T00:00:00.000000Z", "nilai_realisasi": "298400", "nama_penyedia": "Siti Aminah",
}  # fmt: skip
TOTAL = {
    "tahun_anggaran": "2026", "nama_satker": "DINAS PERINDUSTRIAN", "kd_nontender_pct": "7767093",
    "kd_rup": "60832782;53999001", "nama_paket": "Belanja Keripik", "total_realisasi": "849400",
    "status_nontender_pct_ket": "Paket Selesai", "tgl_selesai_paket": "2026-08-19 00:00:00",
}  # fmt: skip


@pytest.fixture
def package():
    rules()
    return PackageFactory(rup_code="53999001", ceiling=50_000_000)


@pytest.fixture
def sari(places):
    """A certified maker of keripik."""
    business = BusinessFactory(name="Sari Rasa", nib="9120001234567", npwp="0012345678901000")
    return offer(business=business, tkdn=40)


@pytest.fixture
def take_in(tmp_path):
    """Import rows as a CSV file; gives (created, updated, unchanged, refused) and the refused rows' (line, column)."""

    def run(*rows):
        path, rejects = tmp_path / "kontrak.csv", tmp_path / "tolak.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, fieldnames=list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        _run, counts = import_contracts(path, rejects_path=rejects, at=NOW)
        refused = []
        if rejects.exists():
            with rejects.open(encoding="utf-8-sig", newline="") as file:
                refused = [(row["baris"], row["kolom"]) for row in csv.DictReader(file)]
        return (counts.created, counts.updated, counts.unchanged, counts.refused), refused

    return run


def test_a_contract_with_a_certified_holder_becomes_an_award(take_in, package, sari):
    assert take_in(CONTRACT) == ((1, 0, 0, 0), [])

    award = Award.objects.get()
    assert (award.package, award.item, award.value, award.signed_on) == (package, sari, 12_000_000, date(2026, 3, 5))
    assert (award.source, award.officer, award.holder_name) == ("IMPORT", None, "Sari Rasa")


@pytest.mark.parametrize(
    "seller",
    [
        {"nama_penyedia": "sari  rasa, ud"},
        {"nama_penyedia": "Nama Lain", "nib_penyedia": "9120001234567"},
        {"nama_penyedia": "Nama Lain", "npwp16_penyedia": "0012345678901000"},
    ],
    ids=["name", "NIB", "NPWP"],
)
def test_a_seller_is_recognised_by(take_in, package, sari, seller):
    take_in(CONTRACT | seller)

    assert Award.objects.get().item == sari


@pytest.mark.parametrize("facts", [{"issued_on": date(2026, 3, 6)}, {"revoked_on": date(2026, 3, 5)}, {"tkdn": 24}])
def test_without_a_certificate_of_the_policy_that_day_it_is_leakage_to_be_explained(take_in, package, places, facts):
    offer(business=BusinessFactory(name="Sari Rasa"), **facts)

    take_in(CONTRACT)

    leakage = Leakage.objects.get()
    assert (leakage.reason, leakage.source, leakage.vendor_name) == ("", "IMPORT", "CV. SARI RASA")
    assert (leakage.domestic_value, leakage.small_business_value) == (12_000_000, None)


def test_two_businesses_of_one_name_are_nobody(take_in, package, sari):
    BusinessFactory(name="UD Sari Rasa")

    take_in(CONTRACT)

    assert (Award.objects.count(), Leakage.objects.count()) == (0, 1)


def test_of_several_products_the_one_the_package_names_is_taken(take_in, package, sari):
    offer("Kopi bubuk", business=sari.certificate.business, tkdn=90)

    take_in(CONTRACT)

    assert Award.objects.get().item == sari


@pytest.mark.parametrize("facts", [{"category": "OTHER"}, {"not_certifiable": "CATERING"}])
def test_what_no_certificate_can_serve_waits_for_no_reason(take_in, sari, facts):
    rules()
    PackageFactory(rup_code="53999001", **facts)

    take_in(CONTRACT)

    assert Leakage.objects.get().reason == "NOT_CERTIFIABLE"


def test_the_same_file_again_changes_nothing(take_in, package, sari):
    rows = [
        CONTRACT,
        CONTRACT | {"kd_nontender": "2", "nama_penyedia": "CV Jauh"},
        CONTRACT | {"kd_nontender": "3", "kd_rup": "54000009"},
    ]
    take_in(*rows)
    before = [list(model.objects.values()) for model in (Award, Leakage, WaitingContract)]

    assert take_in(*rows) == ((0, 0, 3, 0), [])
    assert [list(model.objects.values()) for model in (Award, Leakage, WaitingContract)] == before


def test_a_new_value_is_taken_over_but_never_an_officers(take_in, package, sari, pejabat):
    take_in(CONTRACT)
    assert take_in(CONTRACT | {"nilai_kontrak": "13000000"})[0] == (0, 1, 0, 0)

    Award.objects.update(value=14_000_000, change_reason="Addendum")
    assert take_in(CONTRACT)[0] == (0, 0, 1, 0)

    assert Award.objects.get().value == 14_000_000


def test_what_was_cancelled_stays_cancelled(take_in, package, sari):
    take_in(CONTRACT)
    Award.objects.update(cancelled_on=date(2026, 4, 1), cancel_reason="Salah paket")

    assert take_in(CONTRACT | {"nilai_kontrak": "1"})[0] == (0, 0, 1, 0)
    assert not Award.objects.living().exists()


def test_over_the_ceiling_is_refused_and_the_rest_goes_in(take_in, package, sari):
    rows = [CONTRACT | {"kd_nontender": number, "nilai_kontrak": "30000000"} for number in ("1", "2")]

    assert take_in(*rows) == ((1, 0, 0, 1), [("3", "nilai_kontrak")])


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"kd_rup": "abc"}, "kd_rup"),
        ({"tahun_anggaran": "26"}, "tahun_anggaran"),
        ({"nilai_kontrak": "banyak"}, "nilai_kontrak"),
        ({"nilai_kontrak": "-5"}, "nilai_kontrak"),
        ({"nilai_kontrak": "NaN"}, "nilai_kontrak"),
        ({"tgl_selesai_nontender": ""}, "tgl_selesai_nontender"),
        ({"tgl_selesai_nontender": "2025-09-30"}, "tgl_selesai_nontender"),
    ],
)
def test_a_bad_cell_is_named(take_in, package, changes, column):
    assert take_in(CONTRACT | changes) == ((0, 0, 0, 1), [("2", column)])


@pytest.mark.parametrize(
    "changes",
    [
        {"status_nontender": "Berlangsung"},
        {"status_nontender": "Dibatalkan"},
        {"nilai_kontrak": "0", "nilai_negosiasi": ""},
    ],
)
def test_what_was_not_bought_changes_nothing(take_in, package, changes):
    assert take_in(CONTRACT | changes) == ((0, 0, 1, 0), [])
    assert not Leakage.objects.exists()


def test_a_contract_without_value_was_closed_at_the_negotiated_price(take_in, package, sari):
    take_in(CONTRACT | {"nilai_kontrak": ""})

    assert Award.objects.get().value == 12_000_001


def test_one_contract_twice_in_a_file_is_refused(take_in, package, sari):
    assert take_in(CONTRACT, CONTRACT) == ((1, 0, 0, 1), [("3", "kd_nontender")])


class TestPeople:
    def test_a_persons_name_is_not_kept(self, take_in, package):
        take_in(CONTRACT | {"nama_penyedia": "Siti Aminah"})

        assert Leakage.objects.get().vendor_name == PERSON

    def test_not_while_the_contract_waits_either(self, take_in):
        take_in(CONTRACT | {"nama_penyedia": "Siti Aminah", "npwp16_penyedia": "1871014107700001"})

        assert "Siti" not in json.dumps(WaitingContract.objects.get().facts)
        assert "1871014107700001" not in json.dumps(WaitingContract.objects.get().facts)

    def test_nor_with_a_refused_row(self, take_in):
        take_in(CONTRACT | {"nama_penyedia": "Siti Aminah", "kd_rup": "abc"})

        assert "Siti" not in json.dumps(ImportRow.objects.get().cells)


class TestReceipts:
    def test_two_that_are_alike_are_two(self, take_in, package):
        assert take_in(RECEIPT, RECEIPT)[0] == (2, 0, 0, 0)
        assert take_in(RECEIPT, RECEIPT)[0] == (0, 0, 2, 0)

    def test_they_take_the_place_of_their_total_with_its_reason(self, take_in, package):
        take_in(TOTAL)
        Leakage.objects.update(reason="PRICE")

        take_in(RECEIPT, RECEIPT | {"nilai_realisasi": "551000"})

        living = Leakage.objects.living()
        assert sorted(living.values_list("value", "reason")) == [(298_400, "PRICE"), (551_000, "PRICE")]

    def test_a_total_after_its_receipts_is_not_counted(self, take_in, package):
        take_in(RECEIPT)

        assert take_in(TOTAL)[0] == (0, 0, 1, 0)
        assert Leakage.objects.living().count() == 1

    @pytest.mark.parametrize("rows", [(TOTAL, RECEIPT), (RECEIPT, TOTAL)], ids=["total first", "receipt first"])
    def test_they_count_once_while_waiting_and_after(self, take_in, tmp_path, rows):
        rules()
        for row in rows:
            code = "kd_rup" if "kd_rup" in row else "kd_rup_paket"
            take_in(row | {code: "53540979"})
        waiting = list(WaitingContract.objects.filter(linked_on=None).values_list("value", flat=True))

        import_rup(tmp_path, rup(pagu="20000000"))

        assert waiting == [298_400]
        assert list(Leakage.objects.living().values_list("value", flat=True)) == [298_400]

    def test_a_total_counts_for_the_one_package_that_is_known(self, take_in, package):
        take_in(TOTAL)

        assert Leakage.objects.get().package == package

    def test_a_total_of_two_known_packages_is_refused(self, take_in, package):
        PackageFactory(rup_code="60832782")

        assert take_in(TOTAL) == ((0, 0, 0, 1), [("2", "kd_rup")])


class TestWaiting:
    def test_a_contract_of_an_unknown_package_waits_and_is_linked_when_it_arrives(self, take_in, sari, tmp_path):
        rules()
        take_in(CONTRACT | {"kd_rup": "53540979"})
        waits = WaitingContract.objects.get()
        assert (waits.package_name, waits.value, waits.linked_on) == ("Belanja Keripik Pisang", 12_000_000, None)

        import_rup(tmp_path, rup(pagu="20000000"))

        waits.refresh_from_db()
        assert waits.linked_on == NOW.date()
        assert Award.objects.get().package == Package.objects.get(rup_code="53540979")
        assert take_in(CONTRACT | {"kd_rup": "53540979"})[0] == (0, 0, 1, 0)

    def test_what_the_package_cannot_hold_keeps_waiting_with_a_note(self, take_in, sari, tmp_path):
        rules()
        take_in(CONTRACT | {"kd_rup": "53540979"})

        import_rup(tmp_path, rup(pagu="1000"))

        waits = WaitingContract.objects.get()
        assert waits.linked_on is None
        assert "melebihi sisa pagu paket 53540979" in waits.note


def import_rup(tmp_path, row):
    path = tmp_path / "rup.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(row))
        writer.writeheader()
        writer.writerow(row)
    return import_packages(path, rejects_path=tmp_path / "rup.tolak.csv", at=NOW)[1]


def test_a_plan_that_falls_below_what_was_bought_is_refused_by_row(take_in, sari, tmp_path):
    rules()
    import_rup(tmp_path, rup(pagu="20000000"))
    take_in(CONTRACT | {"kd_rup": "53540979"})

    counts = import_rup(tmp_path, rup(pagu="11999999"))

    assert (counts.refused, Package.objects.get().ceiling) == (1, 20_000_000)


@pytest.mark.parametrize(("rows", "status"), [([CONTRACT], 0), ([CONTRACT | {"kd_rup": "x"}], 2)])
def test_the_command_keeps_the_contract_of_all_imports(tmp_path, package, rows, status):
    path, out = tmp_path / "kontrak.json", StringIO()
    path.write_text(json.dumps(rows), "utf-8")

    if status:
        with pytest.raises(SystemExit) as ended:
            call_command("import_contracts", str(path), "--json", stdout=out)
        assert ended.value.code == status
    else:
        call_command("import_contracts", str(path), "--json", stdout=out)

    answer = json.loads(out.getvalue())
    assert list(answer) == ["read", "created", "updated", "unchanged", "refused", "run_id", "rejects_file"]
    assert (answer["read"], answer["refused"]) == (1, int(status == 2))


def test_a_file_of_something_else_is_not_read(tmp_path, capsys):
    path = tmp_path / "lain.csv"
    path.write_text("kd_rup,warna\n53999001,merah\n", "utf-8")

    with pytest.raises(SystemExit) as ended:
        call_command("import_contracts", str(path))

    assert ended.value.code == 1


def test_many_rows_cost_no_more_queries(take_in, package, sari, django_assert_max_num_queries):
    Package.objects.update(ceiling=10**12)
    with django_assert_max_num_queries(40):
        take_in(*(CONTRACT | {"kd_nontender": str(number)} for number in range(300)))

    assert Award.objects.count() == 300


def test_a_certificate_without_a_registered_holder_is_nobodys(take_in, package):
    CertificateFactory(business=None, holder_name="Sari Rasa")

    take_in(CONTRACT)

    assert Leakage.objects.count() == 1
