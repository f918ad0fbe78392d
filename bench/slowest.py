"""Every page whose address needs no key, at 84,000 businesses and 2,000 packages: the slowest, beside an empty page.

The demonstration register with its night done (outcomes, actions). The pages are all of the project's own and of the
admin, found in its URLs, as administrator and as visitor. Prints multiples of the sign-in page and seconds of this run,
the slowest first; exits 1 when one takes longer than a second. Works in a test database that it drops.
"""

import logging
import os
import random
import statistics
import sys
import time
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()

from django.conf import settings  # noqa: E402 - Django must be set up first
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_databases, teardown_databases  # noqa: E402
from django.urls import get_resolver  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import User  # noqa: E402
from bench.unlock import build_packages  # noqa: E402
from bimtek.action_services import refresh_actions  # noqa: E402
from procurement.models import Package  # noqa: E402
from procurement.services import refresh_outcomes  # noqa: E402

BUSINESSES, RUNS, SHOWN, MOST = 84_000, 3, 25, 1.0
EMPTY = "/masuk/"
WITH_QUESTIONS = ("/paket/?urut=-nilai", "/admin/umkm/business/?q=keripik", "/pemasok/?q=keripik+pisang")
LEFT_OUT = ("/keluar/", "/admin/logout/", "/admin/jsi18n/")
"""Pages that end the session, or are no page."""


def addresses():
    """Every address that needs no key."""
    found = {f"/{pattern}" for pattern in _plain(get_resolver())}
    return [*sorted(found - set(LEFT_OUT)), *WITH_QUESTIONS]


def _plain(resolver, before=""):
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern).removeprefix("^").removesuffix("$").removesuffix("\\Z")
        if hasattr(pattern, "url_patterns"):
            yield from _plain(pattern, route)
        elif not set(route) & set("<>(?[\\*"):
            yield route


def took(client, address):
    """`(median seconds, status)` of some rounds, after one that warms up; None for what is no page to read."""
    response = client.get(address)
    if response.status_code != 200 or response.streaming:
        return None
    times = []
    for _round in range(RUNS):
        begun = time.perf_counter()
        client.get(address)
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def measure():
    """Print the slowest pages; True when none takes longer than it may."""
    administrator, visitor = Client(), Client()
    administrator.force_login(User.objects.create_superuser("bench@example.id", full_name="Admin"))
    empty = took(visitor, EMPTY)
    found = {}
    for who, client in (("administrator", administrator), ("visitor", visitor)):
        for address in addresses():
            seconds = took(client, address)
            if seconds is not None:
                found[who, address] = seconds
    slowest = sorted(found.items(), key=lambda each: -each[1])
    print(f"{len(found)} pages; the sign-in page takes {empty * 1000:.0f} ms")
    for (who, address), seconds in slowest[:SHOWN]:
        print(f"  {seconds / empty:6.1f} x  {seconds:.2f} s  {who:<14} {address}")
    return slowest[0][1] <= MOST


def prepare(today):
    """2,000 packages more in this year, and what a night does."""
    build_packages(random.Random(1))
    Package.objects.filter(year=2028).update(year=today.year)
    refresh_outcomes(year=today.year, on=today)
    refresh_actions(on=today)


def main():
    """Measure in a database of its own; the exit status."""
    settings.ALLOWED_HOSTS = ["testserver"]
    logging.disable(logging.WARNING)
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        call_command("seed_demo", businesses=BUSINESSES, verbosity=0)
        prepare(timezone.localdate())
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        return 0 if measure() else 1
    finally:
        teardown_databases(databases, verbosity=0)


if __name__ == "__main__":
    sys.exit(main())
