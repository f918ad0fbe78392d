"""The ministry's published list of TKDN certificates into the portal."""

import re
from pathlib import Path

from django.db import connection, transaction
from django.db.models.functions import Now

from certification.importers.known import KnownCertificates
from certification.importers.rows import COLUMNS, HOLDER, accepted_rows, check_columns
from certification.importers.values import written_day
from certification.services import link_waiting_holders
from umkm.importers.reading import read_table
from umkm.importers.run import Rejects, finish_run, start_run
from umkm.models import ImportKind

TITLE_BYTES = 8192
AS_OF = re.compile(r"\bper\s+(\d{1,2}\s+[a-z]+\s+\d{4})", re.IGNORECASE)


def import_certificates(path, *, rejects_path, progress=lambda rows: None, run=None):
    """Read the list at `path` in one transaction, then link holders that the register knows. Returns (run, counts).

    `run` is an unfinished run of this file, when there is one already. Raises Unreadable when the file is no such
    list. Nothing of an interrupted import stays but its unfinished run.
    """
    path = Path(path)
    table = read_table(path, COLUMNS)
    check_columns(table, path.name)
    with Rejects(Path(rejects_path), table.columns) as rejects:
        rows = accepted_rows(table, rejects, progress)
        run = run or start_run(ImportKind.CERTIFICATES, path)
        with transaction.atomic():
            counts = take_rows(rows, rejects, as_of=day_of_list(path))
            link_waiting_holders()
            finish_run(run, counts, rejects, Now())
    run.refresh_from_db(fields=["finished_at"])
    return run, counts


def take_rows(rows, rejects, *, as_of):
    """Write accepted rows; returns what became of all. `as_of` is the day the list says it was drawn, or None."""
    # Two imports at once would both miss what the other is about to write.
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE certification_certificate IN SHARE ROW EXCLUSIVE MODE")
    known = KnownCertificates(rows, as_of)
    for group in _grouped(rows):
        known.take(group)
    known.save()
    for row, refused in known.refused:
        rejects.add(row.line, row.cells, refused)
    known.counts.refused = rejects.count
    return known.counts


def _grouped(rows):
    """The rows of each certificate; those with a number come first, since a row without one may mean the same."""
    groups = {}
    for row in sorted(rows, key=lambda row: row.certificate.number is None):
        groups.setdefault(row.certificate.key, []).append(row)
    return groups.values()


def day_of_list(path):
    """The day in the list's title (“Per 27 Mei 2026”), or None; Excel files keep their title out of sight."""
    with path.open("rb") as file:
        start = file.read(TITLE_BYTES).decode("utf-8", "ignore")
    header = re.search(HOLDER, start, re.IGNORECASE)
    found = AS_OF.search(start, 0, header.start()) if header else None
    return written_day(" ".join(found[1].split())) if found else None
