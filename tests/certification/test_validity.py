"""The days on which a certificate is valid: row, set and stored range agree."""

from datetime import date, timedelta

import pytest
from django.db import connection

from certification.models import Certificate, CertificateItem, CertificateStatus
from tests.factories import CertificateFactory, CertificateItemFactory

pytestmark = pytest.mark.django_db

FIRST, LAST = date(2026, 1, 15), date(2031, 1, 15)
MIDDLE = date(2028, 6, 1)
DAY = timedelta(days=1)
ACTIVE, EXPIRING = CertificateStatus.ACTIVE, CertificateStatus.EXPIRING


@pytest.mark.parametrize(
    ("fields", "day", "status"),
    [
        ({}, FIRST - DAY, CertificateStatus.NOT_YET),
        ({}, FIRST, ACTIVE),
        ({}, LAST - timedelta(days=91), ACTIVE),
        ({}, LAST - timedelta(days=90), EXPIRING),
        ({}, LAST, EXPIRING),
        ({}, LAST + DAY, CertificateStatus.EXPIRED),
        ({"issued_on": None}, date(2001, 1, 1), ACTIVE),
        ({"issued_on": None}, LAST + DAY, CertificateStatus.EXPIRED),
        ({"revoked_on": MIDDLE}, MIDDLE - DAY, ACTIVE),
        ({"revoked_on": MIDDLE}, MIDDLE, CertificateStatus.REVOKED),
        ({"revoked_on": MIDDLE}, LAST + DAY, CertificateStatus.REVOKED),
        ({"superseded_on": MIDDLE}, MIDDLE - DAY, ACTIVE),
        ({"superseded_on": MIDDLE}, MIDDLE, CertificateStatus.SUPERSEDED),
        ({"revoked_on": MIDDLE, "superseded_on": MIDDLE}, MIDDLE, CertificateStatus.REVOKED),
        ({"frozen_from": MIDDLE, "frozen_until": MIDDLE + DAY}, MIDDLE - DAY, ACTIVE),
        ({"frozen_from": MIDDLE, "frozen_until": MIDDLE + DAY}, MIDDLE, CertificateStatus.FROZEN),
        ({"frozen_from": MIDDLE, "frozen_until": MIDDLE + DAY}, MIDDLE + DAY, CertificateStatus.FROZEN),
        ({"frozen_from": MIDDLE, "frozen_until": MIDDLE + DAY}, MIDDLE + 2 * DAY, ACTIVE),
        ({"frozen_from": MIDDLE}, MIDDLE + DAY, CertificateStatus.FROZEN),
        ({"frozen_from": MIDDLE}, LAST + DAY, CertificateStatus.EXPIRED),
    ],
    ids=[
        "the day before", "the first day", "91 days to go", "90 days to go", "the last day", "the day after",
        "no issue date, long ago", "no issue date, the day after", "the day before revocation", "the day of revocation",
        "revoked and past its end", "the day before supersession", "the day of supersession", "revoked and superseded",
        "the day before the freeze", "the first frozen day", "the last frozen day", "the day after the freeze",
        "frozen without end", "frozen and past its end",
    ],
)  # fmt: skip
def test_row_and_set_agree_on_what_a_certificate_is_on_a_day(fields, day, status):
    certificate = CertificateFactory(**{"issued_on": FIRST, "valid_until": LAST} | fields)
    item = CertificateItemFactory(certificate=certificate)
    valid = status in CertificateStatus.valid

    assert certificate.status_on(day) == status
    assert list(Certificate.objects.valid_on(day)) == [certificate] * valid
    assert list(CertificateItem.objects.valid_on(day)) == [item] * valid


def live_during(item):
    item.refresh_from_db()
    return item.live_during.lower, item.live_during.upper


def test_an_item_runs_from_the_issue_date_to_the_day_after_the_printed_end():
    item = CertificateItemFactory(certificate=CertificateFactory(issued_on=FIRST, valid_until=LAST))

    assert live_during(item) == (FIRST, LAST + DAY)


def test_an_item_whose_list_prints_no_issue_date_has_always_run():
    item = CertificateItemFactory(certificate=CertificateFactory(issued_on=None, valid_until=LAST))

    assert live_during(item) == (date.min, LAST + DAY)


@pytest.mark.parametrize(
    ("column", "day", "range_"),
    [
        ("issued_on", MIDDLE, (MIDDLE, LAST + DAY)),
        ("valid_until", MIDDLE, (FIRST, MIDDLE + DAY)),
        ("revoked_on", MIDDLE, (FIRST, MIDDLE)),
        ("superseded_on", MIDDLE, (FIRST, MIDDLE)),
    ],
)
def test_an_items_days_follow_an_update_of_its_certificate(column, day, range_):
    item = CertificateItemFactory(certificate=CertificateFactory(issued_on=FIRST, valid_until=LAST))

    Certificate.objects.update(**{column: day})

    assert live_during(item) == range_


def test_an_items_days_follow_plain_sql_too():
    item = CertificateItemFactory(certificate=CertificateFactory(issued_on=FIRST, valid_until=LAST))

    with connection.cursor() as cursor:
        cursor.execute("UPDATE certification_certificate SET revoked_on = %s", [MIDDLE])

    assert live_during(item) == (FIRST, MIDDLE)


def test_a_certificate_revoked_before_it_began_leaves_its_items_no_day():
    item = CertificateItemFactory(certificate=CertificateFactory(issued_on=FIRST, revoked_on=FIRST))

    item.refresh_from_db()

    assert item.live_during.isempty is True


def test_nobody_can_write_an_items_days_by_hand():
    item = CertificateItemFactory(certificate=CertificateFactory(issued_on=FIRST, valid_until=LAST))

    CertificateItem.objects.update(live_during=(date(1999, 1, 1), date(1999, 2, 1)))

    assert live_during(item) == (FIRST, LAST + DAY)


def test_an_item_moved_to_another_certificate_takes_that_ones_days():
    item = CertificateItemFactory(certificate=CertificateFactory(issued_on=FIRST, valid_until=LAST))
    other = CertificateFactory(issued_on=MIDDLE, valid_until=LAST)

    CertificateItem.objects.update(certificate=other)

    assert live_during(item) == (MIDDLE, LAST + DAY)
