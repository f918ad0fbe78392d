"""The shape of matching's answer: the same for the command, the pages and the stored outcomes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

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


@dataclass
class Candidate:
    """A supplier that can serve the package, with its preference tier; its sentences are made when they are read."""

    supplier: Supplier
    tier: int
    why: Callable[[], Iterable[Reason]]
    beware: Callable[[], Iterable[Reason]]

    @cached_property
    def reasons(self):
        """Every reason it can serve the package."""
        return tuple(self.why())

    @cached_property
    def warnings(self):
        """What an officer should know of it."""
        return tuple(self.beware())


@dataclass
class NearMiss:
    """A certified product that almost serves the package; its sentences are made when they are read."""

    supplier: Supplier
    why_not: Callable[[], Iterable[Reason]]

    @cached_property
    def obstacles(self):
        """Everything that stands in the way."""
        return tuple(self.why_not())


@dataclass
class PackageMatch:
    """The answer for one package as asked on day `on`; its lists are made when they are read, without a query."""

    package: Package
    on: date
    contract_day: date
    delivery_day: date
    state: OutcomeState
    suppliers: int = 0
    """How many different businesses can serve it."""
    best_tier: int | None = None
    """The best preference tier among the candidates."""
    near_miss_count: int = 0
    list_candidates: Callable[[], list[Candidate]] = list
    list_near_misses: Callable[[], list[NearMiss]] = list

    @cached_property
    def candidates(self):
        """Every product that can serve it, in the order of preference."""
        return self.list_candidates()

    @cached_property
    def near_misses(self):
        """The nearest products that cannot, nearest first."""
        return self.list_near_misses()


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
