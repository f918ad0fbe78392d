"""What the worker does for the push; every task may run twice without harm."""

from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from bimtek import action_services, services, target_basis
from bimtek.models import TargetBasis, UnlockPlan
from procurement.matching import default_day
from procurement.models import Package

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
    """Compute what a worker was killed over: plans and targets that were asked for a while ago and still wait."""
    now = timezone.now()  # noqa: TID251 - how long it has waited
    since, until = now - GIVEN_UP, now - timedelta(minutes=5)
    for model, compute in ((UnlockPlan, compute_plan), (TargetBasis, compute_basis)):
        waiting = model.objects.waiting().filter(created_at__gt=since, created_at__lt=until)
        for pk in waiting.values_list("pk", flat=True):
            compute(pk)


@shared_task
def compute_basis(basis_id):
    """Reckon what targets of a year are answered from."""
    target_basis.compute_basis(basis_id=basis_id, at=timezone.now())  # noqa: TID251 - the moment the work was done


@shared_task
def targets_tonight():
    """The targets of this year and those to come, as far as packages are known, from the facts of this night."""
    today = timezone.localdate()
    years = Package.objects.current().filter(year__gte=today.year).order_by("year").values_list("year", flat=True)
    for year in years.distinct():
        compute_basis.delay_on_commit(target_basis.request_basis(year=year, on=today).pk)


@shared_task
def reckon_actions():
    """The day's list of actions, from the facts of this night."""
    action_services.refresh_actions(on=timezone.localdate())
