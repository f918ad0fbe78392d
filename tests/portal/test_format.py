"""Money, days and percentages as the portal writes them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation
from django.utils.formats import date_format

from tkdnportal.templatetags.portal import day, percent, rupiah, rupiah_short, share_of


@pytest.mark.parametrize(
    ("amount", "short"),
    [
        (11_000_000_000, "Rp 11,0 miliar"),
        (1_250_000, "Rp 1,3 juta"),
        (999_999, "Rp 999.999"),
        (0, "Rp 0"),
        (2_000_000_000_000, "Rp 2,0 triliun"),
        (None, "–"),
    ],
)
def test_money_at_a_glance(amount, short):
    assert rupiah_short(amount).replace("\xa0", " ") == short


def test_money_exactly_in_both_languages():
    indonesian = rupiah(11_000_000_000)
    with translation.override("en"):
        english = rupiah(11_000_000_000), rupiah_short(11_000_000_000)

    assert indonesian == "Rp\xa011.000.000.000"
    assert english == ("Rp\xa011,000,000,000", "Rp\xa011.0\xa0billion")


def test_django_writes_days_and_times_the_same_way():
    moment = datetime(2026, 11, 24, 9, 5, tzinfo=UTC)
    indonesian = date_format(moment.date()), date_format(moment, "DATETIME_FORMAT")
    with translation.override("en"):
        english = date_format(moment.date()), date_format(moment, "DATETIME_FORMAT")

    assert indonesian == ("24 Nov 2026", "24 Nov 2026, 09.05")
    assert english == ("24 Nov 2026", "24 Nov 2026, 09:05")


def test_a_day_and_a_percentage():
    assert (day(date(2026, 11, 24)), day(None)) == ("24 Nov 2026", "–")
    assert (percent(Decimal("36.63")), percent(None)) == ("36,63\xa0%", "–")


@pytest.mark.parametrize(("part", "whole", "share"), [(1, 3, 33), (1, 200, 1), (0, 5, 0), (5, 0, 0)])
def test_a_share_is_whole_percent(part, whole, share):
    assert share_of(part, whole) == share
