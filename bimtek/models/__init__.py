"""The push: who declined, the plans that say whom to help next, coaching days, and each day's actions."""

from bimtek.models.action import ActionOutcome, NextAction
from bimtek.models.decline import Decline, DeclineReason
from bimtek.models.event import CoachingDay, DayState
from bimtek.models.invitation import Answer, Attendance, How, Invitation, Origin, PathStep
from bimtek.models.plan import PlanChoice, PlanPackage, UnlockPlan
from bimtek.models.target_basis import TargetBasis

__all__ = [
    "ActionOutcome",
    "Answer",
    "Attendance",
    "CoachingDay",
    "DayState",
    "Decline",
    "DeclineReason",
    "How",
    "Invitation",
    "NextAction",
    "Origin",
    "PathStep",
    "PlanChoice",
    "PlanPackage",
    "TargetBasis",
    "UnlockPlan",
]
