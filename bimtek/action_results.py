"""What became of actions that were done: whether the business is farther on now than when it was helped."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef

from bimtek.action_kinds import RENEWING, ActionKind
from bimtek.models import ActionOutcome
from bimtek.steps import OUT_OF_REACH, MissingStep, missing_steps
from certification.models import ApplicationEvent, EventKind, SiinasAccount
from certification.triage import Stage, stages

BEYOND = (Stage.APPLIED, Stage.RETURNED, Stage.CERTIFIED, Stage.EXPIRING)
"""An application, or a certificate, proves every step before it."""

ORDER = tuple(MissingStep)
BY_EVENT = {
    ActionKind.APPLICATION: EventKind.SUBMITTED,
    ActionKind.CORRECTION: EventKind.RESUBMITTED,
    **dict.fromkeys(RENEWING, EventKind.SUBMITTED),
}
"""What an action should lead to, where an event of an application tells it."""


def has_moved_past(step, triaged):
    """Whether a business is beyond `step` of the path; one that can get no certificate any more is not."""
    if triaged.stage in BEYOND:
        return True
    if triaged.stage in OUT_OF_REACH:
        return False
    return ORDER.index(missing_steps(triaged)[0]) > ORDER.index(MissingStep(step))


def settle(on):
    """Write down, as seen on day `on`, which actions led on; once written it stays. Returns how many."""
    young = on - timedelta(days=settings.ACTION_FOLLOW_DAYS)
    waiting = ActionOutcome.objects.done().filter(moved_on=None, day__range=(young, on))
    led_on = [*_by_event(waiting, on), *_by_account(waiting, on), *_by_path(waiting, on)]
    return ActionOutcome.objects.filter(pk__in=led_on, moved_on=None).update(moved_on=on)


def _by_event(waiting, on):
    struck = ApplicationEvent.objects.filter(strikes=OuterRef("pk"))
    events = ApplicationEvent.objects.filter(
        ~Exists(struck), application__business=OuterRef("business"), day__gte=OuterRef("day"), day__lte=on
    )
    for kind, event in BY_EVENT.items():
        yield from waiting.filter(Exists(events.filter(kind=event)), kind=kind).values_list("pk", flat=True)


def _by_account(waiting, on):
    told = SiinasAccount.objects.filter(business=OuterRef("business"), as_of__gte=OuterRef("day"), as_of__lte=on)
    return waiting.filter(Exists(told), kind=ActionKind.RECHECK).values_list("pk", flat=True)


def _by_path(waiting, on):
    tried = waiting.exclude(kind__in=[*BY_EVENT, ActionKind.RECHECK]).values_list("pk", "business", "kind")
    tried = list(tried)
    found = {each.business_id: each for each in stages(on, sorted({row[1] for row in tried}))} if tried else {}
    return [pk for pk, business, kind in tried if business in found and has_moved_past(kind, found[business])]
