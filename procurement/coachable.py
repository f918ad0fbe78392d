"""Whom to coach for a package nobody can serve: uncertified makers of what it asks for, the nearest first."""

from dataclasses import dataclass

from certification import near_certified
from certification.triage import Stage, Triaged, stages
from procurement.matching import question_of, unanswered
from procurement.models import OutcomeState
from procurement.pool import Pool
from procurement.prospects import offers_to_come
from umkm.models import Business, Product

NEAREST = 10
LOOKED_AT = 500
"""Products with a word of the package, the most at once."""
OUT_OF_REACH = frozenset(
    {Stage.NOT_INDUSTRY, Stage.TOO_LARGE, Stage.BARRED, Stage.FROZEN, Stage.CERTIFIED, Stage.EXPIRING}
)


@dataclass(frozen=True)
class Coachable:
    """A business with where it stands, and the product that fits."""

    business: Business
    triaged: Triaged
    product_name: str


def nearest(package, on):
    """Up to `NEAREST` businesses without a valid certificate whose goods fit, those farthest on their path first."""
    products = _fitting(package, on)
    by_business = {}
    for product in products:
        by_business.setdefault(product.business_id, product)
    found = [one for one in stages(on, list(by_business)) if one.stage not in OUT_OF_REACH] if by_business else []
    found.sort(key=lambda one: (-one.reach, one.business_id))
    chosen = found[:NEAREST]
    businesses = Business.objects.select_related("regency").in_bulk([one.business_id for one in chosen])
    return [Coachable(businesses[one.business_id], one, by_business[one.business_id].name) for one in chosen]


def near_certified_for(package, on):
    """The makers without a valid certificate whose goods fit, as officers see them: whoever could be ready first."""
    by_business = {}
    for product in _fitting(package, on):
        by_business.setdefault(product.business_id, (product.pk, 0))
    return near_certified.nearest(by_business, on)


def _fitting(package, on):
    """Products that would fit once certified, the most relevant first: the rule of matching, asked of goods to come."""
    answer = unanswered(package, on)
    if answer.state != OutcomeState.OPEN:
        return []
    products = Product.objects.filter(categories__contains=[package.category], terms__overlap=package.terms)
    products = near_certified.uncertified(products, on)
    by_id = {product.pk: product for product in products.order_by("pk")[:LOOKED_AT]}
    pool = Pool(offers_to_come(by_id.values(), package.category, on))
    return [by_id[one.item_id] for one in pool.fitting(question_of(answer))]
