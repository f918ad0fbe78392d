"""The money: agencies, their budgets, their packages, and what matching says of each package."""

from procurement.models.agency import Agency, AgencyLevel, Budget, Posting
from procurement.models.outcome import OutcomeState, PackageOutcome
from procurement.models.package import CategorySource, NotCertifiable, Package

__all__ = [
    "Agency",
    "AgencyLevel",
    "Budget",
    "CategorySource",
    "NotCertifiable",
    "OutcomeState",
    "Package",
    "PackageOutcome",
    "Posting",
]
