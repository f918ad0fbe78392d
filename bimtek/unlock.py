"""The unlock plan: given room for N businesses, whom to help to a certificate so that the most rupiah open."""

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings

from bimtek.choosing import Choice, choose
from bimtek.coverage import Coverage, curve, greedy
from bimtek.explaining import Explained, explain
from bimtek.graph import Graph, candidate_graph
from bimtek.places import Days
from bimtek.risks import Risk, expiry_risks
from procurement.matching import match

FARTHEST_SEATS = 200
"""So far the curve is drawn, where the plan has fewer seats."""


@dataclass(frozen=True)
class Unlocking:
    """The answer: the graph, the choice in it and why, and what else the same graph says."""

    graph: Graph
    cover: Coverage
    seats: int
    choice: Choice
    chosen: list[Explained]
    risks: list[Risk]

    @property
    def status(self):
        """OPTIMAL when no choice can open more, else WITHIN_GAP."""
        return "OPTIMAL" if self.choice.total == self.choice.bound else "WITHIN_GAP"

    @cached_property
    def curve(self):
        """Rupiah that the first 1, 2, … of the plain ranking open."""
        return curve(self.cover, greedy(self.cover, max(self.seats, FARTHEST_SEATS)) if self.cover.members else [])

    @property
    def plain_total(self):
        """Rupiah that the plain ranking opens with the same seats."""
        return self.curve[min(self.seats, len(self.curve)) - 1] if self.curve else 0

    def days(self, seats):
        """What coaching days of so many seats open, to ask where most."""
        return Days(self.graph, self.cover, seats=seats)


def unlock(*, year, on, seats, kept_businesses=frozenset()):
    """The `Unlocking` of the province's budget of `year`, asked on day `on`, for at most `seats` businesses.

    `kept_businesses` (ids) were chosen last time; they stay while that costs at most `UNLOCK_TOLERANCE`.
    """
    matches = match(year=year, on=on)
    graph = candidate_graph(year=year, on=on, matches=matches)
    cover = graph.coverage()
    kept = frozenset(
        number for number, candidate in enumerate(graph.candidates) if candidate.business_id in kept_businesses
    )
    choice = choose(
        cover, seats=seats, efforts=graph.efforts, kept=kept,
        tolerance=settings.UNLOCK_TOLERANCE, seconds=settings.UNLOCK_SECONDS,
    )  # fmt: skip
    return Unlocking(
        graph=graph, cover=cover, seats=seats, choice=choice,
        chosen=explain(cover, choice.chosen, graph.efforts), risks=expiry_risks(matches, on),
    )  # fmt: skip
