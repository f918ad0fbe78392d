"""A small market for matching's tests: rules, offers, packages, and one way to ask."""

from datetime import date

from procurement.matching import match
from tests.factories import CertificateFactory, CertificateItemFactory, PackageFactory, ProductFactory
from umkm.models import CategoryRule

ON = date(2026, 2, 1)
SIGNED = date(2026, 3, 1)
DELIVERED = date(2026, 5, 31)


def rules():
    """The category rules these tests need, as the reference data has them."""
    known = [("107", "FOOD", True), ("329", "SOUVENIR", True), ("141", "CLOTHING", True), ("28", "MACHINERY", True)]
    CategoryRule.objects.bulk_create(
        [CategoryRule(version="2020", prefix=p, category=c, is_primary=primary) for p, c, primary in known],
        ignore_conflicts=True,
    )


def offer(product_name="Keripik pisang", *, price=None, **fields):
    """One certified product; fields of the certificate go by their own names, the rest to the item."""
    of_certificate = (
        "business", "issued_on", "valid_until", "frozen_from", "frozen_until", "revoked_on", "superseded_on",
        "holder_name",
    )  # fmt: skip
    certificate = CertificateFactory(**{name: fields.pop(name) for name in of_certificate if name in fields})
    if price is not None:
        fields["product"] = ProductFactory(business=certificate.business, name=product_name, price=price)
    return CertificateItemFactory(certificate=certificate, product_name=product_name, **fields)


def ask(on=ON, **package):
    """The answer for one new package."""
    package = PackageFactory(**package)
    [found] = match(year=package.year, on=on, rup_code=package.rup_code)
    return found


def items(found):
    """Ids of the candidates' items, in order."""
    return [candidate.supplier.item_id for candidate in found.candidates]


def obstacles(found):
    """{item id: codes of its obstacles} of the near misses."""
    return {near.supplier.item_id: [obstacle.code for obstacle in near.obstacles] for near in found.near_misses}
