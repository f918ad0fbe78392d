"""`python3 deploy/embedded COMMAND`: what the Makefile's targets do, with nothing but the standard library."""

import os
import shutil
import sys

OLDEST_PYTHON = (3, 11)


def use_a_new_enough_python():
    """Start again under the first Python on PATH that is new enough, or say what to install."""
    if sys.version_info >= OLDEST_PYTHON:
        return
    for name in ("python3.13", "python3.12", "python3.11"):
        path = shutil.which(name)
        if path:
            os.execv(path, [path, *sys.argv])
    wanted = ".".join(map(str, OLDEST_PYTHON))
    sys.exit(f"Python {sys.version.split()[0]} is too old: install Python {wanted} or newer, then run this again.")


if __name__ == "__main__":
    use_a_new_enough_python()
    from commands import main

    sys.exit(main(sys.argv[1:]))
