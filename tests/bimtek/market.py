"""A small market for the unlock plan: open packages and makers that could serve them once certified."""

from datetime import date

from bimtek.unlock import unlock
from tests.factories import ActivityFactory, BusinessFactory, PackageFactory, ProductFactory, SiinasAccountFactory
from tests.procurement.market import ON, rules

__all__ = ["ON", "maker", "package", "plan_of", "ready", "rules"]


def package(name="Belanja keripik pisang", ceiling=10_000_000, **fields):
    """A package of the province that nobody certified serves."""
    return PackageFactory(name=name, ceiling=ceiling, **fields)


def maker(*products, nib=True, code="10794", **fields):
    """A maker of these products with a fitting licence and no SIINas account."""
    if not nib:
        fields["nib"] = None
    business = BusinessFactory(**fields)
    ActivityFactory(business=business, kbli_code=code, risk="LOW")
    for name in products:
        ProductFactory(business=business, name=name, kbli_code=code)
    return business


def ready(*products, **fields):
    """A maker that only has to apply."""
    business = maker(*products, **fields)
    SiinasAccountFactory(business=business, status="IK_VALIDATED", verified_on=date(2026, 1, 1))
    return business


def plan_of(seats, *, on=ON, **options):
    """(ids of the businesses chosen in their order, the whole answer)."""
    found = unlock(year=2026, on=on, seats=seats, **options)
    candidates = found.graph.candidates
    return [candidates[one.candidate].business_id for one in found.chosen], found
