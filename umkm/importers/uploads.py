"""Files handed in at the desk: kept, read twice by a worker (once to show, once for good), decided by a clerk."""

import hashlib
import shutil
import tempfile
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pghistory
from django.core.files import File
from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from umkm.importers.kinds import kind_of
from umkm.importers.preview import preview
from umkm.importers.progress import Progress, forget_progress
from umkm.importers.reading import Unreadable, read_table
from umkm.models import ImportRun, ImportUpload
from umkm.models.uploads import ADVISORY_LOCKS

LONGEST_NAME = 60
"""Letters of a file's name that a temporary copy keeps; any file system takes so many."""


def fingerprint_of(file):
    """SHA-256 of an uploaded file, read in pieces."""
    digest = hashlib.sha256()
    for piece in file.chunks():
        digest.update(piece)
    return digest.hexdigest()


@transaction.atomic
def keep_upload(*, file, kind, place, by):
    """(upload, run that holds the same file or None) of a file handed in; a file that is still open is not kept twice.

    With an open run of the same content the upload is None: its run is the one to decide.
    """
    fingerprint = fingerprint_of(file)
    with connection.cursor() as cursor:
        # Two clerks with the same file at once would both find none.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{kind}:{fingerprint}"])
    same = ImportRun.objects.filter(kind=kind, file_hash=fingerprint)
    still_open = same.filter(upload__in=ImportUpload.objects.open()).first()
    if still_open:
        return None, still_open
    earlier = same.filter(finished_at__isnull=False).first()
    run = ImportRun.objects.create(kind=kind, file_name=file.name[:255], file_hash=fingerprint, by=by)
    file.seek(0)
    return ImportUpload.objects.create(run=run, file=file, size=file.size, place=place), earlier


def confirm(*, upload, by):
    """Whether this press was the one that confirmed; a second press, or one after a discard, changes nothing."""
    undecided = ImportUpload.objects.undecided().filter(pk=upload.pk)
    return bool(undecided.update(confirmed_at=Now(), confirmed_by=by, begun_at=None))


def discard(*, upload, by):
    """Whether this press was the one that discarded; what is confirmed already stays."""
    open_ = ImportUpload.objects.open().filter(pk=upload.pk, confirmed_at__isnull=True)
    return bool(open_.update(discarded_at=Now(), discarded_by=by))


def look_again(*, upload):
    """Whether the file waits for a new preview now; not once it is confirmed or discarded."""
    undecided = ImportUpload.objects.undecided().filter(pk=upload.pk)
    return bool(undecided.update(previewed_at=None, preview=None, begun_at=None))


def start_again(*, upload):
    """Whether a stopped or failed run waits for a worker again; one that a worker holds will find nothing to do."""
    found = ImportUpload.objects.filter(pk=upload.pk, run__finished_at__isnull=True, discarded_at__isnull=True)
    return bool(found.exclude(file="").update(begun_at=None, failed_at=None, failure=""))


def work_on(run_id, *, at):
    """Do what is due for one upload: its preview, or the import that was confirmed; nothing when nothing is.

    The result and its record are one transaction, so a worker may be killed and this be called again at any time. `at`
    is the moment of the work. What makes the file unreadable becomes the run's failure.
    """
    if not ImportUpload.objects.due().filter(pk=run_id).update(begun_at=Now()):
        return
    forget_progress(run_id)
    try:
        with transaction.atomic():
            if _is_mine(run_id):
                _work(ImportUpload.objects.due().select_related("run").get(pk=run_id), at)
    except Unreadable as problem:
        _fail(run_id, str(problem))
    except Exception:
        _fail(
            run_id, _("Ada kesalahan pada portal saat membaca berkas; tekan “Mulai lagi”, atau hubungi administrator.")
        )
        raise


def _is_mine(run_id):
    """Whether no other worker has this run; held until the transaction ends, also by being killed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [ADVISORY_LOCKS, run_id])
        return cursor.fetchone()[0] and ImportUpload.objects.due().filter(pk=run_id).exists()


def _fail(run_id, reason):
    ImportUpload.objects.due().filter(pk=run_id).update(failed_at=Now(), failure=reason[:1000])


def _work(upload, at):
    kind = kind_of(upload.run.kind)
    with _local_copy(upload) as path, tempfile.TemporaryDirectory(prefix="ditolak-") as folder:
        rejects = Path(folder) / "ditolak.csv"
        table = read_table(path, kind.headings)
        total = sum(1 for _row in table.rows)
        notes = list(table.notes)
        options = {"place": upload.place_id} if kind.takes_place else {}
        read = partial(
            kind.read, path, rejects_path=rejects, run=upload.run, at=at, progress=Progress(upload.pk, total),
            warn=notes.append, **options,
        )  # fmt: skip
        if upload.confirmed_at is None:
            _show(upload, kind, read, notes)
        else:
            _apply(upload, kind, read)
        _keep_rejects(upload, rejects)


def _show(upload, kind, read, notes):
    found, upload.seen = preview(kind, upload.run, read)
    upload.preview = found | {"notes": list(dict.fromkeys(notes))}
    upload.previewed_at = Now()
    upload.save(update_fields=["preview", "seen", "previewed_at"])


def _apply(upload, kind, read):
    with pghistory.context(user=upload.confirmed_by_id, import_run=upload.pk):
        read()
        kind.applied()


def _keep_rejects(upload, path):
    """The refused rows of the last reading, beside the file; an earlier reading's are thrown away."""
    old = upload.rejects.name
    if path.exists():
        with path.open("rb") as file:
            upload.rejects.save("", File(file, name="ditolak.csv"), save=False)
    else:
        upload.rejects = ""
    upload.save(update_fields=["rejects"])
    if old:
        transaction.on_commit(partial(upload.rejects.storage.delete, old))


@contextmanager
def _local_copy(upload):
    """The file under the clerk's own name, which is the name that sentences about it should say."""
    with tempfile.TemporaryDirectory(prefix="impor-") as folder:
        path = Path(folder) / upload.run.file_name[-LONGEST_NAME:]
        with upload.file.open("rb") as source, path.open("wb") as copy:
            shutil.copyfileobj(source, copy)
        yield path


def forget_files(*, before):
    """Delete files and rejects of runs that began before `before` and are no longer open; how many there were."""
    old = ImportUpload.objects.filter(run__started_at__lt=before).exclude(file="")
    count = 0
    for upload in old.exclude(pk__in=ImportUpload.objects.open()):
        names = [name for name in (upload.file.name, upload.rejects.name) if name]
        ImportUpload.objects.filter(pk=upload.pk).update(file="", rejects="")
        for name in names:
            transaction.on_commit(partial(upload.file.storage.delete, name))
        count += 1
    return count
