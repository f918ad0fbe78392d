"""Which category a KBLI code serves."""

from types import SimpleNamespace

import pytest

from umkm.categories import CategoryRules
from umkm.words import rows


def rule(prefix, category, *, is_primary=True, version="2020"):
    return SimpleNamespace(version=version, prefix=prefix, category=category, is_primary=is_primary)


@pytest.fixture(scope="module")
def shipped():
    return CategoryRules(
        SimpleNamespace(**row | {"is_primary": row["is_primary"] == "true"}) for row in rows("category_rules.csv")
    )


def test_the_longest_prefix_decides():
    rules = CategoryRules([rule("10", "FOOD"), rule("108", "OTHER")])

    assert rules.of("2020", "10794") == ["FOOD"]
    assert rules.of("2020", "10801") == ["OTHER"]


def test_a_code_may_serve_two_categories_the_primary_first():
    rules = CategoryRules([rule("13134", "SOUVENIR", is_primary=False), rule("13134", "CLOTHING")])

    assert rules.of("2020", "13134") == ["CLOTHING", "SOUVENIR"]


def test_a_rule_of_one_version_says_nothing_of_the_other():
    rules = CategoryRules([rule("14", "CLOTHING", version="2020")])

    assert rules.of("2025", "14111") == ["OTHER"]


@pytest.mark.parametrize(
    ("code", "categories"),
    [
        ("10794", ["FOOD", "SOUVENIR"]),
        ("10391", ["FOOD"]),
        ("11051", ["FOOD"]),
        ("10801", ["OTHER"]),
        ("11031", ["OTHER"]),
        ("12011", ["OTHER"]),
        ("14120", ["CLOTHING"]),
        ("13134", ["CLOTHING", "SOUVENIR"]),
        ("13912", ["CLOTHING", "SOUVENIR"]),
        ("15201", ["CLOTHING"]),
        ("32903", ["SOUVENIR"]),
        ("16292", ["SOUVENIR"]),
        ("28250", ["MACHINERY"]),
        ("25931", ["MACHINERY"]),
        ("25920", ["OTHER"]),
        ("33121", ["OTHER"]),
        ("56210", ["OTHER"]),
        ("47242", ["OTHER"]),
    ],
)
def test_the_shipped_rules_place_a_code(shipped, code, categories):
    assert shipped.of("2020", code) == categories


@pytest.mark.parametrize(("code", "category"), [("10794", "FOOD"), ("14111", "CLOTHING"), ("28250", "MACHINERY")])
def test_groups_that_kept_their_number_are_placed_in_kbli_2025(shipped, code, category):
    assert shipped.of("2025", code) == [category]
