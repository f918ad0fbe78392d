"""The TKDN value of a product that small industry declares itself (Permenperin 35/2025 Ps 4–9, Lampiran I).

Exact fractions all the way; only the answer is rounded, half up, to two places.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction

SMALL_INDUSTRY_CAPITAL = 5_000_000_000
"""Rupiah without land and building; a business with more is no industri kecil (Permenperin 35/2025 Ps 1(9))."""

MATERIAL_WEIGHT, LABOUR_WEIGHT, OVERHEAD_WEIGHT = Fraction(75, 100), Fraction(10, 100), Fraction(15, 100)
"""Permenperin 35/2025 Ps 4."""

INDONESIAN_WORKERS = 50
"""Labour counts from this share of Indonesian direct workers on, in percent (Permenperin 35/2025 Ps 6)."""


class Origin(StrEnum):
    """Where a component comes from (Permenperin 35/2025 Ps 5(2))."""

    CERTIFIED = "CERTIFIED"
    FULL_DOMESTIC = "FULL_DOMESTIC"
    NATURAL = "NATURAL"
    RECYCLED = "RECYCLED"
    DOMESTIC = "DOMESTIC"
    IMPORT = "IMPORT"


class Production(StrEnum):
    """Who produces where (Permenperin 35/2025 Ps 6 and 7); a rented workshop is one's own (Lampiran I.2.c.3)."""

    OWN_FACTORY = "OWN_FACTORY"
    OTHER_FACTORY = "OTHER_FACTORY"
    OUTSOURCED = "OUTSOURCED"


class Process(StrEnum):
    """What is done to the goods; all but MANUFACTURE cannot be counted (Permenperin 35/2025 Ps 9(2))."""

    MANUFACTURE = "MANUFACTURE"
    PACKAGING_ONLY = "PACKAGING_ONLY"
    MINOR_PROCESS_NO_HS_CHANGE = "MINOR_PROCESS_NO_HS_CHANGE"
    DISMANTLED = "DISMANTLED"
    UNPROCESSED_NATURAL = "UNPROCESSED_NATURAL"


ORIGIN_CONTENT = {
    Origin.FULL_DOMESTIC: 100,
    Origin.NATURAL: 100,
    Origin.RECYCLED: 100,
    Origin.DOMESTIC: 25,
    Origin.IMPORT: 0,
}
"""Domestic content of a component without a certificate, in percent (Permenperin 35/2025 Ps 5(2))."""

CERTIFIED_CONTENT = ((80, 100), (60, 80), (40, 60))
"""Above this certified TKDN, this content; from 25 on 40, below 25 it is 25 (Permenperin 35/2025 Ps 5(2))."""

PRODUCTION_SHARE = {Production.OWN_FACTORY: 100, Production.OTHER_FACTORY: 60, Production.OUTSOURCED: 30}
"""Labour and overhead in percent by who produces where (Permenperin 35/2025 Ps 6 and 7)."""


@dataclass(frozen=True)
class Component:
    """One main component for one unit of product: quantity × unit price in rupiah, and where it comes from."""

    name: str
    quantity: Decimal
    unit_price: Decimal
    origin: Origin
    certificate_tkdn: Decimal | None = None

    @property
    def cost(self):
        """Rupiah for one unit of product, exact."""
        return Fraction(self.quantity) * Fraction(self.unit_price)

    @property
    def domestic_content(self):
        """KDN of the component in percent (Permenperin 35/2025 Ps 5(2))."""
        if self.origin != Origin.CERTIFIED:
            return ORIGIN_CONTENT[self.origin]
        for above, content in CERTIFIED_CONTENT:
            if self.certificate_tkdn > above:
                return content
        return 40 if self.certificate_tkdn >= 25 else 25


@dataclass(frozen=True)
class Value:
    """Material, labour, overhead and the TKDN they make, in percent, exact."""

    material: Fraction
    labour: Fraction
    overhead: Fraction

    @property
    def tkdn(self):
        """Permenperin 35/2025 Ps 4: 75 % material, 10 % labour, 15 % overhead."""
        return MATERIAL_WEIGHT * self.material + LABOUR_WEIGHT * self.labour + OVERHEAD_WEIGHT * self.overhead


def value(components, production, indonesian_workers_pct, domestic_investment):
    """The TKDN value; `components` must cost something together, and not all be imported."""
    total = sum(component.cost for component in components)
    material = sum(component.cost * component.domestic_content for component in components) / total
    share = Fraction(PRODUCTION_SHARE[production])
    return Value(
        material=material,
        labour=share if indonesian_workers_pct >= INDONESIAN_WORKERS else Fraction(0),
        overhead=share if domestic_investment else Fraction(0),
    )


def is_all_imported(components):
    """Such a product is refused even though the formula would give a value (Permenperin 35/2025 Ps 9(2) a)."""
    return all(component.origin == Origin.IMPORT for component in components)


def two_places(number):
    """Round half up to two places, as forms and mark show it; `36.625` becomes `36.63`."""
    hundredths = (Fraction(number) * 200 + 1) // 2
    return (Decimal(int(hundredths)) / 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
