"""The virtual environment: made once, mended when a requirements file changes."""

import fcntl
import hashlib
import os
import re
import subprocess
import sys
import urllib.request
from contextlib import contextmanager
from urllib.parse import urljoin

from places import PRIVATE, PYTHON, ROOT, VENV, Failure, private_folder

PIP = "pip-26.0-py3-none-any.whl"
"""Fetched only where Python came without `ensurepip`, as Debian's does."""


@contextmanager
def one_at_a_time():
    """Let one set-up work on the checkout; a second one waits for it."""
    with (private_folder(PRIVATE) / "set-up.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def ensure(requirements):
    """Make `.portal/venv` hold what the file `requirements` pins; quick when it already does."""
    stamp = VENV / f"has-{requirements}"
    if stamp.exists() and stamp.read_text() == _fingerprint(requirements) and _runs():
        return
    if not _runs():
        _make_venv()
    print(f"Installing {requirements} …", file=sys.stderr, flush=True)
    command = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", ROOT / requirements]
    if subprocess.run(command, stdout=sys.stderr).returncode:
        raise Failure(
            f"pip could not install {requirements} (its reason stands above); "
            "check the connection to PyPI, then run this again."
        )
    for name in {requirements, "requirements.txt"}:  # every requirements file holds the first one's packages too
        (VENV / f"has-{name}").write_text(_fingerprint(name))


def _fingerprint(requirements):
    text = (ROOT / requirements).read_text() + (ROOT / "requirements.txt").read_text()
    return hashlib.sha256(f"{sys.version_info[:2]} {ROOT} {text}".encode()).hexdigest()


def _runs():
    if not PYTHON.exists():
        return False
    # A venv keeps the path it was made in, so a moved checkout needs a new one.
    asked = subprocess.run([PYTHON, "-c", "import pip, sys; print(sys.prefix)"], capture_output=True, text=True)
    return asked.stdout.strip() == str(VENV)


def _make_venv():
    print("Making the virtual environment …", file=sys.stderr, flush=True)
    command = [sys.executable, "-m", "venv", "--clear", VENV]
    if subprocess.run(command, capture_output=True).returncode == 0:
        return
    made = subprocess.run([*command, "--without-pip"], capture_output=True, text=True)
    if made.returncode:
        raise Failure(f"{sys.executable} could not make a virtual environment: {made.stderr.strip()[-300:]}")
    wheel = _fetch_pip()
    # A wheel is a zip file that Python can run: pip installs itself.
    subprocess.run([PYTHON, f"{wheel}/pip", "install", "--quiet", "--no-index", wheel], check=True, stdout=sys.stderr)


def _fetch_pip():
    index = os.environ.get("PIP_INDEX_URL", "https://pypi.org/simple").rstrip("/") + "/pip/"
    try:
        with urllib.request.urlopen(index, timeout=60) as page:
            link = re.search(rf'href="([^"]*{re.escape(PIP)}[^"]*)"', page.read().decode())
        target = VENV / PIP
        with urllib.request.urlopen(urljoin(index, link[1]), timeout=60) as wheel:
            target.write_bytes(wheel.read())
    except (OSError, TypeError) as problem:
        raise Failure(
            f"This Python has no pip and {index} did not give one ({problem}); "
            "install your system's python3-venv package, then run this again."
        ) from problem
    return target
