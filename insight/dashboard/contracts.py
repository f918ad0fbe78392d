"""What was signed with certified suppliers, month by month, this year and last."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Case, F, Q, Sum, Value, When
from django.db.models.functions import ExtractMonth

from procurement.models import Award
from umkm.categories import BUDGET_CATEGORIES


@dataclass(frozen=True)
class Contracts:
    """Whole rupiah of living contracts; `rows` are (year, category, month, rupiah, rupiah up to the day compared)."""

    year: int
    rows: list

    def by_month(self, year):
        """Twelve amounts; they add up to all of the year."""
        months = Counter()
        for its_year, _category, month, total, _by in self.rows:
            months[month] += total if its_year == year else 0
        return tuple(months[month] for month in range(1, 13))

    def last(self, category=""):
        """Of last year up to the day compared, of one category or of all."""
        return sum(
            by for year, its_category, _month, _total, by in self.rows
            if year == self.year - 1 and category in ("", its_category)
        )  # fmt: skip


def contracts_of(*, year, level, last_until):
    """Contracts of the packages of `year` and the year before; the day compared is `last_until` in that year.

    One signed before its budget year counts in January and one signed after it in December, so that months add up.
    """
    found = Award.objects.living().filter(
        package__year__in=(year - 1, year), package__agency__level=level, package__category__in=BUDGET_CATEGORIES
    )
    month = Case(
        When(signed_on__year__lt=F("package__year"), then=Value(1)),
        When(signed_on__year__gt=F("package__year"), then=Value(12)),
        default=ExtractMonth("signed_on"),
    )
    grouped = found.order_by().values_list("package__year", "package__category").annotate(
        month=month, total=Sum("value"), by=Sum("value", filter=Q(signed_on__lte=last_until), default=0)
    )  # fmt: skip
    rows = [(its_year, category, month, int(total), int(by)) for its_year, category, month, total, by in grouped]
    return Contracts(year, rows)
