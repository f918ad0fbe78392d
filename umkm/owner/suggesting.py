"""The category of a product from the words of its owner."""

from typing import NamedTuple

from umkm.categories import BUDGET_CATEGORIES, Category
from umkm.words import lexicon, product_terms, terms


class Suggestion(NamedTuple):
    """Categories a product serves, the primary first, and the word that says so; both empty where no word does."""

    categories: tuple[str, ...]
    word: str

    @property
    def label(self):
        """The primary category as people call it."""
        return Category(self.categories[0]).label


def suggest(text):
    """What the words of `text` say: the first that names goods decides; a word such as `bibit` puts it outside."""
    words = terms(text)
    meanings = [(word, lexicon()[word]) for word in words if word in lexicon()]
    for word, meaning in meanings:
        if meaning.kind == "outside":
            return Suggestion((Category.OTHER.value,), word)
    for kind in ("product", "generic"):
        for word, meaning in meanings:
            if meaning.kind == kind and meaning.categories:
                return Suggestion(meaning.categories, word)
    return _from_titles(words)


def _from_titles(words):
    """The titles of KBLI codes know some words that the list of words does not."""
    for word in words:
        found = tuple(category.value for category in BUDGET_CATEGORIES if word in product_terms(category))
        if found:
            return Suggestion(found, word)
    return Suggestion((), "")
