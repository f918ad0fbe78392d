"""The ministry's published list of TKDN certificates into the portal."""

import re
from dataclasses import dataclass
from datetime import date
from html import unescape
from pathlib import Path

from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils.timezone import localdate

from certification.importers.known import KnownCertificates
from certification.importers.rows import COLUMNS, HOLDER, accepted_rows, check_columns
from certification.importers.values import written_day
from certification.models import CertificateList
from certification.services import link_waiting_holders
from umkm.importers.reading import read_table
from umkm.importers.run import Rejects, finish_run, start_run
from umkm.models import ImportKind

TITLE_BYTES = 8192
TAG = re.compile(r"<[^>]*>")
LONGEST_NAME = CertificateList._meta.get_field("name").max_length
AS_OF = re.compile(r"\bper\s+(\d{1,2}\s+[a-z]+\s+\d{4})", re.IGNORECASE)


def import_certificates(path, *, rejects_path, as_of=None, progress=lambda rows: None, run=None):
    """Read the list at `path` in one transaction, then link holders that the register knows. Returns (run, counts).

    `as_of` is the day the list was drawn; without it the day in its title counts, else the day of the same file's
    earlier import, else the day of this one. `run` is an unfinished run of this file, when there is one already.
    Raises Unreadable when the file is no such list. Nothing of an interrupted import stays but its unfinished run.
    """
    path = Path(path)
    table = read_table(path, COLUMNS)
    check_columns(table, path.name)
    with Rejects(Path(rejects_path), table.columns) as rejects:
        rows = accepted_rows(table, rejects, progress)
        run = run or start_run(ImportKind.CERTIFICATES, path)
        with transaction.atomic():
            counts = take_rows(rows, rejects, seen_in=start_list(run, path, rows, as_of))
            link_waiting_holders()
            finish_run(run, counts, rejects, Now())
    run.refresh_from_db(fields=["finished_at"])
    return run, counts


def start_list(run, path, rows, as_of):
    """The record of this list: its name, its day, and which end dates it covers; unsaved where no row went in."""
    title = title_of_list(path)
    run.refresh_from_db(fields=["started_at"])
    day = as_of or title.day or _earlier_day(run) or localdate(run.started_at)
    ends = [row.certificate.valid_until for row in rows]
    started = CertificateList(run=run, name=title.name, as_of=day)
    if ends:
        started.ends_from, started.ends_until = min(ends), max(ends)
        started.save()
    return started


def _earlier_day(run):
    """A file that was read before is as old as it was then."""
    earlier = CertificateList.objects.filter(run__file_hash=run.file_hash).order_by("pk").first()
    return earlier and earlier.as_of


def take_rows(rows, rejects, *, seen_in):
    """Write accepted rows; returns what became of all. `seen_in` is their list, with the day it was drawn."""
    # Two imports at once would both miss what the other is about to write.
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE certification_certificate IN SHARE ROW EXCLUSIVE MODE")
    known = KnownCertificates(rows, seen_in)
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


@dataclass(frozen=True)
class Title:
    """What stands above a list: which one it is, and of which day. Excel files keep their title out of sight."""

    name: str = ""
    day: date | None = None


def title_of_list(path):
    """The title of the list at `path` (“… Per 27 Mei 2026”), empty where it has none."""
    with path.open("rb") as file:
        start = file.read(TITLE_BYTES).decode("utf-8", "ignore")
    header = re.search(HOLDER, start, re.IGNORECASE)
    found = AS_OF.search(start, 0, header.start()) if header else None
    if not found:
        return Title()
    name = " ".join(unescape(TAG.sub(" ", start[: found.start()])).split())
    return Title(name[-LONGEST_NAME:], written_day(" ".join(found[1].split())))
