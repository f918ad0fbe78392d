"""The push: who declined, the plans that say whom to help next, and each day's actions with what came of them."""

from bimtek.models.action import ActionOutcome, NextAction
from bimtek.models.decline import Decline, DeclineReason
from bimtek.models.plan import PlanChoice, PlanPackage, UnlockPlan

__all__ = [
    "ActionOutcome",
    "Decline",
    "DeclineReason",
    "NextAction",
    "PlanChoice",
    "PlanPackage",
    "UnlockPlan",
]
