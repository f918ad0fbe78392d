"""The accounts' regular work, by Celery beat."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from accounts.models import CounterMessage

LIFE = timedelta(days=1)


@shared_task
def forget_counter_messages():
    """Delete messages of the counter that are older than a day: the codes in them are dead."""
    now = timezone.now()  # noqa: TID251 - a task reads the clock
    CounterMessage.objects.filter(created_at__lt=now - LIFE).delete()
