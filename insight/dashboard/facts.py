"""The numbers behind the figures, each group read once and only when a figure asks for it."""

from collections import defaultdict
from functools import cached_property

from django.db.models import Max, Sum

from bimtek.models import CoachingDay
from bimtek.outcomes import by, outcomes
from insight.dashboard.certificate_facts import ending_by_month, flow_since
from insight.dashboard.contracts import contracts_of
from insight.funnel import counted, funnel_from
from procurement.absorption import By, absorption_of, total_of
from procurement.models import Budget
from umkm.models import Regency


class Facts:
    """Everything one page or file needs to know."""

    def __init__(self, asked):
        """`asked`: an `Asked`."""
        self.asked = asked

    @cached_property
    def lines(self):
        """Absorption of the year by category."""
        return absorption_of(year=self.asked.year, level=self.asked.level)

    @cached_property
    def total(self):
        """Absorption of the year in all four categories."""
        return total_of(self.lines)

    @cached_property
    def months(self):
        """Absorption of the year by the month a contract was planned for."""
        return absorption_of(year=self.asked.year, level=self.asked.level, by=By.MONTH)

    @cached_property
    def places(self):
        """{code of a kabupaten/kota, or `-`: its line of absorption}."""
        lines = absorption_of(year=self.asked.year, level=self.asked.level, by=By.PLACE)
        return {line.key: line for line in lines}

    @cached_property
    def budgets(self):
        """{category: (whole rupiah, day for which it was stated)} of the year."""
        lines = Budget.objects.filter(year=self.asked.year, agency__level=self.asked.level)
        found = lines.order_by().values_list("category").annotate(total=Sum("amount"), on=Max("as_of"))
        return defaultdict(lambda: (0, None), {category: (int(total), on) for category, total, on in found})

    @cached_property
    def wholes(self):
        """{category: rupiah}: its budget, or the plan where packages exceed it."""
        return {line.key: max(line.planned, self.budgets[line.key][0]) for line in self.lines}

    @cached_property
    def whole(self):
        """Rupiah of all four categories."""
        return sum(self.wholes.values())

    @cached_property
    def contracts(self):
        """What was signed this year and last, by category and month."""
        return contracts_of(year=self.asked.year, level=self.asked.level, last_until=self.asked.last_until)

    @cached_property
    def triaged(self):
        """Businesses by kabupaten/kota, stage and reach."""
        return counted(on=self.asked.on)

    @cached_property
    def funnel(self):
        """The funnel of all businesses."""
        return funnel_from(self.triaged)

    @cached_property
    def flow(self):
        """Certificates gained and lost since the January before the year asked for, and before this one."""
        return flow_since(year=min(self.asked.year, self.asked.on.year) - 1, on=self.asked.on)

    @cached_property
    def ending(self):
        """Certificates in force by the month in which they end."""
        return ending_by_month(self.asked.on)

    @cached_property
    def coached(self):
        """[(coaching day, outcomes of its participants)] of the days that had any, newest first."""
        found = by(outcomes(self.asked.on), "event_id")
        days = CoachingDay.objects.filter(pk__in=found).order_by("-held_on", "-pk")
        return [(event, found[event.pk]) for event in days]

    @cached_property
    def regencies(self):
        """Every kabupaten/kota."""
        return list(Regency.objects.all())
