"""How far kecamatan lie apart, and the points the portal ships."""

import csv
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from umkm.distance import EARTH_RADIUS, Point, Surroundings, kilometres
from umkm.management.commands.load_reference import DATA

JAKARTA, BANDAR_LAMPUNG = Point(-6.175392, 106.827153), Point(-5.429083, 105.262444)
POINTS = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))
HALF_A_METRE = 0.0005


@pytest.mark.parametrize(
    ("here", "there", "known"),
    [
        (JAKARTA, BANDAR_LAMPUNG, 192.0),
        (Point(0, 0), Point(0, 1), 111.2),
        (Point(0, 0), Point(1, 0), 111.2),
        (Point(60, 10), Point(60, 12), 111.2),
        (Point(0, 179.5), Point(0, -179.5), 111.2),
        (Point(90, 0), Point(-90, 0), 20015.1),
    ],
    ids=["Jakarta", "a degree east", "a degree north", "half as far at 60°", "over the date line", "pole to pole"],
)
def test_known_distances(here, there, known):
    assert round(kilometres(here, there), 1) == known


@given(POINTS, POINTS)
def test_it_is_as_far_there_as_back_and_never_more_than_half_round_the_earth(here, there):
    assert kilometres(here, there) == pytest.approx(kilometres(there, here), abs=HALF_A_METRE)
    assert 0 <= kilometres(here, there) <= 3.14160 * EARTH_RADIUS


@given(POINTS)
def test_nothing_is_far_from_itself(here):
    assert kilometres(here, here) == 0


@given(POINTS, POINTS, POINTS)
def test_no_way_round_is_shorter(here, over, there):
    assert kilometres(here, there) <= kilometres(here, over) + kilometres(over, there) + HALF_A_METRE


def test_the_kecamatan_around_one_come_nearest_first_with_itself_and_the_edge_counts():
    edge = kilometres(Point(-5, 105), Point(-5, 105.1))
    around = Surroundings(
        {"c": Point(-5, 105.1), "a": Point(-5, 105), "b": Point(-5.01, 105), "d": Point(-5, 105.2)}
    ).around("a", edge)

    assert list(around) == ["a", "b", "c"]
    assert around["a"] == 0
    assert around["c"] == edge


def test_around_a_kecamatan_without_a_point_is_nothing():
    assert Surroundings({"a": Point(-5, 105)}).around("b", 20) == {}


@pytest.fixture(scope="module")
def shipped():
    with (DATA / "district_points.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: Point(float(row["latitude"]), float(row["longitude"])) for row in csv.DictReader(file)}


def test_every_shipped_point_is_a_kecamatan_s_and_lies_near_the_others_of_its_kabupaten(shipped):
    with (DATA / "districts.csv").open(encoding="utf-8", newline="") as file:
        codes = {row["code"] for row in csv.DictReader(file)}
    middles = {regency: middle([shipped[code] for code in shipped if code[:5] == regency]) for regency in regencies()}

    assert shipped.keys() <= codes
    assert {code for code, point in shipped.items() if kilometres(point, middles[code[:5]]) > 64} == set()


def test_no_two_shipped_points_are_the_same_and_bandar_lampung_lies_close_together(shipped):
    city = [point for code, point in shipped.items() if code.startswith("18.71")]

    assert len(set(shipped.values())) == len(shipped) == 191
    assert max(kilometres(point, BANDAR_LAMPUNG) for point in city) < 12


def middle(points):
    return Point(median(point.latitude for point in points), median(point.longitude for point in points))


def regencies():
    with (DATA / "regencies.csv").open(encoding="utf-8", newline="") as file:
        return [row["code"] for row in csv.DictReader(file)]
