"""Which of the four categories a package belongs to, and whether a TKDN goods certificate can serve it at all.

The account code decides first, then the words, then the procurement type. Account codes are those of the national
chart (Kepmendagri 900.1.15.5-1317/2023, `d.d.dd.dd.dd.dddd`); `docs/categories.md` has the agreement measured on
real packages.
"""

import re
from collections import Counter
from dataclasses import dataclass

from procurement.models import CategorySource, NotCertifiable
from umkm.categories import BUDGET_CATEGORIES, Category
from umkm.words import lexicon, terms

ACCOUNT_CODE = re.compile(r"(?<!\d)5\.[12]\.0[1-6]\.\d{2}\.\d{2}\.\d{4}")
SAFE_HINT = 120

FOOD_ACCOUNTS = ("5.1.02.01.01.0043", *(f"5.1.02.01.01.{code:04d}" for code in range(52, 59)))
"""Natura, and food and drink: meetings (0052), guests (0053), education (0055), health (0056), field work (0058)."""

CLOTHING_ACCOUNTS = tuple(f"5.1.02.01.01.{code:04d}" for code in range(59, 80))
"""Clothing for leaders, offices, field work, training, laboratories, sport, custom and ceremony."""

ACCOUNTS = {
    "5.1.02.01.01.0035": Category.SOUVENIR,
    **dict.fromkeys(FOOD_ACCOUNTS, Category.FOOD),
    **dict.fromkeys(CLOTHING_ACCOUNTS, Category.CLOTHING),
    "5.1.02.01.02.0003": Category.MACHINERY,
    "5.2.02.01": Category.MACHINERY,
    "5.2.02.03": Category.MACHINERY,
    "5.2.02.04": Category.MACHINERY,
    "5.2.02.13": Category.MACHINERY,
    "5.2.02.17": Category.MACHINERY,
    "5.2.02": Category.OTHER,
}
"""Account prefix → category, the longest wins. Of capital goods (5.2.02) heavy equipment and helping tools (01),
workshop and measuring tools (03), farm tools (04) and tools of production (13, 17) are machines; vehicles (02), office
and household (05), studio (06), medical (07), laboratory (08) and computers (10) are not."""

NO_GOODS = {
    "5.1.02.02": NotCertifiable.SERVICE,
    "5.1.02.03": NotCertifiable.SERVICE,
    "5.1.02.04": NotCertifiable.SERVICE,
    "5.2.03": NotCertifiable.CONSTRUCTION,
    "5.2.04": NotCertifiable.CONSTRUCTION,
}
"""Accounts of services, upkeep and travel, and of buildings and roads."""

CATERING_ACCOUNTS = frozenset(FOOD_ACCOUNTS) - {"5.1.02.01.01.0043"}

PROCUREMENT_TYPES = {
    "jasa": NotCertifiable.SERVICE,
    "pekerjaan konstruksi": NotCertifiable.CONSTRUCTION,
}
"""How the names of procurement types that are no goods begin."""


NONE_OF_FOUR = (Category.OTHER.value,)
"""What a known word without a category speaks for."""


@dataclass(frozen=True)
class Classification:
    """`source` is a CategorySource, `hint` the code or word that decided, `not_certifiable` empty for goods."""

    category: str
    source: str
    hint: str
    not_certifiable: str


@dataclass(frozen=True)
class Words:
    """What a package's words say: the category and the word for it, the service bought, whether a product is named."""

    category: str = ""
    hint: str = ""
    service: str = ""
    is_product: bool = False
    is_catering: bool = False


def classify(*, name, description="", specification="", procurement_type="", account_codes=(), self_managed=False):
    """The `Classification` of one package.

    The name speaks first; description and specification are asked only when it says nothing.
    """
    words = words_of(name)
    if not (words.category or words.service):
        words = words_of(f"{description} {specification}")
    category, source, hint = _category(account_codes, words)
    reason = _not_certifiable(category, source, words, account_codes, procurement_type)
    if reason in (NotCertifiable.SERVICE, NotCertifiable.CONSTRUCTION) and source == CategorySource.WORDS:
        # Words beside a service or a building name its subject: "rehabilitasi jalan kopi" buys no coffee.
        category, source, hint = Category.OTHER, CategorySource.NONE, ""
    if self_managed:
        reason = NotCertifiable.SELF_MANAGED
    return Classification(str(category), str(source), hint[:SAFE_HINT], str(reason))


def account_codes_in(text):
    """Every account code in a text such as a `mak` cell, in order, each once."""
    return list(dict.fromkeys(ACCOUNT_CODE.findall(text)))


def words_of(text):
    """What the words of a text say: most product terms win, ties go to generic terms, then to the first named."""
    known = [(term, lexicon()[term]) for term in terms(text) if term in lexicon()]
    service = _leading_service(known)
    if any(meaning.kind == "outside" for _term, meaning in known):
        return Words(Category.OTHER, _first(known, Category.OTHER, "outside"), service)
    catering = _first(known, Category.FOOD, "service")
    products, generics = _votes(known, "product"), _votes(known, "generic")
    best = Category.MACHINERY.value if _is_headed_by_a_machine(known) else _best(products, generics)
    if catering and not products[Category.FOOD]:
        return Words(Category.FOOD, catering, catering, is_catering=True)
    if not best:
        return Words(service=service)
    named = _first(known, best, "product")
    hint = named or _first(known, best, "generic")
    return Words(best, hint, service, is_product=bool(named))


def _leading_service(known):
    """The service bought: one named before any product ("sewa genset", but not "kaos pelatihan")."""
    decisive = ((term, meaning.kind) for term, meaning in known if meaning.kind in ("service", "product"))
    term, kind = next(decisive, ("", ""))
    return term if kind == "service" else ""


def _is_headed_by_a_machine(known):
    """Whether the first goods named are a machine: in "mesin perajang keripik" the crisps say what it is for."""
    goods = (
        meaning.categories
        for _term, meaning in known
        if meaning.kind == "product" or (meaning.kind == "generic" and meaning.categories)
    )
    return Category.MACHINERY in next(goods, ())


def _votes(known, kind):
    """How many terms of one kind speak for each category, in the order named."""
    return Counter(
        category for _term, meaning in known if meaning.kind == kind for category in meaning.categories or NONE_OF_FOUR
    )


def _best(products, generics):
    """The category with the most products; among equals one of the four, then most generics, then the first named."""
    if not (products or generics):
        return ""
    return max(
        [*products, *generics],
        key=lambda category: (products[category], category in BUDGET_CATEGORIES, generics[category]),
    )


def _first(known, category, kind):
    return next(
        (term for term, meaning in known if meaning.kind == kind and category in (meaning.categories or NONE_OF_FOUR)),
        "",
    )


def _category(account_codes, words):
    """(category, source, hint) by account, else by words."""
    code, category = _by_account(account_codes)
    if category in BUDGET_CATEGORIES and not _words_say_otherwise(category, words, account_codes):
        return category, CategorySource.ACCOUNT, code
    if words.category in BUDGET_CATEGORIES and (words.is_product or category is None):
        return words.category, CategorySource.WORDS, words.hint
    if category is not None:
        return Category.OTHER, CategorySource.ACCOUNT, code
    if words.category:
        return Category.OTHER, CategorySource.WORDS, words.hint
    return Category.OTHER, CategorySource.NONE, ""


def _words_say_otherwise(category, words, account_codes):
    """Whether a named product weighs more than the account: several accounts leave a choice, and the accounts of
    machines are shared with other capital goods, though never with food, clothing or souvenirs."""
    if not words.is_product or words.category == category:
        return False
    return len(account_codes) > 1 or (category == Category.MACHINERY and words.category not in BUDGET_CATEGORIES)


def _by_account(account_codes):
    """(code, category) of the first code that names one of the four, else of the first known; None when none is."""
    found = [(code, _longest(ACCOUNTS, code)) for code in account_codes]
    found = [(code, category) for code, category in found if category is not None]
    four = [(code, category) for code, category in found if category in BUDGET_CATEGORIES]
    return next(iter(four or found), ("", None))


def _longest(table, code):
    """The table's value for the longest prefix of the code; None when no prefix is there."""
    prefixes = [prefix for prefix in table if code.startswith(prefix)]
    return table[max(prefixes, key=len)] if prefixes else None


def _not_certifiable(category, source, words, account_codes, procurement_type):
    """Why no goods certificate can serve the package; empty when one can.

    Catering (KBLI 56) is no industry (Permenperin 35/2025 Ps 9(1)), so its money is not a gap of supply; packaged
    food named in the package is.
    """
    if source == CategorySource.ACCOUNT and category in BUDGET_CATEGORIES:
        return NotCertifiable.CATERING if category == Category.FOOD and _is_catering(words, account_codes) else ""
    return (
        _no_goods_by_account(account_codes)
        or (NotCertifiable.CATERING if words.is_catering else "")
        or _no_goods_by_type(procurement_type)
        or (NotCertifiable.SERVICE if words.service else "")
    )


def _is_catering(words, account_codes):
    """Whether food is cooked and served rather than made in a workshop and packed."""
    names_food = words.is_product and words.category == Category.FOOD
    return words.is_catering or not (names_food or CATERING_ACCOUNTS.isdisjoint(account_codes))


def _no_goods_by_account(account_codes):
    """The reason when every code is of services or of buildings, else empty."""
    reasons = [_longest(NO_GOODS, code) for code in account_codes]
    return reasons[0] if reasons and all(reasons) else ""


def _no_goods_by_type(procurement_type):
    kind = procurement_type.casefold()
    return next((reason for start, reason in PROCUREMENT_TYPES.items() if kind.startswith(start)), "")
