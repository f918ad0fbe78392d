"""From a kept calculation to its answer: the questions it leaves open, what it asks the rules, what they say on a day.

The rules themselves are in `certification.calculation`; nothing is counted a second time here.
"""

from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from certification.calculation import calculate
from certification.models import Component
from certification.tkdn import Origin, Process

QUESTIONS = ("production", "process", "workers", "domestic_investment", "capital")
"""The fields that hold the answers, in the order they are asked."""

PREFERRED, MANDATORY = Decimal(25), Decimal(40)
"""TKDN from which government buyers may choose a product, and TKDN with BMP from which they must buy goods of 25 % and
more and may not import (Perpres 16/2018 Ps 66(2) as amended by 46/2025)."""

WEIGHTS = {"material": 75, "labour": 10, "overhead": 15}
"""Most points each part of the value can give (Permenperin 35/2025 Ps 4)."""


@dataclass(frozen=True)
class Part:
    """One part of the value: percent of its own, points it gives of at most `most`, and where the bar draws it."""

    name: str
    percent: Decimal
    points: Decimal
    most: int
    x: str
    width: str


@dataclass(frozen=True)
class Told:
    """What the owner is told: open questions, or a value with its parts, or why there is none."""

    status: str
    unanswered: tuple[str, ...] = ()
    value: Decimal | None = None
    parts: tuple[Part, ...] = ()
    reason: str = ""
    message: str = ""
    errors: tuple[str, ...] = ()
    is_outsourced: bool = False

    @property
    def is_valued(self):
        """Whether there is a value."""
        return self.value is not None

    @property
    def is_preferred(self):
        """Whether buyers may choose the product before those below 25 %."""
        return self.is_valued and self.value >= PREFERRED

    @property
    def is_mandatory(self):
        """Whether the value alone, without BMP, makes the product one that shuts out imports."""
        return self.is_valued and self.value >= MANDATORY


def unanswered(calculation):
    """The questions left open; what cannot be counted anyway needs no further answer."""
    if calculation.process and calculation.process != Process.MANUFACTURE:
        return ()
    return tuple(name for name in QUESTIONS if getattr(calculation, name) in (None, ""))


def workers_pct(calculation):
    """Share of Indonesians in percent, rounded down so that just under half never becomes half."""
    if not calculation.workers:
        return Decimal(0)
    share = Decimal(100 * calculation.indonesian_workers) / calculation.workers
    return share.quantize(Decimal("0.000000001"), ROUND_DOWN)


def asked(calculation, components, on):
    """The question as `certification.calculation.calculate` takes it, as the certificates stand on day `on`."""
    return {
        "scheme": calculation.scheme,
        "production": calculation.production or "OWN_FACTORY",
        "indonesian_workers_pct": str(workers_pct(calculation)),
        "domestic_investment": bool(calculation.domestic_investment),
        "process": calculation.process,
        "capital": calculation.capital or 0,
        "components": [_asked_component(component, on) for component in components],
    }


def _asked_component(component, on):
    origin = component.counted_origin(on)
    row = {"name": component.name, "quantity": f"{component.quantity:f}", "unit_price": f"{component.unit_price:f}"}
    row["origin"] = str(origin)
    if origin == Origin.CERTIFIED:
        row["certificate_tkdn"] = f"{component.certificate_tkdn:f}"
    return row


def tell(calculation, components, on):
    """What the owner of `calculation` is told on day `on`, with these `components`."""
    left = unanswered(calculation)
    if left:
        return Told("", unanswered=left)
    answer = calculate(asked(calculation, components, on))
    if answer["status"] == "REFUSED":
        return Told("REFUSED", reason=answer["reason"], message=answer["message"])
    if answer["status"] == "INVALID":
        return Told("INVALID", errors=tuple(error["message"] for error in answer["errors"]))
    return Told("OK", value=Decimal(answer["tkdn"]), parts=_parts(answer), is_outsourced="flags" in answer)


def _parts(answer):
    """Material takes what labour and overhead, which are exact, leave of the rounded value; so the parts add up."""
    percents = {name: Decimal(answer[name]) for name in WEIGHTS}
    points = {name: (percents[name] * WEIGHTS[name] / 100).quantize(Decimal("0.01")) for name in WEIGHTS}
    points["material"] = Decimal(answer["tkdn"]) - points["labour"] - points["overhead"]
    found, x = [], Decimal(0)
    for name, most in WEIGHTS.items():
        found.append(Part(name, percents[name], points[name], most, f"{x * 10:f}", f"{points[name] * 10:f}"))
        x += points[name]
    return tuple(found)


def remember(calculation, on):
    """Keep what the owner is told after a change; the row of `calculation` is locked by the caller."""
    told = tell(calculation, list(Component.objects.filter(calculation=calculation)), on)
    calculation.status, calculation.value, calculation.reason = told.status, told.value, told.reason
    calculation.told_on = on if told.status else None
    calculation.save(update_fields=["status", "value", "reason", "told_on"])
    return told
