"""Which products of one category fit a package, and which nearly: decided for all products at once, as bitmaps.

Products are numbered by TKDN, highest first, and then by id, so that the lowest bits of a set are its best members.
"""

from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from procurement.bitmaps import Ladder, bitmap, exactly, positions_of

NEAR_MISSES = 20
"""So many near misses are shown per package; the count of candidates is never cut."""

UNNAMED = 30
"""Relevance, in hundredths, of a product to a package that names no product, only its category."""

BONUS = 5
"""Hundredths added to the relevance for every further word in common."""


class Question(NamedTuple):
    """What matching needs to know of a package.

    `specific` terms name a product of its category; `hints` are those of the `others` that make a product a near miss.
    """

    category: str
    specific: frozenset
    others: frozenset
    hints: frozenset
    contract_day: date
    delivery_day: date
    minimum_tkdn: Decimal
    ceiling: int


class Found(NamedTuple):
    """A product found for a package: `relevance` in hundredths, `words` when it is of the kind asked for."""

    item_id: int
    words: bool
    relevance: int


class Pool:
    """The certified products of one category."""

    def __init__(self, offers):
        """`offers`: of this category, highest TKDN first and then by id."""
        self.ids = [offer.item_id for offer in offers]
        self.everything = (1 << len(offers)) - 1
        self.registered = bitmap(n for n, offer in enumerate(offers) if offer.registered)
        self.frozen = [(1 << n, offer) for n, offer in enumerate(offers) if offer.frozen_from]
        for value in ("live_from", "live_until", "superseded_on", "tkdn", "price"):
            setattr(self, value, Ladder([getattr(offer, value) for offer in offers]))
        postings = {}
        for position, offer in enumerate(offers):
            for term in set(offer.terms):
                postings.setdefault(term, []).append(position)
        self.postings = {term: bitmap(positions) for term, positions in postings.items()}
        self.levels = lru_cache(maxsize=None)(self._levels)

    def fitting(self, question):
        """Every product that nothing keeps from serving the package but, perhaps, its tier; most relevant first."""
        fits = self.that_fit(question)
        _words, levels = self.levels(question.specific, question.others, question.hints)
        return [Found(self.ids[n], True, level) for level, bits in levels for n in positions_of(bits & fits)]

    def that_fit(self, question):
        """The same products as a set of positions, in no order."""
        words, _levels = self.levels(question.specific, question.others, question.hints)
        fits = words & self._known(question)
        for fact in self._facts(question):
            fits &= fact
        return fits

    def nearly(self, question):
        """The nearest of those that do not fit: fewest obstacles, registered, most relevant, highest TKDN, oldest."""
        return list(islice(self._by_distance(question), NEAR_MISSES))

    def _by_distance(self, question):
        words, levels = self.levels(question.specific, question.others, question.hints)
        facts = [words, *self._facts(question)]
        counted = exactly(facts, self._known(question))
        # Without the words nothing else may be amiss, or every product of the category would be a near miss.
        counted[:-2] = [bits & words for bits in counted[:-2]]
        for bits in reversed(counted[:-1]):
            for side in (bits & self.registered, bits & ~self.registered):
                yield from self._found(side, words, levels)

    def _found(self, among, words, levels):
        for level, bits in levels if among else ():
            for position in positions_of(bits & among):
                yield Found(self.ids[position], bool(words >> position & 1), level)

    def _known(self, question):
        """Products not superseded by the contract day: from then on their successors answer."""
        return self.superseded_on.above(question.contract_day)

    def _facts(self, question):
        """The sets of products that are valid on both days, registered, of enough TKDN, and affordable."""
        signed, delivered = question.contract_day, question.delivery_day
        valid = self.live_from.up_to(signed) & self.live_until.above(delivered)
        valid &= ~(self._frozen_on(signed) | self._frozen_on(delivered))
        return valid, self.registered, self.tkdn.from_value(question.minimum_tkdn), self.price.up_to(question.ceiling)

    def _frozen_on(self, day):
        """Frozen from the first to the last frozen day, both included; without a last day for good."""
        return sum(bit for bit, offer in self.frozen if offer.frozen_from <= day <= (offer.frozen_until or date.max))

    def _levels(self, specific, others, hints):
        """The products of the kind asked for, and (relevance, products) of all that share a word, highest first."""
        named, further = self._having(specific), self._having(others)
        words = self.everything
        if specific:
            words &= ~exactly(named, self.everything)[0]
        hinted = self.everything & ~exactly(self._having(hints), self.everything)[0]
        levels = {}
        for shared, bits in enumerate(exactly(named, words | hinted)):
            base = (200 * shared + len(specific)) // (2 * len(specific)) if specific else UNNAMED
            for more, level in enumerate(exactly(further, bits) if bits else ()):
                relevance = min(100, base + BONUS * more)
                levels[relevance] = levels.get(relevance, 0) | level
        return words, sorted(((level, bits) for level, bits in levels.items() if bits), reverse=True)

    def _having(self, terms):
        """The products that have each of the terms, leaving out terms no product has."""
        return [self.postings[term] for term in terms if term in self.postings]
