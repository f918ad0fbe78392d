"""How much work of the office the steps are that an uncertified business has left, and who is out of its reach."""

from django.conf import settings

from certification.missing_steps import LEFT, MissingStep, missing_steps
from certification.triage import Stage

__all__ = ["EFFORT", "LEFT", "OUT_OF_REACH", "MissingStep", "effort_of", "missing_steps"]

EFFORT = {
    MissingStep.KBLI: 1,
    MissingStep.NIB: 1,
    MissingStep.STANDARD: 8,
    MissingStep.SIINAS: 3,
    MissingStep.SIINAS_FINISH: 2,
    MissingStep.VALIDATION: 2,
    MissingStep.APPLICATION: 3,
    MissingStep.CORRECTION: 1,
}
"""Half-days of the office's help per step: the portal's own choice, overruled by the setting `UNLOCK_EFFORT`."""

OUT_OF_REACH = frozenset({Stage.NOT_INDUSTRY, Stage.TOO_LARGE, Stage.FROZEN, Stage.BARRED, Stage.APPLIED})
"""Stages in which a seat leads to no certificate, or, once applied, adds nothing to it; every other stage stands in
`LEFT`."""


def effort_of(steps):
    """Half-days of help that these steps take."""
    table = EFFORT | {MissingStep(name): int(half_days) for name, half_days in settings.UNLOCK_EFFORT.items()}
    return sum(table[step] for step in steps)
