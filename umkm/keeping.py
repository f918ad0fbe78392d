"""How long files are kept, and whether what the database says of them is true of the storage."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q

from umkm.models import Document
from umkm.models.document import Erased

FOLDER = "documents"
YOUNG = timedelta(days=1)
"""A file without a row may belong to an upload that is still being saved; after this long it does not."""
AT_ONCE = 500
"""Rows of one transaction, so that a first run over years of files holds no long lock."""


def erase(documents, *, at, why):
    """Delete the content of `documents` (a queryset) and keep their rows as the record; returns how many.

    The files go once the rows are safely written: a worker killed in between leaves a file without a row, which
    `check_documents` finds; never a row whose file is gone. Two workers at once share the work.
    """
    count = 0
    while erased := _erase_some(documents, at, why):
        count += erased
    return count


@transaction.atomic
def _erase_some(documents, at, why):
    waiting = documents.filter(erased_at__isnull=True).select_for_update(skip_locked=True, of=("self",))
    rows = list(waiting.order_by("pk")[:AT_ONCE])
    names = [stored.name for row in rows for stored in (row.file, row.preview) if stored]
    for row in rows:
        row.removed_at = row.removed_at or at
        row.erased_at, row.erased_why, row.file, row.preview = at, why, "", ""
    Document.objects.bulk_update(rows, ["removed_at", "erased_at", "erased_why", "file", "preview"])
    transaction.on_commit(lambda: _delete(names))
    return len(rows)


def _delete(names):
    for name in names:
        default_storage.delete(name)


def past_retention(at):
    """Documents removed longer ago than `DOCUMENT_RETENTION_DAYS` at `at`."""
    return Document.objects.filter(removed_at__lt=at - timedelta(days=settings.DOCUMENT_RETENTION_DAYS))


def erase_removed(at):
    """Erase what people removed and whose retention has ended; returns how many."""
    return erase(past_retention(at), at=at, why=Erased.RETENTION)


@dataclass
class Findings:
    """What is wrong: rows whose file is missing or of another size, and files that belong to no row."""

    checked: int = 0
    missing: list = field(default_factory=list)
    other_size: list = field(default_factory=list)
    orphans: list = field(default_factory=list)

    @property
    def is_sound(self):
        """Whether rows and files agree."""
        return not (self.missing or self.other_size or self.orphans)


def check_documents():
    """Compare every row with the storage, and the storage with the rows."""
    found, known = Findings(), set()
    rows = Document.objects.filter(erased_at__isnull=True).order_by("pk")
    for row in rows.iterator():
        found.checked += 1
        known |= {stored.name for stored in (row.file, row.preview) if stored}
        _check_row(row, found)
    found.orphans = [name for name in stored_names() if name not in known and not _is_known(name)]
    return found


def _check_row(row, found):
    try:
        size = row.file.size
        if row.preview and not row.preview.storage.exists(row.preview.name):
            found.missing.append(row)
    except FileNotFoundError:
        found.missing.append(row)
    else:
        if size != row.size:
            found.other_size.append(row)


def _is_known(name):
    """Asked again at the end: the row may have come while the files were listed."""
    return Document.objects.filter(Q(file=name) | Q(preview=name)).exists()


def stored_names():
    """The names of all stored documents, folder by folder."""
    if not default_storage.exists(FOLDER):
        return
    folders, _files = default_storage.listdir(FOLDER)
    for folder in sorted(folders):
        for name in sorted(default_storage.listdir(f"{FOLDER}/{folder}")[1]):
            yield f"{FOLDER}/{folder}/{name}"


def delete_orphans(names, *, at):
    """Delete the files of `names` that are older than a day at `at`; returns the deleted ones."""
    old = [name for name in names if default_storage.get_modified_time(name) < at - YOUNG]
    _delete(old)
    return old
