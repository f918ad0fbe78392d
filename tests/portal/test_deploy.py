"""What `deploy/server/` and the page about operations name exists, and a server's settings are safe."""

import os
import re
import secrets
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import get_commands
from django.utils.module_loading import import_string

SERVER = settings.BASE_DIR / "deploy" / "server"
OPERATIONS = settings.BASE_DIR / "docs" / "operations.md"
UNITS = sorted([*SERVER.glob("*.service"), *SERVER.glob("*.timer")])
FILES = [*UNITS, SERVER / "compose.yaml", SERVER / "Dockerfile", OPERATIONS]


def text_of(files):
    return "\n".join(file.read_text() for file in files)


def example():
    """The settings of the example as a shell reads them, with keys where it leaves them empty."""
    shell = f"set -a; . {SERVER}/portal.env.example; env"
    found = subprocess.run(["env", "-i", "sh", "-c", shell], capture_output=True, text=True, check=True).stdout
    values = dict(line.split("=", 1) for line in found.splitlines())
    names = re.findall(r"^([A-Z_]+)=", (SERVER / "portal.env.example").read_text(), re.MULTILINE)
    return {name: values[name] or secrets.token_urlsafe(50) for name in names}


def test_every_command_that_is_named_exists():
    named = set(re.findall(r"(?:manage\.py|deploy/server/manage) ([a-z_]+)", text_of(FILES)))

    assert named - set(get_commands()) == set()
    assert {"migrate", "backup", "restore", "collectstatic", "load_reference", "check"} <= named


def test_every_setting_of_the_example_is_one_the_portal_reads():
    read = set(
        re.findall(
            r'(?:env(?:\.\w+)?|required)\("([A-Z_]+)"', (settings.BASE_DIR / "tkdnportal/settings.py").read_text()
        )
    )

    assert set(example()) - read == set()


def test_every_setting_of_the_example_is_explained():
    page = (settings.BASE_DIR / "docs/settings.md").read_text()

    assert [name for name in example() if f"`{name}`" not in page] == []


def test_the_programs_are_given_what_exists():
    programs = text_of([*UNITS, SERVER / "compose.yaml"])

    for application, logger in re.findall(r"gunicorn (\S+) .*--logger-class (\S+)", programs):
        assert import_string(f"{application}.application")
        assert import_string(logger)
    assert set(re.findall(r"celery -A (\S+)", programs)) == {"tkdnportal"}


def test_every_unit_the_page_names_is_there():
    named = set(re.findall(r"tkdnportal-[a-z]+\.(?:service|timer)", OPERATIONS.read_text()))

    assert {unit.name for unit in UNITS} == named


def test_every_file_the_page_names_is_there():
    named = set(re.findall(r"deploy/server/[A-Za-z.]+[A-Za-z]", OPERATIONS.read_text()))

    assert [name for name in named if not (settings.BASE_DIR / name).exists()] == []


def test_the_proxy_lets_the_largest_import_through():
    largest = int(re.search(r"client_max_body_size (\d+)m;", (SERVER / "nginx.conf").read_text())[1])

    assert largest > settings.IMPORT_LARGEST_MB


def test_the_settings_of_a_server_are_safe():
    environment = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "tkdnportal.settings"} | example()

    answer = subprocess.run(
        [sys.executable, settings.BASE_DIR / "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        env=environment, capture_output=True, text=True,
    )  # fmt: skip

    assert answer.returncode == 0, answer.stderr


@pytest.mark.parametrize(
    ("url", "expected"), [("https://tkdn.example.go.id", "required"), ("http://127.0.0.1:8000", "offered")]
)
def test_a_server_asks_its_staff_for_a_second_factor(url, expected):
    environment = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "tkdnportal.settings"} | example()
    del environment["STAFF_MFA"]

    answer = subprocess.run(
        [sys.executable, "-c", "from django.conf import settings; print(settings.STAFF_MFA)"],
        env=environment | {"SITE_URL": url}, capture_output=True, text=True, cwd=settings.BASE_DIR,
    )  # fmt: skip

    assert answer.stdout == f"{expected}\n"
