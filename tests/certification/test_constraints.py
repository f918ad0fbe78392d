"""The database's own rules about certificates, each hit by name."""

from datetime import date

import pytest
from django.db import IntegrityError, connection

from tests.factories import CertificateFactory, CertificateItemFactory, ProductFactory

pytestmark = pytest.mark.django_db


def test_one_product_has_no_two_certificates_that_run_on_the_same_days():
    product = ProductFactory()
    CertificateItemFactory(product=product)
    second = CertificateFactory(issued_on=date(2031, 1, 15), valid_until=date(2036, 1, 15))

    CertificateItemFactory(product=product, certificate=second)

    with pytest.raises(IntegrityError, match="certificate_item_one_live_per_product"):
        connection.check_constraints()


def test_a_revoked_certificate_makes_room_from_that_day_on():
    product = ProductFactory()
    first = CertificateItemFactory(product=product).certificate
    first.revoked_on = date(2027, 1, 1)
    first.save()
    second = CertificateFactory(issued_on=date(2027, 1, 1), valid_until=date(2032, 1, 1))

    item = CertificateItemFactory(product=product, certificate=second)

    item.refresh_from_db()
    assert item.live_during.lower == date(2027, 1, 1)
