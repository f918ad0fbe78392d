"""The axis of amounts: round steps, and where an amount lies."""

from dataclasses import dataclass

WIDTH, HEIGHT = 800, 400
"""Size of a drawing in its own units; a phone shows two units in a pixel, so text of 26 units reads as 12 pixels."""
LEFT, RIGHT, TOP, BOTTOM = 96, 792, 48, 352
"""Edges of the field inside the labels."""
STEPS = (1, 2, 5)


@dataclass(frozen=True)
class Tick:
    """A line across the field, and the amount it stands for."""

    y: int
    text: str


class Axis:
    """From `least` (0 or below) to `most`, widened to round steps."""

    def __init__(self, least, most, *, write, lines=4):
        """At most `lines` steps or one more, each of 1, 2 or 5 times a power of ten; `write` makes words of amounts."""
        self.write = write
        self.step = _step(most - least, lines)
        self.bottom = least // self.step * self.step
        self.top = max(-(-most // self.step) * self.step, self.bottom + self.step)

    def y(self, amount):
        """Where `amount` lies, from the upper edge of the drawing."""
        return BOTTOM - (BOTTOM - TOP) * (amount - self.bottom) // (self.top - self.bottom)

    @property
    def ticks(self):
        """Every step, the lowest first."""
        return [Tick(self.y(amount), self.write(amount)) for amount in range(self.bottom, self.top + 1, self.step)]


def _step(spread, lines):
    """The least round step of which `lines` cover `spread`."""
    power = 1
    while True:
        for base in STEPS:
            if base * power * lines >= spread:
                return base * power
        power *= 10
