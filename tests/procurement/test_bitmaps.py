"""Sets of products as whole numbers."""

from procurement.bitmaps import Ladder, bitmap, exactly, positions_of


def test_a_set_gives_back_its_members_lowest_first():
    assert list(positions_of(bitmap([9, 0, 64]))) == [0, 9, 64]


def test_no_members_are_the_number_zero():
    assert (bitmap([]), list(positions_of(0))) == (0, [])


def test_members_are_told_apart_by_how_many_sets_hold_them():
    counted = exactly([0b0011, 0b0110], among=0b0111)

    assert counted == [0, 0b0101, 0b0010]


def test_counting_has_a_place_for_every_number_of_sets_even_when_empty():
    assert exactly([0b1, 0b0], among=0b11) == [0b10, 0b01, 0]


def test_a_ladder_splits_at_a_value_that_occurs_and_at_one_that_does_not():
    ladder = Ladder([10, 30, 10])

    assert (ladder.up_to(10), ladder.above(10), ladder.from_value(10)) == (0b101, 0b010, 0b111)
    assert (ladder.up_to(20), ladder.above(20), ladder.from_value(20)) == (0b101, 0b010, 0b010)


def test_a_ladder_of_no_products_holds_nobody():
    assert (Ladder([]).up_to(1), Ladder([]).from_value(1)) == (0, 0)
