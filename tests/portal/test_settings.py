"""Settings that are missing or weak stop the start with the sentence that mends it."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from tkdnportal import checks


@pytest.mark.parametrize("name", ["SECRET_KEY", "FIELD_KEYS", "HASH_KEY", "DATABASE_URL", "REDIS_URL"])
def test_a_missing_variable_is_named_in_one_line(name):
    environment = {key: value for key, value in os.environ.items() if key != name}
    environment["DJANGO_SETTINGS_MODULE"] = "tkdnportal.settings"

    answer = subprocess.run(
        [sys.executable, settings.BASE_DIR / "manage.py", "check"], env=environment, capture_output=True, text=True
    )

    assert answer.returncode == 1
    assert answer.stderr.startswith(f"The environment variable {name} is missing: ")
    assert answer.stderr.count("\n") == 1


def test_short_keys_are_errors(settings):
    settings.SECRET_KEY, settings.FIELD_KEYS, settings.HASH_KEY = "short", ["short"], "short"

    found = [error.id for error in checks.keys_are_strong(None)]

    assert found == ["tkdnportal.E001", "tkdnportal.E002", "tkdnportal.E003"]


def test_another_database_is_an_error(settings, monkeypatch):
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "django.db.backends.sqlite3")

    assert [error.id for error in checks.the_database_is_postgresql(None)] == ["tkdnportal.E004"]


@pytest.mark.parametrize(
    ("suppliers", "province", "expected"),
    [(1, "18", []), (0, "18", ["tkdnportal.E005"]), (1, "Lampung", ["tkdnportal.E006"])],
    ids=["sensible", "no suppliers", "a name instead of a code"],
)
def test_numbers_must_make_sense(settings, suppliers, province, expected):
    settings.MIN_SUPPLIERS, settings.PORTAL_PROVINCE = suppliers, province

    assert [error.id for error in checks.numbers_make_sense(None)] == expected


def test_people_come_from_some_distance(settings):
    settings.COACHING_RADIUS_KM = 0

    assert [error.id for error in checks.numbers_make_sense(None)] == ["tkdnportal.E012"]


def test_the_driver_is_psycopg2():
    assert connection.Database.__name__ == "psycopg2"


@pytest.mark.parametrize(
    ("way", "url", "expected"),
    [
        ("console", "", []),
        ("counter", "", []),
        ("http", "https://sms.example.id/kirim", []),
        ("http", "", ["tkdnportal.E008"]),
        ("pigeon", "", ["tkdnportal.E007"]),
    ],
)
def test_messages_need_a_way_out(settings, way, url, expected):
    settings.MESSAGE_GATEWAY, settings.MESSAGE_GATEWAY_URL = way, url

    assert [error.id for error in checks.messages_can_leave(None)] == expected
