"""A product of which nothing is missing, to be spoilt one fact at a time."""

from decimal import Decimal

from certification.models import ComponentEvidence
from certification.readiness import PACKET
from tests.conftest import TODAY
from tests.factories import (
    ActivityFactory,
    BusinessFactory,
    CalculationFactory,
    ComponentFactory,
    ProductFactory,
    SiinasAccountFactory,
)
from umkm.models import Business, CategoryRule, Document, DocumentKind, ProductDetail

DETAIL = {
    "type": "250 gram",
    "specification": "pisang kepok",
    "brand": "Sari",
    "goods_group": "makanan",
    "hs_code": "20089990",
}


def prepared(business=None):
    """A business of which nothing is missing, with its one product."""
    business = business or BusinessFactory()
    facts = {"npwp": "0123456789012345", "address": "Jl. Kartini 1", "capital": 50_000_000}
    Business.objects.filter(pk=business.pk).update(**facts)
    ActivityFactory(business=business, risk="LOW")
    CategoryRule.objects.get_or_create(version="2020", prefix="107", category="FOOD", defaults={"is_primary": True})
    SiinasAccountFactory(business=business, status="IK_VALIDATED", verified_on=TODAY)
    product = ProductFactory(business=business, monthly_capacity=500)
    ProductDetail.objects.create(product=product, **DETAIL)
    papers = [_paper(business, paper.kind) for paper in PACKET]
    Document.objects.bulk_create([*papers, _paper(business, DocumentKind.PRODUCT_PHOTO, product)])
    calculation = CalculationFactory(product=product, status="OK", value=Decimal(100), told_on=TODAY)
    component = ComponentFactory(calculation=calculation, name="Pisang")
    receipt = business.documents.get(kind=DocumentKind.PURCHASE_PROOF)
    ComponentEvidence.objects.create(component=component, document=receipt)
    return product


def _paper(business, kind, product=None):
    """A document as the table keeps it; its file plays no part here."""
    return Document(
        file="documents/aa/a",
        business=business,
        product=product,
        kind=kind,
        name="a.jpg",
        content_type="image/jpeg",
        size=1,
        sha256="0" * 64,
    )


def gone(product, kind):
    product.business.documents.filter(kind=kind).update(removed_at="2026-11-24T00:00:00Z")
