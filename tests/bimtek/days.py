"""Coaching days for the tests of coaching: one that is open now, and what the database calls a broken rule."""

from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from tests.factories import AttendanceFactory, CoachingDayFactory, InvitationFactory

DAY = date(2026, 11, 24)
WIB = ZoneInfo("Asia/Jakarta")


def at(hour, minute=0, day=DAY):
    """A moment in Lampung."""
    return datetime.combine(day, time(hour, minute), WIB)


def today(**fields):
    """A coaching day whose door is open at whatever hour the test runs."""
    return CoachingDayFactory(held_on=timezone.localdate(), starts_at=time(0), ends_at=time(23, 59), **fields)


def in_days(days, **fields):
    """A coaching day so many days from today."""
    return CoachingDayFactory(held_on=timezone.localdate() + timedelta(days=days), **fields)


def invited(event, business, **fields):
    """The invitation of `business` to `event`."""
    return InvitationFactory(event=event, business=business, **fields)


def came(event, business, **fields):
    """The attendance of `business` at noon of `event`."""
    noon = at(12, day=event.held_on)
    return AttendanceFactory(invitation=invited(event, business), recorded_at=noon, **fields)


def url(name, *args):
    """A page of the staff's desk."""
    return reverse(f"admin:{name}", args=args)


@contextmanager
def refused(name):
    """The database refuses what happens inside by the rule `name`."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        yield
    assert caught.value.__cause__.diag.constraint_name == name
