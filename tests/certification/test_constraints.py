"""The database's own rules about certificates and SIINas accounts, each hit by name."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection

from certification.models import Certificate, CertificateItem, SiinasAccount
from tests.factories import CertificateFactory, CertificateItemFactory, ProductFactory, SiinasAccountFactory

pytestmark = pytest.mark.django_db


def test_one_product_has_no_two_certificates_that_run_on_the_same_days():
    product = ProductFactory()
    CertificateItemFactory(product=product)
    second = CertificateFactory(issued_on=date(2031, 1, 15), valid_until=date(2036, 1, 15))

    CertificateItemFactory(product=product, certificate=second)

    with pytest.raises(IntegrityError, match="certificate_item_one_live_per_product"):
        connection.check_constraints()


def test_a_certificate_that_starts_the_day_after_the_last_one_ends_is_fine():
    product = ProductFactory()
    CertificateItemFactory(product=product)
    second = CertificateFactory(issued_on=date(2031, 1, 16), valid_until=date(2036, 1, 15))

    CertificateItemFactory(product=product, certificate=second)

    connection.check_constraints()
    assert product.certificate_items.count() == 2


def test_a_revoked_certificate_makes_room_from_that_day_on():
    product = ProductFactory()
    first = CertificateItemFactory(product=product).certificate
    first.revoked_on = date(2027, 1, 1)
    first.save()
    second = CertificateFactory(issued_on=date(2027, 1, 1), valid_until=date(2032, 1, 1))

    item = CertificateItemFactory(product=product, certificate=second)

    item.refresh_from_db()
    assert item.live_during.lower == date(2027, 1, 1)


def test_items_without_a_product_never_stand_in_each_others_way():
    CertificateItemFactory.create_batch(2, product=None)

    connection.check_constraints()
    assert CertificateItem.objects.count() == 2


def test_lengthening_a_certificate_over_its_successor_is_refused():
    product = ProductFactory()
    first = CertificateItemFactory(product=product).certificate
    second = CertificateFactory(issued_on=date(2031, 1, 16), valid_until=date(2036, 1, 15))
    CertificateItemFactory(product=product, certificate=second)

    Certificate.objects.filter(pk=first.pk).update(valid_until=date(2032, 1, 1))

    with pytest.raises(IntegrityError, match="certificate_item_one_live_per_product"):
        connection.check_constraints()


@pytest.mark.parametrize(
    "number",
    ["3822/sj-ind.8/e-tkdn/6/2024", "3822 / SJ-IND.8/ E-TKDN/6/2024 ", "３８２２／SJ-IND.8/E-TKDN/6/2024"],
    ids=["case", "spacing", "full width"],
)
def test_a_number_is_unique_per_issuer_however_it_is_written(number):
    CertificateFactory(number="3822/SJ-IND.8/E-TKDN/6/2024")

    with pytest.raises(IntegrityError, match="certificate_number_once_per_issuer"):
        CertificateFactory(number=number)


def test_staff_who_type_a_known_number_with_blanks_read_what_to_do(places):
    CertificateFactory(number="3822/SJ-IND.8/E-TKDN/6/2024")

    with pytest.raises(ValidationError, match="Cari nomornya di daftar sertifikat"):
        CertificateFactory.build(business=None, number="3822 /SJ-IND.8/E-TKDN/6/2024").full_clean()


def test_the_same_number_of_two_issuers_and_no_number_at_all_are_fine():
    CertificateFactory(number="1/TKDN/2026", issuer="Kementerian Perindustrian")
    CertificateFactory(number="1/TKDN/2026", issuer="Badan lain")
    CertificateFactory.create_batch(2, number=None)

    assert Certificate.objects.count() == 4


def test_a_token_is_unique():
    CertificateFactory(token="sama")

    with pytest.raises(IntegrityError, match="token"):
        CertificateFactory(token="sama")


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"valid_until": date(2026, 1, 14)}, "certificate_ends_after_it_starts"),
        ({"scheme": "P99_1999"}, "certificate_scheme_and_source_are_known"),
        ({"source": "KABAR"}, "certificate_scheme_and_source_are_known"),
        ({"holder_nib": "912000000000"}, "certificate_holder_nib_has_13_digits"),
        ({"holder_nib": "9.12E+12"}, "certificate_holder_nib_has_13_digits"),
        ({"frozen_until": date(2027, 1, 1)}, "certificate_freeze_ends_after_it_starts"),
        (
            {"frozen_from": date(2027, 1, 2), "frozen_until": date(2027, 1, 1)},
            "certificate_freeze_ends_after_it_starts",
        ),
    ],
)
def test_a_certificate_keeps_its_rules_against_a_bulk_update(fields, name):
    CertificateFactory()

    with pytest.raises(IntegrityError, match=name):
        Certificate.objects.update(**fields)


def test_a_certificate_replaced_by_another_has_the_day_it_was_replaced():
    old, new = CertificateFactory.create_batch(2)

    with pytest.raises(IntegrityError, match="certificate_superseded_by_has_a_day"):
        Certificate.objects.filter(pk=old.pk).update(superseded_by=new)


def test_a_certificate_of_one_day_is_fine():
    CertificateFactory(issued_on=date(2026, 1, 15), valid_until=date(2026, 1, 15))

    assert Certificate.objects.valid_on(date(2026, 1, 15)).count() == 1


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"tkdn": Decimal("-0.01")}, "certificate_item_tkdn_is_a_percentage"),
        ({"tkdn": Decimal("100.01")}, "certificate_item_tkdn_is_a_percentage"),
        ({"tkdn": Decimal("999.99")}, "certificate_item_tkdn_is_a_percentage"),
        ({"bmp": Decimal("15.01")}, "certificate_item_bmp_is_at_most_15"),
        ({"bmp": Decimal("-1")}, "certificate_item_bmp_is_at_most_15"),
        ({"hs_code": "8418509"}, "certificate_item_hs_has_eight_digits"),
        ({"kbli_code": "1079"}, "certificate_item_kbli_has_version_and_five_digits"),
        ({"kbli_code": "1079X"}, "certificate_item_kbli_has_version_and_five_digits"),
        ({"kbli_version": "2015"}, "certificate_item_kbli_has_version_and_five_digits"),
    ],
)
def test_an_item_keeps_its_rules_against_a_bulk_update(fields, name):
    CertificateItemFactory()

    with pytest.raises(IntegrityError, match=name):
        CertificateItem.objects.update(**fields)


@pytest.mark.parametrize("fields", [{"tkdn": 0}, {"tkdn": 100}, {"bmp": 0}, {"bmp": 15}, {"hs_code": "08418509"}])
def test_an_item_may_hold_the_outermost_values(fields):
    CertificateItemFactory()

    assert CertificateItem.objects.update(**fields) == 1


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"status": "ENTAH"}, "siinas_account_status_is_known"),
        ({"status": "ACTIVE"}, "siinas_account_verified_iff_dated"),
        ({"verified_on": date(2026, 1, 2)}, "siinas_account_verified_iff_dated"),
    ],
)
def test_a_siinas_account_keeps_its_rules_against_a_bulk_update(fields, name):
    SiinasAccountFactory()

    with pytest.raises(IntegrityError, match=name):
        SiinasAccount.objects.update(**fields)


def test_a_factory_location_has_one_account_whatever_its_case():
    account = SiinasAccountFactory(factory_location="Jl. Kartini 1")

    with pytest.raises(IntegrityError, match="siinas_account_once_per_location"):
        SiinasAccountFactory(business=account.business, factory_location="JL. KARTINI 1")
