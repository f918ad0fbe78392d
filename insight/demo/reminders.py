"""Reminders as the portal would have made and sent them until the day of the data."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from certification.models import Reminder, State
from certification.sending import drop_needless, plan
from insight.demo import REFERENCE_DAY

RUN_AT = time(8, 10)
DAYS_AGO = (30, 14, 0)
"""Days before the day of the data on which the portal is taken to have looked."""


def make_reminders():
    """Made by the portal's own rules; no letter leaves, those to people of the demonstration count as sent."""
    for ago in DAYS_AGO:
        day = REFERENCE_DAY - timedelta(days=ago)
        at = timezone.make_aware(datetime.combine(day, RUN_AT))
        plan(on=day, at=at)
        drop_needless(on=day)
        Reminder.objects.filter(state=State.WAITING).update(
            state=State.SENT, sent_at=at, tries=1, tried_at=at, next_try_at=None
        )
