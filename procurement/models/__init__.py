"""The money: agencies, their budgets, their packages, and what matching says of each package."""

from procurement.models.agency import Agency, AgencyLevel, Budget, Posting
from procurement.models.agency_token import AgencyToken
from procurement.models.award import Award, AwardStage
from procurement.models.catalog import CatalogDecision, CatalogSale, CatalogSeller
from procurement.models.change import SUCCEEDED, ChangeKind, PackageChange
from procurement.models.evidence import EvidenceKind, SearchEvidence
from procurement.models.follow import Digest, DigestEntry, Follow, Result
from procurement.models.leakage import Leakage, LeakageReason
from procurement.models.no_supplier import NoSupplier
from procurement.models.outcome import OutcomeState, PackageOutcome
from procurement.models.package import CategorySource, NotCertifiable, Package
from procurement.models.pledge import Pledge, PledgeState
from procurement.models.pledge_makers import PledgeMakers
from procurement.models.purchase import RecordedBy
from procurement.models.ready_watch import ReadyNotice, ReadyWatch
from procurement.models.shortlist import Channel, Offer, ShortlistEntry
from procurement.models.structure import BudgetStructure
from procurement.models.waiting_contract import WaitingContract

__all__ = [
    "SUCCEEDED",
    "Agency",
    "AgencyLevel",
    "AgencyToken",
    "Award",
    "AwardStage",
    "Budget",
    "BudgetStructure",
    "CatalogDecision",
    "CatalogSale",
    "CatalogSeller",
    "CategorySource",
    "ChangeKind",
    "Channel",
    "Digest",
    "DigestEntry",
    "EvidenceKind",
    "Follow",
    "Leakage",
    "LeakageReason",
    "NoSupplier",
    "NotCertifiable",
    "Offer",
    "OutcomeState",
    "Package",
    "PackageChange",
    "PackageOutcome",
    "Pledge",
    "PledgeMakers",
    "PledgeState",
    "Posting",
    "ReadyNotice",
    "ReadyWatch",
    "RecordedBy",
    "Result",
    "SearchEvidence",
    "ShortlistEntry",
    "WaitingContract",
]
