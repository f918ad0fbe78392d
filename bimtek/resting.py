"""How long an action that was done stays off the list, so that nobody is called again before the call could work."""

from datetime import timedelta

from django.conf import settings


def rested_since(day):
    """What was done on this day or earlier may be asked for again on `day` (setting ACTION_REST_DAYS)."""
    return day - timedelta(days=settings.ACTION_REST_DAYS)
