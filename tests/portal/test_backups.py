"""A backup holds everything, and what cannot be restored whole is not restored at all."""

import json
import uuid
import zipfile
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from psycopg2 import connect

from accounts.models import User
from tests.umkm.files import PDF
from tkdnportal import backups

pytestmark = pytest.mark.django_db(transaction=True)


def administer(sql):
    """Outside any database of the tests."""
    where = connection.get_connection_params()
    link = connect(dbname="postgres", user=where["user"], host=where["host"], port=where.get("port"))
    link.autocommit = True
    with link.cursor() as cursor:
        cursor.execute(sql)
    link.close()


@pytest.fixture(scope="module")
def copy(django_db_setup, django_db_blocker):
    """A copy of the tests' database, since a restore exchanges the whole of one."""
    name = f"backup_{uuid.uuid4().hex[:8]}"
    with django_db_blocker.unblock():
        source = connection.settings_dict["NAME"]
        connection.close()
        administer(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
        yield name
        administer(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def saved(copy, settings, tmp_path):
    """A backup of a portal with one person and one private file; the portal stays connected to that database."""
    source = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = copy
    User.objects.all().delete()
    person("Sari")
    file = settings.MEDIA_ROOT / "documents" / "ab" / "berkas"
    file.parent.mkdir(parents=True)
    file.write_bytes(PDF)
    call_command("backup", str(tmp_path / "portal.zip"), stdout=StringIO())
    yield tmp_path / "portal.zip"
    connection.close()
    connection.settings_dict["NAME"] = source


def person(name):
    User.objects.create_user(f"{name.lower()}@example.id", full_name=name)


def names():
    return sorted(User.objects.values_list("full_name", flat=True))


def restore(file, *options):
    call_command("restore", str(file), *options, stdout=StringIO())


def test_what_was_backed_up_comes_back_and_what_came_later_is_gone(saved, settings, tmp_path):
    person("Tamu")
    stored = settings.MEDIA_ROOT / "documents" / "ab" / "berkas"
    stored.write_bytes(b"ditimpa")

    restore(saved, "--replace")

    assert names() == ["Sari"]
    assert stored.read_bytes() == PDF
    assert stored.stat().st_mode & 0o777 == 0o600
    (aside,) = tmp_path.glob("media.before-*")
    assert (aside / "documents" / "ab" / "berkas").read_bytes() == b"ditimpa"
    call_command("migrate", "--check", verbosity=0)


def test_the_rules_of_the_database_come_back_too(saved):
    restore(saved, "--replace")

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'pgtrigger_package_fits%'")
        assert cursor.fetchone() == (1,)


def test_the_file_is_for_its_owner_alone_and_is_never_overwritten(saved):
    with pytest.raises(CommandError, match="exists already; name a new file, so that no backup is lost"):
        call_command("backup", str(saved))

    assert saved.stat().st_mode & 0o777 == 0o600


def test_a_database_in_use_is_not_replaced_by_accident(saved):
    person("Tamu")

    with pytest.raises(CommandError, match="add --replace"):
        restore(saved)

    assert names() == ["Sari", "Tamu"]


def test_an_empty_database_is_filled_without_asking(saved):
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")

    restore(saved)

    assert names() == ["Sari"]


def test_a_restore_that_fails_half_way_changes_nothing(saved, tmp_path):
    broken = tmp_path / "broken.zip"
    with zipfile.ZipFile(saved) as good, zipfile.ZipFile(broken, "w") as bad:
        for entry in good.namelist():
            content = good.read(entry)
            bad.writestr(entry, content[: len(content) // 2] if entry == "database.dump" else content)

    with pytest.raises(CommandError, match="pg_restore failed"):
        restore(broken, "--replace")

    assert names() == ["Sari"]
    assert list(tmp_path.glob("media.before-*")) == []


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("HASH_KEY", "x" * 40, "was made with another HASH_KEY"),
        ("FIELD_KEYS", ["y" * 40], "was made with FIELD_KEYS that are not set here"),
    ],
)
def test_a_backup_of_other_keys_is_refused_before_anything_changes(saved, settings, name, value, sentence):
    setattr(settings, name, value)

    with pytest.raises(CommandError, match=sentence):
        restore(saved, "--replace")

    assert names() == ["Sari"]


def test_a_backup_does_not_tell_the_keys(saved, settings):
    with zipfile.ZipFile(saved) as archive:
        manifest = archive.read("manifest.json").decode()

    assert json.loads(manifest)["format"] == 1
    assert settings.HASH_KEY not in manifest
    assert settings.FIELD_KEYS[0] not in manifest


@pytest.mark.parametrize("content", [b"", b"bukan zip", PDF])
def test_another_file_is_no_backup(saved, tmp_path, content):
    file = tmp_path / "other.zip"
    file.write_bytes(content)

    with pytest.raises(CommandError, match=r"other\.zip is not a backup of this portal"):
        restore(file, "--replace")


def test_a_damaged_backup_is_named(saved, tmp_path):
    content = bytearray(saved.read_bytes())
    content[content.index(PDF) + 5] ^= 0xFF
    damaged = tmp_path / "damaged.zip"
    damaged.write_bytes(bytes(content))

    with pytest.raises(CommandError, match="is damaged at “media/documents/ab/berkas”"):
        restore(damaged, "--replace")


def test_missing_programs_are_named_with_what_to_do(monkeypatch):
    monkeypatch.setattr(backups, "find_spec", lambda name: None)
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("PG_BIN", raising=False)

    with pytest.raises(backups.Refused, match="pg_dump was not found; install PostgreSQL's client programs"):
        backups._find("pg_dump")
