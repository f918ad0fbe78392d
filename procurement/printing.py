"""Matching's answer on a terminal: a table for people, JSON for programs."""

from dataclasses import asdict
from decimal import Decimal

from django.utils.translation import gettext as _

from procurement.models import AgencyLevel
from procurement.totals import budget_lines, totals_of
from tkdnportal.templatetags.portal import day, rupiah
from umkm.categories import Category

STATE_FIELDS = ("served", "thin", "open", "not_certifiable", "outside")


def totals_by_level(matches, year, *, with_budget):
    """{level: totals} of the packages; levels of government are never added to each other."""
    answer = {}
    for level in AgencyLevel.values:
        its_own = [found for found in matches if found.package.agency.level == level]
        budgets = list(budget_lines(year, level)) if with_budget else []
        if its_own or budgets:
            rows = [(found.package.category, found.state, found.package.ceiling) for found in its_own]
            answer[level] = totals_of(rows, budgets)
    return answer


def as_json(year, on, matches, totals):
    """The whole answer as plain values; Decimals and days become strings, nothing is cut."""
    return {
        "year": year,
        "on": on.isoformat(),
        "packages": [package_answer(found) for found in matches],
        "totals": {level: [_totals(one) for one in its_totals] for level, its_totals in totals.items()},
    }


def package_answer(found):
    """One package with every candidate and near miss, as plain values."""
    package = found.package
    return {
        "rup_code": package.rup_code,
        "name": package.name,
        "agency": package.agency.name,
        "level": package.agency.level,
        "category": package.category,
        "ceiling": package.ceiling,
        "state": str(found.state),
        "suppliers": found.suppliers,
        "best_tier": found.best_tier,
        "contract_day": found.contract_day.isoformat(),
        "delivery_day": found.delivery_day.isoformat(),
        "candidates": [
            _plain(candidate.supplier)
            | {
                "tier": candidate.tier,
                "reasons": [asdict(reason) for reason in candidate.reasons],
                "warnings": [asdict(warning) for warning in candidate.warnings],
            }
            for candidate in found.candidates
        ],
        "near_misses": [
            _plain(near.supplier) | {"obstacles": [asdict(obstacle) for obstacle in near.obstacles]}
            for near in found.near_misses
        ],
    }


def _plain(supplier):
    values = asdict(supplier) | {"valid_until": supplier.valid_until.isoformat()}
    return {name: str(value) if isinstance(value, Decimal) else value for name, value in values.items()}


def _totals(one):
    return asdict(one) | {"category": str(one.category), "planned": one.planned, "unplanned": one.unplanned}


def as_table(year, on, matches, totals):
    """The lines of the table: every package, then the totals of each level with their control sum."""
    yield _("Kecocokan belanja tahun %(year)d, ditanyakan untuk hari %(day)s: %(count)d paket.") % {
        "year": year,
        "day": day(on),
        "count": len(matches),
    }
    yield ""
    yield _row(_("Kode RUP"), _("Keadaan"), _("Pemasok"), _("Tingkat"), _("Pagu"), _("Paket"), _("Calon pertama"))
    for found in matches:
        yield _package_row(found)
    for level, its_totals in totals.items():
        yield ""
        yield from _totals_table(level, its_totals, matches)


def _package_row(found):
    first = found.candidates[0].supplier if found.candidates else None
    return _row(
        found.package.rup_code,
        found.state.label,
        str(found.suppliers),
        str(found.best_tier or "–"),
        rupiah(found.package.ceiling),
        found.package.name,
        f"{first.product_name} – {first.business_name}" if first else "–",
    )


def _row(code, state, suppliers, tier, ceiling, name, first):
    return f"{code:<13}{state:<28}{suppliers:>7}  {tier:>7}  {ceiling:>20}  {_cut(name, 44):<44}  {first}".rstrip()


def _cut(text, width):
    return text if len(text) <= width else text[: width - 1] + "…"


def _totals_table(level, its_totals, matches):
    """Rupiah per category, and whether the states really add up to the ceilings."""
    heads = (_("anggaran"), _("pagu"), _("terlayani"), _("kurang"), _("belum"), _("tak dapat"), _("di luar"), _("sisa"))
    yield _("Jumlah per kategori, tingkat %(level)s (rupiah)") % {"level": AgencyLevel(level).label}
    yield f"{_('Kategori'):<14}" + "".join(f"{head:>19}" for head in heads)
    for one in its_totals:
        states = [getattr(one, name) for name in STATE_FIELDS]
        numbers = (one.budget, one.planned, *states, one.unplanned)
        yield f"{Category(one.category).label:<14}" + "".join(f"{rupiah(number):>19}" for number in numbers)
    yield _control(level, its_totals, matches)


def _control(level, its_totals, matches):
    states = sum(one.planned for one in its_totals)
    ceilings = sum(found.package.ceiling for found in matches if found.package.agency.level == level)
    values = {"states": rupiah(states), "ceilings": rupiah(ceilings)}
    if states == ceilings:
        return _("Pemeriksaan: jumlah kelima keadaan %(states)s sama dengan jumlah pagu %(ceilings)s.") % values
    return _("Pemeriksaan GAGAL: jumlah kelima keadaan %(states)s, jumlah pagu %(ceilings)s.") % values
