"""Price preference: the worked examples of Perpres 16/2018 Ps 67."""

from decimal import Decimal

import pytest

from procurement.price_preference import Bid, evaluate, preference_of

ABOVE = 1_000_000_001


def test_the_worked_example_is_won_by_the_lowest_final_price():
    bids = [
        Bid("A", 1_200_000_000, Decimal(40)),
        Bid("B", 1_150_000_000, Decimal(25)),
        Bid("C", 1_100_000_000),
    ]

    evaluated = evaluate(bids, 1_500_000_000)

    assert [(row.bid.name, row.final_price, row.rank) for row in evaluated] == [
        ("B", Decimal(1_078_125_000), 1),
        ("A", Decimal(1_080_000_000), 2),
        ("C", Decimal(1_100_000_000), 3),
    ]


@pytest.mark.parametrize(
    ("tkdn", "ceiling", "preference"),
    [
        ("40", ABOVE, "0.1"),
        ("25", ABOVE, "0.0625"),
        ("24.99", ABOVE, "0"),
        ("100", ABOVE, "0.25"),
        ("40", 1_000_000_000, "0"),
    ],
    ids=["40 %", "exactly 25 %", "just below 25 %", "never more than 25 %", "a package of exactly a billion"],
)
def test_the_preference_is(tkdn, ceiling, preference):
    assert preference_of(Decimal(tkdn), ceiling) == Decimal(preference)


def test_a_product_without_a_certificate_has_no_preference():
    assert preference_of(None, ABOVE) == 0


def test_of_equal_final_prices_the_higher_tkdn_wins():
    bids = [Bid("plain", 900_000_000), Bid("domestic", 1_000_000_000, Decimal(40))]

    assert [(row.bid.name, row.rank) for row in evaluate(bids, ABOVE)] == [("domestic", 1), ("plain", 2)]


def test_bids_equal_in_price_and_tkdn_share_their_rank():
    bids = [Bid("A", 5), Bid("B", 5), Bid("C", 6)]

    assert [row.rank for row in evaluate(bids, ABOVE)] == [1, 1, 3]


def test_a_fraction_of_a_rupiah_decides():
    bids = [Bid("A", 1_000_000_001, Decimal("33.33")), Bid("B", 1_000_000_000, Decimal("33.32"))]

    first, second = evaluate(bids, ABOVE)

    assert first.final_price == Decimal("916675000.91667500")
    assert second.final_price - first.final_price == Decimal("24999.08332500")


def test_no_bids_have_no_ranking():
    assert evaluate([], ABOVE) == []
