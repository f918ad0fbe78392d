"""Search of certified products: by words, with typing errors forgiven, and by category, place and TKDN."""

from dataclasses import dataclass, replace
from decimal import Decimal
from difflib import get_close_matches
from functools import cache

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import TrigramStrictWordSimilarity
from django.db import connection
from django.db.models import CharField, DecimalField, ExpressionWrapper, F, Func, Q, Value
from django.db.models.functions import Cast, Greatest, Upper

from certification.models import CertificateItem
from certification.serving import serving_codes
from umkm.categories import BUDGET_CATEGORIES
from umkm.words import generic_terms, product_terms, terms

CLOSE = 0.82
"""How alike a word and a known term must be to count as a typing error of it: `kripk` yes, `meja`/`kemeja` no."""

ORDERS = {
    "relevance": ("-relevance", "-tkdn", "pk"),
    "tkdn": ("-tkdn", "-relevance", "pk"),
    "newest": (F("certificate__issued_on").desc(nulls_last=True), "-pk"),
}
"""What the visitor may order by; ties fall to the older record, so that pages never shift."""


@dataclass(frozen=True)
class SearchQuery:
    """What a visitor asks for; empty fields do not narrow."""

    q: str = ""
    category: str = ""
    regency: str = ""
    tkdn_min: Decimal | None = None
    order: str = "relevance"


@dataclass(frozen=True)
class Suggestion:
    """A changed question that has results: what was changed, to which value, and how many there are."""

    kind: str
    """PLACE, TKDN or CATEGORY dropped; WORD replaced by `value`."""
    value: str
    query: SearchQuery
    count: int


def search_items(query, on):
    """Certified products valid on `on` whose holder is in the register, each with `matched_terms` and `relevance`.

    Any word of the question suffices; more matching words rank higher. Relevance is 0 to 1.
    """
    items = CertificateItem.objects.valid_on(on).of_registered_businesses()
    items = items.select_related("certificate__business__regency", "product")
    return _in_words(_narrowed(items, query), query.q).order_by(*ORDERS.get(query.order, ORDERS["relevance"]))


def suggestions(query, on):
    """For a question without results: changed questions that have some, the smallest change first."""
    changes = []
    if query.regency:
        changes.append(("PLACE", query.regency, replace(query, regency="")))
    if query.tkdn_min is not None:
        changes.append(("TKDN", str(query.tkdn_min), replace(query, tkdn_min=None)))
    if query.category:
        changes.append(("CATEGORY", query.category, replace(query, category="")))
    word = _nearest_word(query.q) if query.q.strip() else None
    if word:
        changes.append(("WORD", word, replace(query, q=word)))
    counted = (Suggestion(kind, value, asked, search_items(asked, on).count()) for kind, value, asked in changes)
    return [suggestion for suggestion in counted if suggestion.count]


def _narrowed(items, query):
    if query.category:
        items = items.filter(_serves(query.category))
    if query.regency:
        items = items.filter(certificate__business__regency=query.regency)
    if query.tkdn_min is not None:
        items = items.filter(tkdn__gte=query.tkdn_min)
    return items


def _serves(category):
    """The condition of a product whose KBLI serves the category; never true when no code does."""
    by_version = {}
    for version, code, its_category in serving_codes():
        if its_category == category:
            by_version.setdefault(version, []).append(code)
    condition = Q(pk__in=[])
    for version, codes in by_version.items():
        condition |= Q(kbli_version=version, kbli_code__in=codes)
    return condition


def _in_words(items, text):
    """Only those that share a word with `text`, or whose product or business is called almost so."""
    wanted = _asked_terms(text)
    if text.strip():
        items = items.filter(pk__in=_found_by_words(wanted, text.strip().upper()))
    return items.annotate(matched_terms=Shared(F("terms"), wanted), relevance=_relevance(wanted, text.strip().upper()))


def _found_by_words(wanted, text):
    """Ids from three indexes; one condition with OR over two tables could use none of them."""
    items = CertificateItem.objects.order_by()
    named = items.annotate(upper=Upper("product_name")).filter(upper__trigram_strict_word_similar=text)
    held = items.annotate(upper=Upper("certificate__business__name")).filter(upper__trigram_strict_word_similar=text)
    return items.filter(terms__overlap=wanted).values("pk").union(named.values("pk"), held.values("pk"))


def _asked_terms(text):
    """The terms of the question, each followed by the known term it is probably a typing error of."""
    return list(dict.fromkeys(found for term in terms(text) for found in (term, likely_term(term))))


def likely_term(term):
    """The known term that `term` is probably a typing error of; itself when it is known or like none."""
    if term in _known_terms():
        return term
    return next(iter(get_close_matches(term, _known_terms(), n=1, cutoff=CLOSE)), term)


@cache
def _known_terms():
    return frozenset().union(
        *(known(category) for category in BUDGET_CATEGORIES for known in (product_terms, generic_terms))
    )


def _relevance(wanted, text):
    """Share of the question's terms found; a name that only looks alike counts half its likeness."""
    number = DecimalField(max_digits=5, decimal_places=4)
    if not text:
        return Value(Decimal(0), output_field=number)
    words = terms(text) or [text]
    shared = Func(Shared(F("terms"), wanted), function="CARDINALITY", output_field=number)
    covered = ExpressionWrapper(Cast(shared, number) / Value(Decimal(len(words))), output_field=number)
    alike = [
        Cast(TrigramStrictWordSimilarity(text, Upper(name)), number) * Value(Decimal("0.5"), output_field=number)
        for name in ("product_name", "certificate__business__name")
    ]
    return Greatest(covered, *alike, output_field=number)


class Shared(Func):
    """Which of `wanted` terms a column of terms holds, in the order of `wanted`."""

    template = "ARRAY(SELECT wanted FROM unnest(%(wanted)s) AS wanted WHERE wanted = ANY(%(column)s))"
    output_field = ArrayField(CharField(max_length=60))

    def __init__(self, column, wanted):
        super().__init__(column, Value(list(wanted), output_field=ArrayField(CharField(max_length=60))))

    def as_sql(self, compiler, connection, **context):
        """Both arguments by their names."""
        column, wanted = self.get_source_expressions()
        column_sql, column_params = compiler.compile(column)
        wanted_sql, wanted_params = compiler.compile(wanted)
        sql = self.template % {"wanted": f"{wanted_sql}::varchar[]", "column": column_sql}
        return sql, (*wanted_params, *column_params)


def _nearest_word(text):
    """The term of any certified product that looks most like `text`, or None when none does."""
    with connection.cursor() as cursor:
        cursor.execute(NEAREST, {"text": text.lower()})
        row = cursor.fetchone()
    return row[0] if row else None


NEAREST = """
    SELECT term FROM (SELECT DISTINCT unnest(terms) AS term FROM certification_certificateitem) AS known
     WHERE similarity(term, %(text)s) >= 0.15 AND term <> %(text)s ORDER BY similarity(term, %(text)s) DESC, term
     LIMIT 1
"""
