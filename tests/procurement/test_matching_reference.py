"""Matching all at once equals judging pair by pair, on random small markets."""

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest

from certification.models import CertificateItem, CertificateStatus
from certification.serving import serving_codes
from procurement.matching import match
from procurement.models import Package
from procurement.preference import best_sum, tier
from tests.factories import BusinessFactory, PackageFactory
from tests.procurement.market import ON, obstacles, offer, rules
from umkm.words import generic_terms, lexicon, product_terms

WORDS = ("keripik", "pisang", "tapis", "plakat", "batik", "gajah", "suvenir", "motif", "kopi", "kemeja")
CODES = ("10794", "32903", "14111", "28250")
CATEGORIES = ("FOOD", "SOUVENIR", "CLOTHING", "MACHINERY")


def some_day(chance):
    return date(2026, 1, 1) + timedelta(days=chance.randrange(0, 200, 10))


def maybe(chance, value):
    return value if chance.random() < 0.2 else None


def build(chance):
    """Forty products with every defect a certificate may have, and twelve packages."""
    rules()
    businesses = [*BusinessFactory.create_batch(4), None]
    for number in range(40):
        issued = some_day(chance) - timedelta(days=150)
        # Nothing happens to a certificate before it is issued.
        frozen, revoked, superseded = (
            day and max(day, issued) for day in (maybe(chance, some_day(chance)) for _ in range(3))
        )
        business = chance.choice(businesses)
        offer(
            " ".join([*chance.sample(WORDS, chance.randint(1, 4)), str(number)]),
            business=business, kbli_code=chance.choice(CODES), tkdn=chance.choice((20, 25, 30, 40)),
            bmp=maybe(chance, Decimal(15)), bmp_valid_until=maybe(chance, some_day(chance)),
            issued_on=issued, valid_until=some_day(chance) + timedelta(days=60),
            frozen_from=frozen, frozen_until=frozen and maybe(chance, frozen + timedelta(days=4)),
            revoked_on=revoked, superseded_on=superseded,
            price=business and maybe(chance, chance.choice((1_000, 9_000))),
        )  # fmt: skip
    for _number in range(12):
        signed, delivered = sorted((some_day(chance), some_day(chance)))
        PackageFactory(
            name=" ".join(chance.sample(WORDS, chance.randint(1, 4))), category=chance.choice(CATEGORIES),
            ceiling=chance.choice((5_000, 50_000)), minimum_tkdn=maybe(chance, Decimal(30)),
            contract_from=signed, contract_until=None, delivery_until=delivered,
        )  # fmt: skip


def shared(package, item):
    """(specific words the package names, those the item shares, other words shared, whether one of them is a hint)."""
    specific = product_terms(package.category) & set(package.terms)
    others = set(package.terms) - specific
    hints = others & lexicon().keys() - generic_terms(package.category) if specific else others
    offered = set(item.terms)
    return specific, specific & offered, others & offered, bool(hints & offered)


def judge(found, item, serving):
    """The pair's (facts, registered, relevance) or None when nobody is told of it; `facts` are five booleans."""
    package, certificate = found.package, item.certificate
    if (item.kbli_version, item.kbli_code, package.category) not in serving:
        return None
    if certificate.issued_on > ON or (certificate.superseded_on and certificate.superseded_on <= found.contract_day):
        return None
    specific, named, others, hinted = shared(package, item)
    words = bool(named) or not specific
    if not words and not hinted:
        return None
    base = Decimal(len(named)) / len(specific) if specific else Decimal("0.30")
    relevance = min(Decimal(1), base + Decimal("0.05") * len(others)).quantize(Decimal("0.01"), "ROUND_HALF_UP")
    days = (found.contract_day, found.delivery_day)
    facts = (
        words,
        all(certificate.status_on(day) in CertificateStatus.valid for day in days),
        certificate.business_id is not None,
        item.tkdn >= (package.minimum_tkdn or 0),
        not item.product or item.product.price <= package.ceiling,
    )
    return (facts, relevance) if words or all(facts[1:]) else None


def bmp_of(item, found):
    counts = item.bmp is not None and (item.bmp_valid_until is None or item.bmp_valid_until >= found.contract_day)
    return item.bmp if counts else Decimal(0)


def expected(found, items, serving):
    """({item id: (tier, relevance)} of the candidates, ids of the near misses in order), pair by pair."""
    judged = [(item, verdict) for item in items if (verdict := judge(found, item, serving))]
    judged.sort(key=lambda one: (-sum(one[1][0]), not one[1][0][2], -one[1][1], -one[0].tkdn, one[0].pk))
    fitting = [(item, relevance) for item, (facts, relevance) in judged if all(facts)]
    best = best_sum((item.tkdn, bmp_of(item, found)) for item, _relevance in fitting)
    tiers = {item.pk: (tier(item.tkdn, best), relevance) for item, relevance in fitting}
    near = [pk for pk, (its_tier, _relevance) in tiers.items() if its_tier == 3]
    near += [item.pk for item, (facts, _relevance) in judged if not all(facts)]
    return {pk: value for pk, value in tiers.items() if value[0] < 3}, near[:20]


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(12))
def test_matching_a_year_equals_judging_every_pair_by_itself(seed):
    build(random.Random(seed))
    items = list(CertificateItem.objects.select_related("certificate", "product"))
    serving = set(serving_codes())

    answer = match(year=2026, on=ON)

    assert len(answer) == Package.objects.count()
    for found in answer:
        candidates = {one.supplier.item_id: (one.tier, one.supplier.relevance) for one in found.candidates}
        assert (candidates, list(obstacles(found))) == expected(found, items, serving)
        assert found.suppliers == len({one.supplier.business_id for one in found.candidates})
        assert (found.best_tier, found.near_miss_count) == (
            min((its_tier for its_tier, _relevance in candidates.values()), default=None),
            len(found.near_misses),
        )
