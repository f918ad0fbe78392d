"""Reviews of packages' codes (“kaji ulang RUP”) from the procurement agency's data service."""

import copy
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from procurement import changes
from procurement.importers import cells as read
from procurement.importers.room import Room, weight
from procurement.importers.rows import ALIASES, Columns
from procurement.models import SUCCEEDED, ChangeKind, PackageChange
from umkm.importers.reading import read_table
from umkm.importers.run import Counts, Refused, Rejects, finish_run, start_run
from umkm.models import ImportKind

CHANGE_ALIASES = {
    "old_code": ("kd_rup_lama",),
    "new_code": ("kd_rup_baru",),
    "kind": ("jenis_revisi",),
    "changed_at": ("tgl_kaji_ulang",),
    "reason": ("alasan_kajiulang", "alasan_kaji_ulang"),
    "year": ALIASES["year"],
    "agency_name": ALIASES["agency_name"],
}
CHANGE_COLUMNS = frozenset(name for names in CHANGE_ALIASES.values() for name in names)
WRITTEN = ["is_active", "budget", *changes.CARRIED]


class ChangeColumns(Columns):
    """Columns of a file of reviews."""

    aliases = CHANGE_ALIASES
    needed = ("old_code", "new_code", "kind", "changed_at", "year")


@dataclass
class Row:
    """One accepted row."""

    line: int
    cells: dict
    change: PackageChange

    @property
    def key(self):
        """What makes a review the same review, in the order in which reviews happened."""
        change = self.change
        return change.changed_at, change.kind, change.old_code, change.new_code


def import_changes(path, *, rejects_path, at, progress=lambda _count: None, by=None, run=None):
    """Read a file of reviews; returns (run, counts).

    `at` is the moment that closes the run. Reviews are taken in the order of their own times, whatever the order of
    the rows; those whose packages are unknown wait for them. Raises Unreadable when the file is no such table.
    """
    table = read_table(path, CHANGE_COLUMNS)
    columns = ChangeColumns(table.columns)
    run = run or start_run(ImportKind.CHANGES, path, by)
    counts = Counts()
    with transaction.atomic(), Rejects(rejects_path, table.columns) as rejects:
        rows = accepted(table, columns, rejects, progress)
        for row in without_circles(fresh(rows, counts), columns, rejects):
            take_in(row, columns, counts, rejects)
        counts.refused = rejects.count
        finish_run(run, counts, rejects, at)
    return run, counts


def accepted(table, columns, rejects, progress):
    """Every row that can be read, in the order of the reviews."""
    rows = []
    for line, cells in table.rows:
        progress(1)
        try:
            rows.append(Row(line, cells, parse(columns, cells)))
        except Refused as refused:
            rejects.add(line, cells, refused)
    return sorted(rows, key=lambda row: row.key)


def parse(columns, cells):
    """The review of one row, unsaved; Refused names the column, the value and what to do."""
    kind = read.text(columns.cell(cells, "kind")).upper()
    if kind not in ChangeKind.values:
        raise Refused(
            columns.of("kind"),
            kind,
            _("Jenis perubahan yang dikenal: %(kinds)s.") % {"kinds": ", ".join(ChangeKind.values)},
        )
    change = PackageChange(
        kind=kind,
        old_code=read.rup_code(columns.of("old_code"), columns.cell(cells, "old_code")),
        new_code=read.rup_code(columns.of("new_code"), columns.cell(cells, "new_code")),
        changed_at=moment(columns.of("changed_at"), columns.cell(cells, "changed_at")),
        reason=read.text(columns.cell(cells, "reason"))[:500],
        year=read.year(columns.of("year"), columns.cell(cells, "year")),
        agency_name=read.text(columns.cell(cells, "agency_name"))[:200],
    )
    if (kind in SUCCEEDED) == (change.old_code == change.new_code):
        raise Refused(columns.of("new_code"), change.new_code, _wrong_code(kind))
    return change


def _wrong_code(kind):
    if kind in SUCCEEDED:
        return _("Kode baru sama dengan kode lama; paket yang diganti harus punya kode lain.")
    return _("Kode baru berbeda dari kode lama; paket yang dibatalkan atau diaktifkan tetap memakai kodenya.")


def moment(column, cell):
    """When the review was made, in the portal's time zone: the service marks local times with Z, so they stay as
    written. Two reviews of one day need their hours, so a day alone counts as its first minute."""
    day = read.day(column, cell)
    if day is None:
        raise Refused(column, "", _("Kolom ini wajib diisi."))
    written = cell.isoformat() if isinstance(cell, datetime) else read.text(cell).removesuffix("Z")
    try:
        found = datetime.fromisoformat(written.replace(" ", "T", 1)).replace(tzinfo=None)
    except ValueError:
        found = datetime.combine(day, datetime.min.time())
    return timezone.make_aware(found)


def fresh(rows, counts):
    """The rows that say something new; those already known, here or earlier in the file, are counted as unchanged."""
    codes = {row.change.old_code for row in rows}
    known = PackageChange.objects.filter(old_code__in=codes)
    seen = set(known.values_list("changed_at", "kind", "old_code", "new_code"))
    found = []
    for row in rows:
        if row.key in seen:
            counts.unchanged += 1
        else:
            found.append(row)
        seen.add(row.key)
    return found


def without_circles(rows, columns, rejects):
    """The rows but for those by which a code would follow itself; the database refuses these too."""
    onward = {}
    for old, new in PackageChange.objects.filter(kind__in=SUCCEEDED).values_list("old_code", "new_code"):
        onward.setdefault(old, set()).add(new)
    for row in rows:
        old, new = row.change.old_code, row.change.new_code
        if row.change.kind in SUCCEEDED:
            if leads_to(onward, new, old):
                rejects.add(row.line, row.cells, _circle(columns, old, new))
                continue
            onward.setdefault(old, set()).add(new)
        yield row


def leads_to(onward, start, goal):
    """Whether following codes from `start` reaches `goal`."""
    seen, ahead = set(), [start]
    while ahead:
        code = ahead.pop()
        if code == goal:
            return True
        if code not in seen:
            seen.add(code)
            ahead.extend(onward.get(code, ()))
    return False


def _circle(columns, old, new):
    reason = _(
        "Paket %(old)s tidak dapat menjadi %(new)s, karena %(new)s sendiri berasal dari %(old)s. Periksa kodenya."
    )
    return Refused(columns.of("new_code"), new, reason % {"old": old, "new": new})


def take_in(row, columns, counts, rejects):
    """Record one review and let its packages follow it; one that its budget line cannot hold is refused."""
    change = row.change
    try:
        with transaction.atomic():
            change.save(force_insert=True)
            follow(change, columns)
    except Refused as refused:
        rejects.add(row.line, row.cells, refused)
        return
    counts.created += 1


def follow(change, columns):
    """Bring the packages of a review in step with all reviews known; Refused when there is no room for them."""
    packages = changes.touched_by([(change.old_code, change.new_code)])
    if not packages:
        return
    alive = changes.verdicts([package.rup_code for package in packages])
    decided = changes.inherited([package.rup_code for package in packages])
    room = Room({package.agency_id for package in packages})
    for before in sorted(packages, key=lambda package: alive.get(package.rup_code, True)):
        package = copy.copy(before)
        package.is_active = alive.get(package.rup_code, package.is_active)
        if package.rup_code in decided and changes.inherit(package, decided[package.rup_code]):
            package.budget_id = room.line_of(package)
        room.take(columns.of("old_code"), before, package)
        if weight(package) != weight(before) or any(_differ(before, package)):
            package.save(update_fields=WRITTEN)


def _differ(before, after):
    return (getattr(before, name) != getattr(after, name) for name in ("is_active", "budget_id", *changes.CARRIED))
