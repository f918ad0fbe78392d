"""Businesses that make what is searched for and hold no valid certificate: told apart from suppliers, never counted.

Their names are shown where the owner consented to a public page, as on every other page (UU 27/2022 Ps 20(2)a); of all
others officers learn what kind of goods is made in which kabupaten/kota. They are found by words of their goods alone,
so that nobody can ask for a name.
"""

from dataclasses import dataclass
from heapq import nsmallest

from django.db.models import Case, Exists, OuterRef, Value, When

from certification.models import Application, Certificate, SiinasAccount
from certification.search import in_words
from certification.soonest import Estimates, Soonest
from certification.suppliers import public_businesses
from certification.triage import Triaged, stages
from umkm.categories import Category
from umkm.models import Product

MOST = 5
"""The nearest are shown; words and a place narrow the search."""
LOOKED_AT = 1000
"""Products that fit, the most relevant first, among them those whose makers have begun their path: computing the stage
of every maker of a common product would take long."""


@dataclass(frozen=True)
class NearCertified:
    """A maker without a certificate: its product, where it stands, and when it could be ready at the earliest."""

    product: Product
    triaged: Triaged
    soonest: Soonest

    @property
    def business(self):
        """Who makes it."""
        return self.product.business

    @property
    def is_named(self):
        """Whether the owner lets everyone see the name."""
        return self.product.is_named

    @property
    def category(self):
        """The kind of goods, which tells nobody's name."""
        return Category(self.product.categories[0]).label


def near_certified(query, on):
    """The nearest to a certificate among those that make what `query` asks for, `MOST` at most; nothing asked, none."""
    if not (query.q.strip() or query.category):
        return []
    found = in_words(_narrowed(uncertified(Product.objects.all(), on), query), query.q, ("name",))
    found = found.annotate(is_on_the_way=_is_on_the_way()).order_by("-relevance", "-is_on_the_way", "pk")
    rows = found.values_list("business", "pk", "relevance")[:LOOKED_AT]
    by_business = {}
    for business, product, relevance in rows:
        by_business.setdefault(business, (product, relevance))
    return nearest(by_business, on)


def uncertified(products, on):
    """Those of the queryset `products` whose maker holds no certificate valid on day `on`; no merged doubles."""
    certified = Certificate.objects.valid_on(on).filter(business=OuterRef("business"))
    return products.filter(~Exists(certified), business__merged_into=None)


def nearest(by_business, on):
    """`NearCertified` of the makers in `by_business`, {business: (product, relevance)}.

    The most relevant come first, among them those that could be ready soonest; whoever can get no certificate is left
    out.
    """
    able = nsmallest(MOST, _able(by_business, on), key=lambda one: one[0])
    products = _products([by_business[triaged.business_id][0] for _key, triaged, _soon in able], on)
    return [NearCertified(products[by_business[one.business_id][0]], one, soon) for _key, one, soon in able]


def _able(by_business, on):
    """(rank, `Triaged`, `Soonest`) of each that could hold a certificate."""
    if not by_business:
        return
    estimates = Estimates(on)
    for triaged in stages(on, list(by_business)):
        soon = estimates.of(triaged)
        if soon:
            _product, relevance = by_business[triaged.business_id]
            yield (-relevance, soon.days, triaged.business_id), triaged, soon


def _products(ids, on):
    named = public_businesses(on).filter(pk=OuterRef("business"))
    products = Product.objects.select_related("business__regency").annotate(is_named=Exists(named))
    return products.in_bulk(ids)


def _is_on_the_way():
    """Whether the maker has an account, an application or an ended certificate: nobody else is near."""
    signs = (SiinasAccount, Application, Certificate)
    known = [Exists(model.objects.filter(business=OuterRef("business"))) for model in signs]
    return Case(When(known[0] | known[1] | known[2], then=Value(True)), default=Value(False))


def _narrowed(products, query):
    if query.category:
        products = products.filter(categories__contains=[query.category])
    if query.regency:
        products = products.filter(business__regency=query.regency)
    return products
