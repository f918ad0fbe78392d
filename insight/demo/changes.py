"""Reviews of packages' codes, budget structures, and the news of the cast's owners."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from insight.demo import REFERENCE_DAY
from insight.demo.dice import dice_for
from procurement.digest import write_digests
from procurement.models import AgencyLevel, BudgetStructure, ChangeKind, Digest, Package, PackageChange
from umkm.models import Source

REPLACED_FROM = 90_000_000
"""Codes of replaced packages, which no package of the demonstration has."""


def make_changes(seed, lines):
    """Some of this year's packages replaced older codes, and every agency's budget has a structure."""
    dice = dice_for(seed, "changes")
    of_year = {}
    for line in lines:
        key = (line.agency, line.year)
        of_year[key] = of_year.get(key, 0) + line.amount
    BudgetStructure.objects.bulk_create(_structure(dice, *key, amount) for key, amount in of_year.items())
    current = Package.objects.current().for_year(REFERENCE_DAY.year).filter(agency__level=AgencyLevel.PROVINCE)
    for number, package in enumerate(current.select_related("agency").order_by("rup_code")[:24:2]):
        _replaced(package, REPLACED_FROM + number, REFERENCE_DAY - timedelta(days=200 - 7 * number))


def _structure(dice, agency, year, lines):
    procurement = lines * dice.randrange(6, 12)
    rest = procurement * dice.randrange(20, 60) // 100
    capital = procurement * dice.randrange(10, 40) // 100
    return BudgetStructure(
        agency=agency, year=year, operating=procurement - capital, capital=capital, non_procurement=rest,
        procurement=procurement, total=procurement + rest, source_text=f"Data contoh: struktur anggaran {year}",
        as_of=REFERENCE_DAY.replace(year=min(year, REFERENCE_DAY.year), month=1, day=15), source=Source.DEMO,
    )  # fmt: skip


def _replaced(package, old, on):
    PackageChange.objects.create(
        old_code=str(old), new_code=package.rup_code, kind=ChangeKind.REPLACED, year=package.year,
        changed_at=timezone.make_aware(datetime.combine(on, time(10, 15))), reason="Penyesuaian pagu",
        agency_name=package.agency.name, source=Source.DEMO,
    )  # fmt: skip


def make_news():
    """What the cast's owners were told on the demonstration's day; nothing of it is sent."""
    write_digests(on=REFERENCE_DAY)
    Digest.objects.update(mail_due=False, text_due=False)
