"""Matching a year: 2,000 packages × 50,000 certified products, against one query per package, and its growth.

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
from certification.serving import serving_codes  # noqa: E402
from procurement import matching  # noqa: E402
from procurement.matching_sql import PAIRS, pairs, parameters  # noqa: E402
from procurement.models import Agency, Package  # noqa: E402
from umkm.categories import BUDGET_CATEGORIES  # noqa: E402
from umkm.models import Business, CategoryRule, Regency  # noqa: E402
from umkm.words import product_terms  # noqa: E402

PACKAGES, ITEMS, REGISTERED, SAMPLE = 2_000, 50_000, 2_500, 100
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
    agency = Agency.objects.create(klpd_code="D264", code="1", name="Dinas", level="PROVINCE")
    Package.objects.bulk_create(
        Package(
            rup_code=f"{60_000_000 + number}", year=2026, agency=agency, ceiling=10_000_000, category=category,
            name="Belanja " + " ".join(chance.sample(words[category], 2)),
            contract_from=date(2026, 3, 1), delivery_until=date(2026, 5, 31),
        )
        for number in range(PACKAGES)
        for category in [chance.choice(BUDGET_CATEGORIES)]
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def seconds(work):
    """How long `work` takes: the better of two runs."""
    best = float("inf")
    for _run in range(2):
        begun = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - begun)
    return best


def measure():
    """Print the numbers."""
    packages = list(Package.objects.select_related("agency__regency", "regency"))
    questions = [matching._question(matching._blank(package, ON)) for package in packages]
    serving = serving_codes()
    whole = seconds(lambda: pairs(questions, serving, ON))
    quarter = seconds(lambda: pairs(questions[: PACKAGES // 4], serving, ON))
    singles = seconds(lambda: [pairs([question], serving, ON) for question in questions[:SAMPLE]]) * PACKAGES / SAMPLE
    orm = seconds(lambda: [matching.match(year=2026, on=ON, rup_code=p.rup_code) for p in packages[:SAMPLE]])
    orm *= PACKAGES / SAMPLE
    answer = seconds(lambda: matching.match(year=2026, on=ON))
    print(f"{PACKAGES} packages × {ITEMS} items: query {whole:.2f} s; whole answer with its sentences {answer:.2f} s")
    print(f"one query per package (from {SAMPLE} packages): {singles:.1f} s, ratio {singles / whole:.1f}")
    print(f"match() per package (from {SAMPLE}): {orm:.1f} s, ratio {orm / answer:.1f}")
    print(f"growth {PACKAGES // 4} → {PACKAGES} packages: {whole / quarter:.2f} (4.00 is linear)")
    if "--explain" in sys.argv:
        explain(questions, serving)


def explain(questions, serving):
    """Print the plan of the whole year's query."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {PAIRS}", parameters(questions, serving, ON))
        print("\n".join(line for (line,) in cursor.fetchall()))


if __name__ == "__main__":
    names = setup_databases(verbosity=0, interactive=False)
    try:
        build(random.Random(1))
        measure()
    finally:
        teardown_databases(names, verbosity=0)
