"""Texts of certificates made comparable; what is stored and shown stays as it was written."""

import unicodedata

from django.db.models import CharField, Func


def folded(text):
    """A text for comparison only: full-width signs as plain ones, no difference of case or spacing."""
    return " ".join(unicodedata.normalize("NFKC", text or "").casefold().split())


def number_key(number):
    """A certificate number for comparison: blanks and case say nothing."""
    return "".join(folded(number).split())


class NumberKey(Func):
    """`number_key` as SQL, for an index; one test holds the two together."""

    template = r"LOWER(REGEXP_REPLACE(NORMALIZE(%(expressions)s, NFKC), '\s', '', 'g'))"
    arity = 1
    output_field = CharField()
