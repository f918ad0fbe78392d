"""A file handed in at the desk: its preview and its import, as a ratio to the command's import, and peak memory.

Run with `make bench ARGS=import_desk`, or in the project's environment with `python bench/import_desk.py`;
`ROWS=250000` makes it larger. Each measurement is a process of its own, for its own peak, and is rolled back.
"""

import os
import resource
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

from import_businesses import ROWS, empty, timed, write_files

from django.conf import settings  # isort: skip
from django.core.files import File  # isort: skip
from django.core.management import call_command  # isort: skip
from django.db import connection, transaction  # isort: skip
from django.utils import timezone  # isort: skip

from umkm.importers import uploads  # isort: skip
from umkm.importers.businesses import import_businesses  # isort: skip
from umkm.models import ImportKind, ImportUpload  # isort: skip


def command(path):
    """Seconds of the command's import."""

    def run():
        import_businesses(path, rejects_path=path.with_suffix(".ditolak.csv"), on=date(2026, 11, 24))

    return [timed(run)]


def desk(path):
    """Seconds of the preview and of the import after it."""
    settings.MEDIA_ROOT = str(path.parent / "media")
    with path.open("rb") as file:
        upload, _other = uploads.keep_upload(
            file=File(file, path.name), kind=ImportKind.BUSINESSES, place=None, by=None
        )
    now = timezone.now()  # noqa: TID251 - a script reads the clock
    preview = timed(lambda: uploads.work_on(upload.pk, at=now))
    uploads.confirm(upload=upload, by=None)
    seconds = [preview, timed(lambda: uploads.work_on(upload.pk, at=now))]
    assert ImportUpload.objects.get(pk=upload.pk).run.created == ROWS
    return seconds


def measure(way, path):
    """Do one measurement in this process, take it back, print the seconds and the peak in MB."""
    with transaction.atomic(), connection.cursor() as cursor:
        empty(cursor)
        seconds = way(path)
        transaction.set_rollback(True)
    print(*seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


def in_a_process(*arguments):
    """What another run of this script prints, as numbers."""
    answer = subprocess.run([sys.executable, __file__, *arguments], check=True, capture_output=True, text=True)
    return [float(number) for number in answer.stdout.split()]


def main():
    """Measure both formats."""
    call_command("migrate", verbosity=0)
    call_command("load_reference", quiet=True)
    with tempfile.TemporaryDirectory() as folder:
        in_a_process("write", folder)
        for name in ("usaha.csv", "usaha.xlsx"):
            path = os.path.join(folder, name)
            alone, alone_peak = in_a_process("command", path)
            preview, applied, desk_peak = in_a_process("desk", path)
            print(f"{name}, {ROWS} rows: command {alone:.1f} s, peak {alone_peak:.0f} MB")
            print(f"  preview / command = {preview / alone:.2f}; import / command = {applied / alone:.2f}", end="")
            print(f"; peak {desk_peak:.0f} MB")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["write", folder]:
            write_files(Path(folder))
        case [("command" | "desk") as way, path]:
            measure({"command": command, "desk": desk}[way], Path(path))
        case _:
            main()
