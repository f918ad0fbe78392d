"""The cheapest next point: which better origin or proof of which component raises the value, and to what exactly.

Every piece of advice is tried with the rules of `certification.tkdn`; nothing is estimated. What is realistic depends
on where the component comes from today (Permenperin 35/2025 Ps 5(2)):
an import can be bought from a maker here; a maker here can show that all raw materials are domestic, or have a
certificate; an ended certificate can be renewed; a certified component can be exchanged for one of the next band.
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import partial

from certification.tkdn import CERTIFIED_CONTENT, Component, Origin, is_all_imported, two_places, value

MOST = 3
"""Pieces of advice shown at once; more would not be read."""

LEAST_CERTIFIED = Decimal(25)
"""The value an unknown certificate is taken to have: the least that buyers may choose."""


class Way(StrEnum):
    """What the owner does about a component."""

    RENEW = "RENEW"
    PROVE_RAW = "PROVE_RAW"
    CERTIFICATE = "CERTIFICATE"
    BETTER_CERTIFICATE = "BETTER_CERTIFICATE"
    DOMESTIC = "DOMESTIC"


EFFORT = {Way.RENEW: 1, Way.PROVE_RAW: 1, Way.CERTIFICATE: 2, Way.BETTER_CERTIFICATE: 3, Way.DOMESTIC: 3}
"""1 is a letter from the same supplier, 2 something the supplier must apply for, 3 another supplier (our own scale)."""


@dataclass(frozen=True)
class Part:
    """A component as it counts today, and the value its certificate had where that has ended."""

    component: Component
    lapsed_tkdn: Decimal | None = None


@dataclass(frozen=True)
class Advice:
    """Do `way` about the component at `index`: the value becomes exactly `value`, `gain` points more than today."""

    index: int
    way: Way
    changed: Component
    value: Decimal
    gain: Decimal
    per_rupiah: Fraction
    """Points, unrounded, for each rupiah of the component that is affected."""


def advise(parts, production, indonesian_workers_pct, domestic_investment):
    """At most three pieces of advice, the cheapest point first: one for each component, the best it has.

    Ranked by points per rupiah of the component affected, divided by the effort; then by points. `parts` together cost
    something; where all are imported there is no value yet, and it counts as 0.
    """
    components = [part.component for part in parts]
    count = partial(_exact, conditions=(production, indonesian_workers_pct, domestic_investment))
    now, best = count(components), {}
    for index, part in enumerate(parts):
        for way, changed in ways(part):
            reached = count([*components[:index], changed, *components[index + 1 :]])
            found = _advice(index, way, changed, reached, now)
            if found.gain > 0 and (index not in best or _rank(found) < _rank(best[index])):
                best[index] = found
    return sorted(best.values(), key=_rank)[:MOST]


def _exact(components, conditions):
    return Fraction(0) if is_all_imported(components) else value(components, *conditions).tkdn


def _advice(index, way, changed, reached, now):
    gain = two_places(reached) - two_places(now)
    return Advice(index, way, changed, two_places(reached), gain, (reached - now) / max(changed.cost, 1))


def _rank(advice):
    return -advice.per_rupiah / EFFORT[advice.way], -advice.gain, advice.index


def ways(part):
    """Realistic better versions of a component, each with what is done for it."""
    component = part.component
    if component.origin == Origin.IMPORT:
        yield Way.DOMESTIC, _origin(component, Origin.DOMESTIC)
    if component.origin == Origin.DOMESTIC:
        if part.lapsed_tkdn is not None:
            yield Way.RENEW, _certified(component, part.lapsed_tkdn)
        else:
            yield Way.PROVE_RAW, _origin(component, Origin.FULL_DOMESTIC)
            yield Way.CERTIFICATE, _certified(component, LEAST_CERTIFIED)
    if component.origin == Origin.CERTIFIED and component.domestic_content < 100:
        yield Way.BETTER_CERTIFICATE, _certified(component, _next_band(component.domestic_content))


def _origin(component, origin):
    return replace(component, origin=origin, certificate_tkdn=None)


def _certified(component, tkdn):
    return replace(component, origin=Origin.CERTIFIED, certificate_tkdn=tkdn)


def _next_band(content):
    """The least certified value of the band above the one that counts `content` percent."""
    if content < 40:
        return LEAST_CERTIFIED
    above = min(edge for edge, counted in CERTIFIED_CONTENT if counted > content)
    return Decimal(above) + Decimal("0.01")
