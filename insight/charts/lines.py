"""Lines over a year: how far something has grown, month by month."""

from dataclasses import dataclass

from insight.charts.axis import BOTTOM, HEIGHT, LEFT, RIGHT, WIDTH, Axis
from insight.charts.columns import Name


@dataclass(frozen=True)
class Path:
    """One line: its name in the style sheet, and the places it passes as SVG writes them (`96,352 154,300`)."""

    key: str
    points: str


@dataclass(frozen=True)
class Mark:
    """A level to compare with: where it lies, and the word for it."""

    y: int
    label: str


@dataclass(frozen=True)
class Lines:
    """What the template draws."""

    paths: list
    names: list
    ticks: list
    mark: Mark | None
    keys: list
    unit: str

    template = "insight/charts/_lines.html"
    width, height, left, right, bottom = WIDTH, HEIGHT, LEFT, RIGHT, BOTTOM


def lines(names, *, series, mark=None, unit="", write=str):
    """Lines of `series` (see `columns.Series`) over `names`; one with fewer numbers ends where they end.

    An amount holds until the next one, so each line climbs in steps. `mark` is (amount, word) of a level, or None.
    """
    amounts = [amount for each in series for amount in each.values]
    axis = Axis(0, max([*amounts, mark[0] if mark else 0, 0]), write=write)
    slot = (RIGHT - LEFT) // max(len(names), 1)
    return Lines(
        paths=[Path(each.key, _steps(axis, slot, each.values)) for each in series if each.values],
        names=[Name(LEFT + slot // 2 + place * slot, name) for place, name in enumerate(names) if name],
        ticks=axis.ticks,
        mark=Mark(axis.y(mark[0]), mark[1]) if mark else None,
        keys=[(each.key, each.label) for each in series],
        unit=unit,
    )


def _steps(axis, slot, values):
    points = []
    for place, amount in enumerate(values):
        left = LEFT + place * slot
        points += [f"{left},{axis.y(amount)}", f"{left + slot},{axis.y(amount)}"]
    return " ".join(points)
