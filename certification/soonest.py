"""The earliest day on which a business could hold a certificate: an estimate from the steps it has left.

The law sets a time for the decision alone; all other times are the portal's own choice (setting `READY_DAYS`).
"""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from certification.missing_steps import LEFT, MissingStep, missing_steps
from certification.triage import Stage
from certification.working_days import ONE_DAY, SATURDAY, Calendar, YearUnknown

DAYS = {
    MissingStep.KBLI: 2,
    MissingStep.NIB: 1,
    MissingStep.STANDARD: 15,
    MissingStep.SIINAS: 2,
    MissingStep.SIINAS_FINISH: 2,
    MissingStep.VALIDATION: 5,
    MissingStep.APPLICATION: 5,
    MissingStep.CORRECTION: 2,
}
"""Working days that a step takes at best: the portal's own choice, overruled by the setting `READY_DAYS`."""

DECISION = "DECISION"
DECISION_DAYS = 3
"""One working day to check that the application is complete, two to sign it (Permenperin 35/2025 Ps 40–45)."""

HELD = frozenset({Stage.CERTIFIED, Stage.EXPIRING})
"""Stages that hold a certificate already; they stand in `LEFT` for a further product."""


@dataclass(frozen=True)
class Soonest:
    """The steps left, none while the ministry decides; the working days they take with the decision, and the day."""

    steps: tuple[MissingStep, ...]
    days: int
    day: date

    @property
    def missing(self):
        """What is missing, in plain words and the order in which it is done."""
        if not self.steps:
            return _("keputusan Kemenperin atas permohonannya")
        return ", ".join(str(step.label) for step in self.steps)


class Estimates:
    """Estimates from day `on`; however many businesses are asked about, the calendar is read once.

    Where the holidays of a year are not decreed yet, Monday to Friday count: the day can then only come later.
    """

    def __init__(self, on):
        self.on, self.calendar = on, Calendar.load()
        self.working_days = _working_days()
        self.days = {}

    def of(self, triaged):
        """The `Soonest` of a `Triaged` business; None for one that holds a certificate or can get none now."""
        if triaged.barred_until or triaged.stage in HELD or triaged.stage not in (*LEFT, Stage.APPLIED):
            return None
        steps = () if triaged.stage == Stage.APPLIED else missing_steps(triaged)
        count = sum(self.working_days[step] for step in (*steps, DECISION))
        if count not in self.days:
            self.days[count] = self._after(count)
        return Soonest(steps, count, self.days[count])

    def _after(self, count):
        day = self.on
        while count:
            day += ONE_DAY
            count -= self._may_be_working(day)
        return day

    def _may_be_working(self, day):
        try:
            return self.calendar.is_working(day)
        except YearUnknown:
            return day.weekday() < SATURDAY


def _working_days():
    """Working days by step; a name in the setting that is no step is an error."""
    table = {**DAYS, DECISION: DECISION_DAYS}
    for name, days in settings.READY_DAYS.items():
        table[name if name == DECISION else MissingStep(name)] = int(days)
    return table
