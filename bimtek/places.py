"""Where a coaching day opens most: one day brings together businesses of one kecamatan, or of all within a circle."""

from collections import defaultdict
from typing import NamedTuple

from bimtek.coverage import curve, greedy
from umkm.distance import Surroundings
from umkm.models import Business, District


class Place(NamedTuple):
    """A kecamatan, how many of its candidates to invite, the rupiah they open together, and who (ids of businesses).

    `around` is what as many seats open when candidates of the whole kabupaten/kota may come.
    """

    district: str
    seats: int
    rupiah: int
    invited: tuple[int, ...]
    around: int


class Circle(NamedTuple):
    """A day in `district` for candidates of all `districts` (a number) within the radius: rupiah, and whom to invite.

    `invited` are (id of a business, kilometres from the point of its kecamatan to that of the day).
    """

    district: str
    districts: int
    rupiah: int
    invited: tuple[tuple[int, float], ...]


class Circles(NamedTuple):
    """The best circles of a radius; how many kecamatan have no point, and how many candidates no circle can reach."""

    radius: int
    best: list[Circle]
    unknown_districts: int
    unplaced: int


class Days:
    """Coaching days of so many `seats` among the candidates of one graph."""

    def __init__(self, graph, cover, *, seats):
        """`cover`: that of the whole graph. Reads the candidates' kecamatan: one query."""
        self.seats, self.cover = seats, cover
        self.ids = [candidate.business_id for candidate in graph.candidates]
        self.by_district = _by_district(self.ids)

    def best_places(self, first=10):
        """The `first` kecamatan where a day opens most, by the plain ranking of each one's candidates."""
        around = {regency: self._opened(members)[0] for regency, members in _by_regency(self.by_district).items()}
        places = [self._day_in(district, members, around) for district, members in self.by_district.items()]
        useful = [place for place in places if place.rupiah]
        return sorted(useful, key=lambda place: (-place.rupiah, place.seats, place.district))[:first]

    def best_circles(self, radius, first=10):
        """The `Circles` of `radius` km where a day opens most, none around a kecamatan that lies in a better one.

        A business counts once in a circle; circles farther apart may still overlap.
        """
        surroundings = Surroundings.load()
        around = {code: surroundings.around(code, radius) for code in surroundings.points}
        circles = [self._circle(code, within) for code, within in around.items()]
        useful = [circle for circle in circles if circle.rupiah]
        best = []
        for circle in sorted(useful, key=lambda circle: (-circle.rupiah, len(circle.invited), circle.district)):
            if len(best) < first and not any(circle.district in around[better.district] for better in best):
                best.append(circle)
        placed = sum(len(members) for code, members in self.by_district.items() if code in surroundings.points)
        return Circles(radius, best, District.objects.filter(latitude=None).count(), len(self.ids) - placed)

    def _circle(self, district, around):
        members = {number: code for code in around for number in self.by_district.get(code, ())}
        rupiah, numbers = self._opened(members)
        invited = tuple((self.ids[number], around[members[number]]) for number in numbers)
        return Circle(district, len(around), rupiah, invited)

    def _day_in(self, district, members, around):
        rupiah, numbers = self._opened(members)
        invited = tuple(self.ids[number] for number in numbers)
        return Place(district, len(invited), rupiah, invited, around[_regency_of(district)])

    def _opened(self, members):
        """(rupiah a day for these candidates opens, the fewest of them who open it, who adds most first)."""
        cover = self.cover.among(members)
        order = greedy(cover, self.seats) if cover.members else []
        opened = curve(cover, order)
        most = max(opened, default=0)
        # Candidates of one group are alike: the first of them that has no seat yet takes the next one.
        free = {group: iter(cover.members[group]) for group in set(order)}
        enough = order[: opened.index(most) + 1] if opened else []
        return most, [next(free[group]) for group in enough]


def _by_district(ids):
    """{district: numbers of its candidates}; a business without a recorded kecamatan counts nowhere."""
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
