"""Linking a certificate to its holder on the staff's desk."""

import pytest

from tests.admin.forms import save
from tests.factories import BusinessFactory, CertificateFactory, CertificateItemFactory, ProductFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, petugas):
    client.force_login(petugas)
    return client


def test_linking_a_waiting_certificate_gives_its_items_the_holders_products(desk, places):
    certificate = CertificateFactory(business=None, holder_name="Keripik Sari")
    item = CertificateItemFactory(certificate=certificate, product_name="Keripik pisang")
    business = BusinessFactory(name="Keripik Sari")

    save(desk, "certification_certificate", certificate, business=business.pk)

    item.refresh_from_db()
    assert (item.product.business, item.product.name) == (business, "Keripik pisang")


def test_another_holder_takes_the_certificate_but_not_the_first_ones_product(desk, places):
    product = ProductFactory(name="Keripik pisang")
    certificate = CertificateFactory(business=product.business)
    item = CertificateItemFactory(certificate=certificate, product=product, product_name="Keripik pisang")
    other = BusinessFactory(name="Keripik Lain")

    save(desk, "certification_certificate", certificate, business=other.pk)

    item.refresh_from_db()
    assert item.product != product
    assert item.product.business == other


def test_a_certificate_that_waits_again_lets_go_of_its_products(desk, places):
    product = ProductFactory(name="Keripik pisang")
    certificate = CertificateFactory(business=product.business)
    item = CertificateItemFactory(certificate=certificate, product=product)

    save(desk, "certification_certificate", certificate, business="")

    item.refresh_from_db()
    certificate.refresh_from_db()
    assert (certificate.business, item.product) == (None, None)
