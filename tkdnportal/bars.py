"""Bars drawn by the server as SVG: where each part lies."""

from dataclasses import dataclass

BAR = 1000
"""Width of a bar in the SVG's own units."""


@dataclass(frozen=True)
class Segment:
    """One part of a bar: its meaning, rupiah, and place and width in units of `BAR`."""

    name: str
    amount: int
    x: int
    width: int


def segments(parts):
    """Segments of `(name, amount)` from left to right, without those too small to draw; widths add up to `BAR`."""
    whole, before, drawn = sum(amount for _name, amount in parts), 0, []
    for name, amount in parts:
        start, end = _at(before, whole), _at(before + amount, whole)
        if end > start:
            drawn.append(Segment(name, amount, start, end - start))
        before += amount
    return drawn


def _at(amount, whole):
    """Where `amount` of `whole` lies on the bar."""
    return BAR * amount // whole if whole else 0
