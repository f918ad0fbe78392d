"""Words of products and packages, made comparable: spelling variants joined, Indonesian stems, filler dropped.

`kripik`, `keripik` and `KERIPIK-KERIPIK` become one term; `kemeja` never becomes `meja`.
"""

import csv
import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

from django.contrib.postgres.fields import ArrayField
from django.db import models
from Sastrawi.Stemmer.StemmerFactory import StemmerFactory

DATA = Path(__file__).parent / "data"
NOT_A_WORD = re.compile(r"[^a-z0-9]+")


def terms(text):
    """The terms of a text in their order, each once: `"Keripik pisang kepok"` → `["keripik", "pisang", "kepok"]`."""
    plain = unicodedata.normalize("NFKD", text or "").encode("ascii", "ignore").decode().lower()
    plain = NOT_A_WORD.sub(" ", plain).strip()
    for phrase, term in _phrases():
        plain = phrase.sub(term, plain)
    found = (_term(word) for word in plain.split())
    return list(dict.fromkeys(term for term in found if term))


@lru_cache(maxsize=200_000)
def _term(word):
    """The term of one word: None for filler and for numbers."""
    if len(word) < 2 or word.isdigit() or word in _filler():
        return None
    variants = _variants()
    if word in variants:
        return variants[word]
    stem = _stemmer().stem(word)
    return None if stem in _filler() else variants.get(stem, stem)


@cache
def _stemmer():
    return StemmerFactory().create_stemmer()


@cache
def _variants():
    """Every spelling of one word → its term, from `data/words.csv`."""
    return {spelling: term for term, spelling in _spellings() if " " not in spelling}


@cache
def _phrases():
    """Spellings of several words, longest first, as patterns with the term they stand for."""
    several = [(spelling, term) for term, spelling in _spellings() if " " in spelling]
    return [(re.compile(rf"\b{spelling}\b"), term) for spelling, term in sorted(several, key=lambda s: -len(s[0]))]


def _spellings():
    for row in _rows("words.csv"):
        for spelling in (row["term"], *filter(None, row["spellings"].split("|"))):
            yield row["term"], spelling


@cache
def _filler():
    """Words that say nothing about what is bought or made, from `data/filler.csv`."""
    return frozenset(row["word"] for row in _rows("filler.csv"))


def _rows(name):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class TermsField(ArrayField):
    """The terms of the fields named in `source`, kept in step by every save, `bulk_create` included."""

    def __init__(self, *, source=(), **kwargs):
        """`source`: names of the model's text fields."""
        self.source = tuple(source)
        kwargs |= {"base_field": models.CharField(max_length=60), "default": list, "editable": False, "blank": True}
        super().__init__(**kwargs)

    def deconstruct(self):
        """For migrations."""
        name, path, args, kwargs = super().deconstruct()
        for key in ("base_field", "default", "editable", "blank"):
            kwargs.pop(key, None)
        return name, path, args, kwargs | {"source": self.source}

    def pre_save(self, instance, add):
        """Compute the terms from the sources."""
        found = terms(" ".join(getattr(instance, name) or "" for name in self.source))
        value = [term[:60] for term in found]
        setattr(instance, self.attname, value)
        return value
