"""Words made comparable, and what they stand for."""

from time import perf_counter

import pytest

from umkm.categories import BUDGET_CATEGORIES
from umkm.words import generic_terms, lexicon, product_terms, rows, service_terms, terms


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Keripik pisang kepok", ["keripik", "pisang", "kepok"]),
        ("KRIPIK pisang", ["keripik", "pisang"]),
        ("keripik-keripik", ["keripik"]),
        ("Kemeja batik pria", ["kemeja", "batik", "pria"]),
        ("meja kayu", ["meja", "kayu"]),
        ("obat-obatan", ["obat"]),
        ("Belanja Cendera Mata / Souvenir", ["suvenir"]),
        ("oleh-oleh khas", ["oleholeh", "khas"]),
        ("Air mineral dalam kemasan", ["amdk", "kemasan"]),
        ("Kopi bubuk robusta 250 gr", ["kopi", "bubuk", "robusta"]),
        ("mesin pengering kopi", ["mesin", "pengering", "kopi"]),
        ("ikan kering", ["ikan", "kering"]),
        ("pakaian dinas lapangan", ["pdl"]),
        ("Barang Pakai Habis", []),
        ("Belanja Modal Peralatan dan Mesin", []),
        ("Peningkatan pengetahuan", []),
        ("Sulaman usus", ["sulam", "usus"]),
        ("Kué lapis", ["kue", "lapis"]),
        ("Ikan frozen", ["ikan", "beku"]),
        ("Panci alumunium", ["panci", "aluminium"]),
        ("Barang klontong", ["kelontong"]),
        ("", []),
        (None, []),
        ("2025 / 03 - 5kg", []),
    ],
)
def test_a_text_has_these_terms(text, expected):
    assert terms(text) == expected


@pytest.mark.parametrize("row", rows("words.csv"), ids=lambda row: row["term"])
def test_every_term_and_every_spelling_of_it_comes_out_as_the_term(row):
    spellings = [row["term"], *filter(None, row["spellings"].split("|"))]

    assert {spelling: terms(spelling) for spelling in spellings} == {spelling: [row["term"]] for spelling in spellings}


def test_no_spelling_stands_for_two_terms():
    spellings = [
        spelling for row in rows("words.csv") for spelling in (row["term"], *filter(None, row["spellings"].split("|")))
    ]

    assert sorted(spellings) == sorted(set(spellings))


def test_every_row_names_a_known_category_and_kind():
    assert {row["category"] for row in rows("words.csv")} == {
        "", *BUDGET_CATEGORIES, "CLOTHING|SOUVENIR", "FOOD|SOUVENIR",
    }  # fmt: skip
    assert {row["kind"] for row in rows("words.csv")} == {"generic", "product", "service", "outside", "attribute"}


def test_no_filler_word_names_goods():
    filler = {row["word"] for row in rows("filler.csv")}
    spellings = {
        spelling for row in rows("words.csv") for spelling in (row["term"], *filter(None, row["spellings"].split("|")))
    }

    assert filler & spellings == set()


@pytest.mark.parametrize(
    ("category", "generic", "product"),
    [
        ("MACHINERY", "mesin", "perajang"),
        ("SOUVENIR", "suvenir", "plakat"),
        ("CLOTHING", "pakaian", "tapis"),
        ("FOOD", "makanan", "keripik"),
    ],
)
def test_a_category_has_generic_words_and_words_for_products(category, generic, product):
    assert generic in generic_terms(category)
    assert product in product_terms(category)
    assert generic_terms(category) & product_terms(category) == frozenset()


def test_a_product_may_speak_for_two_categories():
    assert lexicon()["tapis"].categories == ("CLOTHING", "SOUVENIR")
    assert "tapis" in product_terms("CLOTHING") & product_terms("SOUVENIR")
    assert "tapis" not in product_terms("FOOD")


def test_words_of_kbli_titles_name_products_too():
    assert "gandum" not in lexicon()
    assert "gandum" in product_terms("FOOD")
    assert "gandum" not in product_terms("MACHINERY")


def test_what_goods_are_made_of_names_no_product():
    assert "kayu" not in product_terms("SOUVENIR") | product_terms("MACHINERY")
    assert "kering" not in product_terms("FOOD")


def test_catering_is_a_service_and_no_product():
    assert {"katering", "prasmanan", "sewa", "servis"} <= service_terms()
    assert "katering" not in product_terms("FOOD")


def test_a_term_longer_than_its_column_is_cut():
    assert terms("x" * 80) == ["x" * 60]


def test_eighty_four_thousand_names_take_seconds():
    names = [f"Keripik pisang kepok kemasan {number % 300} Ibu Sari rasa balado" for number in range(84_000)]
    start = perf_counter()

    for name in names:
        terms(name)

    assert perf_counter() - start < 20
