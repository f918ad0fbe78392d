"""How much of a year's plan became purchases, and from whom: one set-based query, parts that add up to the whole.

Per package: planned = awarded + leaked + open, and awarded ≥ delivered ≥ paid, in whole rupiah. A package withdrawn
after something was bought stays in the sums with what was bought as its plan. Only the four categories of the budget;
levels of government are never added to each other. The indicators are the portal's own: no official formula was found.
"""

from dataclasses import dataclass, fields
from decimal import ROUND_HALF_UP, Decimal

from django.db import connection
from django.db.models import Count, Sum, TextChoices
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from procurement.models import Agency, AgencyLevel, Budget, Leakage, WaitingContract
from umkm.categories import BUDGET_CATEGORIES, Category
from umkm.models import Regency

NOWHERE = "-"
"""Stands for packages without a place or a planned month, in keys and in addresses."""


class By(TextChoices):
    """What the year is broken down by; the value is the page's parameter, and the filter of the rows behind it."""

    CATEGORY = "kategori", gettext_lazy("kategori")
    AGENCY = "satker", gettext_lazy("satuan kerja")
    PLACE = "wilayah", gettext_lazy("kabupaten/kota")
    MONTH = "bulan", gettext_lazy("bulan rencana kontrak")


KEYS = {
    By.CATEGORY: "p.category",
    By.AGENCY: "p.agency_id::text",
    By.PLACE: "COALESCE(p.regency_id, a.regency_id, '-')",
    By.MONTH: "COALESCE(EXTRACT(month FROM p.contract_from)::int::text, '-')",
}

FACTS = """
    FROM procurement_package p
    JOIN procurement_agency a ON a.id = p.agency_id
    LEFT JOIN procurement_packageoutcome o ON o.package_id = p.id
    LEFT JOIN (SELECT package_id, SUM(value) AS awarded,
                      SUM(value) FILTER (WHERE delivered_on IS NOT NULL) AS delivered,
                      SUM(value) FILTER (WHERE paid_on IS NOT NULL) AS paid,
                      SUM(paid_value) AS paid_out, SUM(tkdn * value) AS weighted
                 FROM procurement_award WHERE cancelled_on IS NULL GROUP BY package_id) w ON w.package_id = p.id
    LEFT JOIN (SELECT package_id, SUM(value) AS leaked, SUM(value) FILTER (WHERE reason = '') AS unexplained,
                      SUM(domestic_value) AS domestic, SUM(small_business_value) AS small
                 FROM procurement_leakage WHERE cancelled_on IS NULL GROUP BY package_id) l ON l.package_id = p.id
   WHERE p.year = %(year)s AND a.level = ANY(%(levels)s) AND p.category = ANY(%(categories)s)
     AND (%(agencies)s::bigint[] IS NULL OR p.agency_id = ANY(%(agencies)s::bigint[]))
     AND (p.is_active AND p.is_announced OR w.package_id IS NOT NULL OR l.package_id IS NOT NULL)
"""

SPENT = "COALESCE(w.awarded, 0) + COALESCE(l.leaked, 0)"
PLANNED = f"CASE WHEN p.is_active AND p.is_announced THEN p.ceiling ELSE {SPENT} END"
SUMS = f"""
    COUNT(*), COALESCE(SUM({PLANNED}), 0), COALESCE(SUM({PLANNED}) FILTER (WHERE o.state = 'SERVED'), 0),
    COALESCE(SUM(w.awarded), 0), COALESCE(SUM(w.delivered), 0), COALESCE(SUM(w.paid), 0), COALESCE(SUM(l.leaked), 0),
    COALESCE(SUM(l.unexplained), 0), COALESCE(SUM(w.paid_out), 0)
"""


@dataclass(frozen=True)
class Line:
    """One part of the year, or all of it; whole rupiah, but `packages` is a count."""

    key: str
    label: str
    packages: int = 0
    planned: int = 0
    matched: int = 0
    awarded: int = 0
    delivered: int = 0
    paid: int = 0
    leaked: int = 0
    unexplained: int = 0
    paid_out: int = 0

    @property
    def open(self):
        """Planned and not bought from anyone yet."""
        return self.planned - self.awarded - self.leaked

    @property
    def parts(self):
        """(name, rupiah) that add up to `planned`: paid, delivered but not paid, signed but not delivered, …"""
        return (
            ("paid", self.paid),
            ("delivered", self.delivered - self.paid),
            ("awarded", self.awarded - self.delivered),
            ("leaked", self.leaked),
            ("left", self.open),
        )

    @property
    def absorbed(self):
        """Percent of the plan bought from certified suppliers."""
        return percent(self.awarded, self.planned)


AMOUNTS = tuple(field.name for field in fields(Line) if field.name not in ("key", "label"))


@dataclass(frozen=True)
class Indicators:
    """The portal's own measures of a year ; percent with two decimals, None where there is no whole."""

    absorbed: Decimal | None
    domestic_planned: Decimal | None
    small_business_planned: Decimal | None
    domestic_bought: Decimal | None
    small_business_bought: Decimal | None
    weighted_tkdn: Decimal | None
    unserved: int
    """Rupiah of packages that no supplier of tiers 1 and 2 can serve."""


def absorption_of(*, year, level=None, by=By.CATEGORY, categories=BUDGET_CATEGORIES, agencies=None):
    """The lines of a year of one level of government, or of some agencies (ids), in the order people expect."""
    values = _values(year, level, categories, agencies)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {KEYS[by]}, {SUMS} {FACTS} GROUP BY 1", values)
        found = {key: map(int, numbers) for key, *numbers in cursor.fetchall()}
    labels = _labels(by, found, categories)
    lines = [Line(key, label, *found.get(key, ())) for key, label in labels.items()]
    return lines if by != By.PLACE else sorted(lines, key=lambda line: (line.key == NOWHERE, line.key))


def total_of(lines):
    """All lines together."""
    return Line("", _("Jumlah"), **{name: sum(getattr(line, name) for line in lines) for name in AMOUNTS})


def indicators_of(*, year, level, categories=BUDGET_CATEGORIES):
    """The year's indicators; the plan is the packages' ceilings, since all spending on goods is not known here."""
    asked = f"""
        SELECT COALESCE(SUM({PLANNED}), 0), COALESCE(SUM({PLANNED}) FILTER (WHERE p.is_domestic), 0),
               COALESCE(SUM({PLANNED}) FILTER (WHERE p.is_for_small_business), 0), COALESCE(SUM(w.awarded), 0),
               COALESCE(SUM(l.leaked), 0), COALESCE(SUM(l.domestic), 0), COALESCE(SUM(l.small), 0),
               COALESCE(SUM(w.weighted), 0),
               COALESCE(SUM({PLANNED}) FILTER (WHERE o.state IN ('OPEN', 'THIN') AND o.best_tier IS NULL), 0) {FACTS}
    """
    with connection.cursor() as cursor:
        cursor.execute(asked, _values(year, level, categories, None))
        planned, domestic, small, awarded, leaked, leaked_domestic, leaked_small, weighted, unserved = cursor.fetchone()
    budget = Budget.objects.filter(year=year, agency__level=level, category__in=categories)
    whole = budget.aggregate(total=Sum("amount"))["total"] or planned
    spent = awarded + leaked
    return Indicators(
        absorbed=percent(awarded, whole),
        domestic_planned=percent(domestic, planned),
        small_business_planned=percent(small, planned),
        # What certified small industry sells is domestic and of small business.
        domestic_bought=percent(awarded + leaked_domestic, spent),
        small_business_bought=percent(awarded + leaked_small, spent),
        weighted_tkdn=_rounded(weighted / awarded) if awarded else None,
        unserved=int(unserved),
    )


def outside_packages(*, year, level, categories=BUDGET_CATEGORIES):
    """Leakage of the year that belongs to no package: (count, rupiah); it is in no line."""
    found = Leakage.objects.living().filter(
        package=None, year=year, agency__level=level, category__in=categories
    )  # fmt: skip
    return tuple(found.aggregate(count=Count("pk"), total=Sum("value", default=0)).values())


def waiting_of(year):
    """Realised contracts whose package is not known yet: (count, rupiah); they are in no line."""
    found = WaitingContract.objects.filter(year=year, linked_on=None)
    return tuple(found.aggregate(count=Count("pk"), total=Sum("value", default=0)).values())


def percent(part, whole):
    """Percent with two decimals, half up; None without a whole."""
    return _rounded(Decimal(100) * Decimal(part) / Decimal(whole)) if whole else None


def _rounded(number):
    return Decimal(number).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _values(year, level, categories, agencies):
    return {
        "year": year,
        "levels": [level] if level else AgencyLevel.values,
        "categories": [str(category) for category in categories],
        "agencies": agencies,
    }


def _labels(by, found, categories):
    """{key: label} of every line, in order: all categories and months, only those agencies and places that occur."""
    if by == By.CATEGORY:
        return {str(category): Category(category).label for category in categories}
    if by == By.AGENCY:
        return {str(agency.pk): agency.name for agency in Agency.objects.filter(pk__in=found)}
    nowhere = {NOWHERE: _("tanpa lokasi") if by == By.PLACE else _("tanpa tanggal rencana")} if NOWHERE in found else {}
    if by == By.PLACE:
        return {regency.pk: str(regency) for regency in Regency.objects.filter(pk__in=found)} | nowhere
    return {str(number): str(name) for number, name in MONTHS.items()} | nowhere
