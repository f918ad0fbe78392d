"""Accounts, calculations, applications and certificates."""

from datetime import UTC, date, datetime
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from certification.models import (
    Application,
    ApplicationEvent,
    Calculation,
    Certificate,
    CertificateCheck,
    CertificateItem,
    CertificateList,
    Component,
    ListedItem,
    Reminder,
    Renewal,
    Report,
    SentraTemplate,
    SiinasAccount,
    SiinasProof,
    TemplateComponent,
)
from tests.factories.accounts import UserFactory
from tests.factories.umkm import BusinessFactory, ProductFactory, ProofDocumentFactory, SentraFactory
from umkm.models import ImportRun


class SiinasAccountFactory(DjangoModelFactory):
    class Meta:
        model = SiinasAccount

    business = factory.SubFactory(BusinessFactory)
    factory_location = "Jl. Kartini 1"
    status = "NONE"
    as_of = date(2026, 1, 1)
    problem = factory.LazyAttribute(lambda made: "NO_MAIL" if made.status == "PROBLEM" else "")
    source = "DEMO"


class SiinasProofFactory(DjangoModelFactory):
    class Meta:
        model = SiinasProof

    account = factory.SubFactory(SiinasAccountFactory, status="PROFILE_INCOMPLETE")
    status = "ACTIVE"
    day = date(2026, 11, 20)
    evidence = factory.SubFactory(ProofDocumentFactory, business=factory.SelfAttribute("..account.business"))
    sent_by = factory.SubFactory(UserFactory)


class ApplicationFactory(DjangoModelFactory):
    class Meta:
        model = Application

    product = factory.SubFactory(ProductFactory)
    business = factory.SelfAttribute("product.business")


class ApplicationEventFactory(DjangoModelFactory):
    class Meta:
        model = ApplicationEvent

    application = factory.SubFactory(ApplicationFactory)
    kind = "SUBMITTED"
    day = date(2026, 11, 16)
    source = "DEMO"


class CalculationFactory(DjangoModelFactory):
    class Meta:
        model = Calculation

    product = factory.SubFactory(ProductFactory)
    started_on = date(2026, 11, 1)
    is_current = True
    production = "OWN_FACTORY"
    process = "MANUFACTURE"
    workers = 2
    indonesian_workers = 2
    domestic_investment = True
    capital = 50_000_000


class ComponentFactory(DjangoModelFactory):
    class Meta:
        model = Component

    calculation = factory.SubFactory(CalculationFactory)
    position = factory.Sequence(lambda n: n + 1)
    name = factory.Sequence(lambda n: f"Bahan {n}")
    quantity = Decimal(1)
    unit_price = Decimal(10_000)
    origin = "NATURAL"


class CertificateFactory(DjangoModelFactory):
    class Meta:
        model = Certificate

    number = factory.Sequence(lambda n: f"{n}/SJ-IND.8/E-TKDN/1/2026")
    scheme = "P35_2025"
    business = factory.SubFactory(BusinessFactory)
    holder_name = factory.LazyAttribute(lambda made: made.business.name if made.business else "Pemegang")
    issued_on = date(2026, 1, 15)
    valid_until = date(2031, 1, 15)


class RenewalFactory(CertificateFactory):
    class Meta:
        model = Renewal


class ReminderFactory(DjangoModelFactory):
    class Meta:
        model = Reminder

    certificate = factory.SubFactory(CertificateFactory)
    kind = "BEFORE_30"
    end_on = date(2031, 1, 15)
    due_on = date(2030, 12, 16)
    channel = "STAFF"
    state = "STAFF"
    why = "NO_OWNER"


class CertificateItemFactory(DjangoModelFactory):
    class Meta:
        model = CertificateItem

    certificate = factory.SubFactory(CertificateFactory)
    product_name = "Keripik pisang"
    kbli_code = "10794"
    tkdn = Decimal("40.00")


class CertificateCheckFactory(DjangoModelFactory):
    class Meta:
        model = CertificateCheck

    how = "NUMBER"
    asked = factory.Sequence(lambda n: f"{n}/2026")
    status = "UNKNOWN"
    at = datetime(2026, 11, 24, 7, 5, tzinfo=UTC)


class ReportFactory(DjangoModelFactory):
    class Meta:
        model = Report

    certificate = factory.SubFactory(CertificateFactory)
    seen = "Barangnya buatan luar negeri."


class CertificateListFactory(DjangoModelFactory):
    class Meta:
        model = CertificateList

    run = factory.LazyFunction(lambda: ImportRun.objects.create(kind="CERTIFICATES", file_name="d", file_hash="0" * 64))
    as_of = date(2026, 11, 1)
    ends_from = date(2026, 1, 1)
    ends_until = date(2031, 12, 31)


class ListedItemFactory(DjangoModelFactory):
    """On the list, not here."""

    class Meta:
        model = ListedItem

    seen_in = factory.SubFactory(CertificateListFactory)
    key = factory.Sequence(lambda n: f"{n:064x}")
    holder_name = "PT Jauh"
    product_name = "Sambal"
    tkdn = Decimal("40.00")
    valid_until = date(2031, 1, 15)
    row = factory.LazyFunction(dict)


class SentraTemplateFactory(DjangoModelFactory):
    class Meta:
        model = SentraTemplate

    sentra = factory.SubFactory(SentraFactory)
    name = factory.Sequence(lambda n: f"Contoh {n}")


class TemplateComponentFactory(DjangoModelFactory):
    class Meta:
        model = TemplateComponent

    template = factory.SubFactory(SentraTemplateFactory)
    position = factory.Sequence(lambda n: n + 1)
    name = factory.Sequence(lambda n: f"Bahan {n}")
    quantity = Decimal(1)
    unit_price = Decimal(10_000)
    origin = "NATURAL"
