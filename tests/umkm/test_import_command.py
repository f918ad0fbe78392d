"""`import_businesses` as scripts and people call it: exit status, JSON, sentences."""

import json

import pytest
from django.core.management import call_command

from umkm.models import Business, ImportRun

pytestmark = pytest.mark.usefixtures("lampung")


@pytest.fixture
def called(capsys):
    """Calls the command: (exit status, standard output, standard error)."""

    def call(*arguments):
        try:
            call_command("import_businesses", *map(str, arguments))
            status = 0
        except SystemExit as end:
            status = end.code
        return (status, *capsys.readouterr())

    return call


def test_all_accepted_is_exit_0(called, listed):
    status, out, err = called(listed({"nama_usaha": "Sari"}))

    assert (status, out, err) == (0, "Dibaca 1: dibuat 1, diubah 0, tetap 0, ditolak 0.\n", "")


def test_a_refused_row_is_exit_2_and_stands_beside_the_file(called, listed, tmp_path):
    path = listed({"nama_usaha": "Sari"}, {"nama_usaha": ""})

    status, out, _err = called(path, "--json")

    assert status == 2
    assert json.loads(out) == {
        "read": 2, "created": 1, "updated": 0, "unchanged": 0, "refused": 1,
        "run_id": ImportRun.objects.get().pk, "rejects_file": str(tmp_path / "usaha.ditolak.csv"),
    }  # fmt: skip
    assert (tmp_path / "usaha.ditolak.csv").exists()


def test_rejects_go_where_they_are_told(called, listed, tmp_path):
    rejects = tmp_path / "lain.csv"

    status, out, _err = called(listed({"nama_usaha": ""}), "--rejects", rejects)

    assert (status, out.splitlines()[1]) == (2, f"Baris yang ditolak, dengan alasannya: {rejects}")
    assert rejects.exists()


def test_nothing_read_is_exit_1_with_the_reason(called, tmp_path):
    status, out, err = called(tmp_path / "tiada.csv", "--json")

    reason = f"Berkas {tmp_path / 'tiada.csv'} tidak ada; periksa namanya."
    assert (status, json.loads(out), err) == (1, {"error": reason}, f"{reason}\n")


def test_rejects_may_not_overwrite_the_file_itself(called, listed):
    path = listed({"nama_usaha": ""})
    before = path.read_bytes()

    status, _out, err = called(path, "--rejects", path)

    assert (status, err) == (1, f"Berkas baris ditolak tidak boleh menimpa {path}; beri nama lain.\n")
    assert path.read_bytes() == before


def test_rejects_need_a_folder_that_is_there(called, listed, tmp_path):
    wanted = tmp_path / "tiada" / "x.csv"

    status, _out, err = called(listed({"nama_usaha": ""}), "--rejects", wanted)

    assert (status, err) == (1, f"Berkas baris ditolak {wanted} tidak dapat ditulis; pilih folder lain.\n")


def test_a_trial_run_has_no_run_and_writes_nothing(called, listed):
    status, out, _err = called(listed({"nama_usaha": "Sari"}), "--dry-run", "--json")

    assert (status, json.loads(out)["created"], json.loads(out)["run_id"]) == (0, 1, None)
    assert not Business.objects.exists()


def test_a_file_without_places_needs_the_place(called, tmp_path):
    path = tmp_path / "usaha.csv"
    path.write_text("nama_usaha,kegiatan\nSari,membuat keripik\n", encoding="utf-8")

    assert called(path)[0] == 1
    assert called(path, "--place", "18.72")[0] == 0
    assert Business.objects.get().regency_id == "18.72"


def test_a_column_nobody_reads_is_named_on_standard_error(called, listed):
    status, _out, err = called(listed({"nama_usaha": "Sari", "sektor": "pangan"}))

    assert (status, err) == (0, "Kolom yang tidak dibaca: sektor.\n")
