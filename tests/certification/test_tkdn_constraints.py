"""What the database keeps of calculations, whoever writes to it."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection
from django.db.utils import InternalError

from tests.factories import CalculationFactory, ComponentFactory, ProductFactory
from umkm.models import ProductDetail

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"scheme": "P46_2022"}, "calculation_rules_match_their_dates"),
        ({"started_on": date(2025, 12, 11)}, "calculation_rules_match_their_dates"),
        ({"scheme": "UNKNOWN"}, "calculation_rules_match_their_dates"),
        ({"production": "DI_RUMAH"}, "calculation_answers_are_known"),
        ({"process": "SULAP"}, "calculation_answers_are_known"),
        ({"workers": 2, "indonesian_workers": 3}, "calculation_indonesians_are_among_the_workers"),
        ({"workers": 0, "indonesian_workers": 0}, "calculation_indonesians_are_among_the_workers"),
        ({"workers": 2, "indonesian_workers": None}, "calculation_indonesians_are_among_the_workers"),
        ({"capital": -1}, "calculation_capital_is_not_negative"),
        ({"status": "OK", "value": None}, "calculation_result_is_a_value_or_a_reason"),
        ({"status": "OK", "value": Decimal("100.01")}, "calculation_result_is_a_value_or_a_reason"),
        ({"status": "OK", "value": Decimal("-0.01")}, "calculation_result_is_a_value_or_a_reason"),
        ({"status": "REFUSED", "reason": ""}, "calculation_result_is_a_value_or_a_reason"),
        ({"status": "", "value": Decimal(5)}, "calculation_result_is_a_value_or_a_reason"),
        ({"status": "BAIK"}, "calculation_result_is_a_value_or_a_reason"),
    ],
)
def test_a_calculation_that_cannot_be_is_refused(fields, rule):
    with pytest.raises(IntegrityError, match=rule):
        CalculationFactory(**fields)


def test_the_first_day_of_the_new_rules_is_theirs():
    assert CalculationFactory(started_on=date(2025, 12, 12)).pk


def test_only_one_calculation_of_a_product_is_current():
    first = CalculationFactory()

    with pytest.raises(IntegrityError, match="calculation_one_current_per_product"):
        CalculationFactory(product=first.product)


def test_a_calculation_by_the_old_rules_is_read_only_also_for_sql():
    old = CalculationFactory(scheme="P46_2022", started_on=date(2024, 5, 1))

    with pytest.raises(InternalError, match="Cannot update"), connection.cursor() as cursor:
        cursor.execute("UPDATE certification_calculation SET capital = 1 WHERE id = %s", [old.pk])


CERTIFIED = {
    "origin": "CERTIFIED", "certificate_number": "1/2026", "certificate_tkdn": Decimal(52),
    "certificate_valid_until": date(2030, 1, 1),
}  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"quantity": 0}, "component_quantity_is_positive"),
        ({"quantity": -1}, "component_quantity_is_positive"),
        ({"unit_price": -1}, "component_price_is_not_negative"),
        ({"origin": ""}, "component_origin_is_known"),
        ({"origin": "DARI_TOKO"}, "component_origin_is_known"),
        ({"certificate_tkdn": 40}, "component_certificate_is_whole"),
        (CERTIFIED | {"certificate_number": ""}, "component_certificate_is_whole"),
        (CERTIFIED | {"certificate_tkdn": None}, "component_certificate_is_whole"),
        (CERTIFIED | {"certificate_tkdn": Decimal("100.01")}, "component_certificate_is_whole"),
        (CERTIFIED | {"certificate_valid_until": None}, "component_certificate_is_whole"),
        (CERTIFIED | {"origin": "IMPORT"}, "component_certificate_is_whole"),
    ],
)
def test_a_component_that_cannot_be_is_refused(fields, rule):
    with pytest.raises(IntegrityError, match=rule):
        ComponentFactory(**fields)


def test_a_component_with_its_whole_certificate_is_kept():
    assert ComponentFactory(**CERTIFIED).pk


def test_a_name_stands_once_in_a_calculation_whatever_its_case():
    kain = ComponentFactory(name="Kain")
    ComponentFactory(name="kain")

    with pytest.raises(IntegrityError, match="component_name_once_per_calculation"):
        ComponentFactory(calculation=kain.calculation, name="KAIN")


@pytest.mark.parametrize(("on", "origin"), [(date(2030, 1, 1), "CERTIFIED"), (date(2030, 1, 2), "DOMESTIC")])
def test_a_components_certificate_counts_through_its_last_day(on, origin):
    assert ComponentFactory(**CERTIFIED).counted_origin(on) == origin


def test_an_hs_code_has_eight_digits():
    with pytest.raises(IntegrityError, match="product_detail_hs_has_eight_digits"):
        ProductDetail.objects.create(product=ProductFactory(), hs_code="200899")
