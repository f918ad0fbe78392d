"""Fifty officers at once on one package: not one rupiah over the ceiling, none lost, and what waiting costs.

The package pays for half of what they want. Prints the accepted and the refused, and the time as a ratio to the same
purchases one after the other in one connection, on this machine. Works in a test database that it drops.
"""

import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from threading import Barrier

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()

from django.db import IntegrityError, connection, transaction  # noqa: E402 - Django must be set up first
from django.db.models import Sum  # noqa: E402
from django.test.utils import setup_databases, teardown_databases  # noqa: E402

from procurement.models import Award  # noqa: E402
from tests.factories import CertificateItemFactory, PackageFactory, UserFactory  # noqa: E402
from umkm.models import CategoryRule  # noqa: E402

OFFICERS, EACH, VALUE = 50, 10, 100_000
CEILING = OFFICERS * EACH * VALUE // 2
SIGNED = date(2026, 3, 2)


def buy(package, item, officer):
    """One purchase in a transaction of its own; whether the database took it."""
    try:
        with transaction.atomic():
            Award.objects.create(package=package, item=item, officer=officer, value=VALUE, signed_on=SIGNED)
    except IntegrityError as refused:
        if refused.__cause__.diag.constraint_name != "award_stays_within_the_ceiling":
            raise
        return False
    return True


def together(package, item, officer):
    """Every officer buys `EACH` times, all starting at once; answers of all, and the seconds."""
    ready = Barrier(OFFICERS + 1)

    def one(_number):
        try:
            connection.ensure_connection()
            ready.wait()
            return [buy(package, item, officer) for _purchase in range(EACH)]
        finally:
            connection.close()

    with ThreadPoolExecutor(OFFICERS) as pool:
        found = [pool.submit(one, number) for number in range(OFFICERS)]
        ready.wait()
        started = time.perf_counter()
        answers = [answer for future in found for answer in future.result()]
        return answers, time.perf_counter() - started


def one_by_one(package, item, officer):
    """The same purchases in one connection."""
    started = time.perf_counter()
    answers = [buy(package, item, officer) for _purchase in range(OFFICERS * EACH)]
    return answers, time.perf_counter() - started


def measure():
    """Both ways on packages of their own, with what stands in the database afterwards."""
    CategoryRule.objects.get_or_create(version="2020", prefix="10", category="FOOD")
    item, officer, seconds = CertificateItemFactory(), UserFactory(), {}
    for way in (one_by_one, together):
        package = PackageFactory(ceiling=CEILING)
        answers, seconds[way] = way(package, item, officer)
        spent = Award.objects.filter(package=package).aggregate(total=Sum("value"))["total"]
        accepted = answers.count(True)
        print(
            f"{way.__name__:12} accepted {accepted}, refused {answers.count(False)}, "
            f"over the ceiling {max(0, spent - CEILING)}, lost {accepted * VALUE - spent}, unspent {CEILING - spent}"
        )
        assert spent == accepted * VALUE == CEILING
    print(f"time of {OFFICERS} at once / one by one: {seconds[together] / seconds[one_by_one]:.2f}")


def main():
    """Run it in a database of its own."""
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        measure()
    finally:
        connection.close()
        teardown_databases(databases, verbosity=0)


if __name__ == "__main__":
    main()
