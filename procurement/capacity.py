"""Whether one maker can fill a package in time, and which small makers could fill it together.

Pure: amounts and days in, proposals out. An officer judges them; nothing here is ever decided for anyone.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import NamedTuple

DAYS_OF_MONTH = Decimal(30)
LARGEST_TEAM = 5
"""More makers than this are no help to an officer: each needs a contract of its own."""

UNITS = {
    "kg": ("kg", "kilogram", "kilo"),
    "buah": ("buah", "bh", "unit", "pcs", "pc", "biji", "buat", "item", "keping"),
    "kotak": ("kotak", "dus", "dos", "box", "boks", "kardus"),
    "bungkus": ("bungkus", "bks", "pak", "pack", "sachet", "pouch", "kemasan"),
    "botol": ("botol", "btl"),
    "lembar": ("lembar", "lbr", "helai"),
    "stel": ("stel", "setel", "set", "pasang"),
    "potong": ("potong", "ptg"),
    "toples": ("toples",),
    "liter": ("liter", "ltr"),
}
"""Words for one unit; “paket”, “kegiatan” and “orang / kali” count no goods and are left out on purpose."""

_UNIT_OF = {word: unit for unit, words in UNITS.items() for word in words}
_VOLUME = re.compile(r"\s*([0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(?:,0+)?\s*([a-z]+)\s*\.?\s*", re.IGNORECASE)


class Volume(NamedTuple):
    """So many units of goods."""

    amount: int
    unit: str


@dataclass(frozen=True)
class Commitment:
    """Units that a maker has promised elsewhere, made evenly from the first to the last day, both included."""

    amount: int
    first: date
    last: date


@dataclass(frozen=True)
class Maker:
    """A supplier's product as a team needs to know it: what it makes a month, its unit, price and place."""

    key: int
    monthly: int
    unit: str
    price: int | None
    regency: str
    commitments: tuple[Commitment, ...] = ()


class Part(NamedTuple):
    """What one maker of a team would make."""

    maker: Maker
    amount: int
    is_near: bool


@dataclass(frozen=True)
class Team:
    """Makers that fill a volume together; prices per unit in whole rupiah, None where none is known."""

    volume: Volume
    parts: tuple[Part, ...]

    @property
    def prices(self):
        """(lowest, highest) of the known prices, or None."""
        known = [part.maker.price for part in self.parts if part.maker.price is not None]
        return (min(known), max(known)) if known else None


def unit_of(text):
    """The unit a word stands for: `Box` is a kotak; None for words that count no goods."""
    return _UNIT_OF.get((text or "").strip().rstrip(".").casefold())


def read_volume(text):
    """The Volume written in a package, or None where it cannot be read with certainty.

    `1.500 kotak` and `1500 Box` are volumes; `1 Paket`, `30 Orang / Kali` and several amounts in one cell are not.
    """
    found = _VOLUME.fullmatch(text or "")
    unit = unit_of(found[2]) if found else None
    amount = int(found[1].replace(".", "")) if unit else 0
    return Volume(amount, unit) if amount else None


def free(maker, *, first, last):
    """Whole units the maker can still make from `first` to `last`, both included: its capacity less what it owes."""
    makes = maker.monthly * _days(first, last) / DAYS_OF_MONTH
    owes = sum(_owed(one, first, last) for one in maker.commitments)
    return max(0, int((makes - owes).to_integral_value(ROUND_FLOOR)))


def _owed(commitment, first, last):
    """The part of a commitment that falls on these days."""
    shared = _days(max(first, commitment.first), min(last, commitment.last))
    return Decimal(commitment.amount) * shared / _days(commitment.first, commitment.last)


def _days(first, last):
    return Decimal(max(0, (last - first).days + 1))


def units_of(value, price):
    """Units that a contract of `value` rupiah stands for at `price` rupiah each, rounded up."""
    return int((Decimal(value) / price).to_integral_value(ROUND_CEILING))


def team_for(volume, makers, *, first, last, place):
    """The Team that fills `volume` between the two days, or None.

    None when the volume cannot be read, one maker alone can fill it, or `LARGEST_TEAM` together cannot. Makers of the
    package's own kabupaten/kota come first, then those with the most to spare, so that teams stay small and near.
    """
    if volume is None:
        return None
    able = [(maker, free(maker, first=first, last=last)) for maker in makers if maker.unit == volume.unit]
    able = [(maker, amount) for maker, amount in able if amount]
    if any(amount >= volume.amount for _maker, amount in able):
        return None
    able.sort(key=lambda pair: (pair[0].regency != place, -pair[1], pair[0].key))
    return _filled(volume, able[:LARGEST_TEAM], place) or _filled(volume, _largest(able), place)


def _largest(able):
    """The makers with the most to spare, wherever they are."""
    return sorted(able, key=lambda pair: (-pair[1], pair[0].key))[:LARGEST_TEAM]


def _filled(volume, able, place):
    parts, left = [], volume.amount
    for maker, amount in able:
        if left <= 0:
            break
        parts.append(Part(maker, min(amount, left), bool(place) and maker.regency == place))
        left -= amount
    return Team(volume, tuple(parts)) if left <= 0 else None
