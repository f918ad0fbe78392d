"""The money: agencies, their budgets, their packages, and what matching says of each package."""

from procurement.models.agency import Agency, AgencyLevel, Budget, Posting
from procurement.models.award import Award, AwardStage
from procurement.models.award_rules import RecordedBy
from procurement.models.catalog import CatalogDecision, CatalogSale, CatalogSeller
from procurement.models.evidence import EvidenceKind, SearchEvidence
from procurement.models.leakage import Leakage, LeakageReason
from procurement.models.no_supplier import NoSupplier
from procurement.models.outcome import OutcomeState, PackageOutcome
from procurement.models.package import CategorySource, NotCertifiable, Package
from procurement.models.shortlist import Channel, Offer, ShortlistEntry
from procurement.models.waiting_contract import WaitingContract

__all__ = [
    "Agency",
    "AgencyLevel",
    "Award",
    "AwardStage",
    "Budget",
    "CatalogDecision",
    "CatalogSale",
    "CatalogSeller",
    "CategorySource",
    "Channel",
    "EvidenceKind",
    "Leakage",
    "LeakageReason",
    "NoSupplier",
    "NotCertifiable",
    "Offer",
    "OutcomeState",
    "Package",
    "PackageOutcome",
    "Posting",
    "RecordedBy",
    "SearchEvidence",
    "ShortlistEntry",
    "WaitingContract",
]
