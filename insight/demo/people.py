"""Owners: names as Lampung's peoples carry them, numbers that look right and reach nobody."""

from dataclasses import dataclass
from datetime import date

from insight.demo.dice import Bag
from insight.demo.vocabulary import rows

OLDEST, YOUNGEST = date(1955, 1, 1), date(2003, 12, 31)
DEMO_DOMAIN = "contoh.example"
"""A name reserved for examples (RFC 2606): no message ever leaves for it."""
DEMO_PREFIX = "+62837"
"""A mobile prefix that no Indonesian operator is known to use, so that a demonstration number rings nobody."""


@dataclass(frozen=True)
class Person:
    """An owner; `call` is how customers say the name."""

    name: str
    call: str
    is_woman: bool
    born: date


class People:
    """Makes owners and their numbers; no two of one register share an identity number."""

    def __init__(self, dice):
        """`dice`: the stream to draw from."""
        self._dice = dice
        self._groups = Bag({tuple(row.items()): int(row["weight"]) for row in rows("names")})
        self._serials = {}

    def person(self):
        """A new owner; six of ten small makers are women."""
        dice = self._dice
        group = dict(self._groups.draw(dice))
        is_woman = dice.chance(0.6)
        first = dice.choice(group["women" if is_woman else "men"].split("|"))
        family = dice.choice(group["family"].split("|"))
        given = family if group["group"] == "Bali" else first
        call = f"{'Bu' if is_woman else 'Pak'} {given}"
        single = group["group"] == "Jawa" and dice.chance(0.25)
        return Person(first if single else f"{first} {family}", call, is_woman, dice.day(OLDEST, YOUNGEST))

    def nik(self, person, district):
        """A NIK of the right structure (domain 5): district, birthday with 40 added for women, serial."""
        day = person.born.day + (40 if person.is_woman else 0)
        start = f"{district.replace('.', '')}{day:02d}{person.born:%m%y}"
        self._serials[start] = self._serials.get(start, 0) + 1
        return f"{start}{self._serials[start]:04d}"

    def phone(self):
        """A number in international form."""
        return f"{DEMO_PREFIX}{self._dice.digits(8)}"

    def email(self, person):
        """An address nobody receives mail at."""
        return f"{person.name.lower().replace(' ', '.')}{self._dice.digits(3)}@{DEMO_DOMAIN}"
