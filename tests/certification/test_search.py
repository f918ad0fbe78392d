"""Search of certified products."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from certification.search import SearchQuery, search_items, suggestions
from tests.factories import BusinessFactory, RegencyFactory
from tests.procurement.market import offer, rules

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _rules(db):
    rules()


def names(on=ON, **query):
    return [item.product_name for item in search_items(SearchQuery(**query), on)]


def test_any_word_finds_and_more_words_rank_higher():
    offer("Keripik singkong")
    offer("Keripik pisang")
    offer("Dodol durian")

    assert names(q="keripik pisang") == ["Keripik pisang", "Keripik singkong"]


def test_found_products_say_which_words_they_share_and_how_much():
    offer("Keripik singkong")

    [item] = search_items(SearchQuery(q="Kripik pisang"), ON)

    assert (item.matched_terms, item.relevance) == (["keripik"], Decimal("0.5000"))


def test_a_typing_error_still_finds():
    offer("Keripik pisang")
    offer("Plakat kayu", kbli_code="32903")

    assert names(q="kripk") == ["Keripik pisang"]


def test_a_table_is_not_a_shirt():
    offer("Kemeja batik", kbli_code="14111")

    assert names(q="meja") == []


def test_the_name_of_the_business_finds_too():
    offer("Keripik pisang", business=BusinessFactory(name="Sari Rasa Mandiri"))
    offer("Keripik pisang", business=BusinessFactory(name="Usaha Lain"))

    found = list(search_items(SearchQuery(q="sari rasa"), ON))

    assert [item.certificate.business.name for item in found] == ["Sari Rasa Mandiri"]


@pytest.mark.parametrize("text", ["%", "_", "'; --", "  ", "(((", "123", "\\"])
def test_odd_input_is_only_text(text):
    offer("Keripik pisang")

    assert names(q=text) in ([], ["Keripik pisang"])


@pytest.mark.parametrize(
    ("day", "found"),
    [(date(2026, 1, 14), False), (date(2026, 1, 15), True), (date(2031, 1, 15), True), (date(2031, 1, 16), False)],
    ids=["the day before", "the first day", "the last day", "the day after"],
)
def test_only_products_valid_on_the_day_are_found(day, found):
    offer("Keripik pisang")

    assert names(on=day, q="keripik") == (["Keripik pisang"] if found else [])


def test_frozen_revoked_and_unregistered_products_are_not_found():
    offer("Keripik beku", frozen_from=ON)
    offer("Keripik cabut", revoked_on=ON)
    offer("Keripik jauh", business=None, holder_name="CV Jauh")
    offer("Keripik pisang", frozen_from=ON - timedelta(days=5), frozen_until=ON - timedelta(days=1))

    assert names(q="keripik") == ["Keripik pisang"]


def test_category_place_and_tkdn_narrow():
    metro = BusinessFactory(regency=RegencyFactory(code="18.72", name="Metro"))
    offer("Keripik Metro", business=metro, tkdn=Decimal(50))
    offer("Keripik rendah", business=metro, tkdn=Decimal("49.99"))
    offer("Keripik Kota", tkdn=Decimal(50))
    offer("Keripik ukir", business=metro, kbli_code="32903", tkdn=Decimal(50))

    assert names(q="keripik", category="FOOD", regency="18.72", tkdn_min=Decimal(50)) == ["Keripik Metro"]


def test_a_category_no_code_serves_finds_nothing():
    offer("Keripik pisang")

    assert names(category="MACHINERY") == []


@pytest.mark.parametrize(
    ("order", "expected"),
    [("relevance", ["B", "C", "A"]), ("tkdn", ["B", "C", "A"]), ("newest", ["C", "A", "B"]), ("odd", ["B", "C", "A"])],
)
def test_the_visitor_chooses_the_order(order, expected):
    offer("A", tkdn=Decimal(30), issued_on=date(2026, 2, 1))
    offer("B", tkdn=Decimal(60), issued_on=None)
    offer("C", tkdn=Decimal(50), issued_on=date(2026, 3, 1))

    assert names(order=order) == expected


@pytest.mark.parametrize("count", [1, 5])
def test_a_page_of_results_costs_three_queries(django_assert_num_queries, count):
    for _number in range(count):
        offer("Keripik pisang")

    with django_assert_num_queries(3):
        for item in search_items(SearchQuery(q="keripik", category="FOOD"), ON):
            str(item.certificate.business.regency)


def test_an_empty_result_suggests_what_would_find_something():
    RegencyFactory(code="18.72", name="Metro")
    offer("Keripik pisang", tkdn=Decimal(40))
    query = SearchQuery(q="keripik", regency="18.72")

    found = suggestions(query, ON)

    assert [(one.kind, one.value, one.count) for one in found] == [("PLACE", "18.72", 1)]
    assert found[0].query == SearchQuery(q="keripik")


def test_a_tkdn_or_a_category_too_narrow_is_suggested_to_be_dropped():
    offer("Keripik pisang", tkdn=Decimal(40))

    by_tkdn = suggestions(SearchQuery(q="keripik", tkdn_min=Decimal(80)), ON)
    by_category = suggestions(SearchQuery(q="keripik", category="CLOTHING"), ON)

    assert [(one.kind, one.value) for one in by_tkdn] == [("TKDN", "80")]
    assert [(one.kind, one.value) for one in by_category] == [("CATEGORY", "CLOTHING")]


def test_the_nearest_word_is_suggested():
    offer("Gantungan kunci", kbli_code="32903")

    found = suggestions(SearchQuery(q="gantng"), ON)

    assert [(one.kind, one.count) for one in found] == [("WORD", 1)]


def test_nothing_near_suggests_nothing():
    offer("Keripik pisang")

    assert suggestions(SearchQuery(q="zzzz"), ON) == []
