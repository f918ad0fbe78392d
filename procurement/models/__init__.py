"""The money: agencies, their budgets, their packages, and what matching says of each package."""

from procurement.models.agency import Agency, AgencyLevel, Budget, Posting
from procurement.models.change import SUCCEEDED, ChangeKind, PackageChange
from procurement.models.follow import Digest, DigestEntry, Follow, Result
from procurement.models.outcome import OutcomeState, PackageOutcome
from procurement.models.package import CategorySource, NotCertifiable, Package
from procurement.models.structure import BudgetStructure

__all__ = [
    "SUCCEEDED",
    "Agency",
    "AgencyLevel",
    "Budget",
    "BudgetStructure",
    "CategorySource",
    "ChangeKind",
    "Digest",
    "DigestEntry",
    "Follow",
    "NotCertifiable",
    "OutcomeState",
    "Package",
    "PackageChange",
    "PackageOutcome",
    "Posting",
    "Result",
]
