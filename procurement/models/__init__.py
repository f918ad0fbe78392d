"""The money: agencies, their budgets, their packages, and what matching says of each package."""

from procurement.models.agency import Agency, AgencyLevel, Budget, Posting
from procurement.models.evidence import EvidenceKind, SearchEvidence
from procurement.models.no_supplier import NoSupplier
from procurement.models.outcome import OutcomeState, PackageOutcome
from procurement.models.package import CategorySource, NotCertifiable, Package
from procurement.models.shortlist import Channel, Offer, ShortlistEntry

__all__ = [
    "Agency",
    "AgencyLevel",
    "Budget",
    "CategorySource",
    "Channel",
    "EvidenceKind",
    "NoSupplier",
    "NotCertifiable",
    "Offer",
    "OutcomeState",
    "Package",
    "PackageOutcome",
    "Posting",
    "SearchEvidence",
    "ShortlistEntry",
]
