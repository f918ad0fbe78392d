"""The checkers that come from npm, for `make faces` and `make lighthouse` alone: the W3C's Nu checker, Lighthouse."""

import shutil
import subprocess
import sys

from places import PRIVATE, Failure, private_folder

PACKAGES = ("vnu-jar@26.9.27", "lighthouse@12.8.2")


def tools():
    """The folder whose `node_modules` holds the checkers; filled on first use."""
    folder = private_folder(PRIVATE / "node")
    stamp = folder / "has"
    if stamp.exists() and stamp.read_text() == " ".join(PACKAGES):
        return folder
    if not shutil.which("npm"):
        raise Failure("The checkers come from npm; install Node.js 18.20 or newer with npm, then run this again.")
    print(f"Installing {', '.join(PACKAGES)} …", file=sys.stderr, flush=True)
    command = ["npm", "install", "--prefix", folder, "--no-audit", "--no-fund", "--silent", *PACKAGES]
    if subprocess.run(command, stdout=sys.stderr).returncode:
        raise Failure("npm could not install the checkers; its reason stands above.")
    stamp.write_text(" ".join(PACKAGES))
    return folder
