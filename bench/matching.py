"""Matching a year: 2,000 packages × 50,000 certified products, against asking package by package, and its growth.

The products are those of a whole country: each is named by four words of its category, chosen evenly, and one in twenty
is made by a registered business. A package names two words, so it meets about one product in ten of its category:
more than real names do, which makes the year harder, not easier. Packages have their own days and ceilings.

Prints ratios of this run; a laptop and a server print the same ones. Works in a test database that it drops.
"""

import os
import random
import sys
import time
from datetime import date
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()

from django.db import connection  # noqa: E402 - Django must be set up first
from django.test.utils import setup_databases, teardown_databases  # noqa: E402

from certification.models import Certificate, CertificateItem  # noqa: E402
from procurement import matching  # noqa: E402
from procurement.models import Agency, Package  # noqa: E402
from procurement.services import refresh_outcomes  # noqa: E402
from umkm.categories import BUDGET_CATEGORIES  # noqa: E402
from umkm.models import Business, CategoryRule, Regency  # noqa: E402
from umkm.words import product_terms  # noqa: E402

PACKAGES, ITEMS, REGISTERED, PER_AGENCY, SAMPLE = 2_000, 50_000, 2_500, 100, 60
CODES = {"FOOD": "10794", "SOUVENIR": "32903", "CLOTHING": "14111", "MACHINERY": "28250"}
ON = date(2026, 2, 1)


def build(chance):
    """A year of packages over the whole country's certified products, of which one in twenty is the region's own."""
    regency = Regency.objects.get_or_create(code="18.71", defaults={"kind": "KOTA", "name": "Bandar Lampung"})[0]
    CategoryRule.objects.all().delete()
    CategoryRule.objects.bulk_create(CategoryRule(version="2020", prefix=code, category=c) for c, code in CODES.items())
    businesses = Business.objects.bulk_create(
        Business(nib=f"{number:013d}", name=f"Usaha {number}", regency=regency) for number in range(REGISTERED)
    )
    holders = [*businesses, *[None] * (ITEMS - REGISTERED)]
    certificates = Certificate.objects.bulk_create(
        Certificate(
            number=f"S/{number}", holder_name=f"Usaha {number}", business=holder,
            issued_on=date(2024, 1, 1), valid_until=date(2026 + chance.randint(0, 4), 6, 30),
        )
        for number, holder in enumerate(holders)
    )  # fmt: skip
    words = {category: sorted(product_terms(category)) for category in CODES}
    build_items(certificates, words, chance)
    build_packages(words, chance)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def build_items(certificates, words, chance):
    """One product of a random category on each certificate, its name four of the category's own words."""
    CertificateItem.objects.bulk_create(
        (
            CertificateItem(
                certificate=certificate, kbli_code=CODES[category], tkdn=chance.randint(20, 60),
                product_name=" ".join(chance.sample(words[category], 4)),
                specification=f"model {chance.randint(1, 5000)}x",
            )
            for certificate in certificates
            for category in [chance.choice(BUDGET_CATEGORIES)]
        ),
        batch_size=5_000,
    )  # fmt: skip


def build_packages(words, chance):
    """A year of packages of a hundred an agency, each asking for two words of its category."""
    agencies = Agency.objects.bulk_create(
        Agency(klpd_code="D264", code=f"{number:04d}", name=f"Dinas {number:04d}", level="PROVINCE")
        for number in range(PACKAGES // PER_AGENCY)
    )
    Package.objects.bulk_create(
        Package(
            rup_code=f"{60_000_000 + number}", year=2026, agency=agencies[number // PER_AGENCY],
            ceiling=chance.choice((10_000_000, 50_000_000, 200_000_000)), category=category,
            name="Belanja " + " ".join(chance.sample(words[category], 2)),
            contract_from=date(2026, month, 1), delivery_until=date(2026, month + chance.randint(0, 3), 28),
        )
        for number in range(PACKAGES)
        for category, month in [(chance.choice(BUDGET_CATEGORIES), chance.randint(3, 9))]
    )  # fmt: skip


def seconds(work):
    """How long `work` takes: the better of two runs."""
    best = float("inf")
    for _run in range(2):
        begun = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - begun)
    return best


def ask(packages):
    """Answer the first `packages` of the year, which have agencies of their own, as a year's answer is asked."""
    agencies = Agency.objects.filter(code__lt=f"{packages // PER_AGENCY:04d}").values_list("pk", flat=True)
    found = matching.match(year=2026, on=ON, agencies=list(agencies))
    assert len(found) == packages, len(found)
    return found


def measure():
    """Print the numbers."""
    sample = list(Package.objects.order_by("?").values_list("rup_code", flat=True)[:SAMPLE])
    singles = seconds(lambda: [matching.match(year=2026, on=ON, rup_code=code) for code in sample]) * PACKAGES / SAMPLE
    times = {packages: seconds(lambda packages=packages: ask(packages)) for packages in (500, 1_000, PACKAGES)}
    whole = times[PACKAGES]
    told = seconds(lambda: [(found.candidates, found.near_misses) for found in ask(PACKAGES)])
    sentences = seconds(lambda: [list(sentences_of(found)) for found in ask(PACKAGES)])
    print(f"{PACKAGES} packages × {ITEMS} items: {whole:.2f} s; every product listed {told:.2f} s, ", end="")
    print(f"every sentence made {sentences:.2f} s; stored outcomes {seconds(store):.2f} s")
    print(f"asked package by package (from {SAMPLE}): {singles:.1f} s, ratio {singles / whole:.1f}")
    growth = ", ".join(f"{packages}: {took / times[500]:.2f}" for packages, took in times.items())
    print(f"growth, 500 packages = 1 (linear is 2 and 4): {growth}")


def sentences_of(found):
    """Everything a page or the command would print of one package."""
    for candidate in found.candidates:
        yield from (*candidate.reasons, *candidate.warnings)
    for near in found.near_misses:
        yield from near.obstacles


def store():
    """What the worker does each night."""
    refresh_outcomes(year=2026, on=ON)


if __name__ == "__main__":
    names = setup_databases(verbosity=0, interactive=False)
    try:
        build(random.Random(1))
        measure()
    finally:
        teardown_databases(names, verbosity=0)
