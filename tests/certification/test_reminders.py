"""Which reminder is due, who is told and when silence is right."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from certification.models import About, Channel, Kind, Reminder, State, Why
from certification.reminders import LADDER, ends_of, may_send_at, step_on
from certification.sending import drop_needless, plan
from certification.working_days import Calendar
from tests.certification.application_chains import add, application
from tests.conftest import TODAY
from tests.factories import (
    CertificateFactory,
    CertificateItemFactory,
    ConsentFactory,
    ProductFactory,
    UserFactory,
)

END = date(2027, 3, 1)
AT = datetime(2026, 11, 24, 9, 0, tzinfo=ZoneInfo("Asia/Jakarta"))


def certificate_of(business, *, left=30, **fields):
    """A certificate with one product that ends `left` days after TODAY."""
    fields = {"issued_on": date(2024, 1, 15), "valid_until": TODAY + timedelta(days=left)} | fields
    made = CertificateFactory(business=business, **fields)
    CertificateItemFactory(certificate=made, product=ProductFactory(business=business))
    return made


def planned(on=TODAY):
    plan(on=on, at=AT)
    return [(r.channel, r.user, r.why) for r in Reminder.objects.order_by("channel", "user_id")]


@pytest.mark.parametrize(
    ("days", "kind"),
    [
        (-181, None),
        (-180, Kind.BEFORE_180),
        (-91, Kind.BEFORE_180),
        (-90, Kind.BEFORE_90),
        (-30, Kind.BEFORE_30),
        (-20, Kind.BEFORE_30),
        (-14, Kind.BEFORE_14),
        (-7, Kind.BEFORE_7),
        (-1, Kind.BEFORE_1),
        (0, Kind.BEFORE_1),
        (1, Kind.AFTER_1),
        (28, Kind.AFTER_28),
        (42, Kind.AFTER_28),
        (43, None),
    ],
)
def test_only_the_latest_step_that_has_come_counts(days, kind):
    step = step_on(END, END + timedelta(days=days))

    assert (step and step[0]) == kind


def test_the_ladder_names_every_kind_in_order():
    assert [Kind.LEGACY, *(kind for kind, _days in LADDER)] == list(Kind)
    assert sorted(days for _kind, days in LADDER) == [days for _kind, days in LADDER]


def test_a_late_start_tells_the_most_urgent_step_once(usaha):
    certificate_of(usaha, left=20)

    first, again = plan(on=TODAY, at=AT), plan(on=TODAY, at=AT)

    assert (first, again) == (1, 0)
    assert Reminder.objects.get().kind == Kind.BEFORE_30
    assert Reminder.objects.get().due_on == TODAY - timedelta(days=10)


def test_a_week_without_the_portal_sends_one_reminder_and_not_the_missed_ones(usaha):
    certificate_of(usaha, left=6)
    plan(on=TODAY - timedelta(days=8), at=AT)

    plan(on=TODAY, at=AT)
    drop_needless(on=TODAY)

    assert list(Reminder.objects.order_by("pk").values_list("kind", "state", "why")) == [
        ("BEFORE_14", "SKIPPED", "LATER"),
        ("BEFORE_7", "WAITING", ""),
    ]


def test_a_certificate_that_ended_long_ago_is_not_reminded_of(usaha):
    certificate_of(usaha, left=-400, issued_on=date(2022, 1, 1))

    assert planned() == []


def test_a_corrected_end_date_is_told_anew(usaha):
    certificate = certificate_of(usaha, left=30)
    plan(on=TODAY, at=AT)
    certificate.valid_until = TODAY + timedelta(days=29)
    certificate.save()

    assert plan(on=TODAY, at=AT) == 1


def test_bmp_that_ends_earlier_has_its_own_reminder(usaha):
    certificate = certificate_of(usaha, left=400)
    certificate.items.update(bmp=10, bmp_valid_until=TODAY + timedelta(days=90))

    plan(on=TODAY, at=AT)

    assert Reminder.objects.get().about == About.BMP
    assert Reminder.objects.get().kind == Kind.BEFORE_90


def test_bmp_that_ends_with_the_value_has_none_of_its_own(usaha):
    certificate = certificate_of(usaha, left=90)
    certificate.items.update(bmp=10, bmp_valid_until=certificate.valid_until)

    assert ends_of(certificate) == [(About.TKDN, certificate.valid_until)]


def test_every_active_person_with_an_address_is_told(usaha, pemilik, orang_lain):
    helper, gone = UserFactory(), UserFactory()
    consent = {"kind": "HELPER", "given_by": pemilik, "given_at": AT, "wording": "2026-11", "since": TODAY}
    usaha.memberships.create(user=helper, **consent)
    usaha.memberships.create(user=gone, withdrawn_at=AT, **consent)
    certificate_of(usaha)

    assert planned() == [("MAIL", pemilik, ""), ("MAIL", helper, "")]


@pytest.fixture
def phone_owner(usaha, pemilik):
    pemilik.email, pemilik.phone = None, "+6281234567890"
    pemilik.save()
    return pemilik


def test_a_phone_alone_gets_texts_with_consent_and_a_gateway(usaha, phone_owner, settings):
    settings.MESSAGE_GATEWAY = "http"
    ConsentFactory(business=usaha, purpose="BROADCAST")
    certificate_of(usaha)

    assert planned() == [("TEXT", phone_owner, "")]


def test_a_withdrawn_consent_sends_staff_instead(usaha, phone_owner, settings):
    settings.MESSAGE_GATEWAY = "http"
    ConsentFactory(business=usaha, purpose="BROADCAST", given_at=AT, withdrawn_at=AT)
    certificate_of(usaha)

    assert planned() == [("STAFF", None, Why.NO_CONSENT)]


def test_without_a_gateway_staff_tell_the_owner(usaha, phone_owner):
    ConsentFactory(business=usaha, purpose="BROADCAST")
    certificate_of(usaha)

    assert planned() == [("STAFF", None, Why.NO_GATEWAY)]


def test_a_business_without_an_owner_comes_to_staff(usaha):
    usaha.memberships.all().delete()
    usaha.phone = "+6281234567890"
    usaha.save()
    certificate_of(usaha)

    assert planned() == [("STAFF", None, Why.NO_OWNER)]


def test_nobody_to_reach_comes_to_staff_as_such(usaha):
    usaha.memberships.all().delete()
    certificate_of(usaha)

    assert planned() == [("STAFF", None, Why.NO_CONTACT)]


def test_a_paused_owner_is_not_told_and_not_called(usaha, pemilik):
    certificate = certificate_of(usaha)
    certificate.pauses.create(user=pemilik, since=AT)

    assert planned() == []


def test_a_pause_ends_what_already_waits(usaha, pemilik):
    certificate = certificate_of(usaha)
    plan(on=TODAY, at=AT)
    certificate.pauses.create(user=pemilik, since=AT)

    drop_needless(on=TODAY)

    assert Reminder.objects.get().why == Why.PAUSED


def renew(certificate):
    product = certificate.items.get().product
    certificate.superseded_on = TODAY
    certificate.save()
    newer = CertificateFactory(business=certificate.business, issued_on=TODAY, valid_until=date(2031, 11, 24))
    CertificateItemFactory(certificate=newer, product=product)


def follow_on(certificate):
    """A newer certificate for the same product, without a word about the old one."""
    product = certificate.items.get().product
    start = certificate.valid_until + timedelta(days=1)
    newer = CertificateFactory(business=certificate.business, issued_on=start, valid_until=date(2031, 11, 24))
    CertificateItemFactory(certificate=newer, product=product)


def revoke(certificate):
    certificate.revoked_on = TODAY
    certificate.save()


def apply(certificate):
    application(("SUBMITTED", TODAY - timedelta(days=1)), product=certificate.items.get().product)


@pytest.mark.parametrize(
    ("event", "why"),
    [(renew, Why.RENEWED), (follow_on, Why.RENEWED), (revoke, Why.REVOKED), (apply, Why.APPLIED)],
)
def test_whoever_has_acted_is_left_alone(usaha, event, why):
    certificate = certificate_of(usaha)
    plan(on=TODAY, at=AT)

    event(certificate)
    drop_needless(on=TODAY)

    assert plan(on=TODAY, at=AT) == 0
    assert list(Reminder.objects.values_list("state", "why")) == [("SKIPPED", why)]


def test_one_product_left_over_is_still_reminded_of(usaha):
    certificate = certificate_of(usaha)
    follow_on(certificate)
    CertificateItemFactory(certificate=certificate, product=ProductFactory(business=usaha))

    assert plan(on=TODAY, at=AT) == 1


def test_the_application_that_led_to_the_certificate_silences_nothing(usaha):
    certificate = certificate_of(usaha)
    made = application(("SUBMITTED", date(2024, 1, 2)), product=certificate.items.get().product)
    add(made, "REFUSED", date(2024, 1, 3), reasons=["CALCULATION"])

    assert plan(on=TODAY, at=AT) == 1


def test_planning_costs_the_same_for_one_certificate_and_for_five(usaha):
    def queries(count):
        for _ in range(count):
            certificate_of(usaha)
        with CaptureQueriesContext(connection) as captured:
            plan(on=TODAY, at=AT)
        return len(captured)

    assert queries(1) == queries(5)


@pytest.mark.parametrize(("hour", "may"), [(7, False), (8, True), (17, True), (18, False), (23, False)])
def test_nobody_is_written_to_at_night(hour, may):
    assert may_send_at(AT.replace(hour=hour)) is may


@pytest.mark.django_db
def test_working_days_only_is_a_setting(settings):
    sunday = datetime(2026, 11, 22, 9, 0, tzinfo=ZoneInfo("Asia/Jakarta"))

    assert may_send_at(sunday) is True
    settings.REMINDER_WORKING_DAYS_ONLY = True
    assert may_send_at(sunday) is False
    assert may_send_at(AT) is True
    assert Calendar.load().years == frozenset()


def test_frozen_certificates_are_reminded_of_too(usaha):
    certificate_of(usaha, frozen_from=TODAY)

    assert plan(on=TODAY, at=AT) == 1
    assert Reminder.objects.get().channel == Channel.MAIL
    assert Reminder.objects.get().state == State.WAITING
