"""Charts as pure functions: parts add up, nothing leaves the field, the same numbers give the same drawing."""

from itertools import pairwise
from random import Random

import pytest

from insight.charts.axis import BOTTOM, LEFT, RIGHT, TOP, Axis
from insight.charts.bars import bar
from insight.charts.columns import Series, columns
from insight.charts.lines import lines
from insight.charts.tiles import Spot, shade_of, tiles, wrapped
from insight.charts.units import rupiah_unit
from tkdnportal.bars import BAR

MONTHS = [f"b{number}" for number in range(12)]


@pytest.mark.parametrize(
    ("most", "expected"),
    [
        (0, ["0", "1"]),
        (1, ["0", "1"]),
        (3, ["0", "1", "2", "3"]),
        (7, ["0", "2", "4", "6", "8"]),
        (100, ["0", "50", "100"]),
        (2_400_000_000, ["0", "1000000000", "2000000000", "3000000000"]),
    ],
)
def test_an_axis_has_few_round_steps(most, expected):
    assert [tick.text for tick in Axis(0, most, write=str).ticks] == expected


def test_an_axis_goes_from_the_lower_edge_to_the_upper():
    ticks = Axis(-3, 9, write=str).ticks

    assert [tick.text for tick in ticks] == ["-5", "0", "5", "10"]
    assert (ticks[0].y, ticks[-1].y) == (BOTTOM, TOP)


@pytest.mark.parametrize("seed", range(5))
def test_columns_stack_from_zero_without_gaps_and_stay_in_the_field(seed):
    chance = Random(seed)
    above = [Series(key, key, tuple(chance.randint(0, 40) for _month in MONTHS)) for key in ("a", "b")]
    below = [Series("c", "c", tuple(chance.randint(0, 9) for _month in MONTHS))]

    chart = columns(MONTHS, above=above, below=below)

    assert sum(rect.amount for rect in chart.rects) == sum(sum(each.values) for each in (*above, *below))
    for rect in chart.rects:
        assert rect.y >= TOP
        assert rect.y + rect.height <= BOTTOM
        assert LEFT <= rect.x < rect.x + rect.width <= RIGHT
    for x in {rect.x for rect in chart.rects}:
        stacked = sorted((rect.y, rect.y + rect.height) for rect in chart.rects if rect.x == x)
        assert all(end == start for (_, end), (start, _) in pairwise(stacked))
        assert chart.base in {edge for edges in stacked for edge in edges}


def test_a_month_of_nothing_has_no_column():
    chart = columns(["a", "b"], above=[Series("ending", "berakhir", (0, 2))])

    assert [(rect.key, rect.amount) for rect in chart.rects] == [("ending", 2)]
    assert chart.has_below is False


def test_only_named_places_have_a_word():
    chart = columns(["Jan 26", "", ""], above=[Series("ending", "berakhir", (1, 1, 1))])

    assert [name.text for name in chart.names] == ["Jan 26"]


def test_a_line_ends_where_its_numbers_end():
    chart = lines(MONTHS, series=[Series("signed", "dikontrak", (0, 5, 10)), Series("plan", "rencana", (10,) * 12)])

    signed, plan = chart.paths
    assert len(signed.points.split()) == 6
    assert signed.points.split()[0] == f"{LEFT},{BOTTOM}"
    assert {point.split(",")[1] for point in plan.points.split()} == {signed.points.split()[-1].split(",")[1]}


def test_a_mark_above_every_line_still_lies_in_the_field():
    chart = lines(MONTHS, series=[Series("signed", "dikontrak", (1,))], mark=(400, "sasaran"))

    assert TOP <= chart.mark.y < BOTTOM
    assert chart.mark.label == "sasaran"


@pytest.mark.parametrize(("amount", "expected"), [(40, 400), (0, 0), (100, BAR), (250, BAR)])
def test_the_mark_of_a_bar_lies_on_its_scale(amount, expected):
    assert bar("Makanan", "", [("paid", 30), ("left", 70)], mark=amount).mark == expected


def test_a_bar_of_nothing_has_no_mark():
    assert bar("Makanan", "", [("paid", 0)], mark=0).mark is None


def test_shades_are_quarters_of_the_greatest_and_nothing_is_apart():
    assert [shade_of(amount, 100) for amount in (0, 1, 25, 26, 50, 75, 76, 100)] == [0, 1, 1, 2, 2, 3, 4, 4]
    assert shade_of(0, 0) == 0


def test_few_things_have_few_shades_in_the_legend():
    chart = tiles([Spot("Metro", 0, 0, 2, "2", "/")])

    assert [(shade.shade, shade.most) for shade in chart.legend] == [(0, "0"), (2, "1"), (4, "2")]
    assert {shade_of(amount, 2) for amount in range(3)} == {shade.shade for shade in chart.legend}


def test_tiles_are_read_from_north_to_south():
    spots = [Spot("Selatan", 0, 1, 1, "1", "/s"), Spot("Timur", 1, 0, 2, "2", "/t"), Spot("Barat", 0, 0, 0, "0", "/b")]

    chart = tiles(spots)

    assert [(tile.name, tile.shade, tile.url) for tile in chart.tiles] == [
        ("Barat", 0, "/b"), ("Timur", 4, "/t"), ("Selatan", 2, "/s"),
    ]  # fmt: skip
    assert len({(tile.x, tile.y) for tile in chart.tiles}) == 3


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Metro", ["Metro"]),
        ("Tulang Bawang Barat", ["Tulang", "Bawang", "Barat"]),
        ("Bandar Lampung", ["Bandar", "Lampung"]),
    ],
)
def test_names_break_between_words(name, expected):
    assert wrapped(name) == expected


@pytest.mark.parametrize(
    ("most", "amount", "expected"),
    [
        (11_000_000_000, 2_500_000_000, ("Rp miliar", "2,5")),
        (900_000_000, 200_000_000, ("Rp juta", "200")),
        (900, 500, ("Rp", "500")),
        (0, 0, ("Rp", "0")),
    ],
)
def test_an_axis_of_rupiah_has_one_unit(most, amount, expected):
    unit, write = rupiah_unit(most)

    assert (unit, write(amount)) == expected
