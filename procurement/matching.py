"""Matching: which certified products can serve each package of a year, why, and what is missing."""

from datetime import date
from decimal import Decimal
from itertools import groupby
from operator import attrgetter

from django.conf import settings

from certification.serving import serving_codes
from procurement.answers import Candidate, NearMiss, PackageMatch, Supplier
from procurement.matching_sql import NEAR_MISSES, pairs
from procurement.models import OutcomeState, Package
from procurement.preference import POLICY_TIERS, best_sum, tier
from procurement.reasons import below_25, obstacles, reasons, warnings
from umkm.categories import Category
from umkm.models.places import RegencyKind
from umkm.words import generic_terms, product_terms


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
    matches = [_blank(package, on) for package in packages.order_by("agency__name", "-ceiling", "rup_code")]
    _fill(matches, on)
    return matches


def contract_day(package, on):
    """The day the contract is signed: as planned, but not before the day of asking."""
    return max(package.contract_from or on, on)


def delivery_day(package, on):
    """The last day the certificate must hold: end of use, else end of contract, else the contract day."""
    signed = contract_day(package, on)
    return max(package.delivery_until or package.contract_until or signed, signed)


def _blank(package, on):
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
    asked = {found.package.pk: found for found in matches if found.state == OutcomeState.OPEN}
    if not asked:
        return
    rows = pairs([_question(found) for found in asked.values()], serving_codes(), on)
    for package_id, its_pairs in groupby(rows, key=attrgetter("package_id")):
        _answer(asked[package_id], list(its_pairs))


def _question(found):
    """What the query needs to know of one package."""
    package = found.package
    specific = product_terms(package.category) & set(package.terms)
    others = set(package.terms) - specific
    return {
        "package_id": package.pk,
        "category": package.category,
        "contract_day": found.contract_day,
        "delivery_day": found.delivery_day,
        "minimum_tkdn": package.minimum_tkdn,
        "ceiling": package.ceiling,
        "specific": sorted(specific),
        "others": sorted(others),
        "hints": sorted(others - generic_terms(package.category) if specific else others),
    }


def _answer(found, its_pairs):
    """Sort the pairs of one package into candidates and near misses, and settle its state."""
    pool = [(pair, _supplier(pair, found.contract_day)) for pair in its_pairs if pair.fits]
    best = best_sum((supplier.tkdn, supplier.bmp) for _pair, supplier in pool)
    below = []
    for pair, supplier in pool:
        its_tier = tier(supplier.tkdn, best)
        if its_tier in POLICY_TIERS:
            why = tuple(reasons(found, supplier, pair, its_tier, best))
            found.candidates.append(Candidate(supplier, its_tier, why, tuple(warnings(found, supplier))))
        else:
            below.append(NearMiss(supplier, (below_25(supplier),)))
    found.candidates.sort(key=_order(found.package))
    others = [_near_miss(found, pair) for pair in its_pairs if not pair.fits]
    found.near_misses = (below + others)[:NEAR_MISSES]
    found.state = _state(found.package, found.suppliers)


def _near_miss(found, pair):
    supplier = _supplier(pair, found.contract_day)
    return NearMiss(supplier, tuple(obstacles(found, supplier, pair)))


def _order(package):
    """Sort key of candidates: tier, relevance, TKDN + BMP, same kabupaten/kota, then the older record."""
    place = package.regency_id or package.agency.regency_id

    def key(candidate):
        supplier = candidate.supplier
        elsewhere = supplier.regency_code != place
        return candidate.tier, -supplier.relevance, -(supplier.tkdn + supplier.bmp), elsewhere, supplier.item_id

    return key


def _supplier(pair, signed):
    """The product as a buyer sees it; its BMP counts until the BMP's own last day (Permenperin 35/2025 Ps 45)."""
    bmp_counts = pair.bmp is not None and (pair.bmp_valid_until is None or pair.bmp_valid_until >= signed)
    return Supplier(
        item_id=pair.item_id,
        certificate_id=pair.certificate_id,
        certificate_number=pair.number or "",
        business_id=pair.business_id,
        business_name=pair.business_name or pair.holder_name,
        regency_code=pair.regency_code or "",
        regency_name=f"{RegencyKind(pair.regency_kind).label} {pair.regency_name}" if pair.regency_code else "",
        product_name=pair.product_name,
        brand=pair.brand,
        kbli_code=pair.kbli_code,
        tkdn=pair.tkdn,
        bmp=pair.bmp if bmp_counts else Decimal(0),
        valid_until=pair.valid_until,
        price=pair.price,
        relevance=pair.relevance,
    )
