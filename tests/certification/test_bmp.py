"""BMP by Permenperin 35/2025 Ps 21–23: the worked examples, and the owner's page."""

from decimal import Decimal

import pytest
from django.urls import reverse

from certification.bmp import FACTORS, bmp
from certification.tkdn import Production
from tests.factories import CalculationFactory, ProductFactory

OWN = Production.OWN_FACTORY
MAKER = {
    "labour": "2", "location": "4", "trademark": "2", "certificates": "0.5", "partners": "2", "awards": "0.25",
}  # fmt: skip
"""B1: 12 workers, outside Java, own trademark, Halal and CPPOB, 12 suppliers here, one OVOP award."""


def points(chosen):
    return {code: Decimal(given) for code, given in chosen.items()}


def test_worked_examples():
    everything = {factor.code: factor.most for factor in FACTORS}

    assert bmp(points(MAKER), OWN) == Decimal("10.75")
    assert bmp(everything, OWN) == Decimal("15")
    assert bmp({}, OWN) == Decimal("0")


@pytest.mark.parametrize("production", [Production.OTHER_FACTORY, Production.OUTSOURCED])
def test_who_works_with_another_factory_has_none(production):
    assert bmp(points(MAKER), production) is None


def test_the_weights_are_those_of_article_21():
    assert [(factor.code, factor.most) for factor in FACTORS] == [
        ("labour", 4), ("investment", 4), ("partners", 4), ("substitution", 4), ("machines", 4), ("location", 4),
        ("industry40", 2), ("training", 2), ("trademark", 2), ("green", 2), ("export", 2), ("certificates", 1),
        ("esg", 1), ("awards", 1), ("reports", 1),
    ]  # fmt: skip
    assert all(sorted(factor.criteria, reverse=True) == list(factor.criteria) for factor in FACTORS)


def page(client, owner, business, **answers):
    client.force_login(owner)
    return client.get(reverse("tkdn:bmp", args=[business.pk]), answers)


def test_the_page_begins_with_what_the_register_knows(client, usaha, pemilik):
    usaha.workers = 12
    usaha.save()

    response = page(client, pemilik, usaha)

    assert response.context["bmp"] == Decimal(6)
    assert "Perkiraan BMP: 6,00" in response.text


def test_the_sum_with_each_counted_value_is_told(client, usaha, pemilik):
    CalculationFactory(product=ProductFactory(business=usaha, name="Kopi"), status="OK", value=Decimal("29.25"))
    CalculationFactory(product=ProductFactory(business=usaha, name="Teh"), status="OK", value=Decimal("29.24"))

    response = page(client, pemilik, usaha, production=OWN, **MAKER)

    assert [(str(name), str(together), must) for name, _tkdn, together, must in response.context["sums"]] == [
        ("Kopi", "40.00", True), ("Teh", "39.99", False),
    ]  # fmt: skip


def test_who_works_with_another_factory_reads_why_there_is_none(client, usaha, pemilik):
    response = page(client, pemilik, usaha, production=Production.OUTSOURCED, **MAKER)

    assert "BMP tidak tersedia" in response.text
    assert "Pasal 23" in response.text


def test_an_answer_that_is_none_is_named(client, usaha, pemilik):
    response = page(client, pemilik, usaha, production=OWN, labour="99")

    assert list(response.context["form"].errors) == ["labour"]
    assert "Perkiraan BMP:" not in response.text


def test_a_stranger_finds_nothing(client, usaha, orang_lain):
    assert page(client, orang_lain, usaha).status_code == 404
