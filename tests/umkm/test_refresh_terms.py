"""Stored terms follow the word lists when `refresh_terms` is run."""

from io import StringIO

import pytest
from django.core.management import call_command

from tests.factories import CertificateItemFactory, PackageFactory, ProductFactory
from umkm.models import Product

pytestmark = pytest.mark.django_db


def refreshed():
    out = StringIO()
    call_command("refresh_terms", stdout=out)
    return out.getvalue().splitlines()


def test_outdated_terms_are_computed_again_and_the_others_left_alone():
    outdated = ProductFactory(name="Kripik pisang")
    ProductFactory(name="Kopi bubuk")
    CertificateItemFactory(product_name="Keripik pisang")
    PackageFactory(name="Belanja keripik pisang")
    Product.objects.filter(pk=outdated.pk).update(terms=["kripik"])

    first, second = refreshed(), refreshed()

    outdated.refresh_from_db()
    assert outdated.terms == ["keripik", "pisang"]
    assert first == ["umkm.Product: 1", "umkm.Sentra: 0", "certification.CertificateItem: 0", "procurement.Package: 0"]
    assert second == ["umkm.Product: 0", "umkm.Sentra: 0", "certification.CertificateItem: 0", "procurement.Package: 0"]
