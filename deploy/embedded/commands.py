"""The commands behind the Makefile: run, test, lint, bench, pictures, faces, lighthouse, shell-env, stop, manage."""

import os
import secrets
import shlex
import signal
import subprocess
import sys
from contextlib import contextmanager

import browser
import install
import node
import supervisor
from places import PRIVATE, PYTHON, ROOT, VENV, Failure, state_folder
from services import Postgres, Valkey

NAMES = "run, test, lint, bench, pictures, faces, lighthouse, shell-env, stop, manage"


def main(arguments):
    """Do one command; return the exit status. A `Failure` ends it with one sentence."""
    name, *rest = arguments or ["help"]
    command = COMMANDS.get(name)
    if not command:
        print(f"Unknown command “{name}”; choose one of {NAMES}.", file=sys.stderr)
        return 2
    os.chdir(ROOT)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        # Whatever was started ends in order, even where a script started this with SIGINT ignored.
        signal.signal(number, signal.default_int_handler)
    try:
        return command(rest)
    except Failure as failure:
        print(f"{name}: {failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def run(_):
    """Set up, fill with demonstration data if empty, and serve until Ctrl-C."""
    port = os.environ.get("PORT", "8000")
    supervisor.check_port(port)
    with supervisor.only_one(), services("run", "requirements.txt") as environment:
        environment.setdefault("SITE_URL", f"http://127.0.0.1:{port}")
        prepare(environment)
        manage_py(environment, "collectstatic", "--noinput", "--verbosity=0")
        manage_py(environment, "seed_demo", "--if-empty")
        return supervisor.serve(environment, port)


def test(arguments):
    """Run the tests against their own PostgreSQL and Valkey, which end with them."""
    with services("test", "requirements-dev.txt") as environment:
        manage_py(environment, "messages", "--compile")
        environment.update(browser.environment())
        command = [PYTHON, "-m", "pytest", *(arguments or ["-n", "2", "--dist", "loadgroup"])]
        return subprocess.run(command, env=environment).returncode


def lint(_):
    """Every check that needs no running portal, all of them even when one fails."""
    manage = ["manage.py"]
    checks = [
        ["-m", "ruff", "check", "."],
        ["-m", "ruff", "format", "--check", "."],
        ["-m", "djlint", "templates", "--check", "--lint", "--quiet"],
        ["-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
        [*manage, "makemigrations", "--check", "--dry-run"],
        [*manage, "check", "--fail-level", "WARNING"],
        [*manage, "check_templates"],
        [*manage, "messages", "--check"],
    ]
    with services("test", "requirements-dev.txt") as environment:
        failed = [check for check in checks if subprocess.run([PYTHON, *check], env=environment).returncode]
    for check in failed:
        print("lint: failed:", shlex.join(check), file=sys.stderr)
    return 1 if failed else 0


def bench(arguments):
    """Run one benchmark of `bench/`, or all of them, against the test services."""
    scripts = [ROOT / "bench" / f"{name}.py" for name in arguments] or sorted((ROOT / "bench").glob("[a-z]*.py"))
    with services("test", "requirements-dev.txt") as environment:
        return max(subprocess.run([PYTHON, script], env=environment).returncode for script in scripts)


def pictures(_):
    """Draw the pictures of README and docs from the portal that `make run` serves."""
    with install.one_at_a_time():
        install.ensure("requirements-dev.txt")
    found = browser.environment()
    if not found:
        raise Failure("pictures need Chromium; install the package `chromium`, then run this again.")
    return subprocess.run([PYTHON, "docs/pictures.py"], env={**os.environ, **found}).returncode


def faces(arguments):
    """Look at every page that `make run` serves, as everyone: markup, rules of access, width, complaints."""
    return _with_node_tools("pages", arguments)


def lighthouse(arguments):
    """Give the main pages that `make run` serves to Lighthouse."""
    return _with_node_tools("lighthouse", arguments)


def _with_node_tools(script, arguments):
    with install.one_at_a_time():
        install.ensure("requirements-dev.txt")
        environment = start_services("run")
    found = browser.environment()
    if not found:
        raise Failure(f"{script} needs Chromium; install the package `chromium`, then run this again.")
    environment.update(found, NODE_TOOLS=str(node.tools()))
    return subprocess.run([PYTHON, f"bench/faces/{script}.py", *arguments], env=environment).returncode


def shell_env(_):
    """Print what enters the project's environment; set it up and start the services first if needed."""
    with install.one_at_a_time():
        install.ensure("requirements.txt")
        environment = start_services("run")
        prepare(environment)
    for name in (*settings("run"), "DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "VIRTUAL_ENV"):
        print(f"export {name}={shlex.quote(environment[name])}")
    print(f'export PATH={shlex.quote(str(VENV / "bin"))}:"$PATH"')
    return 0


def stop(_):
    """End what `make run` or `make shell-env` started."""
    supervisor.stop()
    stop_services("run")
    return 0


def manage(arguments):
    """Run one manage.py command in the project's environment."""
    with install.one_at_a_time():
        install.ensure("requirements.txt")
        environment = start_services("run")
    return subprocess.run([PYTHON, "manage.py", *arguments], env=environment).returncode


@contextmanager
def services(instance, requirements):
    """Set up, start the services, give the environment of the portal's programs; stop the services in the end."""
    try:
        with install.one_at_a_time():
            install.ensure(requirements)
            environment = start_services(instance)
        yield environment
    finally:
        stop_services(instance)


def start_services(instance):
    """Start what the environment does not replace; return the environment the portal's programs get."""
    environment = {**settings(instance), **os.environ}
    environment.setdefault("DJANGO_SETTINGS_MODULE", "tkdnportal.settings")
    environment["VIRTUAL_ENV"] = str(VENV)
    environment["PYTHONUNBUFFERED"] = "1"
    for name, service in (("DATABASE_URL", Postgres), ("REDIS_URL", Valkey)):
        if not environment.get(name):
            started = service(instance)
            started.start()
            environment[name] = started.url
    return environment


def stop_services(instance):
    """Stop the embedded services of one instance, those that run."""
    if not (VENV / "bin").exists():
        return
    for name, service in (("REDIS_URL", Valkey), ("DATABASE_URL", Postgres)):
        if not os.environ.get(name):
            service(instance).stop()


def prepare(environment):
    """Bring the database and the translations to the state of the code."""
    manage_py(environment, "check_services")
    manage_py(environment, "messages", "--compile")
    manage_py(environment, "migrate", "--noinput", "--verbosity=0")
    manage_py(environment, "load_reference", "--quiet")


def manage_py(environment, *arguments):
    """Run one manage.py command; standard output stays free for the caller's own lines."""
    done = subprocess.run([PYTHON, "manage.py", *arguments], env=environment, stdout=sys.stderr)
    if done.returncode:
        raise Failure(f"`manage.py {shlex.join(arguments)}` failed; its reason stands above.")


def settings(instance):
    """The instance's own secrets and addresses, made on its first start and kept for its users alone."""
    file = state_folder(instance) / "env"
    if not file.exists():
        made = {
            "SECRET_KEY": secrets.token_urlsafe(50),
            "FIELD_KEYS": secrets.token_urlsafe(32),
            "HASH_KEY": secrets.token_urlsafe(32),
            "ALLOWED_HOSTS": "127.0.0.1,localhost",
            "MEDIA_ROOT": str(PRIVATE / instance / "media"),
            "EMAIL_URL": "consolemail://",
        }
        unfinished = file.with_suffix(".new")
        unfinished.touch(mode=0o600)
        unfinished.write_text("".join(f"{name}={value}\n" for name, value in made.items()))
        unfinished.rename(file)
    return dict(line.split("=", 1) for line in file.read_text().splitlines() if "=" in line)


COMMANDS = {
    "run": run,
    "test": test,
    "lint": lint,
    "bench": bench,
    "pictures": pictures,
    "faces": faces,
    "lighthouse": lighthouse,
    "shell-env": shell_env,
    "stop": stop,
    "manage": manage,
}
