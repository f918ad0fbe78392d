"""One reading of one file: its counts, its refused rows, its file of rejects."""

import csv
import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from umkm.importers.reading import clean, csv_safe
from umkm.importers.workbook import CellError
from umkm.models import ImportRow, ImportRun

REASON_COLUMNS = ("baris", "kolom", "nilai", "alasan")
KEPT_ROWS = 1000
"""The database keeps at most this many refused rows of a run to look at; the rejects file has them all."""


_IDENTITY_NUMBER = re.compile(r"(?<![0-9])[0-9]{16}(?![0-9])")
HIDDEN = "••••"


class Refused(Exception):
    """A row that cannot go in: which column, which value, why and what to do."""

    def __init__(self, column, value, reason):
        """`reason` is a whole sentence for the clerk."""
        super().__init__(reason)
        self.column, self.value, self.reason = column, clean(value), reason


def refuse_unknown_values(cells):
    """Refuse a row of a workbook with a cell whose value nobody knows."""
    for column, cell in cells.items():
        if isinstance(cell, CellError):
            reason = _("Sel ini berisi rumus tanpa hasil atau galat Excel: %(cell)s. Ketik nilainya, lalu impor lagi.")
            raise Refused(column or "", cell, reason % {"cell": cell})


@dataclass
class Rejects:
    """The refused rows, written as they come: the same columns as the file plus the reason.

    The file is the clerk's own and holds every cell; the database's copy holds no cell of a `secret` column and no
    number of 16 digits, wherever someone typed it, since that is how long a NIK is.
    """

    path: Path
    columns: list[str]
    secret: frozenset = frozenset()
    count: int = 0
    kept: list = field(default_factory=list)

    def __enter__(self):
        """The file appears with the first refused row; without one there is none, not even an earlier run's."""
        self._file = None
        self.path.unlink(missing_ok=True)
        return self

    def __exit__(self, *_exception):
        if self._file:
            self._file.close()

    def add(self, line, cells, refused):
        """Write one refused row; `secret` columns (identity numbers) stay out of the database's copy."""
        if self._file is None:
            self._file = self.path.open("w", encoding="utf-8-sig", newline="")
            self._writer = csv.writer(self._file)
            self._writer.writerow([*self.columns, *REASON_COLUMNS])
        values = [csv_safe(cells.get(column)) for column in self.columns]
        self._writer.writerow([*values, line, refused.column, csv_safe(refused.value), refused.reason])
        self.count += 1
        if len(self.kept) < KEPT_ROWS:
            self.kept.append(self._kept(line, cells, refused))

    def _kept(self, line, cells, refused):
        shown = {column: _masked(clean(cells.get(column))) for column in self.columns if column not in self.secret}
        hidden = refused.column in self.secret and refused.value
        return ImportRow(
            line=line,
            column=refused.column[:60],
            value=HIDDEN if hidden else _masked(refused.value)[:200],
            reason=_masked(refused.reason)[:500],
            cells=shown,
        )


def _masked(text):
    return _IDENTITY_NUMBER.sub(HIDDEN, text)


@dataclass
class Counts:
    """What became of the rows."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0

    @property
    def read(self):
        """Every row is in exactly one count."""
        return self.created + self.updated + self.unchanged + self.refused


def start_run(kind, path, by=None):
    """The record of a run that begins; it stays unfinished if the run is interrupted."""
    path = Path(path)
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return ImportRun.objects.create(kind=kind, file_name=path.name[:255], file_hash=digest.hexdigest(), by=by)


@transaction.atomic
def finish_run(run, counts, rejects, at):
    """Write the counts and the refused rows of a finished run."""
    for name in ("read", "created", "updated", "unchanged", "refused"):
        setattr(run, name, getattr(counts, name))
    run.finished_at = at
    run.save(update_fields=["read", "created", "updated", "unchanged", "refused", "finished_at"])
    for row in rejects.kept:
        row.run = run
    ImportRow.objects.bulk_create(rejects.kept)


def default_rejects_path(path):
    """Beside the file: `usaha.csv` → `usaha.ditolak.csv`; in the present folder when that one is not writable."""
    path = Path(path)
    return path.with_name(f"{path.stem}.ditolak.csv")
