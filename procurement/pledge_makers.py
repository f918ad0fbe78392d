"""The makers that pledges can count on, kept so that lists open at once, and what the pledges are together.

Counting them asks the stage of every maker of the goods: of common goods that is every second business of the register.
"""

from typing import NamedTuple

from django.db.models import Count, Q, Sum

from procurement.models import Pledge, PledgeMakers
from procurement.pledges import makers_of


class WaitingPledges(NamedTuple):
    """Pledges that stand: how many, their ceilings in whole rupiah, and for how many makers could be ready in time."""

    count: int
    rupiah: int
    with_makers: int
    without_makers: int

    @property
    def uncounted(self):
        """Those whose makers nobody counted yet."""
        return self.count - self.with_makers - self.without_makers


def keep_makers(*, on, pledge_id=None):
    """Count the makers of the pledges that stand on day `on`, or of one of them, and keep the numbers."""
    standing = Pledge.objects.standing_on(on).select_related("package__agency")
    if pledge_id is not None:
        standing = standing.filter(pk=pledge_id)
    counted = makers_of(standing, on)
    PledgeMakers.objects.bulk_create(
        [PledgeMakers(pledge_id=pk, on=on, **makers._asdict()) for pk, makers in sorted(counted.items())],
        update_conflicts=True, unique_fields=["pledge"], update_fields=["on", "in_time", "later"],
    )  # fmt: skip


def waiting_pledges(on):
    """The `WaitingPledges` of day `on`; one query."""
    found = Pledge.objects.standing_on(on).aggregate(
        count=Count("pk"), rupiah=Sum("package__ceiling", default=0),
        with_makers=Count("pk", filter=Q(kept_makers__in_time__gt=0)),
        without_makers=Count("pk", filter=Q(kept_makers__in_time=0)),
    )  # fmt: skip
    return WaitingPledges(**found)
