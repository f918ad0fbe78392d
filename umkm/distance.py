"""How far places lie apart: great circles over the earth, in kilometres. Roads are longer."""

from math import asin, cos, radians, sin, sqrt
from typing import NamedTuple

from umkm.models import District

EARTH_RADIUS = 6371.0088
"""Mean radius in kilometres (IUGG)."""


class Point(NamedTuple):
    """A place on the earth in degrees; south and west are negative."""

    latitude: float
    longitude: float


def kilometres(here, there):
    """Length of the great circle between two `Point`s, by the haversine formula."""
    south_north = radians(there.latitude - here.latitude)
    west_east = radians(there.longitude - here.longitude)
    share = cos(radians(here.latitude)) * cos(radians(there.latitude)) * sin(west_east / 2) ** 2
    # Rounding may carry opposite points a hair above 1.
    return 2 * EARTH_RADIUS * asin(min(1.0, sqrt(sin(south_north / 2) ** 2 + share)))


class Surroundings:
    """The points of all kecamatan, to ask which lie around one."""

    def __init__(self, points):
        """`points`: {code of a kecamatan: its `Point`}; one without a point is not there."""
        self.points = points

    @classmethod
    def load(cls):
        """As the register knows them; one query."""
        known = District.objects.exclude(latitude=None).order_by("code")
        rows = known.values_list("code", "latitude", "longitude")
        return cls({code: Point(float(latitude), float(longitude)) for code, latitude, longitude in rows})

    def around(self, code, radius):
        """{code: kilometres} of the kecamatan at most `radius` km from `code`, itself included, the nearest first.

        Nothing where the point of `code` is not known.
        """
        return {other: far for other, far in self.from_here(code).items() if far <= radius}

    def from_here(self, code):
        """{code: kilometres} of all kecamatan from `code`, the nearest first; nothing where its point is not known."""
        here = self.points.get(code)
        if here is None:
            return {}
        found = sorted((kilometres(here, there), other) for other, there in self.points.items())
        return {other: far for far, other in found}
