"""Which packages the goods of a business would fit once certified: the rule of matching, asked of goods to come."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from procurement.matching import question_of, unanswered
from procurement.matching_sql import Offer
from procurement.models import OutcomeState, Package
from procurement.pool import Pool
from umkm.categories import Category

DEAREST = 3
"""Packages named one by one."""


class Prospects(NamedTuple):
    """How many packages, their ceilings together in whole rupiah, their years, and the dearest of them."""

    packages: int
    amount: int
    years: tuple[int, ...]
    dearest: tuple[Package, ...]


def prospects(products, on):
    """The packages still to come on day `on` that any of `products` would fit once certified.

    As nobody knows the value a certificate will have, the least TKDN a package asks for is taken as reached.
    """
    packages = [package for package, _ids in fitting(products, on)]
    years = tuple(sorted({package.year for package in packages}))
    dearest = tuple(sorted(packages, key=lambda package: (-package.ceiling, package.pk))[:DEAREST])
    return Prospects(len(packages), sum(package.ceiling for package in packages), years, dearest)


def fitting(products, on):
    """(package, ids of the products that fit it, most relevant first) of every package still to come that any fits."""
    pools = {category: Pool(offers_to_come(products, category, on)) for category in _categories(products)}
    for package in _to_come(pools, on):
        found = _fitting_ids(pools[package.category], package, on)
        if found:
            yield package, found


def _categories(products):
    return {category for product in products for category in product.categories} - {Category.OTHER.value}


def _to_come(categories, on):
    """Current packages of these categories from this year on; which contracts are past is matching's question."""
    packages = Package.objects.current().filter(category__in=list(categories), year__gte=on.year)
    return packages.select_related("agency").only(
        "rup_code", "name", "year", "category", "terms", "ceiling", "minimum_tkdn", "not_certifiable",
        "contract_from", "contract_until", "delivery_until", "volume", "regency", "agency__name", "agency__regency",
    )  # fmt: skip


def _fitting_ids(pool, package, on):
    answer = unanswered(package, on)
    over = package.contract_until or package.contract_from
    if answer.state != OutcomeState.OPEN or (over and over < on):
        return []
    return [found.item_id for found in pool.fitting(question_of(answer))]


def offers_to_come(products, category, on):
    """The products as if each were certified from `on` and for good, at the highest value."""
    return [
        Offer(
            category=category,
            item_id=product.pk,
            terms=product.terms,
            tkdn=Decimal(100),
            live_from=on,
            live_until=date.max,
            frozen_from=None,
            frozen_until=None,
            superseded_on=date.max,
            registered=True,
            price=product.price or 0,
        )
        for product in products
        if category in product.categories
    ]
