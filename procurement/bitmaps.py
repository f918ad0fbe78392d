"""Sets of products as whole numbers: bit n stands for product n, so a rule over all of them is one `&` or `|`."""

from bisect import bisect_left, bisect_right
from itertools import accumulate
from operator import or_


def bitmap(positions):
    """The set of `positions`, which are whole numbers from 0."""
    positions = list(positions)
    octets = bytearray(max(positions, default=-1) // 8 + 1)
    for position in positions:
        octets[position >> 3] |= 1 << (position & 7)
    return int.from_bytes(octets, "little")


def positions_of(bits):
    """The members of a set, lowest first."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def exactly(sets, among):
    """[members of `among` in none of `sets`, in exactly one, in exactly two, …]; as many as `sets` and one more."""
    counted = [among]
    for one in sets:
        inside = [bits & one for bits in counted]
        outside = [bits & ~one for bits in counted]
        counted = [stay | come for stay, come in zip([*outside, 0], [0, *inside], strict=True)]
        while len(counted) > 1 and not counted[-1]:
            counted.pop()
    return counted + [0] * (len(sets) + 1 - len(counted))


class Ladder:
    """The products by a value of theirs: those up to a value, above it, or from it."""

    def __init__(self, values):
        """`values`: one per product, in the order of their positions."""
        by_value = {}
        for position, value in enumerate(values):
            by_value.setdefault(value, []).append(position)
        self.steps = sorted(by_value)
        self.lower = [0, *accumulate((bitmap(by_value[step]) for step in self.steps), or_)]

    def up_to(self, value):
        """Products whose value is `value` or less."""
        return self.lower[bisect_right(self.steps, value)]

    def above(self, value):
        """Products whose value is more than `value`."""
        return self.lower[-1] & ~self.up_to(value)

    def from_value(self, value):
        """Products whose value is `value` or more."""
        return self.lower[-1] & ~self.lower[bisect_left(self.steps, value)]
