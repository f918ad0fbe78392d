"""Coaching days and each day's actions."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from bimtek.models import ActionOutcome, Attendance, CoachingDay, Invitation, NextAction
from tests.factories.accounts import UserFactory
from tests.factories.umkm import BusinessFactory, RegencyFactory


class NextActionFactory(DjangoModelFactory):
    class Meta:
        model = NextAction

    business = factory.SubFactory(BusinessFactory)
    kind = "SIINAS"
    steps = ("SIINAS", "VALIDATION", "APPLICATION")
    packages = 1
    rupiah = 1_000_000
    chance = Decimal("0.1250")
    effort = 8
    score = 15_625
    on = date(2026, 11, 24)


class ActionOutcomeFactory(DjangoModelFactory):
    class Meta:
        model = ActionOutcome

    business = factory.SubFactory(BusinessFactory)
    kind = "SIINAS"
    day = date(2026, 11, 24)
    result = "DONE"
    by = factory.SubFactory(UserFactory)


class CoachingDayFactory(DjangoModelFactory):
    class Meta:
        model = CoachingDay

    name = factory.Sequence(lambda n: f"Bimtek TKDN-IK {n}")
    topic = "Akun SIINas dan permohonan TKDN-IK"
    venue = "Balai Desa Natar"
    regency = factory.SubFactory(RegencyFactory)
    held_on = date(2026, 11, 24)
    starts_at = time(8)
    ends_at = time(15)
    seats = 30


class InvitationFactory(DjangoModelFactory):
    class Meta:
        model = Invitation

    event = factory.SubFactory(CoachingDayFactory)
    business = factory.SubFactory(BusinessFactory)
    origin = "HAND"
    invited_at = datetime(2026, 11, 1, 3, tzinfo=UTC)


class AttendanceFactory(DjangoModelFactory):
    class Meta:
        model = Attendance

    invitation = factory.SubFactory(InvitationFactory)
    how = "QR"
    step = "SIINAS"
    recorded_at = datetime(2026, 11, 24, 2, tzinfo=UTC)
