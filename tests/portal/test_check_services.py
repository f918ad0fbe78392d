"""`check_services` names the server that does not answer, in one sentence."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import call_command


def ask(**variables):
    return subprocess.run(
        [sys.executable, settings.BASE_DIR / "manage.py", "check_services"],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tkdnportal.settings"} | variables,
        capture_output=True,
        text=True,
    )


@pytest.mark.django_db
def test_servers_that_answer_need_no_words(capsys):
    call_command("check_services")

    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing"}, "PostgreSQL does not answer at DATABASE_URL: "),
        ({"REDIS_URL": "redis://127.0.0.1:1/0"}, "Redis does not answer at REDIS_URL: "),
    ],
    ids=["no PostgreSQL", "no Redis"],
)
def test_a_silent_server_is_named_in_one_line(variables, said):
    answer = ask(**variables)

    assert answer.returncode == 1
    assert said in answer.stderr
    assert answer.stderr.count("\n") == 1
    assert answer.stderr.endswith("Start it or correct the address.\n")
