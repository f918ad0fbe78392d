"""The push at 84,000 businesses, 2,000 packages and 50 pledges: what the worker reckons, and how long the pages take.

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
from bimtek.graph import candidate_graph  # noqa: E402
from bimtek.models import NextAction  # noqa: E402
from bimtek.places import Days  # noqa: E402
from bimtek.target import Target, reckon  # noqa: E402
from bimtek.target_basis import compute_basis, request_basis  # noqa: E402
from procurement.models import Package, Pledge  # noqa: E402
from procurement.pledge_makers import keep_makers  # noqa: E402

BUSINESSES, PLEDGES, RUNS = 84_000, 50, 5


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
    measure_targets(night)
    measure_circles(night)
    measure_pledges(client)


def measure_targets(night):
    """All categories by the worker, then one question."""
    basis = request_basis(year=2028, on=night)
    took_worker = took(lambda: compute_basis(basis_id=basis.pk, at=timezone.localtime()))
    basis.refresh_from_db()
    target = Target("FOOD", 80, date(2028, 12, 1))
    answer = took(lambda: reckon(target, basis, night))
    print(f"targets of a year by the worker: {took_worker:.1f} s; one answer: {answer:.3f} s")


def measure_circles(night):
    """Where a coaching day opens most."""
    graph = candidate_graph(year=2028, on=night)
    days = Days(graph, graph.coverage(), seats=30)
    print(f"best kecamatan: {took(days.best_places):.1f} s")
    print(f"best circles of 20 km: {took(lambda: days.best_circles(20)):.1f} s")


def measure_pledges(client):
    """Fifty packages set aside: their makers counted by the worker, then the list and the home page."""
    officer, today = User.objects.create_user("officer@example.id", "x"), timezone.localdate()
    packages = list(Package.objects.filter(year=2028).order_by("rup_code")[:PLEDGES])
    packages[0].agency.postings.create(user=officer)
    Pledge.objects.bulk_create(
        Pledge(package=package, officer=officer, made_on=today, ready_by=date(2028, 2, 20)) for package in packages
    )
    print(f"makers of {PLEDGES} pledges by the worker: {took(lambda: keep_makers(on=today)):.1f} s")
    for name in ("procurement_pledge_changelist", "index"):
        url = reverse(f"admin:{name}")
        client.get(url)
        print(f"page {name}: {statistics.median(took(lambda url=url: client.get(url)) for _run in range(RUNS)):.3f} s")


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
