"""Texts of certificates made comparable; what is stored and shown stays as it was written."""

import unicodedata


def folded(text):
    """A text for comparison only: full-width signs as plain ones, no difference of case or spacing."""
    return " ".join(unicodedata.normalize("NFKC", text or "").casefold().split())


def number_key(number):
    """A certificate number for comparison: blanks and case say nothing."""
    return "".join(folded(number).split())
