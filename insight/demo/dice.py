"""Chance that repeats itself: every section of the data draws from a stream of its own."""

import math
from bisect import bisect
from datetime import timedelta
from itertools import accumulate
from random import Random


class Bag:
    """Things to draw with their weights; a draw never empties it."""

    def __init__(self, weights):
        """`weights`: `{thing: weight}`."""
        self.things = list(weights)
        self._cumulative = list(accumulate(weights.values()))

    def draw(self, dice):
        """One thing."""
        return self.things[bisect(self._cumulative, dice.random() * self._cumulative[-1])]


class Dice(Random):
    """A stream of chance; make one with `dice_for`."""

    def chance(self, probability):
        """True in this share of the draws."""
        return self.random() < probability

    def between(self, low, high, step=1):
        """A whole number from `low` to `high`, small ones far oftener than large ones, in multiples of `step`."""
        value = math.exp(self.uniform(math.log(low), math.log(high)))
        return max(step, round(value / step) * step)

    def day(self, first, last):
        """A day from `first` to `last`, both included."""
        return first + timedelta(days=self.randrange((last - first).days + 1))

    def digits(self, count):
        """A string of that many digits."""
        return f"{self.randrange(10**count):0{count}d}"

    def quota(self, weights, count):
        """`count` things in exactly these shares, each at least once while `count` allows, in random order."""
        things = split(count - len(weights), weights) if count >= len(weights) else split(count, weights)
        spare = 1 if count >= len(weights) else 0
        found = [thing for thing, times in things.items() for _ in range(times + spare)]
        self.shuffle(found)
        return found


def dice_for(seed, section):
    """The stream of one section: what another section draws never moves it."""
    return Dice(f"{seed}/{section}")


def split(total, weights, step=1):
    """`{thing: part}` of `total` by weight: whole multiples of `step`, the rest to the heaviest; sums exactly."""
    whole = sum(weights.values())
    parts = {thing: total * weight // whole // step * step for thing, weight in weights.items()}
    parts[max(weights, key=weights.get)] += total - sum(parts.values())
    return parts
