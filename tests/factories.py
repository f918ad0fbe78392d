"""Factories that make the least valid row; what matters to a test stands in the test."""

from datetime import UTC, date, datetime
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from accounts.models import User
from certification.models import (
    Application,
    ApplicationEvent,
    Calculation,
    Certificate,
    CertificateCheck,
    CertificateItem,
    Component,
    SiinasAccount,
)
from procurement.models import Agency, Award, Budget, Leakage, Package, WaitingContract
from umkm.models import (
    Activity,
    BulkChange,
    Business,
    CategoryRule,
    Consent,
    Disclosure,
    Export,
    Product,
    Regency,
    Verification,
    WaitingBusiness,
)


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"orang{n}@example.id")
    full_name = factory.Sequence(lambda n: f"Orang {n}")


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


class SiinasAccountFactory(DjangoModelFactory):
    class Meta:
        model = SiinasAccount

    business = factory.SubFactory(BusinessFactory)
    factory_location = "Jl. Kartini 1"
    as_of = date(2026, 1, 1)


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


class AgencyFactory(DjangoModelFactory):
    class Meta:
        model = Agency

    klpd_code = "D264"
    code = factory.Sequence(lambda n: f"3.31.0.00.0.00.{n:02d}.0000")
    name = factory.Sequence(lambda n: f"Dinas {n}")
    level = "PROVINCE"


class BudgetFactory(DjangoModelFactory):
    class Meta:
        model = Budget

    agency = factory.SubFactory(AgencyFactory)
    year = 2026
    category = "FOOD"
    amount = 1_000_000_000
    source_text = "DPA 2026"
    as_of = date(2026, 1, 2)


class PackageFactory(DjangoModelFactory):
    class Meta:
        model = Package

    rup_code = factory.Sequence(lambda n: f"{53000000 + n}")
    year = 2026
    agency = factory.SubFactory(AgencyFactory)
    name = "Belanja keripik pisang"
    ceiling = 50_000_000
    category = "FOOD"
    category_source = "WORDS"
    contract_from = date(2026, 3, 1)
    contract_until = date(2026, 4, 30)
    delivery_until = date(2026, 5, 31)


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


class AwardFactory(DjangoModelFactory):
    class Meta:
        model = Award

    package = factory.SubFactory(PackageFactory)
    item = factory.SubFactory(CertificateItemFactory)
    value = 10_000_000
    signed_on = date(2026, 3, 2)
    officer = factory.SubFactory(UserFactory)

    @classmethod
    def _create(cls, model_class, *args, **fields):
        CategoryRule.objects.get_or_create(version="2020", prefix="10", category="FOOD")
        made = super()._create(model_class, *args, **fields)
        made.refresh_from_db()
        return made


class LeakageFactory(DjangoModelFactory):
    class Meta:
        model = Leakage

    package = factory.SubFactory(PackageFactory)
    value = 5_000_000
    bought_on = date(2026, 3, 3)
    vendor_name = "CV Toko Jauh"
    reason = "PRICE"
    officer = factory.SubFactory(UserFactory)


class WaitingContractFactory(DjangoModelFactory):
    class Meta:
        model = WaitingContract

    import_key = factory.Sequence(lambda n: f"nontender:{n}")
    rup_code = "54000001"
    package_name = factory.Sequence(lambda n: f"Belanja keripik {n}")
    year = 2026
    value = 5_000_000
    facts = {}
