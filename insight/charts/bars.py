"""Bars that lie: a whole with its parts, one under the other, each with its figures beside it as text."""

from dataclasses import dataclass

from tkdnportal.bars import BAR, segments


@dataclass(frozen=True)
class Bar:
    """One whole: its word, a sentence with the figures, its parts, and where the mark lies (None without one)."""

    label: str
    text: str
    segments: list
    mark: int | None = None


@dataclass(frozen=True)
class Bars:
    """What the template draws; `keys` are (name, word) of the parts, `mark` is the word for the mark."""

    bars: list
    keys: list
    mark: str = ""

    template = "insight/charts/_bars.html"
    width = BAR


def bar(label, text, parts, *, mark=None):
    """A bar of `parts` (name, amount) that add up to its whole; `mark` is an amount on the same scale."""
    whole = sum(amount for _name, amount in parts)
    place = min(BAR * mark // whole, BAR) if mark is not None and whole else None
    return Bar(label, text, segments(parts), place)
