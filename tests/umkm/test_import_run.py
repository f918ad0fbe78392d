"""One reading of one file: its rejects file, its counts, its record."""

import hashlib

import pytest
from django.db import IntegrityError
from django.db.models.functions import Now

from umkm.importers.run import KEPT_ROWS, Counts, Refused, Rejects, default_rejects_path, finish_run, start_run
from umkm.models import ImportKind, ImportRun

NIK = "1871011508900001"


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "usaha.csv"
    path.write_bytes(b"nama_usaha\nSari\n")
    return path


def test_rejects_without_a_refused_row_make_no_file_and_take_an_older_one_away(tmp_path):
    path = tmp_path / "ditolak.csv"
    path.write_text("dari impor lama", encoding="utf-8")

    with Rejects(path, ["nama"]):
        pass

    assert not path.exists()


def test_a_refused_row_is_written_as_it_came_with_line_column_value_and_reason(tmp_path):
    path = tmp_path / "ditolak.csv"

    with Rejects(path, ["nama", "nib"]) as rejects:
        rejects.add(7, {"nama": "Sari", "nib": "=1"}, Refused("nib", "=1", "NIB bukan 13 angka."))

    assert path.read_bytes() == (
        "\ufeffnama,nib,baris,kolom,nilai,alasan\r\nSari,'=1,7,nib,'=1,NIB bukan 13 angka.\r\n".encode()
    )


def test_a_secret_cell_and_any_16_digits_stay_out_of_the_database_copy(tmp_path):
    cells = {"nama": f"Sari {NIK}", "NIK": NIK}

    with Rejects(tmp_path / "ditolak.csv", ["nama", "NIK"], frozenset({"NIK", "nik"})) as rejects:
        rejects.add(2, cells, Refused("nik", NIK, f"Nomor {NIK} salah."))
        rejects.add(3, cells, Refused("nama", f"Sari {NIK}", "Salah."))

    first, second = rejects.kept
    assert (first.value, first.reason, first.cells) == ("••••", "Nomor •••• salah.", {"nama": "Sari ••••"})
    assert second.value == "Sari ••••"


def test_the_database_keeps_so_many_refused_rows_and_the_file_all(tmp_path):
    path = tmp_path / "ditolak.csv"

    with Rejects(path, ["nama"]) as rejects:
        for line in range(KEPT_ROWS + 1):
            rejects.add(line, {"nama": "x"}, Refused("nama", "x", "Salah."))

    assert (rejects.count, len(rejects.kept)) == (KEPT_ROWS + 1, KEPT_ROWS)
    assert len(path.read_text(encoding="utf-8-sig").splitlines()) == KEPT_ROWS + 2


def test_every_row_read_is_in_one_count():
    assert Counts(created=1, updated=2, unchanged=3, refused=4).read == 10


def test_a_started_run_knows_its_file_and_is_not_finished(db, source, petugas):
    run = start_run(ImportKind.BUSINESSES, source, petugas)

    assert (run.file_name, run.by, run.finished_at) == ("usaha.csv", petugas, None)
    assert run.file_hash == hashlib.sha256(source.read_bytes()).hexdigest()


def test_a_finished_run_has_its_counts_and_refused_rows(db, source, tmp_path):
    run = start_run(ImportKind.BUSINESSES, source)
    with Rejects(tmp_path / "ditolak.csv", ["nama"]) as rejects:
        rejects.add(2, {"nama": "x"}, Refused("nama", "x", "Salah."))

    finish_run(run, Counts(created=3, refused=1), rejects, at=Now())

    run.refresh_from_db()
    assert (run.read, run.created, run.refused) == (4, 3, 1)
    assert list(run.refused_rows.values_list("line", "cells")) == [(2, {"nama": "x"})]


def test_counts_that_do_not_add_up_meet_the_wall(db, source):
    run = start_run(ImportKind.BUSINESSES, source)

    with pytest.raises(IntegrityError, match="import_run_counts_every_row"):
        ImportRun.objects.filter(pk=run.pk).update(read=5)


def test_rejects_stand_beside_their_file(tmp_path):
    assert default_rejects_path(tmp_path / "usaha.xlsx") == tmp_path / "usaha.ditolak.csv"
