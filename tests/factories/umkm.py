"""Businesses, their goods and papers, and what the register keeps about them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from tests.factories.accounts import UserFactory
from umkm.models import (
    Activity,
    BulkChange,
    Business,
    Consent,
    Disclosure,
    District,
    Document,
    Export,
    MaterialAllotment,
    MaterialInvoice,
    Product,
    Regency,
    Sentra,
    SentraMember,
    Verification,
    WaitingBusiness,
)


class RegencyFactory(DjangoModelFactory):
    class Meta:
        model = Regency
        django_get_or_create = ("code",)

    code = "18.71"
    kind = "KOTA"
    name = "Bandar Lampung"


class BusinessFactory(DjangoModelFactory):
    class Meta:
        model = Business

    nib = factory.Sequence(lambda n: f"91200{n:08d}")
    name = factory.Sequence(lambda n: f"Usaha {n}")
    regency = factory.SubFactory(RegencyFactory)


class ActivityFactory(DjangoModelFactory):
    class Meta:
        model = Activity

    business = factory.SubFactory(BusinessFactory)
    kbli_code = "10794"


class ProductFactory(DjangoModelFactory):
    class Meta:
        model = Product

    business = factory.SubFactory(BusinessFactory)
    name = factory.Sequence(lambda n: f"Keripik pisang {n}")
    kbli_version = "2020"
    kbli_code = "10794"
    categories = ("FOOD",)


class ConsentFactory(DjangoModelFactory):
    class Meta:
        model = Consent

    business = factory.SubFactory(BusinessFactory)
    purpose = "PUBLIC_PROFILE"
    text_version = "2026-11"
    given_by = factory.SubFactory(UserFactory)
    given_at = datetime(2026, 11, 24, 3, tzinfo=UTC)


class ProofDocumentFactory(DjangoModelFactory):
    """A kept proof of a SIINas account; its file is not written."""

    class Meta:
        model = Document

    business = factory.SubFactory(BusinessFactory)
    kind = "SIINAS_PROOF"
    name = "bukti.pdf"
    content_type = "application/pdf"
    size = 1000
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    file = "documents/aa/bukti"


class WaitingFactory(BusinessFactory):
    """A business whose owner registered it."""

    class Meta:
        model = WaitingBusiness

    source = "OWNER"


class VerificationFactory(DjangoModelFactory):
    class Meta:
        model = Verification

    business = factory.SubFactory(BusinessFactory)


class DisclosureFactory(DjangoModelFactory):
    class Meta:
        model = Disclosure

    business = factory.SubFactory(BusinessFactory)
    by = factory.SubFactory(UserFactory)
    datum = "PHONE"
    purpose = "CALL"


class ExportFactory(DjangoModelFactory):
    class Meta:
        model = Export

    by = factory.SubFactory(UserFactory)
    format = "CSV"
    columns = ("nib",)
    rows = 1


class BulkChangeFactory(DjangoModelFactory):
    class Meta:
        model = BulkChange

    by = factory.SubFactory(UserFactory)
    deed = "DISTRICT"


class DocumentFactory(DjangoModelFactory):
    """The row alone; nothing lies in the storage."""

    class Meta:
        model = Document

    business = factory.SubFactory(BusinessFactory)
    kind = "NIB"
    name = "nib.pdf"
    content_type = "application/pdf"
    size = 10
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    file = factory.Sequence(lambda n: f"documents/aa/{n}")


class DistrictFactory(DjangoModelFactory):
    class Meta:
        model = District
        django_get_or_create = ("code",)

    regency = factory.SubFactory(RegencyFactory)
    code = "18.71.01"
    name = "Kedaton"


class SentraFactory(DjangoModelFactory):
    class Meta:
        model = Sentra

    name = factory.Sequence(lambda n: f"Sentra {n}")
    product = factory.Sequence(lambda n: f"anyaman {n}")
    category = "SOUVENIR"
    district = factory.SubFactory(DistrictFactory)


class SentraMemberFactory(DjangoModelFactory):
    class Meta:
        model = SentraMember

    sentra = factory.SubFactory(SentraFactory)
    business = factory.SubFactory(BusinessFactory)
    joined_on = date(2026, 1, 5)


class MaterialInvoiceFactory(DjangoModelFactory):
    class Meta:
        model = MaterialInvoice

    sentra = factory.SubFactory(SentraFactory)
    buyer = factory.SubFactory(BusinessFactory)
    number = factory.Sequence(lambda n: f"N-{n}")
    seller = "Gapoktan Maju"
    bought_on = date(2026, 11, 2)
    material = "Singkong"
    quantity = Decimal(100)
    unit = "kg"
    amount = 300_000


class MaterialAllotmentFactory(DjangoModelFactory):
    class Meta:
        model = MaterialAllotment

    invoice = factory.SubFactory(MaterialInvoiceFactory)
    member = factory.SubFactory(SentraMemberFactory, sentra=factory.SelfAttribute("..invoice.sentra"))
    quantity = Decimal(10)
