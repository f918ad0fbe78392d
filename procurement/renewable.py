"""Packages at risk: nobody can serve them, only because certificates end too early."""

from procurement.models import OutcomeState

ENDS_TOO_EARLY = frozenset({"EXPIRED", "EXPIRES_BEFORE_DELIVERY"})
"""Codes of obstacles that a renewal takes away."""


def renewable(found):
    """How many near misses of an unserved package would serve it once their certificate is renewed; else 0."""
    if found.state != OutcomeState.OPEN or not found.near_miss_count:
        return 0
    codes = ({obstacle.code for obstacle in miss.obstacles} for miss in found.near_misses)
    return sum(bool(its_codes) and its_codes <= ENDS_TOO_EARLY for its_codes in codes)
