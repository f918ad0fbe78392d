"""Sentra that the register itself suggests: many makers of one product in one kecamatan; and founding one of them.

Only words that name a product count (`umkm.words.product_terms`): makers of “makanan” or of things of wood have nothing
in common that a cooperative could buy for.
"""

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.db import connection, transaction

from umkm.categories import Category
from umkm.models import District, Product, Sentra, SentraMember
from umkm.words import lexicon, product_terms

MOST = 100
"""So many suggestions are shown, those with most makers first."""

CLUSTERS = """
SELECT b.district_id, made.term, count(DISTINCT b.id) AS makers
  FROM umkm_product p
  JOIN umkm_business b ON b.id = p.business_id AND b.merged_into_id IS NULL AND b.district_id IS NOT NULL
 CROSS JOIN LATERAL unnest(p.terms) AS made(term)
 WHERE made.term = ANY(%(terms)s)
   AND NOT EXISTS (SELECT FROM umkm_sentramember m WHERE m.business_id = b.id AND m.left_on IS NULL)
   AND NOT EXISTS (SELECT FROM umkm_sentra s WHERE s.district_id = b.district_id AND made.term = ANY(s.terms))
 GROUP BY b.district_id, made.term
HAVING count(DISTINCT b.id) >= %(least)s
 ORDER BY makers DESC, b.district_id, made.term
 LIMIT %(most)s
"""


@dataclass(frozen=True)
class Candidate:
    """A cluster that could be a sentra: its place, the word of its product, the category, and how many make it."""

    district: District
    term: str
    category: Category
    makers: int


def candidates():
    """Suggestions of makers who are in no sentra yet, those with most makers first; two queries."""
    category_of = sentra_terms()
    values = {"terms": sorted(category_of), "least": settings.SENTRA_MIN_MAKERS, "most": MOST}
    with connection.cursor() as cursor:
        cursor.execute(CLUSTERS, values)
        found = cursor.fetchall()
    districts = District.objects.select_related("regency").in_bulk({code for code, _term, _makers in found})
    return [Candidate(districts[code], term, category_of[term], makers) for code, term, makers in found]


@cache
def sentra_terms():
    """{word that names a product: its category}, the one its meaning names first; OTHER has no words of its own."""
    found = {}
    for category in Category:
        for term in product_terms(category):
            meaning = lexicon().get(term)
            found.setdefault(term, Category(meaning.categories[0]) if meaning else category)
    return found


def found_sentra(*, term, district, on):
    """The sentra of a candidate, as `sentra_of` makes it.

    None where `term` names no product, so that nobody founds a sentra of just any word.
    """
    category = sentra_terms().get(term)
    return sentra_of(term=term, category=category, district=district, on=on) if category else None


@transaction.atomic
def sentra_of(*, term, category, district, on):
    """The sentra of all makers of `term` in a kecamatan; one that is there already is returned as it is."""
    sentra, is_new = Sentra.objects.get_or_create(
        product__iexact=term, district=district, village="",
        defaults={"product": term, "name": f"Sentra {term} {district.name}", "category": category},
    )  # fmt: skip
    if is_new:
        made = Product.objects.filter(
            terms__contains=[term], business__district=district, business__merged_into__isnull=True
        )
        makers = made.order_by("business").values_list("business", flat=True).distinct()
        SentraMember.objects.bulk_create(
            [SentraMember(sentra=sentra, business_id=business, joined_on=on) for business in makers]
        )
    return sentra
