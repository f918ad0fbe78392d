"""What the worker does for the push; every task may run twice without harm."""

from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from bimtek import action_services, services
from bimtek.models import UnlockPlan
from procurement.matching import default_day

GIVEN_UP = timedelta(days=1)
"""A plan that could not be computed for so long is left alone; asking again on the desk starts it anew."""


@shared_task
def compute_plan(plan_id):
    """Compute one plan that waits."""
    services.compute_plan(plan_id=plan_id, at=timezone.now())  # noqa: TID251 - the moment the work was done


@shared_task
def plan_tonight():
    """This year's plan, as the office uses it, from the facts of this night."""
    today = timezone.localdate()
    on = default_day(today.year, today)
    plan = services.request_plan(year=today.year, seats=settings.UNLOCK_SEATS, on=on)
    compute_plan.delay_on_commit(plan.pk)


@shared_task
def compute_waiting():
    """Compute what a worker was killed over: plans that were asked for a while ago and still wait."""
    now = timezone.now()  # noqa: TID251 - how long a plan has waited
    waiting = UnlockPlan.objects.waiting().filter(created_at__lt=now - timedelta(minutes=5))
    for plan_id in waiting.filter(created_at__gt=now - GIVEN_UP).values_list("pk", flat=True):
        compute_plan(plan_id)


@shared_task
def reckon_actions():
    """The day's list of actions, from the facts of this night."""
    action_services.refresh_actions(on=timezone.localdate())
