"""Where a coaching day opens most: one day brings together businesses of one kecamatan."""

from collections import defaultdict
from typing import NamedTuple

import numpy as np

from bimtek.coverage import curve, greedy
from umkm.models import Business


class Place(NamedTuple):
    """A kecamatan, how many of its candidates to invite, the rupiah they open together, and who (ids of businesses).

    `around` is what as many seats open when candidates of the whole kabupaten/kota may come: the portal has no
    coordinates of kecamatan, so it measures no 20 km and takes the nearest boundary that is known.
    """

    district: str
    seats: int
    rupiah: int
    invited: tuple[int, ...]
    around: int


def best_places(graph, *, seats, first=10):
    """The `first` kecamatan where a day of `seats` seats opens most, by the plain ranking of each one's candidates."""
    by_district = _by_district(graph)
    around = {regency: _opened(graph, members, seats)[0] for regency, members in _by_regency(by_district).items()}
    places = [
        _day_in(graph, district, members, seats, around[_regency_of(district)])
        for district, members in by_district.items()
    ]
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


def _by_regency(by_district):
    found = defaultdict(list)
    for district, members in by_district.items():
        found[_regency_of(district)] += members
    return found


def _regency_of(district):
    """`18.71` of `18.71.01`: the database keeps that a kecamatan begins with its kabupaten/kota."""
    return district[:5]


def _day_in(graph, district, members, seats, around):
    rupiah, numbers = _opened(graph, members, seats)
    invited = tuple(graph.candidates[number].business_id for number in numbers)
    return Place(district, len(invited), rupiah, invited, around)


def _opened(graph, members, seats):
    """(rupiah a day for these candidates opens, the fewest of them who open it, who adds most first)."""
    cover = graph.coverage(among=np.array(sorted(members), dtype=np.int64))
    order = greedy(cover, seats)
    opened = curve(cover, order)
    most = max(opened, default=0)
    # Candidates of one group are alike: the first of them that has no seat yet takes the next one.
    free = {group: iter(cover.members[group]) for group in set(order)}
    enough = order[: opened.index(most) + 1] if opened else []
    return most, [next(free[group]) for group in enough]
