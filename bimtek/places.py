"""Where a coaching day opens most: one day brings together businesses of one kecamatan."""

from collections import defaultdict
from typing import NamedTuple

import numpy as np

from bimtek.coverage import curve, greedy
from umkm.models import Business


class Place(NamedTuple):
    """A kecamatan, how many of its candidates to invite, and the rupiah they open together."""

    district: str
    seats: int
    rupiah: int


def best_places(graph, *, seats, first=10):
    """The `first` kecamatan where a day of `seats` seats opens most, by the plain ranking of each one's candidates."""
    places = [_day_in(graph, district, members, seats) for district, members in _by_district(graph).items()]
    useful = [place for place in places if place.rupiah]
    return sorted(useful, key=lambda place: (-place.rupiah, place.seats, place.district))[:first]


def _by_district(graph):
    """{district: numbers of its candidates}; a business without a recorded kecamatan counts nowhere."""
    ids = [candidate.business_id for candidate in graph.candidates]
    districts = dict(Business.objects.filter(pk__in=ids, district__isnull=False).values_list("pk", "district"))
    found = defaultdict(list)
    for number, business_id in enumerate(ids):
        if business_id in districts:
            found[districts[business_id]].append(number)
    return found


def _day_in(graph, district, members, seats):
    cover = graph.coverage(among=np.array(members, dtype=np.int64))
    opened = curve(cover, greedy(cover, seats))
    most = max(opened, default=0)
    return Place(district, opened.index(most) + 1 if opened else 0, most)
