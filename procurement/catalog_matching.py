"""Which business of the register a seller of the e-Katalog is: by NIB, else by a name that is one business's alone.

Likeness never links: it only orders what a clerk is shown, by the points of `umkm.doubles`. What a clerk decided is
never looked at again (`docs/catalog.md`).
"""

from dataclasses import dataclass

from django.contrib.postgres.search import TrigramSimilarity
from django.db import transaction
from django.db.models import Q, Value
from django.db.models.functions import Coalesce, Upper
from django.utils.translation import gettext as _

from procurement.models import CatalogDecision, CatalogSeller
from umkm.categories import Category
from umkm.doubles import WEIGHTS
from umkm.doubles_sql import ALIKE, CLOSE
from umkm.models import Business, Evidence
from umkm.naming import name_key
from umkm.words import generic_terms, terms

LOOKED_AT = 20
"""So many businesses of a similar name are weighed for one seller."""


@dataclass(frozen=True)
class Suggestion:
    """A business that may be the seller, what speaks for it and what against; `points` only order suggestions."""

    business: Business
    points: int
    evidence: tuple

    @property
    def reasons(self):
        """What speaks for it, in words."""
        return [one.label for one in self.evidence if not one.is_against]

    @property
    def doubts(self):
        """What speaks against it, in words."""
        return [one.label for one in self.evidence if one.is_against]

    @property
    def told(self):
        """Reasons, then doubts, as a clerk reads them; a business whose name is only a little alike has neither."""
        doubts = [_("tetapi %(doubt)s") % {"doubt": doubt} for doubt in self.doubts]
        return [*self.reasons, *doubts] or [_("namanya sedikit mirip")]


@transaction.atomic
def link_sellers(**which):
    """Link undecided sellers to the business each certainly is, and unlink where that is no longer certain.

    `which` narrows them as a filter does. Returns how many links changed. Reads the names of the register once,
    however many sellers there are.
    """
    undecided = CatalogSeller.objects.undecided().filter(**which)
    sellers = list(undecided.select_for_update(no_key=True).order_by("pk"))
    by_nib, by_name = _numbered(sellers), _namesakes(sellers)
    changed = []
    for seller in sellers:
        found = by_nib.get(seller.nib) or _only_one(seller, by_name)
        if found != seller.business_id:
            seller.business_id = found
            changed.append(seller)
    CatalogSeller.objects.bulk_update(changed, ["business"], batch_size=1000)
    return len(changed)


def _numbered(sellers):
    """{NIB: business}; a NIB that stayed with a merged double leads to the record the office goes on with."""
    nibs = {seller.nib for seller in sellers} - {""}
    kept = Business.objects.filter(nib__in=nibs).annotate(kept=Coalesce("merged_into", "pk"))
    return dict(kept.values_list("nib", "kept"))


def _namesakes(sellers):
    """{(comparable name, kabupaten/kota): [(business, its NIB)]} of the names the sellers go by."""
    wanted = {(seller.name_key, seller.regency_id) for seller in sellers if seller.name_key and seller.regency_id}
    places = {regency for _name, regency in wanted}
    found = {}
    register = Business.objects.unmerged().filter(regency__in=places).values_list("pk", "name", "nib", "regency_id")
    for pk, name, nib, regency in register.iterator() if places else ():
        key = (name_key(name), regency)
        if key in wanted:
            found.setdefault(key, []).append((pk, nib))
    return found


def _only_one(seller, by_name):
    """The business of that name in that place if there is just one; two different NIB are two businesses."""
    namesakes = by_name.get((seller.name_key, seller.regency_id), [])
    if len(namesakes) != 1:
        return None
    [(pk, nib)] = namesakes
    return None if nib and seller.nib and nib != seller.nib else pk


def possible_businesses(seller, limit=5):
    """`Suggestion`s for one seller, likeliest first; two queries."""
    if not seller.name_key:
        return []
    alike = (
        Business.objects.unmerged()
        .annotate(upper_name=Upper("name"))
        .filter(Q(upper_name__trigram_similar=seller.name.upper()) | Q(upper_name__contains=seller.name_key.upper()))
        .annotate(likeness=TrigramSimilarity(Upper("name"), Value(seller.name.upper())))
        .select_related("regency", "district")
        .prefetch_related("products")
        .order_by("-likeness", "pk")[:LOOKED_AT]
    )
    sold = _sold_terms(seller)
    found = [_weighed(seller, business, sold) for business in alike]
    return sorted(found, key=lambda one: (-one.points, -one.business.likeness, one.business.pk))[:limit]


def _sold_terms(seller):
    generic = frozenset().union(*(generic_terms(category) for category in Category))
    return {term for sale in seller.sales.all() for term in terms(sale.product)} - generic


def _weighed(seller, business, sold):
    makes = {term for product in business.products.all() for term in product.terms}
    same = name_key(business.name) == seller.name_key
    evidence = {
        Evidence.SAME_NAME: same,
        Evidence.CLOSE_NAME: not same and business.likeness >= CLOSE,
        Evidence.ALIKE_NAME: not same and ALIKE <= business.likeness < CLOSE,
        Evidence.SAME_PRODUCT: bool(makes & sold),
        Evidence.OTHER_NIB: bool(seller.nib and business.nib and seller.nib != business.nib),
        Evidence.OTHER_REGENCY: bool(seller.regency_id) and seller.regency_id != business.regency_id,
    }
    there = tuple(one for one, holds in evidence.items() if holds)
    return Suggestion(business, sum(WEIGHTS[one] for one in there), there)


@transaction.atomic
def decide(*, seller, business, by, on):
    """A clerk says which `business` a seller is, or None for one that is not in the register.

    False where a colleague has decided meanwhile; then nothing changes.
    """
    decision = CatalogDecision.LINKED if business else CatalogDecision.ELSEWHERE
    waiting = CatalogSeller.objects.undecided().filter(pk=seller.pk)
    return bool(waiting.update(business=business, decision=decision, decided_by=by, decided_on=on))


@transaction.atomic
def ask_again(*, seller):
    """Take a clerk's decision back; the seller is looked for anew, and asked about where nothing is certain."""
    CatalogSeller.objects.filter(pk=seller.pk).update(decision="", decided_by=None, decided_on=None, business=None)
    link_sellers(pk=seller.pk)
