"""Matching: which certified products can serve each package of a year, why, and what is missing."""

from datetime import date
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from django.conf import settings

from certification.serving import serving_codes
from procurement.answers import Candidate, NearMiss, PackageMatch, Supplier
from procurement.matching_sql import Details, details, offers
from procurement.models import OutcomeState, Package
from procurement.pool import NEAR_MISSES, Pool, Question
from procurement.preference import POLICY_TIERS, best_sum, bmp_on, tier
from procurement.reasons import below_25, obstacles, reasons, warnings
from umkm.categories import Category
from umkm.models.places import RegencyKind
from umkm.words import generic_terms, lexicon, product_terms


class Pair(NamedTuple):
    """A package's product: of the kind asked for or not, its relevance in hundredths, and what is told of it."""

    words: bool
    relevance: int
    details: Details


def default_day(year, today):
    """The day a year is asked about: `today`, but 31 December of a year that has passed."""
    return min(today, date(year, 12, 31))


def match(*, year, on, rup_code=None, agencies=None):
    """The answer for every current package of the year, by agency and then the highest ceiling.

    `on` is the day of asking: contracts are signed that day or later, certificates issued after it are unknown.
    `rup_code` asks for one package, `agencies` (ids) for those of some agencies. Always the same number of queries.
    """
    packages = Package.objects.current().for_year(year).select_related("agency__regency", "regency")
    if rup_code is not None:
        packages = packages.filter(rup_code=rup_code)
    if agencies is not None:
        packages = packages.filter(agency__in=agencies)
    matches = [unanswered(package, on) for package in packages.order_by("agency__name", "-ceiling", "rup_code")]
    _fill(matches, on)
    return matches


def match_signing(package, on):
    """The answer for one package whose contract is signed on day `on`, whatever day was planned."""
    found = unanswered(package, on)
    found.contract_day = on
    found.delivery_day = max(package.delivery_until or package.contract_until or on, on)
    _fill([found], on)
    return found


def contract_day(package, on):
    """The day the contract is signed: as planned, but not before the day of asking."""
    return max(package.contract_from or on, on)


def delivery_day(package, on):
    """The last day the certificate must hold: end of use, else end of contract, else the contract day."""
    signed = contract_day(package, on)
    return max(package.delivery_until or package.contract_until or signed, signed)


def unanswered(package, on):
    """The answer before anyone looked for suppliers: the days that count, and the state without any."""
    return PackageMatch(
        package=package,
        on=on,
        contract_day=contract_day(package, on),
        delivery_day=delivery_day(package, on),
        state=_state(package, suppliers=0),
    )


def _state(package, suppliers):
    """The one state a package is in, given how many different businesses can serve it."""
    if package.not_certifiable:
        return OutcomeState.NOT_CERTIFIABLE
    if package.category == Category.OTHER:
        return OutcomeState.OUTSIDE
    if suppliers >= settings.MIN_SUPPLIERS:
        return OutcomeState.SERVED
    return OutcomeState.THIN if suppliers else OutcomeState.OPEN


def _fill(matches, on):
    """Look up the suppliers of every package that certified goods could serve."""
    asked = [(found, question_of(found)) for found in matches if found.state == OutcomeState.OPEN]
    if not asked:
        return
    pools = _pools([question for _found, question in asked], on)
    looked_up = [(found, *_look_up(pools, question)) for found, question in asked]
    told = details({one.item_id for _found, fitting, nearly in looked_up for one in (*fitting, *nearly)})
    for found, fitting, nearly in looked_up:
        _answer(found, fitting, nearly, told)


def _pools(questions, on):
    by_category = {}
    for offer in offers(questions, serving_codes(), on):
        by_category.setdefault(offer.category, []).append(offer)
    return {category: Pool(its_offers) for category, its_offers in by_category.items()}


def _look_up(pools, question):
    pool = pools.get(question.category)
    return (pool.fitting(question), pool.nearly(question)) if pool else ([], [])


def question_of(found):
    """What the pool needs to know of one package, given its `PackageMatch`."""
    package = found.package
    specific = product_terms(package.category) & set(package.terms)
    others = frozenset(package.terms) - specific
    return Question(
        category=package.category,
        specific=specific,
        others=others,
        # Only words of goods hint at a product; that a village group and a maker are both called "Maju" does not.
        hints=others & lexicon().keys() - generic_terms(package.category) if specific else others,
        contract_day=found.contract_day,
        delivery_day=found.delivery_day,
        minimum_tkdn=package.minimum_tkdn or Decimal(0),
        ceiling=package.ceiling,
    )


def _answer(found, fitting, nearly, told):
    """Settle the package's state from what fits and what nearly does, and how its lists are made."""
    fits = [told[one.item_id] for one in fitting]
    best = best_sum((details.tkdn, bmp_on(details, found.contract_day)) for details in fits)
    tiers = [tier(details.tkdn, best) for details in fits]
    found.suppliers = len(
        {one.business_id for one, its_tier in zip(fits, tiers, strict=True) if its_tier in POLICY_TIERS}
    )
    found.best_tier = min(POLICY_TIERS.intersection(tiers), default=None)
    found.state = _state(found.package, found.suppliers)
    below = [one for one, its_tier in zip(fitting, tiers, strict=True) if its_tier not in POLICY_TIERS]
    found.near_miss_count = min(NEAR_MISSES, len(below) + len(nearly))
    found.list_candidates = partial(_candidates, found, fitting, best, told)
    found.list_near_misses = partial(_near_misses, found, below, nearly, told)


def _candidates(found, fitting, best, told):
    made = []
    for pair in _pairs(fitting, told):
        its_tier = tier(pair.details.tkdn, best)
        if its_tier in POLICY_TIERS:
            supplier = _supplier(pair, found.contract_day)
            why = partial(reasons, found, supplier, pair, its_tier, best)
            made.append(Candidate(supplier, its_tier, why, partial(warnings, found, supplier)))
    return sorted(made, key=_order(found.package))


def _near_misses(found, below, nearly, told):
    made = []
    for pair in _pairs(below[:NEAR_MISSES], told):
        supplier = _supplier(pair, found.contract_day)
        made.append(NearMiss(supplier, partial(_below, supplier)))
    for pair in _pairs(nearly[: NEAR_MISSES - len(made)], told):
        supplier = _supplier(pair, found.contract_day)
        made.append(NearMiss(supplier, partial(obstacles, found, supplier, pair)))
    return made


def _pairs(ones, told):
    return (Pair(one.words, one.relevance, told[one.item_id]) for one in ones)


def _below(supplier):
    return (below_25(supplier.tkdn),)


def _order(package):
    """Sort key of candidates: tier, relevance, TKDN + BMP, same kabupaten/kota, then the older record."""
    place = package.regency_id or package.agency.regency_id

    def key(candidate):
        supplier = candidate.supplier
        elsewhere = supplier.regency_code != place
        return candidate.tier, -supplier.relevance, -(supplier.tkdn + supplier.bmp), elsewhere, supplier.item_id

    return key


def _supplier(pair, signed):
    """The product as a buyer sees it."""
    told = pair.details
    return Supplier(
        item_id=told.item_id,
        certificate_id=told.certificate_id,
        certificate_number=told.number or "",
        business_id=told.business_id,
        business_name=told.business_name or told.holder_name,
        regency_code=told.regency_code or "",
        regency_name=f"{RegencyKind(told.regency_kind).label} {told.regency_name}" if told.regency_code else "",
        product_name=told.product_name,
        brand=told.brand,
        kbli_code=told.kbli_code,
        tkdn=told.tkdn,
        bmp=bmp_on(told, signed),
        valid_until=told.valid_until,
        price=told.price,
        relevance=Decimal(pair.relevance).scaleb(-2),
    )
