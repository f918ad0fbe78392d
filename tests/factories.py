"""Factories that make the least valid row; what matters to a test stands in the test."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from uuid import uuid4

import factory
from factory.django import DjangoModelFactory

from accounts.models import User
from bimtek.models import ActionOutcome, Attendance, CoachingDay, Invitation, NextAction
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
from procurement.models import (
    Agency,
    AgencyToken,
    Award,
    Budget,
    BudgetStructure,
    CatalogSale,
    CatalogSeller,
    Digest,
    Leakage,
    NoSupplier,
    Offer,
    Package,
    PackageChange,
    Pledge,
    SearchEvidence,
    ShortlistEntry,
    WaitingContract,
)
from procurement.models.evidence import sha256_of
from procurement.tokens import digest_of
from umkm.models import (
    Activity,
    BulkChange,
    Business,
    CategoryRule,
    Consent,
    Disclosure,
    District,
    Document,
    Export,
    ImportRun,
    MaterialAllotment,
    MaterialInvoice,
    Product,
    Regency,
    Sentra,
    SentraMember,
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
    status = "NONE"
    as_of = date(2026, 1, 1)
    problem = factory.LazyAttribute(lambda made: "NO_MAIL" if made.status == "PROBLEM" else "")
    source = "DEMO"


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


class AgencyFactory(DjangoModelFactory):
    class Meta:
        model = Agency

    klpd_code = "D264"
    code = factory.Sequence(lambda n: f"3.31.0.00.0.00.{n:02d}.0000")
    name = factory.Sequence(lambda n: f"Dinas {n}")
    level = "PROVINCE"


class AgencyTokenFactory(DjangoModelFactory):
    """A token whose text is `tkdn_` and its name, for an officer posted at its agency."""

    class Meta:
        model = AgencyToken

    agency = factory.SubFactory(AgencyFactory)
    officer = factory.SubFactory(UserFactory)
    name = factory.Sequence(lambda n: f"Program {n}")
    prefix = "tkdn_contoh1"
    digest = factory.LazyAttribute(lambda token: digest_of(f"tkdn_{token.name}"))
    issued_on = date(2026, 1, 5)
    issued_by = factory.SubFactory(UserFactory)
    expires_on = date(2026, 12, 31)


class BudgetFactory(DjangoModelFactory):
    class Meta:
        model = Budget

    agency = factory.SubFactory(AgencyFactory)
    year = 2026
    category = "FOOD"
    amount = 1_000_000_000
    source_text = "DPA 2026"
    as_of = date(2026, 1, 2)


class NextActionFactory(DjangoModelFactory):
    class Meta:
        model = NextAction

    business = factory.SubFactory(BusinessFactory)
    kind = "SIINAS"
    steps = ("SIINAS", "VALIDATION", "APPLICATION")
    packages = 1
    rupiah = 1_000_000
    chance = Decimal("0.1250")
    effort = 8
    score = 15_625
    on = date(2026, 11, 24)


class ActionOutcomeFactory(DjangoModelFactory):
    class Meta:
        model = ActionOutcome

    business = factory.SubFactory(BusinessFactory)
    kind = "SIINAS"
    day = date(2026, 11, 24)
    result = "DONE"
    by = factory.SubFactory(UserFactory)


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


class BudgetStructureFactory(DjangoModelFactory):
    class Meta:
        model = BudgetStructure

    agency = factory.SubFactory(AgencyFactory)
    year = 2026
    procurement = 1_000_000_000
    total = 1_000_000_000
    source_text = "Struktur anggaran 2026"
    as_of = date(2026, 1, 2)


class PackageChangeFactory(DjangoModelFactory):
    class Meta:
        model = PackageChange

    old_code = factory.Sequence(lambda n: f"{71000000 + n}")
    new_code = factory.Sequence(lambda n: f"{72000000 + n}")
    kind = "SATUKESATU"
    changed_at = datetime(2026, 3, 4, 7, tzinfo=UTC)
    year = 2026


class DigestFactory(DjangoModelFactory):
    class Meta:
        model = Digest

    user = factory.SubFactory(UserFactory)
    on = date(2026, 11, 24)


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


class SearchEvidenceFactory(DjangoModelFactory):
    """Frozen proof that nobody can serve a package."""

    class Meta:
        model = SearchEvidence

    kind = "PACKAGE"
    package = factory.SubFactory(PackageFactory)
    agency = factory.SelfAttribute("package.agency")
    officer = factory.SubFactory(UserFactory)
    frozen_at = datetime(2026, 2, 1, tzinfo=UTC)
    title = factory.SelfAttribute("package.name")
    state = "OPEN"
    candidates = 0
    content = '{"candidates":[],"near_misses":[],"package":{"state":"OPEN"}}'
    sha256 = factory.LazyAttribute(lambda made: sha256_of(made.content))
    form_key = factory.LazyFunction(uuid4)


class NoSupplierFactory(DjangoModelFactory):
    class Meta:
        model = NoSupplier

    evidence = factory.SubFactory(SearchEvidenceFactory)
    package = factory.SelfAttribute("evidence.package")
    officer = factory.SelfAttribute("evidence.officer")
    declared_on = date(2026, 2, 1)


class ShortlistEntryFactory(DjangoModelFactory):
    class Meta:
        model = ShortlistEntry

    package = factory.SubFactory(PackageFactory)
    item = factory.SubFactory(CertificateItemFactory)
    added_by = factory.SubFactory(UserFactory)
    added_at = datetime(2026, 2, 1, tzinfo=UTC)


class OfferFactory(DjangoModelFactory):
    """A request that the office passes on."""

    class Meta:
        model = Offer

    entry = factory.SubFactory(ShortlistEntryFactory)
    channel = "OFFICE"
    text = "Mohon penawaran."
    deadline = date(2026, 2, 8)
    asked_by = factory.SelfAttribute("entry.added_by")
    asked_on = date(2026, 2, 1)


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


class CoachingDayFactory(DjangoModelFactory):
    class Meta:
        model = CoachingDay

    name = factory.Sequence(lambda n: f"Bimtek TKDN-IK {n}")
    topic = "Akun SIINas dan permohonan TKDN-IK"
    venue = "Balai Desa Natar"
    regency = factory.SubFactory(RegencyFactory)
    held_on = date(2026, 11, 24)
    starts_at = time(8)
    ends_at = time(15)
    seats = 30


class InvitationFactory(DjangoModelFactory):
    class Meta:
        model = Invitation

    event = factory.SubFactory(CoachingDayFactory)
    business = factory.SubFactory(BusinessFactory)
    origin = "HAND"
    invited_at = datetime(2026, 11, 1, 3, tzinfo=UTC)


class AttendanceFactory(DjangoModelFactory):
    class Meta:
        model = Attendance

    invitation = factory.SubFactory(InvitationFactory)
    how = "QR"
    step = "SIINAS"
    recorded_at = datetime(2026, 11, 24, 2, tzinfo=UTC)


class PledgeFactory(DjangoModelFactory):
    """Its officer gets a place at the package's agency, without which there is no pledge."""

    class Meta:
        model = Pledge

    package = factory.SubFactory(PackageFactory)
    officer = factory.LazyAttribute(lambda made: _posted(made.package.agency))
    made_on = date(2026, 1, 5)
    ready_by = date(2026, 2, 20)


class StandingPledgeFactory(PledgeFactory):
    """It stands whatever the clock of a page says."""

    package = factory.SubFactory(
        PackageFactory, contract_from=date(2099, 12, 1), contract_until=date(2099, 12, 1),
        delivery_until=date(2099, 12, 1),
    )  # fmt: skip
    ready_by = date(2099, 1, 1)


def _posted(agency):
    officer = UserFactory()
    agency.postings.create(user=officer)
    return officer


class CatalogSellerFactory(DjangoModelFactory):
    class Meta:
        model = CatalogSeller

    name = factory.Sequence(lambda n: f"Penjual {n}")
    name_key = factory.Sequence(lambda n: f"penjual {n}")


class SellingFactory(CatalogSellerFactory):
    """A seller whose business is known."""

    business = factory.SubFactory(BusinessFactory)


class CatalogSaleFactory(DjangoModelFactory):
    class Meta:
        model = CatalogSale

    seller = factory.SubFactory(CatalogSellerFactory)
    year = 2026
    product = "Makanan ringan"
    amount = 5_000_000


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
