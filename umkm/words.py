"""Words of products and packages, made comparable: spelling variants joined, Indonesian stems, filler dropped.

`kripik`, `keripik` and `KERIPIK-KERIPIK` become one term; `kemeja` never becomes `meja`. What a term stands for
is answered by `generic_terms`, `product_terms` and `service_terms`: a package and a product that share only generic
terms ("makanan") have nothing specific in common. `docs/categories.md` tells how to add words.
"""

import csv
import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.db import models
from Sastrawi.Stemmer.StemmerFactory import StemmerFactory

from umkm.categories import CategoryRules

DATA = Path(__file__).parent / "data"
NOT_A_WORD = re.compile(r"[^a-z0-9]+")
LONGEST_TERM = 60


def terms(text):
    """The terms of a text in their order, each once: `"Keripik pisang kepok"` → `["keripik", "pisang", "kepok"]`."""
    plain = unicodedata.normalize("NFKD", text or "").encode("ascii", "ignore").decode().lower()
    words = _join_phrases(NOT_A_WORD.sub(" ", plain).split())
    found = (_term(word) for word in words)
    return list(dict.fromkeys(term for term in found if term))


def _join_phrases(words):
    """The words with every known phrase put as its one term, the longest phrase first; a filler phrase vanishes."""
    joined, at = [], 0
    while at < len(words):
        for phrase, term in _phrases().get(words[at], ()):
            if words[at : at + len(phrase)] == phrase:
                joined.extend([term] if term else [])
                at += len(phrase)
                break
        else:
            joined.append(words[at])
            at += 1
    return joined


@lru_cache(maxsize=200_000)
def _term(word):
    """The term of one word: None for filler, single letters, numbers and sizes such as `5kg`."""
    if word in _variants():
        return _variants()[word]
    if len(word) < 2 or word[0].isdigit() or word in _filler():
        return None
    stem = _stemmer().stem(word)
    return None if stem in _filler() else _variants().get(stem, stem)[:LONGEST_TERM]


@cache
def _stemmer():
    return StemmerFactory().create_stemmer()


@cache
def _variants():
    """Every spelling of one word → its term, from `data/words.csv`."""
    return {spelling: term for term, spelling in _spellings() if " " not in spelling}


@cache
def _phrases():
    """First word → the phrases that begin with it as (list of words, term), longest first; filler has an empty term."""
    several = [(spelling.split(), term) for term, spelling in _spellings() if " " in spelling]
    several += [(row["word"].split(), "") for row in rows("filler.csv") if " " in row["word"]]
    by_first_word = {}
    for phrase, term in sorted(several, key=lambda one: -len(one[0])):
        by_first_word.setdefault(phrase[0], []).append((phrase, term))
    return by_first_word


def _spellings():
    for row in rows("words.csv"):
        for spelling in (row["term"], *filter(None, row["spellings"].split("|"))):
            yield row["term"], spelling


@cache
def _filler():
    """Words that say nothing about what is bought or made, and their stems, unless a stem is a term of its own."""
    words = {row["word"] for row in rows("filler.csv")}
    return frozenset(words | {_stemmer().stem(word) for word in words} - set(_variants()))


class Meaning(NamedTuple):
    """What a term of `data/words.csv` stands for: its `kind` and the categories it speaks for, the primary first."""

    categories: tuple[str, ...]
    kind: str


@cache
def lexicon():
    """Term → its `Meaning`, for every term of `data/words.csv`.

    Kinds: `generic` names a whole category, `product` a product, `service` a service, `outside` puts a purchase
    outside the four categories whatever stands beside it (`bibit kopi` is no coffee), and `attribute` is what goods are
    made of or how they are: two things of wood are not the same thing. A product may speak for two
    categories, as its KBLI does: tapis is clothing and a souvenir. Without any it is none of the four.
    """
    return {
        row["term"]: Meaning(tuple(filter(None, row["category"].split("|"))), row["kind"]) for row in rows("words.csv")
    }


@cache
def generic_terms(category):
    """Terms that name a whole category, as a frozenset: `mesin`, `suvenir`, `pakaian`, `makanan`."""
    return _named(category, "generic")


@cache
def product_terms(category):
    """Terms that name a product of the category, as a frozenset: `keripik`, `tapis`, `kemeja`, `perajang`.

    They come from `data/words.csv` and from the titles of the KBLI codes whose primary category this is.
    """
    return _named(category, "product") | (_title_terms(category) - lexicon().keys())


@cache
def service_terms():
    """Terms that name a service, catering included, as a frozenset: `katering`, `sewa`, `servis`."""
    return frozenset(term for term, meaning in lexicon().items() if meaning.kind == "service")


def _named(category, kind):
    return frozenset(
        term for term, meaning in lexicon().items() if meaning.kind == kind and category in meaning.categories
    )


def _title_terms(category):
    """Terms in the titles of the category's KBLI codes, which name products by their official words."""
    primary = (row for row in rows("category_rules.csv") if row["is_primary"] == "true")
    rules = CategoryRules(SimpleNamespace(**row) for row in primary)
    titles = (row["title"] for row in rows("kbli2020.csv") if category in rules.of("2020", row["code"]))
    return {term for title in titles for term in terms(title)}


def rows(name):
    """The rows of one file of reference data, as dictionaries."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class TermsField(ArrayField):
    """The terms of the fields named in `source`, kept in step by every save, `bulk_create` included."""

    def __init__(self, *, source=(), **kwargs):
        """`source`: names of the model's text fields."""
        self.source = tuple(source)
        kwargs |= {
            "base_field": models.CharField(max_length=LONGEST_TERM),
            "default": list,
            "editable": False,
            "blank": True,
        }
        super().__init__(**kwargs)

    def deconstruct(self):
        """For migrations."""
        name, path, args, kwargs = super().deconstruct()
        for key in ("base_field", "default", "editable", "blank"):
            kwargs.pop(key, None)
        return name, path, args, kwargs | {"source": self.source}

    def terms_of(self, instance):
        """The terms of an instance's sources."""
        return terms(" ".join(getattr(instance, name) or "" for name in self.source))

    def pre_save(self, instance, add):
        """Compute the terms from the sources."""
        value = self.terms_of(instance)
        setattr(instance, self.attname, value)
        return value
