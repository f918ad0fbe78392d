"""The day's actions at 84,000 businesses and 2,000 packages: how long the night reckons, and how long the page takes.

Prints seconds of this run. Works in a test database that it drops.
"""

import os
import random
import statistics
import sys
import time
from datetime import date
from http import HTTPStatus
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()

from django.conf import settings  # noqa: E402 - Django must be set up first
from django.contrib.auth.models import Group  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_databases, teardown_databases  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import User  # noqa: E402
from bench.unlock import build_packages  # noqa: E402
from bimtek.action_services import refresh_actions  # noqa: E402
from bimtek.models import NextAction  # noqa: E402
from bimtek.target import Target, reckon  # noqa: E402

BUSINESSES, RUNS = 84_000, 5


def took(work):
    """Seconds that `work` takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def measure():
    """Print the numbers."""
    build_packages(random.Random(1))
    night = date(2028, 1, 3)
    print(f"the night's reckoning: {took(lambda: refresh_actions(on=night)):.1f} s, {NextAction.objects.count()} rows")
    print(f"the same once more:    {took(lambda: refresh_actions(on=night)):.1f} s")
    client = Client()
    client.force_login(_clerk())
    for name in ("changelist", "steps"):
        url = reverse(f"admin:bimtek_nextaction_{name}")
        if client.get(url).status_code != HTTPStatus.OK:
            raise SystemExit(f"{url} did not open.")
        print(f"page {name}: {statistics.median(took(lambda url=url: client.get(url)) for _run in range(RUNS)):.3f} s")
    target = Target("FOOD", 80, date(2028, 12, 1))
    print(f"what a target needs: {took(lambda: reckon(target, night)):.1f} s")


def _clerk():
    user = User.objects.create_user("bench@example.id", "x", is_staff=True)
    user.groups.add(Group.objects.get(name="petugas"))
    return user


if __name__ == "__main__":
    settings.ALLOWED_HOSTS = ["testserver"]
    names = setup_databases(verbosity=0, interactive=False)
    try:
        call_command("seed_demo", businesses=BUSINESSES, verbosity=0)
        print(f"on {timezone.localdate()}")
        measure()
    finally:
        teardown_databases(names, verbosity=0)
