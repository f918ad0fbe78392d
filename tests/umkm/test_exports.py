"""Files out of the register: exactly what is filtered, masked, safe in a spreadsheet, and written down."""

import csv
import io
import tracemalloc
from datetime import UTC, datetime

import openpyxl
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse

from tests.factories import ActivityFactory, BusinessFactory, ExportFactory, ProductFactory
from tkdnportal.crypto import encrypt, keyed_hash
from umkm import exports
from umkm.models import Business, Export

NIK = "1871044107800001"
AT = datetime(2026, 11, 24, 7, 35, tzinfo=UTC)
URL = "/admin/umkm/business/ekspor/"


@pytest.fixture
def desk(client, petugas):
    client.force_login(petugas)
    return client


@pytest.fixture
def full(places):
    """A business with everything, and another that a filter leaves out."""
    BusinessFactory(name="Mebel Jati", nib=None)
    business = BusinessFactory(
        nib="0120005555001", name="Keripik Sari", owner_name="Sari", phone="+6281234567890",
        email="sari.rasa@example.id", npwp="0925429434070000", address="Jl. Kartini 1", district_id="18.71.01",
        capital=5_000_000, workers=3, nik_encrypted=encrypt(NIK), nik_hash=keyed_hash(NIK),
    )  # fmt: skip
    ActivityFactory(business=business, kbli_code="10794")
    ActivityFactory(business=business, kbli_code="10720")
    ProductFactory(business=business, name="Keripik pisang")
    return business


def answers(**changes):
    return {"format": "CSV", "columns": exports.USUAL, "purpose": "", "text": ""} | changes


def bytes_of(response):
    """The whole file; having been read to its end, it is closed."""
    return b"".join(response.streaming_content)


def rows_of(response):
    return list(csv.reader(io.StringIO(bytes_of(response).decode("utf-8-sig"))))


def sheet_of(response):
    return openpyxl.load_workbook(io.BytesIO(bytes_of(response)))


def test_a_file_holds_exactly_what_the_list_shows(desk, full):
    columns = [*exports.USUAL, "modal_usaha"]

    rows = rows_of(desk.post(f"{URL}?nib_ada=ya&q=keripik", answers(columns=columns)))

    assert [dict(zip(rows[0], row, strict=True)) for row in rows[1:-1]] == [
        {
            "nib": "\t0120005555001", "nama_usaha": "Keripik Sari", "nama_pemilik": "Sari",
            "telepon": "'+6281••••890", "email": "s••••@example.id", "alamat": "Jl. Kartini 1",
            "kecamatan": "Kedaton", "kabupaten": "Bandar Lampung", "kode_wilayah": "18.71.01",
            "kbli": "10794;10720", "versi_kbli": "2020", "tenaga_kerja": "3",
            "produk": "Keripik pisang", "tanggal_daftar": "", "sumber": "STAFF", "modal_usaha": "5000000",
        }
    ]  # fmt: skip


def test_the_last_line_says_who_took_it_and_when(full, petugas):
    mark = exports.watermark(petugas, AT)

    file, count = exports.write_csv(["nib"], [["1"]], mark)
    last = file.read().decode("utf-8-sig").splitlines()[-1]
    file.close()

    assert (mark, count) == (
        "Diekspor oleh Rina Petugas pada 24 Nov 2026 14:35. Memuat data pribadi: jangan disebarkan.", 1
    )  # fmt: skip
    assert last == mark


@pytest.mark.parametrize("format", ["CSV", "XLSX"])
def test_no_file_ever_holds_the_identity_number(desk, full, format):
    response = desk.post(URL, answers(format=format, columns=list(exports.COLUMNS), with_contacts="on", purpose="CALL"))

    cells = (
        [cell.value for row in sheet_of(response)["Register"] for cell in row]
        if format == "XLSX"
        else rows_of(response)
    )
    assert NIK not in str(cells)
    assert "0925429434070000" not in str(cells)


def test_excel_keeps_numbers_as_text_and_amounts_as_numbers(desk, full):
    chosen = ["nib", "telepon", "modal_usaha"]

    book = sheet_of(desk.post(URL, answers(format="XLSX", columns=chosen, with_contacts="on", purpose="CALL")))

    row = next(row for row in book["Register"] if row[0].value == "0120005555001")
    assert [(cell.value, cell.data_type) for cell in row] == [
        ("0120005555001", "s"), ("081234567890", "s"), (5_000_000, "n"),
    ]  # fmt: skip
    assert [cell.number_format for cell in row[:2]] == ["@", "@"]
    assert book.properties.creator.startswith("Diekspor oleh Rina Petugas pada ")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", "\n@"])
def test_no_cell_is_run_as_a_formula(desk, places, start):
    BusinessFactory(name="Aman", owner_name=f"{start}HYPERLINK(1)")

    [_head, row, _mark] = rows_of(desk.post(URL, answers(columns=["nama_pemilik"])))
    book = sheet_of(desk.post(URL, answers(columns=["nama_pemilik"], format="XLSX")))

    assert row == [f"'{start.strip()}HYPERLINK(1)"]
    assert [cell.data_type for cell in book["Register"]["A"]] == ["s", "s"]


def test_a_file_can_come_back_in(desk, full, tmp_path):
    from django.core.management import call_command

    response = desk.post(f"{URL}?q=keripik", answers(with_contacts="on", purpose="VERIFY"))
    lines = bytes_of(response).splitlines(keepends=True)
    file = tmp_path / "register.csv"
    file.write_bytes(b"".join(lines[:-1]))

    call_command("import_businesses", str(file), "--rejects", str(tmp_path / "ditolak.csv"))

    business = Business.objects.get(pk=full.pk)
    assert (business.nib, business.phone) == ("0120005555001", "+6281234567890")
    assert Business.objects.count() == 2


def test_every_export_is_written_down(desk, petugas, full):
    answer = answers(columns=["nib", "telepon"], with_contacts="on", purpose="INVITE")

    bytes_of(desk.post(f"{URL}?nib_ada=ya", answer))

    kept = Export.objects.get()
    assert (kept.by, kept.format, kept.query, kept.columns) == (petugas, "CSV", "nib_ada=ya", ["nib", "telepon"])
    assert (kept.rows, kept.with_contacts, kept.purpose) == (1, True, "INVITE")


def test_contacts_in_full_need_a_reason(desk, full):
    response = desk.post(URL, answers(with_contacts="on"))

    assert response.context["form"].errors["purpose"] == ["Pilih alasan bila berkas memuat telepon dan e-mail lengkap."]
    assert not Export.objects.exists()


def test_the_page_counts_the_rows_and_names_the_filter(desk, full):
    page = desk.get(f"{URL}?nib_ada=ya&q=keripik")

    assert page.context["count"] == 1
    assert page.context["filters"] == [("NIB", "sudah ada")]
    assert "Cari: keripik" in page.text


def test_a_filter_that_is_none_leads_back_to_the_list(desk, full):
    response = desk.get(f"{URL}?password=1")

    assert response.status_code == 302
    assert not Export.objects.exists()


def test_an_owner_exports_nothing(client, pemilik, full):
    client.force_login(pemilik)

    response = client.post(URL, answers(), follow=True)

    assert response.status_code == 403
    assert not Export.objects.exists()


def test_a_sheet_that_would_be_too_long_is_refused_and_not_written_down(desk, full, monkeypatch):
    monkeypatch.setattr(exports, "XLSX_ROWS", 1)

    response = desk.post(URL, answers(format="XLSX"))

    assert response.context["form"].errors["format"] == [
        "Excel hanya memuat 1.048.575 baris. Persempit saringannya, atau pilih CSV."
    ]
    assert not Export.objects.exists()


@pytest.mark.parametrize("write", [exports.write_csv, exports.write_xlsx])
def test_memory_does_not_grow_with_the_rows(write):
    def peak(count):
        tracemalloc.start()
        file, _count = write(["nib", "nama_usaha"], ([f"91200{n:08d}", f"Usaha {n}"] for n in range(count)), "")
        file.close()
        high = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return high

    peak(10)

    assert peak(4_000) < peak(1_000) + 100_000


@pytest.mark.parametrize("count", [1, 5])
def test_an_export_costs_the_same_queries_however_many_rows(petugas, places, django_assert_num_queries, count):
    BusinessFactory.create_batch(count)
    request = {"format": "CSV", "columns": ["nib", "kbli"], "with_contacts": False, "query": ""}

    with django_assert_num_queries(4):
        exports.export(businesses=Business.objects.all(), by=petugas, at=AT, request=request).close()


@pytest.mark.parametrize("deed", ["UPDATE umkm_export SET rows = 0", "DELETE FROM umkm_export"])
def test_the_log_of_exports_is_never_changed_not_even_by_sql(db, deed):
    ExportFactory()

    with pytest.raises(DatabaseError, match="Cannot update or delete rows"), transaction.atomic():
        connection.cursor().execute(deed)


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        ({"with_contacts": True}, "export_with_contacts_has_a_purpose"),
        ({"columns": ["nib", "nik"]}, "export_never_holds_nik"),
        ({"purpose": "OTHER"}, "export_other_purpose_is_explained"),
        ({"format": "PDF"}, "export_format_and_purpose_are_known"),
    ],
)
def test_the_log_of_exports_holds_only_what_may_be(db, facts, rule):
    with pytest.raises(IntegrityError, match=rule):
        ExportFactory(**facts)


def test_the_list_of_exports_is_for_administrators(client, petugas, administrator, db):
    ExportFactory(query="q=rahasia")
    url = reverse("admin:umkm_export_changelist")

    client.force_login(petugas)
    refused = client.get(url)
    client.force_login(administrator)

    assert refused.status_code == 403
    assert "q=rahasia" in client.get(url).text
