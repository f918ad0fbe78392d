"""Chromium for the browser tests: found, or installed from Debian where root, or said loudly to be missing."""

import os
import shutil
import subprocess
import sys


def environment():
    """`{"CHROMIUM": path}`, or nothing when there is no Chromium: the browser tests then skip with a reason."""
    path = os.environ.get("CHROMIUM") or _found() or _installed()
    if not path:
        print(
            "test: no Chromium was found, so the browser tests are SKIPPED; install the package `chromium`.",
            file=sys.stderr,
        )
        return {}
    return {"CHROMIUM": path}


def _found():
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def _installed():
    if os.getuid() != 0 or not shutil.which("apt-get"):
        return None
    print("Installing Chromium for the browser tests …", file=sys.stderr, flush=True)
    quiet = {"stdout": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
    subprocess.run(["apt-get", "update", "-qq"], **quiet)
    subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"], **quiet)
    return _found()
