"""Agencies and their budget lines; the province's 2026 lines are the Rp 11 billion of the office's statement."""

from datetime import date

from insight.demo.dice import split
from insight.demo.vocabulary import rows
from procurement.models import Agency, Budget
from umkm.categories import BUDGET_CATEGORIES
from umkm.models import Source

LINE_STEP = 1_000_000
"""Budget lines are whole millions of rupiah."""


def agencies():
    """`[(Agency, {category: weight})]`, unsaved."""
    fields = ("klpd_code", "code", "name", "klpd_name", "level")
    return [
        (
            Agency(**{name: row[name] for name in fields}, regency_id=row["regency"] or None),
            {category: int(row[category]) for category in BUDGET_CATEGORIES},
        )
        for row in rows("agencies")
    ]


def budgets(weighted_agencies):
    """Unsaved lines that share each sum of `budgets.csv` among the agencies of its level, exactly."""
    return [
        line
        for row in rows("budgets")
        for category in BUDGET_CATEGORIES
        for line in _lines(row, category, [pair for pair in weighted_agencies if pair[0].level == row["level"]])
    ]


def _lines(row, category, weighted_agencies):
    by_id = {agency.pk: agency for agency, _weights in weighted_agencies}
    weights = {agency.pk: found[category] for agency, found in weighted_agencies if found[category]}
    for pk, amount in split(int(row[category]), weights, LINE_STEP).items():
        yield Budget(
            agency=by_id[pk], year=int(row["year"]), category=category, amount=amount,
            source_text=f"Data contoh: rincian anggaran {row['year']}", as_of=date.fromisoformat(row["as_of"]),
            source=Source.DEMO,
        )  # fmt: skip
