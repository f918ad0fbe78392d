"""What renewals would serve: the certificates in force as if each were renewed in time, and packages they alone miss.

The one rule behind rupiah at risk: of a certificate (`procurement.risk`) and in the unlock plan (`bimtek.risks`).
"""

from collections import defaultdict
from datetime import date

from certification.serving import serving_codes
from procurement.matching_sql import offers
from procurement.models import OutcomeState
from procurement.pool import Pool
from procurement.preference import MINIMUM_TKDN

ENDS_TOO_EARLY = frozenset({"EXPIRED", "EXPIRES_BEFORE_DELIVERY"})
"""Codes of obstacles that a renewal takes away."""


def renewable(found):
    """How many near misses of an unserved package would serve it once their certificate is renewed; else 0."""
    if found.state != OutcomeState.OPEN or not found.near_miss_count:
        return 0
    codes = ({obstacle.code for obstacle in miss.obstacles} for miss in found.near_misses)
    return sum(bool(its_codes) and its_codes <= ENDS_TOO_EARLY for its_codes in codes)


def renewed_pools(questions, on):
    """The certified products by category as if every certificate that runs on day `on` were renewed in time."""
    by_category = defaultdict(list)
    for offer in offers(questions, serving_codes(), on) if questions else ():
        if offer.live_from <= on < offer.live_until and offer.tkdn >= MINIMUM_TKDN:
            by_category[offer.category].append(offer._replace(live_until=date.max))
    return {category: Pool(its_offers) for category, its_offers in by_category.items()}


def renewed_items(pools, question):
    """Ids of the certified products in `pools` that would serve a package then."""
    pool = pools.get(question.category)
    return [found.item_id for found in pool.fitting(question)] if pool else []
