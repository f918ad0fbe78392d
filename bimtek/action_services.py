"""The night's list, and what people decide about it by day."""

from django.db import transaction

from bimtek.action_kinds import Result
from bimtek.action_results import settle
from bimtek.actions import todays_actions
from bimtek.models import ActionOutcome, Decline, NextAction

DERIVED = [field.attname for field in NextAction._meta.concrete_fields if not field.primary_key]


def refresh_actions(*, on):
    """Learn what earlier actions led to, then put the list of day `on` in place of the last one. Returns how many."""
    settle(on)
    rows = todays_actions(on)
    with transaction.atomic():
        NextAction.objects.exclude(pk__in=[row.pk for row in rows]).delete()
        NextAction.objects.bulk_create(
            rows, batch_size=5_000, update_conflicts=True, unique_fields=["business"], update_fields=DERIVED
        )
    return len(rows)


@transaction.atomic
def decide(*, business, kind, result, by, day, until=None, reason="", note=""):
    """`(outcome, whether it is new)`: pressed twice, or by two people at once, the first one stands.

    An owner's no also keeps the business out of the unlock plans, until the same day.
    """
    told = {"result": result, "until": until, "reason": reason, "note": note, "by": by}
    outcome, is_new = ActionOutcome.objects.get_or_create(business=business, kind=kind, day=day, defaults=told)
    if is_new and result == Result.DECLINED:
        said = {"until": until, "reason": reason, "note": note}
        Decline.objects.get_or_create(business=business, declined_on=day, defaults=said)
    return outcome, is_new
