"""`import_certificates` and `link_holders` as a clerk runs them."""

import json

import pytest
from django.core.management import call_command

from tests.certification.ministry_list import LINE, line, write_csv
from tests.factories import BusinessFactory
from umkm.models import ImportRun

pytestmark = pytest.mark.django_db


def run(capsys, *arguments):
    """Exit status and what was printed."""
    try:
        call_command(*arguments)
    except SystemExit as end:
        return end.code, capsys.readouterr().out
    return 0, capsys.readouterr().out


def test_an_accepted_list_ends_well_and_says_what_became_of_it(tmp_path, capsys):
    path = write_csv(tmp_path / "daftar.csv", [LINE])

    status, printed = run(capsys, "import_certificates", str(path), "--json")

    assert (status, json.loads(printed)) == (
        0,
        {"read": 1, "created": 1, "updated": 0, "unchanged": 0, "refused": 0,
         "run_id": ImportRun.objects.get().pk, "rejects_file": None},
    )  # fmt: skip


def test_a_list_with_refused_rows_ends_with_2_and_names_their_file(tmp_path, capsys):
    path = write_csv(tmp_path / "daftar.csv", [LINE, line(Produk="Kopi", Nilai_TKDN="999.99")])

    status, printed = run(capsys, "import_certificates", str(path), "--json")

    answer = json.loads(printed)
    assert (status, answer["created"], answer["refused"]) == (2, 1, 1)
    assert answer["rejects_file"] == str(tmp_path / "daftar.ditolak.csv")
    assert (tmp_path / "daftar.ditolak.csv").exists()


def test_a_file_that_cannot_be_read_ends_with_1_and_the_reason(tmp_path, capsys):
    path = tmp_path / "kosong.csv"
    path.touch()

    status, printed = run(capsys, "import_certificates", str(path), "--json")

    assert status == 1
    assert json.loads(printed)["error"].startswith("Berkas kosong.csv kosong")


def test_link_holders_says_how_many_found_theirs(tmp_path, capsys, places):
    run(capsys, "import_certificates", str(write_csv(tmp_path / "daftar.csv", [LINE])))
    BusinessFactory(name="Sari Rasa")

    status, printed = run(capsys, "link_holders")

    assert (status, printed) == (0, "1 sertifikat menemukan pemegangnya.\n")
