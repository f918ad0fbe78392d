"""The shape of matching's answer: the same for the command, the pages and the stored outcomes."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from procurement.models import OutcomeState, Package


@dataclass(frozen=True)
class Reason:
    """Why something fits, or the obstacle: a stable code for programs and a sentence for people."""

    code: str
    text: str

    def __str__(self):
        return str(self.text)


@dataclass(frozen=True)
class Supplier:
    """One certified product of one registered business, as seen from one package."""

    item_id: int
    certificate_id: int
    certificate_number: str
    business_id: int | None
    business_name: str
    regency_code: str
    regency_name: str
    product_name: str
    brand: str
    kbli_code: str
    tkdn: Decimal
    bmp: Decimal
    valid_until: date
    price: int | None
    relevance: Decimal
    """0 to 1: how much of what the package asks for the product's words cover."""


@dataclass(frozen=True)
class Candidate:
    """A supplier that can serve the package, with its preference tier and every reason."""

    supplier: Supplier
    tier: int
    reasons: tuple[Reason, ...]
    warnings: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class NearMiss:
    """A certified product that almost serves the package, with what stands in the way."""

    supplier: Supplier
    obstacles: tuple[Reason, ...]


@dataclass
class PackageMatch:
    """The answer for one package as asked on day `on`."""

    package: Package
    on: date
    contract_day: date
    delivery_day: date
    state: OutcomeState
    candidates: list[Candidate] = field(default_factory=list)
    near_misses: list[NearMiss] = field(default_factory=list)

    @property
    def suppliers(self):
        """How many different businesses can serve it."""
        return len({candidate.supplier.business_id for candidate in self.candidates})

    @property
    def best_tier(self):
        """The best preference tier among the candidates, or None."""
        return min((candidate.tier for candidate in self.candidates), default=None)


@dataclass
class CategoryTotals:
    """Rupiah of one category: `planned` is the sum of the five states; `unplanned` is budget not in any package."""

    category: str
    budget: int = 0
    served: int = 0
    thin: int = 0
    open: int = 0
    not_certifiable: int = 0
    outside: int = 0
    packages: int = 0

    @property
    def planned(self):
        """Sum of all ceilings."""
        return self.served + self.thin + self.open + self.not_certifiable + self.outside

    @property
    def unplanned(self):
        """What the budget holds beyond its packages; never negative, since packages without a line may exceed it."""
        return max(0, self.budget - self.planned)
