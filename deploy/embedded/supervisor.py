"""The portal's own processes (web, Celery worker, Celery beat) under one foreground launcher."""

import ctypes
import fcntl
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import contextmanager

from places import PYTHON, Failure, state_folder

PATIENCE_SECONDS = 15
PR_SET_PDEATHSIG = 1


def check_port(port):
    """Refuse a port that is taken, before anything is set up."""
    try:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", int(port)))
    except ValueError:
        raise Failure(f"PORT is “{port}”, which is not a number; try `make run PORT=8001`.") from None
    except (OSError, OverflowError):
        raise Failure(f"Port {port} of 127.0.0.1 is taken or not allowed; try `make run PORT=8001`.") from None


@contextmanager
def only_one():
    """Hold the checkout's launcher lock; its file names the process that `make stop` ends."""
    with _lock_file().open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Failure("This checkout's portal runs already; end it with `make stop` first.") from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def stop():
    """Ask a running launcher to end, and wait until it has."""
    with _lock_file().open("a+") as lock:
        for attempt in range(PATIENCE_SECONDS * 4):
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            except BlockingIOError:
                if attempt == 0:
                    lock.seek(0)
                    os.kill(int(lock.read()), signal.SIGTERM)
                time.sleep(0.5)
    raise Failure("The portal did not end in time; end its launcher by hand, then run `make stop` again.")


def serve(environment, port):
    """Run web, worker and beat until a signal comes or one of them ends; leave no process behind."""
    log = (state_folder("run") / "portal.log").open("a")
    processes = {}
    try:
        for name, command in _programs(port).items():
            processes[name] = subprocess.Popen(
                command, env=environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL,
                start_new_session=True, preexec_fn=_end_with_the_launcher,
            )  # fmt: skip
        _wait_until_it_answers(port, processes)
        subprocess.run([PYTHON, "manage.py", "demo_sign_ins", "--url", f"http://127.0.0.1:{port}"], env=environment)
        print(f"\nLog: {log.name}\nCtrl-C ends the portal.", flush=True)
        while all(process.poll() is None for process in processes.values()):
            time.sleep(0.5)
        raise Failure(f"{_ended(processes)} ended by itself; its reason is at the end of {log.name}.")
    except KeyboardInterrupt:
        print("\nEnding the portal …", flush=True)
        return 0
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        _end(processes.values())


def _programs(port):
    celery = [PYTHON, "-m", "celery", "-A", "tkdnportal"]
    schedule = state_folder("run") / "beat-schedule"
    return {
        "The web server": [
            PYTHON, "-m", "gunicorn", "tkdnportal.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "2",
            "--threads", "4", "--no-control-socket", "--timeout", "120",
            "--logger-class", "tkdnportal.gunicorn_log.MaskedLogger",
        ],
        "The Celery worker": [*celery, "worker", "--concurrency", "2", "--loglevel", "info"],
        "Celery beat": [*celery, "beat", "--schedule", schedule, "--pidfile", "", "--loglevel", "info"],
    }  # fmt: skip


def _end_with_the_launcher():
    """Have the kernel end this child when the launcher dies, however it dies (Linux only; elsewhere nothing)."""
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl:
        prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _wait_until_it_answers(port, processes):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        ended = _ended(processes)
        if ended:
            raise Failure(f"{ended} did not start; its reason is at the end of {state_folder('run') / 'portal.log'}.")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5):
                return
        except (OSError, urllib.error.HTTPError):
            time.sleep(0.2)
    raise Failure(f"The portal does not answer on port {port}; see {state_folder('run') / 'portal.log'}.")


def _ended(processes):
    return next((name for name, process in processes.items() if process.poll() is not None), None)


def _end(processes):
    for process in processes:
        process.terminate()
    deadline = time.monotonic() + PATIENCE_SECONDS
    for process in processes:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _lock_file():
    return state_folder("run") / "launcher.pid"
