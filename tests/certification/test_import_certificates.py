"""The ministry's list into the portal: every format, every quirk, and never twice."""

import csv
from datetime import date
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import DatabaseError, connection

from certification.importers.ministry import import_certificates
from certification.models import Certificate, CertificateItem
from tests.certification.ministry_list import (
    LINE,
    line,
    only_certificate,
    read,
    stored,
    write_csv,
    write_html,
    write_xlsx,
)
from umkm.importers.reading import Unreadable
from umkm.models import ImportRun, Source

pytestmark = pytest.mark.django_db

QUIRKS = (
    line(Merk=" realme ", Spesifikasi="Isi &amp; kemasan,\n 250  g"),
    line(Produk="Keripik Singkong", Nilai_TKDN="999.99"),
    line(Produk="Kopi “robusta”", Nilai_TKDN="48,68%", Tanggal_Kadaluarsa_Sertifikat="8 Januari 2031"),
    line(Produk="Kopi “robusta”", Nilai_TKDN="48,68%", Tanggal_Kadaluarsa_Sertifikat="8 Januari 2031"),
    line(Nama_Perusahaan="", Produk="Tahu"),
    line(Nama_Perusahaan="PT Maju", Produk="Mesin <b>", Kode_HS="8424491"),
)


def audit_lines():
    return sum(
        apps.get_model("certification", name).objects.count() for name in ("CertificateEvent", "CertificateItemEvent")
    )


def test_a_row_becomes_a_certificate_with_its_item(tmp_path):
    counts, reasons = read(tmp_path, LINE)

    certificate = only_certificate()
    item = certificate.items.get()
    assert (counts, reasons) == ((1, 0, 0, 0), [])
    assert (certificate.number, certificate.holder_name, certificate.holder_province) == (
        None, "CV Sari Rasa", "Lampung",
    )  # fmt: skip
    assert (certificate.issued_on, certificate.valid_until) == (None, date(2031, 1, 15))
    assert (certificate.scheme, certificate.source, certificate.business) == ("P35_2025", Source.MINISTRY, None)
    assert (item.hs_code, item.kbli_version, item.kbli_code, item.brand) == ("20081999", "2020", "10794", "")
    assert (item.tkdn, item.bmp, item.goods_group) == (Decimal("62.50"), None, "Barang Lainnya")
    assert item.terms == ["keripik", "pisang"]


def test_a_certificate_waits_in_the_queue_while_its_holder_is_unknown(tmp_path):
    read(tmp_path, LINE)

    assert list(Certificate.objects.without_business()) == [only_certificate()]


def test_the_optional_columns_are_taken_when_the_list_has_them(tmp_path):
    optional = {"NIB": "9120012345678", "Nilai BMP (%)": "10,75", "Versi KBLI": "2025"}

    read(tmp_path, LINE | optional | {"Nomor Sertifikat": "17/TKDN/2026", "Tanggal Terbit Sertifikat": "15/01/2026"})

    certificate = only_certificate()
    item = certificate.items.get()
    assert (certificate.number, certificate.holder_nib) == ("17/TKDN/2026", "9120012345678")
    assert certificate.issued_on == date(2026, 1, 15)
    assert (item.bmp, item.kbli_version) == (Decimal("10.75"), "2025")


def test_columns_may_come_in_any_order_and_case(tmp_path):
    path = tmp_path / "daftar.csv"
    path.write_text(
        "TANGGAL  KADALUARSA SERTIFIKAT;produk;nilai tkdn (%);kbli;nama perusahaan\n2031-01-15;Tahu;40;10392;PT A\n"
    )

    import_certificates(path, rejects_path=tmp_path / "r.csv")

    assert stored() == [(None, "PT A", date(2031, 1, 15), "Tahu", "", "", Decimal("40.00"))]


@pytest.mark.parametrize("write", [write_csv, write_html, write_xlsx])
def test_every_quirk_is_taken_or_refused_by_name_in_every_format(tmp_path, write):
    counts, reasons = read(tmp_path, *QUIRKS, write=write)

    assert counts == (2, 0, 0, 4)
    assert stored() == [
        (None, "CV Sari Rasa", date(2031, 1, 15), "Keripik Pisang", "Isi & kemasan, 250 g", "realme", Decimal("62.50")),
        (None, "CV Sari Rasa", date(2031, 1, 8), "Kopi “robusta”", "250 g", "", Decimal("48.68")),
    ]
    assert [(column, value, reason.split(";")[0]) for _line, column, value, reason in reasons] == [
        ("Nilai TKDN (%)", "999.99", "999,99 di daftar kementerian berarti nilainya belum ada"),
        ("Produk", "Kopi “robusta”", f"Baris ini sama dengan baris {reasons[1][0] - 1}."),
        ("Nama Perusahaan", "", "Kolom Nama Perusahaan kosong"),
        (
            "Kode HS",
            "8424491",
            "Kode HS “8424491” bukan 8 angka. Nol di depan mungkin hilang di Excel: tulis ulang dari sertifikat.",
        ),
    ]


def test_a_refused_row_is_in_the_rejects_file_with_its_line(tmp_path):
    read(tmp_path, *QUIRKS)

    with (tmp_path / "daftar.ditolak.csv").open(encoding="utf-8-sig", newline="") as file:
        refused = list(csv.DictReader(file))
    assert [(row["baris"], row["Produk"]) for row in refused] == [
        ("4", "Keripik Singkong"), ("6", "Kopi “robusta”"), ("7", "Tahu"), ("8", "Mesin <b>"),
    ]  # fmt: skip


def test_excels_own_dates_and_numbers_are_read(tmp_path):
    cells = {"Kode HS": 20081999, "KBLI": 10794, "Nilai TKDN (%)": 62.5}
    dates = {"Tanggal Kadaluarsa Sertifikat": date(2031, 1, 15), "Tanggal Terbit Sertifikat": date(2026, 1, 15)}

    counts, _reasons = read(tmp_path, LINE | cells | dates, write=write_xlsx)

    assert counts == (1, 0, 0, 0)
    assert (only_certificate().issued_on, only_certificate().valid_until) == (date(2026, 1, 15), date(2031, 1, 15))


def test_the_title_of_the_list_dates_its_data(tmp_path):
    read(tmp_path, LINE, write=write_html)

    assert only_certificate().source_on == date(2026, 5, 27)


def test_an_html_list_in_windows_letters_is_read(tmp_path):
    path = write_html(tmp_path / "daftar.xls", [line(Spesifikasi="8 × 10 – besar")], encoding="cp1252")

    import_certificates(path, rejects_path=tmp_path / "r.csv")

    assert CertificateItem.objects.get().specification == "8 × 10 – besar"


def test_products_of_one_holder_and_end_date_share_a_certificate_and_others_do_not(tmp_path):
    read(
        tmp_path,
        line(),
        line(Produk="Keripik Singkong", Nama_Perusahaan="CV SARI  RASA"),
        line(Produk="Kopi", Tanggal_Kadaluarsa_Sertifikat="2031-02-01"),
        line(Produk="Teh", Alamat="Jl. Raden Intan 5"),
    )

    grouped = sorted(sorted(c.items.values_list("product_name", flat=True)) for c in Certificate.objects.all())
    assert grouped == [["Keripik Pisang", "Keripik Singkong"], ["Kopi"], ["Teh"]]


def test_a_number_groups_rows_whatever_its_blanks_and_case(tmp_path):
    read(
        tmp_path,
        line(Nomor_Sertifikat="17/SJ-IND.8/E-TKDN/1/2026"),
        line(Produk="Kopi", Nomor_Sertifikat="17 / sj-ind.8/E-TKDN/1/2026"),
        line(Produk="Teh", Nomor_Sertifikat="18/SJ-IND.8/E-TKDN/1/2026"),
        line(Produk="Tahu", Nomor_Sertifikat="-"),
    )

    numbers = Certificate.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == ["17/SJ-IND.8/E-TKDN/1/2026", "18/SJ-IND.8/E-TKDN/1/2026", None]


def test_products_that_differ_in_specification_brand_or_type_are_items_of_their_own(tmp_path):
    counts, _reasons = read(
        tmp_path,
        line(Nilai_TKDN="40"),
        line(Nilai_TKDN="41", Spesifikasi="500 g"),
        line(Nilai_TKDN="42", Merk="Sari"),
        line(Nilai_TKDN="43", Tipe="A1"),
    )

    assert counts == (4, 0, 0, 0)
    assert list(CertificateItem.objects.order_by("tkdn").values_list("tkdn", flat=True)) == [40, 41, 42, 43]


def test_two_values_for_what_reads_as_one_product_are_two_variants(tmp_path):
    rows = line(), line(Nilai_TKDN="33.51"), line(Nilai_TKDN="33.51")

    counts, reasons = read(tmp_path, *rows)
    again, _reasons = read(tmp_path, *rows)

    assert (counts, again) == ((2, 0, 0, 1), (0, 0, 2, 1))
    assert [row[-1] for row in stored()] == [Decimal("62.50"), Decimal("33.51")]
    assert reasons == [(4, "Produk", "Keripik Pisang", "Baris ini sama dengan baris 3.")]


def test_a_later_list_changes_the_value_of_one_variant_only(tmp_path):
    read(tmp_path, line(), line(Nilai_TKDN="33.51"))

    counts, _reasons = read(tmp_path, line(), line(Nilai_TKDN="34.00"))

    assert counts == (0, 1, 1, 0)
    assert [row[-1] for row in stored()] == [Decimal("62.50"), Decimal("34.00")]


def test_a_duplicate_is_told_through_case_spacing_and_full_width_signs(tmp_path):
    counts, reasons = read(
        tmp_path,
        line(Spesifikasi="NR：n1/3,besar"),
        line(Spesifikasi="nr:n1/3，BESAR", Nama_Perusahaan="cv  sari rasa"),
    )

    assert (counts, reasons[0][-1]) == ((1, 0, 0, 1), "Baris ini sama dengan baris 2.")
    assert CertificateItem.objects.get().specification == "NR：n1/3,besar"


@pytest.mark.parametrize(
    ("changes", "column", "reason"),
    [
        ({"Nama Perusahaan": "PT Lain"}, "Nama Perusahaan", "menyebut “CV Sari Rasa”"),
        ({"Tanggal Kadaluarsa Sertifikat": "2032-01-15"}, "Tanggal Kadaluarsa Sertifikat", "menyebut “2031-01-15”"),
        ({"NIB": "9120012345679"}, "NIB", "menyebut “9120012345678”"),
    ],
)
def test_a_row_that_contradicts_its_certificate_above_is_refused(tmp_path, changes, column, reason):
    numbered = LINE | {"Nomor Sertifikat": "17/TKDN/2026", "NIB": "9120012345678"}

    counts, [(_line, named, _value, sentence)] = read(tmp_path, numbered, numbered | {"Produk": "Kopi"} | changes)

    assert (counts, named) == ((1, 0, 0, 1), column)
    assert sentence.startswith(f"Sertifikat yang sama di baris 2 {reason}")


def test_an_end_before_the_issue_date_is_refused(tmp_path):
    counts, reasons = read(tmp_path, LINE | {"Tanggal Terbit Sertifikat": "2031-01-16"})

    assert counts == (0, 0, 0, 1)
    assert reasons == [
        (
            2,
            "Tanggal Kadaluarsa Sertifikat",
            "2031-01-15",
            "Sertifikat berakhir 2031-01-15, sebelum terbit 2031-01-16; periksa kedua tanggal pada sertifikat.",
        )
    ]


@pytest.mark.parametrize("write", [write_csv, write_html, write_xlsx])
def test_the_same_list_twice_changes_nothing_and_leaves_no_audit_line(tmp_path, write):
    read(tmp_path, *QUIRKS, write=write)
    before = stored(), audit_lines()

    counts, _reasons = read(tmp_path, *QUIRKS, write=write)

    assert counts == (0, 0, 2, 4)
    assert (stored(), audit_lines()) == before


def test_a_changed_value_updates_its_item(tmp_path):
    read(tmp_path, LINE, line(Produk="Kopi"))

    counts, _reasons = read(tmp_path, line(Nilai_TKDN="70"), line(Produk="Kopi"))

    assert counts == (0, 1, 1, 0)
    assert [row[-1] for row in stored()] == [Decimal("70.00"), Decimal("62.50")]


def test_a_changed_end_of_a_numbered_certificate_updates_it_and_its_scheme(tmp_path):
    numbered = LINE | {"Nomor Sertifikat": "17/TKDN/2024", "Tanggal Kadaluarsa Sertifikat": "2027-06-01"}
    read(tmp_path, numbered)

    counts, _reasons = read(tmp_path, numbered | {"Tanggal Kadaluarsa Sertifikat": "2031-06-01"})

    assert counts == (0, 1, 0, 0)
    assert (only_certificate().valid_until, only_certificate().scheme) == (date(2031, 6, 1), "P35_2025")


def test_an_empty_cell_erases_nothing(tmp_path):
    full = LINE | {"Nomor Sertifikat": "17/TKDN/2026", "NIB": "9120012345678", "Nilai BMP (%)": "10"}
    read(tmp_path, full)

    counts, _reasons = read(tmp_path, LINE | {"Nomor Sertifikat": "17/TKDN/2026", "Alamat": "", "Kelompok Barang": ""})

    certificate = only_certificate()
    assert counts == (0, 0, 1, 0)
    assert (certificate.holder_nib, certificate.items.get().bmp) == ("9120012345678", Decimal("10.00"))
    assert (certificate.holder_address, certificate.items.get().goods_group) == (LINE["Alamat"], "Barang Lainnya")


def test_an_interrupted_import_writes_nothing_and_the_next_one_ends_like_a_clean_one(tmp_path):
    lines = [line(), line(Produk="Kopi"), line(Produk="Teh")]
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'listrik padam'; END $$;"
            "CREATE TRIGGER fail AFTER INSERT ON certification_certificateitem FOR EACH ROW"
            " WHEN (NEW.product_name = 'Teh') EXECUTE FUNCTION fail()"
        )
    with pytest.raises(DatabaseError, match="listrik padam"):
        read(tmp_path, *lines)
    left = Certificate.objects.count(), audit_lines(), ImportRun.objects.get().finished_at

    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER fail ON certification_certificateitem")
    counts, _reasons = read(tmp_path, *lines)

    assert left == (0, 0, None)
    assert counts == (3, 0, 0, 0)
    assert [row[3] for row in stored()] == ["Keripik Pisang", "Kopi", "Teh"]


def test_a_run_is_recorded_with_its_counts(tmp_path):
    read(tmp_path, *QUIRKS)

    run = ImportRun.objects.get()
    assert (run.kind, run.read, run.created, run.updated, run.unchanged, run.refused) == ("CERTIFICATES", 6, 2, 0, 0, 4)
    assert run.finished_at >= run.started_at


@pytest.mark.parametrize("count", [1, 30])
def test_the_number_of_queries_does_not_depend_on_the_number_of_rows(tmp_path, django_assert_num_queries, count):
    lines = [line(Produk=f"Keripik {n}", Nama_Perusahaan=f"PT Maju {n}") for n in range(count)]
    path = write_csv(tmp_path / "daftar.csv", lines)

    with django_assert_num_queries(25):
        import_certificates(path, rejects_path=tmp_path / "r.csv")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "kosong"),
        (b"a,b,c\n1,2,3\n", "tidak berisi baris judul kolom yang dikenal"),
        (b"PK\x03\x04rusak", "tidak dapat dibuka sebagai Excel"),
        (b"KBLI,Produk\n10794,Kopi\n", "tidak punya kolom Nama Perusahaan, Nilai TKDN"),
        (b"<html><body>Sesi habis, silakan masuk</body></html>", "tidak berisi baris judul kolom yang dikenal"),
    ],
    ids=["empty", "other columns", "broken Excel", "columns missing", "a sign-in page"],
)
def test_a_file_that_is_no_list_is_refused_whole(tmp_path, content, reason):
    path = tmp_path / "daftar.xls"
    path.write_bytes(content)

    with pytest.raises(Unreadable, match=reason):
        import_certificates(path, rejects_path=tmp_path / "r.csv")

    assert (ImportRun.objects.count(), (tmp_path / "r.csv").exists()) == (0, False)
