"""What became of participants, on the overview: parts add up, and staff alone are led to the day's page."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from insight.dashboard.overview import figure_of
from tests.bimtek.days import at
from tests.conftest import TODAY
from tests.factories import AttendanceFactory, CertificateFactory, CoachingDayFactory, InvitationFactory
from tests.insight.test_overview import asked

pytestmark = pytest.mark.django_db
LONG_AGO = TODAY - timedelta(days=200)


def came(event, **certificate):
    """A participant, with a certificate issued so many days after the day."""
    invitation = InvitationFactory(event=event)
    AttendanceFactory(invitation=invitation, recorded_at=at(12, day=event.held_on))
    if certificate:
        issued_on = event.held_on + timedelta(days=certificate["after"])
        CertificateFactory(business=invitation.business, issued_on=issued_on, valid_until=date(2099, 1, 1))


@pytest.fixture
def days(db):
    old = CoachingDayFactory(name="Bimtek Arinas", held_on=LONG_AGO)
    came(old, after=60)
    came(old, after=91)
    came(old)
    new = CoachingDayFactory(name="Bimtek baru", held_on=TODAY - timedelta(days=10))
    came(new, after=5)
    came(new)
    CoachingDayFactory(name="Belum ada peserta", held_on=LONG_AGO)
    return new, old


def test_every_participant_stands_in_one_part_newest_day_first(days):
    figure = figure_of(asked(), "pembinaan")

    assert [row.values[:5] for row in figure.table.rows] == [(2, 1, 0, 0, 1), (3, 1, 0, 2, 0)]
    assert figure.table.total.values[:5] == (5, 2, 0, 2, 1)
    assert [[(part.name, part.amount) for part in each.segments] for each in figure.chart.bars] == [
        [("served", 1), ("unplanned", 1)], [("served", 1), ("left", 2)],
    ]  # fmt: skip


def test_the_share_counts_only_participants_whose_period_is_over(days):
    figure = figure_of(asked(), "pembinaan")

    shares = [row.values[5] for row in (*figure.table.rows, figure.table.total)]
    assert shares == [None, Decimal("33.33"), Decimal("33.33")]
    assert figure.summary == "1 dari 3 peserta yang 90 harinya sudah lewat bersertifikat (33,33\u00a0%)."


def test_only_staff_are_led_to_the_days_page(days):
    mine, others = (figure_of(asked(may_list=may_list), "pembinaan") for may_list in (True, False))

    assert [row.url for row in mine.table.rows] == [
        reverse("admin:bimtek_coachingday_change", args=[event.pk]) for event in days
    ]
    assert ([row.url for row in others.table.rows], others.more) == (["", ""], None)


def test_without_participants_it_says_what_is_missing(db):
    figure = figure_of(asked(), "pembinaan")

    assert figure.chart is None
    assert figure.nothing.what == "Belum ada peserta hari pembinaan yang tercatat."
