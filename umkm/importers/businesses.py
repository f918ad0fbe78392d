"""The register's import: a list of businesses in, every row accepted or refused by name.

Rows are checked one by one as they are read; what belongs to the whole set (which record a row is, duplicates) is
decided in the database, in one transaction with the writing. A run that is killed leaves nothing behind.
"""

import pghistory
from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from umkm.categories import CategoryRules
from umkm.importers import merge
from umkm.importers.places import Places
from umkm.importers.reading import Unreadable, read_table
from umkm.importers.rows import HEADINGS, PLACE_COLUMNS, SECRET_COLUMNS, RowReader, column_names
from umkm.importers.run import Counts, Refused, Rejects, finish_run, start_run
from umkm.models import CategoryRule, ImportKind


def import_businesses(path, *, rejects_path, on, progress=lambda count: None, warn=lambda text: None, by=None,
                      place=None, dry_run=False, run=None):  # fmt: skip
    """Read the businesses of `path` into the register: (ImportRun or None, Counts).

    `on` is the day of the import; `place` a Kemendagri code for rows that name no place; `progress` is told of each
    row, `warn` of columns nobody reads; a `dry_run` counts the same, writes nothing and has no run. `run` is an
    unfinished run of this file, when there is one already. Raises Unreadable.
    """
    table = read_table(path, HEADINGS)
    names = column_names(table.columns)
    reader = _reader(names, place, on)
    for note in table.notes:
        warn(note)
    if unknown := [column for column in table.columns if column and column not in names.values()]:
        warn(_("Kolom yang tidak dibaca: %(names)s.") % {"names": ", ".join(unknown)})
    secret = SECRET_COLUMNS | {names[name] for name in SECRET_COLUMNS if name in names}
    if not dry_run:
        run = run or start_run(ImportKind.BUSINESSES, path, by)
    with Rejects(rejects_path, table.columns, secret) as rejects, pghistory.context(import_run=run and run.pk):
        return run, _import(path, table, reader, rejects, run, progress)


def _reader(names, place, on):
    places = Places()
    if place is None and not PLACE_COLUMNS & names.keys():
        raise Unreadable(
            _("Berkas ini tidak punya kolom kabupaten, kecamatan, atau kode_wilayah; tambahkan salah satunya, "
              "atau sebut satu tempat untuk semua baris (perintah: --place 18.71).")
        )  # fmt: skip
    try:
        default = places.of_code(place) if place else None
    except Refused as problem:
        raise Unreadable(problem.reason) from problem
    return RowReader(
        names=names, places=places, default_place=default, rules=CategoryRules(CategoryRule.objects.all()), on=on
    )


@transaction.atomic
def _import(path, table, reader, rejects, run, progress):
    merge.stage(_accepted(table.rows, reader, rejects, progress))
    (created, updated, unchanged), refused = merge.merge()
    _refuse(path, refused, rejects)
    counts = Counts(created=created, updated=updated, unchanged=unchanged, refused=rejects.count)
    if run is None:
        transaction.set_rollback(True)
    else:
        finish_run(run, counts, rejects, at=Now())
        run.refresh_from_db()
    return counts


def _accepted(rows, reader, rejects, progress):
    """The rows that may go in; the others are written to the rejects as they come."""
    for line, cells in rows:
        progress(1)
        try:
            row = reader.read(line, cells)
        except Refused as refused:
            rejects.add(line, cells, refused)
        else:
            yield row


def _refuse(path, refused, rejects):
    """Write the rows that only the whole set could refuse; the file is read again, so that none had to be kept."""
    if not refused:
        return
    for line, cells in read_table(path, HEADINGS).rows:
        if line in refused:
            column, reason = refused[line]
            rejects.add(line, cells, Refused(column, _cell(cells, column), reason))


def _cell(cells, column):
    names = column_names([name for name in cells if name is not None])
    return cells.get(names.get(column))
