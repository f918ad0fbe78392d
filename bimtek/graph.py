"""The candidate graph: which open packages each uncertified business could serve once certified, and what it lacks.

Its products go through the same sets as certified ones (`procurement.pool`): same category, words, price and days. A
future certificate is taken to be valid on every day asked about and to reach `UNLOCK_ASSUMED_TKDN` percent.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

import numpy as np
from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from bimtek.coverage import coverage
from bimtek.graph_sql import made_products
from bimtek.models import Decline
from bimtek.steps import OUT_OF_REACH, effort_of, missing_steps
from certification.triage import Stage, stages
from procurement.answers import PackageMatch
from procurement.matching import match, question_of
from procurement.matching_sql import Offer
from procurement.models import AgencyLevel, OutcomeState
from procurement.pool import Pool
from umkm.categories import Category, CategoryRules
from umkm.models import CategoryRule

ABOVE_ALL_CEILINGS = 2**62


class Excluded(TextChoices):
    """Why a business whose product fits is no candidate."""

    CERTIFIED = "CERTIFIED", _("produknya sudah bersertifikat")
    DECLINED = "DECLINED", _("tidak bersedia")
    BARRED = "BARRED", _("belum boleh mengajukan lagi")
    FROZEN = "FROZEN", _("sertifikatnya dibekukan")
    APPLIED = "APPLIED", _("permohonannya sedang dinilai")
    NOT_INDUSTRY = "NOT_INDUSTRY", _("bukan industri")
    TOO_LARGE = "TOO_LARGE", _("di atas batas industri kecil")


class Candidate(NamedTuple):
    """An uncertified business that could open something, with the steps it has left and their effort in half-days."""

    business_id: int
    stage: Stage
    steps: tuple
    effort: int


@dataclass(frozen=True)
class Graph:
    """Open packages and the candidates for each; `serves[n]` are numbers of the candidates of package n."""

    year: int
    on: date
    minimum: int
    packages: list[PackageMatch]
    candidates: list[Candidate]
    serves: list[np.ndarray]
    excluded: dict[Excluded, int]

    def coverage(self, category=None):
        """The sets behind the graph; of the packages of one `category` if given."""
        return coverage(
            [
                (found.package.ceiling, self.minimum - found.suppliers, candidates)
                for found, candidates in zip(self.packages, self.serves, strict=True)
                if category in (None, found.package.category)
            ]
        )

    @property
    def open_total(self):
        """Rupiah of all open packages, whether or not anyone could open them."""
        return sum(found.package.ceiling for found in self.packages)

    @property
    def efforts(self):
        """Half-days of help for each candidate."""
        return [candidate.effort for candidate in self.candidates]


def candidate_graph(*, year, on, matches=None):
    """The `Graph` of the province's open packages of `year`, asked on day `on`; a fixed number of queries.

    `matches`: matching's answer for that year and day where the caller has it already.
    """
    matches = match(year=year, on=on) if matches is None else matches
    packages = [found for found in matches if is_open(found)]
    fitting, certified_only = _fitting(packages, on)
    businesses, why_not = _able({one for found in fitting for one in found}, on)
    why_not |= dict.fromkeys(certified_only - why_not.keys(), Excluded.CERTIFIED)
    numbers = {candidate.business_id: number for number, candidate in enumerate(businesses)}
    serves = [np.array(sorted(numbers[one] for one in found if one in numbers), dtype=np.int64) for found in fitting]
    counted = Counter(why_not.values())
    return Graph(
        year=year, on=on, minimum=settings.MIN_SUPPLIERS, packages=packages, candidates=businesses, serves=serves,
        excluded={reason: counted[reason] for reason in Excluded if counted[reason]},
    )  # fmt: skip


def is_open(found):
    """Whether a package of the province waits for suppliers; levels of government are never mixed."""
    waits = found.state in (OutcomeState.OPEN, OutcomeState.THIN)
    return waits and found.package.agency.level == AgencyLevel.PROVINCE


def _fitting(packages, on):
    """(for each package the businesses with an uncertified product for it, businesses with certified ones alone)."""
    questions = [question_of(found) for found in packages]
    products = made_products(questions, on) if questions else []
    pools = _pools(products, questions)
    owners = np.array([product.business_id for product in products], dtype=np.int64)
    certified = np.array([product.certified for product in products], dtype=bool)
    fitting, done = [], set()
    for found, question in zip(packages, questions, strict=True):
        which = _positions(pools.get(question.category), question)
        suppliers = {candidate.supplier.business_id for candidate in found.candidates} if found.suppliers else set()
        fitting.append(set(owners[which[~certified[which]]].tolist()) - suppliers)
        done.update(owners[which[certified[which]]].tolist())
    return fitting, done.difference(*fitting)


def _positions(pool, question):
    """Numbers of the products that would serve the package."""
    if pool is None:
        return np.empty(0, np.int64)
    bits = pool.that_fit(question)
    octets = np.frombuffer(bits.to_bytes(bits.bit_length() // 8 + 1, "little"), np.uint8)
    ids = np.asarray(pool.ids, dtype=np.int64)
    return ids[np.flatnonzero(np.unpackbits(octets, bitorder="little"))]


def _pools(products, questions):
    """{category: pool}; a product stands there by its number in `products`, as if it were certified."""
    rules = CategoryRules(CategoryRule.objects.all())
    ceilings = sorted({question.ceiling for question in questions})
    offers = defaultdict(list)
    for number, product in enumerate(products):
        for category in _categories(product, rules):
            offers[category].append(_offer(number, product, category, ceilings))
    return {category: Pool(its_offers) for category, its_offers in offers.items()}


def _categories(product, rules):
    """Those of its KBLI code, as on a certificate; of a product without a code those recorded."""
    coded = product.kbli_code
    found = rules.of(product.kbli_version, product.kbli_code) if coded else product.categories
    return [str(category) for category in found if category != Category.OTHER]


def _offer(number, product, category, ceilings):
    # Only whether a price lies under a ceiling counts, so the next ceiling stands for it: few different values.
    above = bisect_left(ceilings, product.price)
    return Offer(
        category=category, item_id=number, terms=product.terms, tkdn=Decimal(settings.UNLOCK_ASSUMED_TKDN),
        live_from=date.min, live_until=date.max, frozen_from=None, frozen_until=None, superseded_on=date.max,
        registered=True, price=ceilings[above] if above < len(ceilings) else ABOVE_ALL_CEILINGS,
    )  # fmt: skip


def _able(business_ids, on):
    """(candidates by business, {business: why it is none}) among `business_ids`."""
    declined = set(Decline.objects.in_force_on(on).values_list("business", flat=True))
    able, why_not = [], {}
    for triaged in stages(on):
        if triaged.business_id in business_ids:
            reason = _why_not(triaged, declined)
            if reason:
                why_not[triaged.business_id] = reason
            else:
                steps = missing_steps(triaged)
                able.append(Candidate(triaged.business_id, triaged.stage, steps, effort_of(steps)))
    return sorted(able), why_not


def _why_not(triaged, declined):
    """The first reason against, or None; a bar counts also while another certificate is valid."""
    if triaged.business_id in declined:
        return Excluded.DECLINED
    if triaged.barred_until:
        return Excluded.BARRED
    return Excluded(triaged.stage) if triaged.stage in OUT_OF_REACH else None
