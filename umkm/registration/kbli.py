"""Which KBLI codes fit the words of a product: its own words, their spellings and stems, and its category."""

from umkm.categories import CategoryRules
from umkm.models import CategoryRule, Kbli, KbliVersion
from umkm.words import lexicon, terms

MOST = 8
FIRST_GOODS, AFTER_GOODS = "10", "33"
"""Only KBLI 10–32 make goods that can be certified (Permenperin 35/2025 Ps 9(1), Lampiran III)."""


def suggest(words):
    """Up to `MOST` (code, title) of goods-making industry for `words`, best first; by code when digits are typed.

    Where no title holds a word, the codes of the category the words speak for: `tapis` is clothing.
    """
    goods = list(
        Kbli.objects.filter(version=KbliVersion.V2020, code__gte=FIRST_GOODS, code__lt=AFTER_GOODS)
        .order_by("code")
        .values_list("code", "title")
    )
    if words.strip().isdigit():
        return [row for row in goods if row[0].startswith(words.strip())][:MOST]
    asked = terms(words)
    return _by_title(goods, asked) or _by_category(goods, asked)


def _by_title(goods, asked):
    """Most words in common first, then the shorter title, which says less that is beside the point."""
    ranked = []
    for code, title in goods:
        in_title = terms(title)
        if shared := sum(term in in_title for term in asked):
            ranked.append((-shared, _first(asked, in_title), len(in_title), code, title))
    return [(code, title) for *_rank, code, title in sorted(ranked)[:MOST]]


def _first(asked, in_title):
    """An Indonesian name begins with what the thing is: `kopi bubuk` is coffee, not powder."""
    return min(asked.index(term) for term in in_title if term in asked)


def _by_category(goods, asked):
    known = lexicon()
    wanted = next((known[term].categories for term in asked if term in known and known[term].categories), ())
    if not wanted:
        return []
    rules = CategoryRules(CategoryRule.objects.all())
    return [(code, title) for code, title in goods if rules.of("2020", code)[0] == wanted[0]][:MOST]
