"""Where the embedded set-up keeps its things: all inside the checkout, but for the short folder of its sockets."""

import hashlib
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRIVATE = ROOT / ".portal"
VENV = PRIVATE / "venv"
PYTHON = VENV / "bin" / "python"
NOBODY = 65534
"""The identity that root borrows for PostgreSQL where the kernel offers no user namespaces."""


class Failure(Exception):
    """The start cannot go on; the text is one sentence that says why and what to do."""


def private_folder(path):
    """Create `path` for this user alone and return it; refuse a folder that somebody else put there."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    owners = {os.getuid(), NOBODY} if os.getuid() == 0 else {os.getuid()}
    if path.is_symlink() or path.stat().st_uid not in owners:
        raise Failure(f"The folder {path} belongs to somebody else; remove it, then run this again.")
    path.chmod(0o700)
    return path


def state_folder(instance):
    """Data, logs and settings of one instance: `run` (the portal) or `test` (the tests)."""
    return private_folder(PRIVATE / instance)


def socket_folder(instance):
    """A short folder for sockets: their paths may be 107 bytes long at most, a checkout's path may be longer."""
    checkout = hashlib.sha256(f"{os.getuid()} {ROOT}".encode()).hexdigest()[:10]
    return private_folder(Path("/tmp") / f"tkdn-{checkout}-{instance}")
