"""The push: who declined, and the plans that say whom to help next."""

from bimtek.models.decline import Decline, DeclineReason
from bimtek.models.plan import PlanChoice, PlanPackage, UnlockPlan

__all__ = ["Decline", "DeclineReason", "PlanChoice", "PlanPackage", "UnlockPlan"]
