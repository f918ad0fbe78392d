"""A map without borders: one square per place, laid out roughly as the places lie."""

from dataclasses import dataclass

SIDE, GAP = 192, 8
"""Size of a square and of the space around it, in the drawing's own units."""
SHADES = 4
"""Shades above the one of nothing."""
LINE = 10
"""Letters that fit into a square."""
INDENT, FIRST, APART, LAST = 12, 36, 28, 172
"""Where words begin in a square: from its left; from its top the first line, the next ones, and the amount."""


@dataclass(frozen=True)
class Spot:
    """A place to draw: its name, its column and row, the amount, the amount in words, and the page behind it."""

    name: str
    column: int
    row: int
    amount: int
    text: str
    url: str


@dataclass(frozen=True)
class Tile:
    """A square: where it lies, its name in lines, its amount in words, its shade, and the page behind it."""

    x: int
    y: int
    lines: list
    """(y, words)"""
    name: str
    text: str
    shade: int
    url: str

    @property
    def text_x(self):
        """Where its words begin."""
        return self.x + INDENT

    @property
    def amount_y(self):
        """Where its amount stands."""
        return self.y + LAST


@dataclass(frozen=True)
class Shade:
    """A legend's entry: the shade, and the greatest amount that has it, in words."""

    shade: int
    most: str


@dataclass(frozen=True)
class Tiles:
    """What the template draws."""

    tiles: list
    legend: list
    width: int
    height: int
    side: int = SIDE

    template = "insight/charts/_tiles.html"


def tiles(spots, write=str):
    """Squares of `spots`; the stronger the more, in four equal steps up to the greatest, nothing apart.

    `write` makes the legend's words of an amount.
    """
    most = max((spot.amount for spot in spots), default=0)
    return Tiles(
        tiles=[_tile(spot, most) for spot in sorted(spots, key=lambda spot: (spot.row, spot.column))],
        legend=_legend(most, write),
        width=_extent(spot.column for spot in spots),
        height=_extent(spot.row for spot in spots),
    )


def _tile(spot, most):
    x, y = spot.column * (SIDE + GAP), spot.row * (SIDE + GAP)
    return Tile(
        x=x,
        y=y,
        lines=[(y + FIRST + place * APART, line) for place, line in enumerate(wrapped(spot.name))],
        name=spot.name,
        text=spot.text,
        shade=shade_of(spot.amount, most),
        url=spot.url,
    )


def _extent(places):
    """Length of so many squares beside each other."""
    return (max(places, default=0) + 1) * (SIDE + GAP) - GAP


def _legend(most, write):
    """The shades that can occur; few things have fewer shades."""
    bounds = [most * shade // SHADES for shade in range(SHADES + 1)]
    return [Shade(shade, write(bound)) for shade, bound in enumerate(bounds) if not shade or bound > bounds[shade - 1]]


def shade_of(amount, most):
    """0 of nothing, else 1 to 4: the quarter of `most` in which `amount` lies."""
    return -(-SHADES * amount // most) if most and amount > 0 else 0


def wrapped(name):
    """The words of `name` in lines that fit into a square."""
    found = [""]
    for word in name.split():
        longer = f"{found[-1]} {word}".strip()
        if len(longer) <= LINE:
            found[-1] = longer
        else:
            found.append(word)
    return [line for line in found if line]
