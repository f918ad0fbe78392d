"""Imports at the desk: handed in, shown, decided once, and told to who may know."""

import csv
import io

import pytest
from django.urls import reverse

from tests.conftest import TODAY
from tests.factories import BusinessFactory, UserFactory
from umkm.importers.businesses import import_businesses
from umkm.importers.reading import EXAMPLE
from umkm.models import Business, ImportRun, ImportUpload
from umkm.models.uploads import with_state

pytestmark = pytest.mark.usefixtures("lampung", "private_files")

ADD = "admin:umkm_importrun_add"
NIB = "9120001234567"
ROWS = "nib,nama_usaha,kabupaten\n9120001234567,Keripik Sari,Kota Metro\n"


def state():
    return with_state(ImportRun.objects).first().state


def events():
    return Business.pgh_event_model.objects.count()


def test_a_preview_counts_and_writes_nothing(handed_in):
    BusinessFactory(nib=NIB, name="Keripik Sari", regency_id="18.72", phone="+6281234567890")
    before = events()

    page = handed_in(
        "nib,nama_usaha,kabupaten,telepon\n"
        "9120001234567,Keripik Sari,Kota Metro,081299990000\n"
        "9120001234568,Batik Tapis,Kota Metro,\n"
        "912,Salah,Kota Metro,\n"
    )

    preview = ImportUpload.objects.get().preview
    assert preview["counts"] == {"read": 3, "created": 1, "updated": 1, "unchanged": 0, "refused": 1}
    assert preview["updated"] == [
        {"kind": "Usaha", "name": "Keripik Sari", "changes": [["Telepon", "+6281••••890", "+6281••••000"]]}
    ]
    assert [record["name"] for record in preview["created"]] == ["Batik Tapis"]
    assert [(row["line"], row["column"], row["value"]) for row in preview["refused"]] == [(4, "nib", "912")]
    assert (Business.objects.count(), events(), state()) == (1, before, "READY")
    assert "Belum ada data yang berubah." in page.text


def test_a_confirmed_file_goes_in_with_who_and_when(handed_in, pressed, petugas):
    handed_in(ROWS)

    page = pressed("confirm")

    run, upload = ImportRun.objects.get(), ImportUpload.objects.get()
    assert (run.created, run.refused, run.by, upload.confirmed_by, state()) == (1, 0, petugas, petugas, "DONE")
    event = Business.pgh_event_model.objects.get()
    assert event.pgh_context.metadata["user"] == petugas.pk
    assert event.pgh_context.metadata["import_run"] == run.pk
    assert "Dari 1 baris: 1 dibuat, 0 diubah, 0 tetap, 0 ditolak." in page.text


def test_confirming_twice_applies_once(handed_in, pressed):
    handed_in(ROWS)
    pressed("confirm")

    page = pressed("confirm")

    assert "Impor ini sudah diputuskan sebelumnya" in page.text
    assert (events(), ImportRun.objects.get().created) == (1, 1)


def test_a_discarded_file_changes_nothing_and_cannot_be_confirmed(handed_in, pressed, petugas):
    handed_in(ROWS)
    pressed("discard")

    pressed("confirm")

    assert (state(), Business.objects.count(), ImportUpload.objects.get().discarded_by) == ("DISCARDED", 0, petugas)


def test_a_confirmed_file_cannot_be_discarded(handed_in, pressed):
    handed_in(ROWS)
    pressed("confirm")

    pressed("discard")

    assert (state(), ImportUpload.objects.get().discarded_at) == ("DONE", None)


def test_a_change_of_the_register_after_the_preview_is_told_before_it_is_confirmed(handed_in, pressed, desk):
    handed_in(ROWS)
    BusinessFactory(nib="9120001234999")

    refused = pressed("confirm")

    assert state() == "READY"
    assert "Data di portal berubah setelah pratinjau ini dibuat" in refused.text
    assert 'name="seen_change" value="1"' in refused.text

    pressed("confirm", seen_change="1")

    assert state() == "DONE"


def test_a_preview_made_again_knows_the_register_as_it_is_now(handed_in, pressed):
    handed_in(ROWS)
    BusinessFactory(nib=NIB, name="Keripik Sari", regency_id="18.72")

    page = pressed("look")

    assert ImportUpload.objects.get().preview["counts"]["unchanged"] == 1
    assert "berubah setelah pratinjau" not in page.text


def test_a_product_that_is_new_to_a_known_business_is_shown(handed_in):
    BusinessFactory(nib=NIB, name="Keripik Sari", regency_id="18.72")

    handed_in("nib,nama_usaha,kabupaten,produk\n9120001234567,Keripik Sari,Kota Metro,Keripik talas\n")

    assert ImportUpload.objects.get().preview["added"] == [
        {"kind": "produk", "name": "Keripik talas", "to": "Keripik Sari"}
    ]


def test_the_same_file_handed_in_while_the_first_is_open_leads_to_the_first(handed_in, client, petugas):
    handed_in(ROWS)
    client.force_login(UserFactory(is_staff=True, is_superuser=True))

    page = handed_in(ROWS, name="lain.csv")

    assert ImportRun.objects.count() == 1
    assert "Berkas yang sama sudah diunggah Rina Petugas" in page.text


def test_a_file_that_went_in_before_is_told_and_changes_nothing(handed_in, pressed):
    handed_in(ROWS)
    pressed("confirm")

    page = handed_in(ROWS)
    pressed("confirm")

    assert "Berkas yang sama pernah diimpor Rina Petugas" in page.text
    assert (ImportRun.objects.first().unchanged, events()) == (1, 1)


def test_a_file_that_the_command_imported_is_told_too(handed_in, listed, tmp_path):
    path = listed({"nama_usaha": "Sari"})
    import_businesses(path, rejects_path=tmp_path / "r.csv", on=TODAY)

    assert "pernah diimpor perintah impor pada" in handed_in(path.read_bytes()).text


def test_refused_rows_mended_and_handed_in_again_go_in(handed_in, pressed, desk):
    handed_in("nib,nama_usaha,kabupaten\n9120001234567,Satu,Metro\n912,Dua,Metro\n9120001234569,Tiga,Metro\n")
    pressed("confirm")
    url = reverse("admin:umkm_importrun_rejects", args=[ImportRun.objects.get().pk, "csv"])

    rejects = b"".join(desk.get(url).streaming_content).decode("utf-8-sig")

    (row,) = csv.DictReader(io.StringIO(rejects))
    assert (row["nama_usaha"], row["baris"], row["kolom"], row["nilai"]) == ("Dua", "3", "nib", "912")
    handed_in(rejects.replace("912,Dua", "9120001234568,Dua"))
    pressed("confirm")
    assert sorted(Business.objects.values_list("name", flat=True)) == ["Dua", "Satu", "Tiga"]


def test_refused_rows_come_as_a_workbook_of_text_too(handed_in, desk, workbook_rows):
    handed_in("nama_usaha,nik,kabupaten,telepon\nSari,1871011508900,Metro,+62812345678901\n")
    url = reverse("admin:umkm_importrun_rejects", args=[ImportRun.objects.get().pk, "xlsx"])

    heading, row = workbook_rows(b"".join(desk.get(url).streaming_content))

    assert heading == ["nama_usaha", "nik", "kabupaten", "telepon", "baris", "kolom", "nilai", "alasan"]
    assert row[:7] == ["Sari", "1871011508900", "Metro", "+62812345678901", "2", "nik", "1871011508900"]


@pytest.fixture
def workbook_rows():
    """The cells of a workbook's first sheet, each with the format Text."""
    from openpyxl import load_workbook

    def rows(content):
        sheet = load_workbook(io.BytesIO(content)).worksheets[0]
        cells = [cell for row in sheet.iter_rows() for cell in row]
        assert {(cell.data_type, cell.number_format) for cell in cells if cell.value is not None} == {("s", "@")}
        return [[cell.value for cell in row] for row in sheet.iter_rows() if row[1].value is not None]

    return rows


@pytest.mark.parametrize("kind", ["BUSINESSES", "CERTIFICATES", "PACKAGES", "CONTRACTS", "CATALOG"])
def test_a_template_is_text_and_is_imported_with_its_example_passed_over(handed_in, desk, workbook_rows, kind):
    url = reverse("admin:umkm_importrun_template", args=[kind, "xlsx"])
    content = b"".join(desk.get(url).streaming_content)

    assert EXAMPLE in workbook_rows(content)[1]
    handed_in(content, name="templat.xlsx", kind=kind)

    assert (state(), ImportUpload.objects.get().preview["counts"]["read"]) == ("READY", 0)


@pytest.mark.parametrize("kind", ["BUSINESSES", "CERTIFICATES", "PACKAGES", "CONTRACTS", "CATALOG"])
def test_the_example_of_a_template_would_go_in_under_a_name_of_its_own(handed_in, desk, kind):
    text = desk.get(reverse("admin:umkm_importrun_template", args=[kind, "csv"])).content.decode("utf-8-sig")

    handed_in(text.replace(EXAMPLE, "Keripik Sari"), kind=kind)

    upload = ImportUpload.objects.get()
    assert (upload.failure, upload.preview["counts"]["refused"], upload.preview["refused"]) == ("", 0, [])
    assert upload.preview["counts"]["created"] == 1


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x07" * 900, "foto.xlsx", "bukan tabel"),
        (b"PK\x03\x04 rusak", "usaha.xlsx", "tidak dapat dibuka sebagai Excel"),
        (b"satu,dua\n1,2\n", "usaha.csv", "tidak berisi baris judul"),
        (b"nama_usaha\nSari\n", "usaha.csv", "sebut satu tempat untuk semua baris"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_what_to_do(handed_in, content, name, reason):
    page = handed_in(content, name=name)

    assert (state(), Business.objects.count()) == ("FAILED", 0)
    assert reason in ImportUpload.objects.get().failure
    assert reason in page.text


def test_a_place_chosen_for_all_rows_is_theirs(handed_in, pressed):
    handed_in("nama_usaha\nSari\n", place="18.72")
    pressed("confirm")

    assert Business.objects.get().regency_id == "18.72"


def test_nothing_and_an_empty_file_are_refused_on_the_form(handed_in, desk):
    empty = handed_in(b"")
    nothing = desk.post(reverse(ADD), {})

    assert "Berkas itu kosong. Simpan ulang dari Excel, lalu unggah lagi." in empty.text
    assert "Pilih berkas CSV atau XLSX dari komputer Anda." in nothing.text
    assert "Pilih dahulu apa isi berkas itu." in nothing.text
    assert not ImportRun.objects.exists()


def test_a_file_above_the_limit_is_refused_before_its_body_is_kept(handed_in, settings):
    settings.IMPORT_LARGEST_MB = 1

    page = handed_in(b"nama_usaha\n" + b"x" * (3 * 1024 * 1024))

    assert (page.status_code, ImportRun.objects.count()) == (413, 0)
    assert "Berkas itu lebih dari 1 MB. Bagi menjadi beberapa berkas, lalu unggah satu per satu." in page.text


def test_a_file_just_above_the_limit_is_refused_by_its_own_size(handed_in, settings):
    settings.IMPORT_LARGEST_MB = 1

    page = handed_in(b"x" * (1024 * 1024 + 1))

    assert (page.status_code, ImportRun.objects.count()) == (200, 0)
    assert "Berkas itu lebih dari 1 MB." in page.text


def test_a_form_without_its_token_is_refused(petugas):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(petugas)

    answer = client.post(reverse(ADD), {"kind": "BUSINESSES", "file": io.BytesIO(b"nama_usaha\n")})

    assert (answer.status_code, ImportRun.objects.count()) == (403, 0)
