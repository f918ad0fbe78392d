"""What the worker does for procurement; every task may run twice without harm."""

from celery import shared_task
from django.utils import timezone

from procurement import risk, services
from procurement.matching import default_day


@shared_task
def refresh_outcomes():
    """Store matching's answers for this year and the next, as asked today, and what depends on each certificate."""
    today = timezone.localdate()
    for year in (today.year, today.year + 1):
        services.refresh_outcomes(year=year, on=default_day(year, today))
    risk.refresh_stakes(years=(today.year, today.year + 1), on=today)
