"""Columns beside each other: what came in above the line, what went out below it."""

from dataclasses import dataclass

from insight.charts.axis import BOTTOM, HEIGHT, LEFT, RIGHT, WIDTH, Axis


@dataclass(frozen=True)
class Series:
    """One kind of thing: its name in the style sheet, the word for it, and a number per place on the axis."""

    key: str
    label: str
    values: tuple


@dataclass(frozen=True)
class Rect:
    """One part of a column."""

    key: str
    x: int
    y: int
    width: int
    height: int
    amount: int


@dataclass(frozen=True)
class Name:
    """A word under the field, at the middle of its place."""

    x: int
    text: str


@dataclass(frozen=True)
class Columns:
    """What the template draws."""

    rects: list
    names: list
    ticks: list
    base: int
    """Where zero lies."""
    keys: list
    """(name, word) of each series, in the order of the legend."""
    unit: str

    template = "insight/charts/_columns.html"
    width, height, left, right, bottom = WIDTH, HEIGHT, LEFT, RIGHT, BOTTOM

    @property
    def has_below(self):
        """Whether anything lies under zero, so that zero needs its own line."""
        return self.base < BOTTOM


def columns(names, *, above, below=(), unit="", write=str):
    """Columns at `names`; parts of `above` are stacked upwards from zero, those of `below` downwards.

    A number is a whole count or amount, 0 or more. Names that are empty leave their place without a word. `write`
    makes the words of the axis, `unit` says what they count.
    """
    axis = Axis(-_tallest(below), _tallest(above), write=write)
    slot = (RIGHT - LEFT) // max(len(names), 1)
    rects = [
        rect
        for place in range(len(names))
        for series, sign in ((above, 1), (below, -1))
        for rect in _stack(axis, series, sign, place, LEFT + place * slot + slot // 8, slot - slot // 4)
    ]
    middle = LEFT + slot // 2
    return Columns(
        rects=rects,
        names=[Name(middle + place * slot, name) for place, name in enumerate(names) if name],
        ticks=axis.ticks,
        base=axis.y(0),
        keys=[(series.key, series.label) for series in (*above, *below)],
        unit=unit,
    )


def _tallest(series):
    return max((sum(values) for values in zip(*(each.values for each in series), strict=True)), default=0)


def _stack(axis, series, sign, place, x, width):
    """The parts of one column from zero outwards, without those of nothing."""
    reached = 0
    for each in series:
        amount = each.values[place]
        if amount:
            ends = axis.y(sign * reached), axis.y(sign * (reached + amount))
            yield Rect(each.key, x, min(ends), width, max(ends) - min(ends), amount)
            reached += amount
