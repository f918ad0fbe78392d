"""The unlock plan: 2,000 packages × 84,000 businesses, how near it comes to what is proven possible, and how long.

First the demonstration register of 84,000 businesses: its plan for 50 seats beside 50 candidates by registration date
and 50 drawn by lot (median of 21 draws), then the same register with 2,000 packages. Last a harder case than any real
register: 84,000 businesses of which hardly two could serve the same packages.

Prints rupiah and shares of this run. Works in a test database that it drops.
"""

import os
import random
import statistics
import sys
import time
from datetime import date
from pathlib import Path

import django
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()

from django.conf import settings  # noqa: E402 - Django must be set up first
from django.core.management import call_command  # noqa: E402
from django.test.utils import setup_databases, teardown_databases  # noqa: E402

from bimtek.choosing import choose  # noqa: E402
from bimtek.coverage import coverage  # noqa: E402
from bimtek.unlock import unlock  # noqa: E402
from insight.demo.vocabulary import goods  # noqa: E402
from procurement.models import Agency, AgencyLevel, Package  # noqa: E402
from umkm.models import Business  # noqa: E402

BUSINESSES, PACKAGES, SEATS, DRAWS = 84_000, 2_000, 50, 21
DAYS = {2026: date(2026, 11, 24), 2027: date(2026, 11, 24)}
CATEGORIES = ("FOOD", "CLOTHING", "SOUVENIR", "MACHINERY")


def rupiah(amount):
    """`2.738.100.000`."""
    return f"{int(amount):,}".replace(",", ".")


def compare(year, on, minimum):
    """The plan beside two simpler ways to pick as many candidates."""
    settings.MIN_SUPPLIERS = minimum
    begun = time.perf_counter()
    found = unlock(year=year, on=on, seats=SEATS)
    took = time.perf_counter() - begun
    ids = [candidate.business_id for candidate in found.graph.candidates]
    registered = dict(Business.objects.filter(pk__in=ids).values_list("pk", "registered_on"))
    by_date = sorted(range(len(ids)), key=lambda number: (registered[ids[number]], ids[number]))[:SEATS]
    draws = [
        value(found.cover, random.Random(seed).sample(range(len(ids)), min(SEATS, len(ids)))) for seed in range(DRAWS)
    ]
    picks = (found.choice.total, found.choice.bound, value(found.cover, by_date), statistics.median(draws))
    print(
        f"{year}, MIN_SUPPLIERS {minimum}: {len(found.graph.packages)} open packages, {len(ids)} candidates, ", end=""
    )
    print(f"open {rupiah(found.graph.open_total)}; {took:.1f} s")
    for label, amount in zip(("plan", "proven bound", "by registration date", "by lot (median)"), picks, strict=True):
        print(f"  {label:<22}{rupiah(amount):>16}  {100 * amount / found.graph.open_total:5.1f} % of the open rupiah")
    print(f"  businesses in the plan {len(found.chosen)}, plain ranking {rupiah(found.plain_total)}")


def value(cover, numbers):
    """Rupiah these candidates open; those who could open nothing any more are in no group."""
    return cover.value([cover.group_of[number] for number in numbers if number in cover.group_of])


def build_packages(chance):
    """2,000 packages of a year that has no others, each naming one or two goods of its category."""
    agency = Agency.objects.filter(level=AgencyLevel.PROVINCE).first()
    names = {category: [good.name for good in goods()[category].things] for category in CATEGORIES}
    Package.objects.bulk_create(
        Package(
            rup_code=f"{70_000_000 + number}", year=2028, agency=agency, category=category,
            name="Belanja " + " dan ".join(chance.sample(names[category], chance.randint(1, 2))),
            ceiling=chance.randrange(500_000, 200_000_000, 50_000),
            contract_from=date(2028, 3, 1), delivery_until=date(2032, 6, 30),
        )
        for number in range(PACKAGES)
        for category in [chance.choice(CATEGORIES)]
    )  # fmt: skip


def hard_case(needs):
    """Everyone knows three words of 120 and has a price of its own; packages name one or two words."""
    chance = np.random.default_rng(2)
    makers = [[] for _word in range(120)]
    for number in range(BUSINESSES):
        for word in chance.choice(120, 3, replace=False):
            makers[word].append(number)
    prices = chance.integers(1, 2_000, BUSINESSES) * 5_000
    packages = []
    for _number in range(PACKAGES):
        words = chance.choice(120, chance.integers(1, 3), replace=False)
        ceiling = int(chance.integers(10, 4_000)) * 50_000
        able = np.unique(np.concatenate([makers[word] for word in words]))
        packages.append((ceiling, needs, able[prices[able] <= ceiling]))
    efforts = chance.integers(3, 15, BUSINESSES).tolist()
    begun = time.perf_counter()
    cover = coverage(packages)
    choice = choose(cover, seats=SEATS, efforts=efforts, seconds=settings.UNLOCK_SECONDS)
    print(
        f"hard case, {needs} supplier(s) needed: {len(cover.members)} groups, {rupiah(choice.total)} of at most ",
        end="",
    )
    print(f"{rupiah(choice.bound)}, gap {100 * choice.gap:.3f} %; {time.perf_counter() - begun:.1f} s")


def measure():
    """Print the numbers."""
    for year, on in DAYS.items():
        for minimum in (1, 2):
            compare(year, on, minimum)
    build_packages(random.Random(1))
    for minimum in (1, 2):
        compare(2028, date(2028, 1, 3), minimum)
    for needs in (1, 2):
        hard_case(needs)


if __name__ == "__main__":
    names = setup_databases(verbosity=0, interactive=False)
    try:
        call_command("seed_demo", businesses=BUSINESSES, verbosity=0)
        measure()
    finally:
        teardown_databases(names, verbosity=0)
