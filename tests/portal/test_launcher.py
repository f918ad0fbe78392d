"""The embedded launcher as a person meets it: each refusal is one sentence that says what to do."""

import os
import socket
import subprocess
import sys

import pytest
from django.conf import settings

LAUNCHER = settings.BASE_DIR / "deploy" / "embedded"


def launch(*arguments, **variables):
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL", "PG_BIN"}}
    return subprocess.run(
        [sys.executable, LAUNCHER, *arguments], env=kept | variables, capture_output=True, text=True, timeout=60
    )


def test_an_unknown_command_is_answered_with_the_known_ones():
    answer = launch("fly")

    assert answer.returncode == 2
    known = "run, test, lint, bench, pictures, faces, lighthouse, shell-env, stop, manage"
    assert answer.stderr == f"Unknown command “fly”; choose one of {known}.\n"


def test_a_taken_port_is_named_before_anything_is_set_up():
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = str(holder.getsockname()[1])

        answer = launch("run", PORT=port)

    assert answer.returncode == 1
    assert answer.stderr == f"run: Port {port} of 127.0.0.1 is taken or not allowed; try `make run PORT=8001`.\n"


@pytest.mark.parametrize("port", ["delapan", "99999"])
def test_a_port_that_is_none_is_refused(port):
    answer = launch("run", PORT=port)

    assert answer.returncode == 1
    assert port in answer.stderr


def test_a_wrong_pg_bin_is_named_with_what_is_missing(tmp_path):
    answer = launch("manage", "check", PG_BIN=str(tmp_path))

    assert answer.returncode == 1
    assert answer.stderr == (
        f"manage: PG_BIN is {tmp_path}, but initdb, pg_ctl, postgres and createdb are not all there; correct it.\n"
    )


def test_a_folder_that_somebody_else_made_is_not_used(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(LAUNCHER))
    import places

    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    planted = tmp_path / "planted"
    planted.symlink_to(elsewhere)

    with pytest.raises(places.Failure, match="belongs to somebody else"):
        places.private_folder(planted)


def test_a_private_folder_is_closed_to_others(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(LAUNCHER))
    import places

    folder = places.private_folder(tmp_path / "state")

    assert folder.stat().st_mode & 0o777 == 0o700
