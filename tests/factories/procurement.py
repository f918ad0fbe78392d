"""Agencies, budgets, packages, purchases and what officers write down."""

from datetime import UTC, date, datetime
from uuid import uuid4

import factory
from factory.django import DjangoModelFactory

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
from tests.factories.accounts import UserFactory
from tests.factories.certification import CertificateItemFactory
from tests.factories.umkm import BusinessFactory
from umkm.models import CategoryRule


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
