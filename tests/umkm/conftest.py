"""Files of businesses, and the import run on them."""

import csv
import io
import zipfile
from xml.sax.saxutils import escape

import pytest
from django.core.management import call_command
from django.urls import reverse

from tests.conftest import TODAY
from umkm.importers.businesses import import_businesses
from umkm.models import CategoryRule, ImportRun, Kbli

_CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"/>'
    "</Relationships>"
)
_WORKBOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="Usaha" sheetId="1" r:id="r1"/></sheets></workbook>'
)


@pytest.fixture
def lampung(db):
    """All 15 kabupaten/kota and 229 kecamatan."""
    call_command("load_reference", quiet=True)


@pytest.fixture
def workbook(tmp_path):
    """Writes rows to the least XLSX that Excel would open; numbers as numbers."""

    def write(rows, name="usaha.xlsx"):
        path = tmp_path / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr("[Content_Types].xml", _CONTENT_TYPES)
            packed.writestr("_rels/.rels", _RELATIONS.format(kind="officeDocument", target="xl/workbook.xml"))
            packed.writestr("xl/workbook.xml", _WORKBOOK)
            packed.writestr(
                "xl/_rels/workbook.xml.rels", _RELATIONS.format(kind="worksheet", target="worksheets/sheet1.xml")
            )
            packed.writestr("xl/worksheets/sheet1.xml", _sheet(rows))
        return path

    return write


def _sheet(rows):
    lines = "".join(
        f'<row r="{number}">{"".join(_cell(chr(65 + at), number, cell) for at, cell in enumerate(row))}</row>'
        for number, row in enumerate(rows, start=1)
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{main}"><sheetData>{lines}</sheetData></worksheet>'


def _cell(letter, number, cell):
    if cell is None:
        return ""
    if isinstance(cell, int | float):
        return f'<c r="{letter}{number}"><v>{cell!r}</v></c>'
    return f'<c r="{letter}{number}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>'


@pytest.fixture
def listed(tmp_path):
    """Writes dicts to a CSV file of businesses; every row is in Metro unless it says otherwise."""

    def write(*rows, name="usaha.csv"):
        rows = [{"kabupaten": "Kota Metro"} | row for row in rows]
        path = tmp_path / name
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(dict.fromkeys(column for row in rows for column in row)))
            writer.writeheader()
            writer.writerows(rows)
        return path

    return write


@pytest.fixture
def imported(tmp_path):
    """Imports a file; gives (created, updated, unchanged, refused) and keeps the run as `imported.run`."""

    def run(path, **options):
        options = {"rejects_path": tmp_path / "ditolak.csv", "on": TODAY} | options
        run.run, counts = import_businesses(path, **options)
        return counts.created, counts.updated, counts.unchanged, counts.refused

    return run


@pytest.fixture
def refusals(imported):
    """The refused rows of the last import as (line, column, reason)."""
    return lambda: list(imported.run.refused_rows.values_list("line", "column", "reason"))


@pytest.fixture
def private_files(settings, tmp_path):
    """Uploads of a test go where the test's own files are."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def desk(client, petugas):
    """Staff, signed in."""
    client.force_login(petugas)
    return client


@pytest.fixture
def handed_in(desk, django_capture_on_commit_callbacks):
    """Hands in a file and lets the worker work; gives the answer's page."""

    def hand_in(content, name="usaha.csv", kind="BUSINESSES", **fields):
        file = io.BytesIO(content if isinstance(content, bytes) else content.encode())
        file.name = name
        with django_capture_on_commit_callbacks(execute=True):
            answer = desk.post(reverse("admin:umkm_importrun_add"), {"kind": kind, "file": file, **fields})
        return desk.get(answer.url) if answer.status_code == 302 else answer

    return hand_in


@pytest.fixture
def pressed(desk, django_capture_on_commit_callbacks):
    """Presses a button of a run's page and lets the worker work; gives the page after it."""

    def press(action, run=None, **fields):
        run = run or ImportRun.objects.first()
        with django_capture_on_commit_callbacks(execute=True):
            answer = desk.post(reverse("admin:umkm_importrun_decide", args=[run.pk]), {"action": action, **fields})
        return desk.get(answer.url)

    return press


@pytest.fixture
def kbli(places):
    """A few codes, three of which make goods."""
    CategoryRule.objects.get_or_create(version="2020", prefix="10", category="FOOD")
    titles = {
        "10794": "Industri Kerupuk, Keripik, Peyek dan Sejenisnya",
        "10761": "Industri Pengolahan Kopi",
        "10520": "Industri Pengolahan Susu Bubuk dan Susu Kental",
        "47243": "Perdagangan Eceran Kopi, Gula Pasir dan Gula Merah",
    }
    for code, title in titles.items():
        Kbli.objects.get_or_create(version="2020", code=code, defaults={"title": title})


@pytest.fixture
def owner(client, pemilik, kbli):
    """The browser of an owner who is signed in."""
    client.force_login(pemilik)
    return client
