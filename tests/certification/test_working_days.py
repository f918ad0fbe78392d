"""Working days: weekends, holidays, joint leave, the turn of the year, and years nobody has decreed."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError
from lokal import holidays as library

from certification.holiday_data import load_holidays
from certification.models import Holiday, HolidayYear
from certification.working_days import Calendar, YearUnknown

pytestmark = pytest.mark.django_db


@pytest.fixture
def calendar():
    load_holidays()
    return Calendar.load()


def on(text):
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-11-24", True),
        ("2026-11-21", False),
        ("2026-11-22", False),
        ("2026-12-25", False),
        ("2026-12-24", False),
        ("2024-02-14", False),
        ("2025-08-18", False),
        ("2027-03-12", False),
        ("2026-12-28", True),
    ],
    ids=[
        "a Tuesday", "Saturday", "Sunday", "a holiday", "joint leave", "an election day", "joint leave decreed late",
        "joint leave of the next year", "the day after a weekend",
    ],
)  # fmt: skip
def test_the_ministry_works_from_monday_to_friday_but_not_on_holidays_and_joint_leave(calendar, day, works):
    assert calendar.is_working(on(day)) is works


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2026-11-16", 1, "2026-11-17"),
        ("2026-11-17", 5, "2026-11-24"),
        ("2026-11-17", 2, "2026-11-19"),
        ("2026-11-20", 1, "2026-11-23"),
        ("2026-11-21", 1, "2026-11-23"),
        ("2026-12-23", 1, "2026-12-28"),
        ("2026-12-28", 5, "2027-01-06"),
        ("2026-03-17", 5, "2026-03-31"),
    ],
    ids=[
        "submitted Monday, complete by Tuesday", "returned Tuesday, mended by next Tuesday",
        "complete Tuesday, decided by Thursday", "over a weekend", "from a Saturday", "over Christmas",
        "over New Year and Isra Mikraj", "over Nyepi and Idulfitri",
    ],
)  # fmt: skip
def test_a_deadline_counts_working_days_after_the_first_day(calendar, start, count, end):
    assert calendar.after(on(start), count) == on(end)


def test_the_latest_start_is_the_last_day_whose_deadline_still_comes_in_time(calendar):
    for offset in range(400):
        end = on("2026-02-01") + timedelta(days=offset)
        start = calendar.latest_start(end, 5)

        assert calendar.after(start, 5) <= end < calendar.after(start + timedelta(days=1), 5)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2026-11-24", "2026-11-24", 0),
        ("2026-11-20", "2026-11-23", 1),
        ("2026-11-23", "2026-11-20", -1),
        ("2026-12-23", "2026-12-28", 1),
    ],
)
def test_working_days_between_two_days_count_the_last_one_only(calendar, start, end, days):
    assert calendar.between(on(start), on(end)) == days


def test_a_year_nobody_has_decreed_is_said_not_guessed(calendar):
    with pytest.raises(
        YearUnknown, match=r"^Libur tahun 2028 belum tercatat, jadi hari kerjanya belum dapat dihitung\.$"
    ):
        calendar.after(on("2027-12-30"), 5)


def test_an_empty_calendar_knows_no_day():
    with pytest.raises(YearUnknown):
        Calendar.load().is_working(on("2026-11-24"))


def test_a_clerk_can_make_a_holiday_a_working_day_and_loading_again_keeps_it_so(calendar):
    Holiday.objects.filter(day="2026-12-24").update(is_off=False)

    call_command("load_reference", "--quiet")

    assert Calendar.load().is_working(on("2026-12-24"))


def test_a_clerk_can_add_a_day_off_that_the_library_does_not_know(calendar):
    Holiday.objects.create(day="2026-12-09", year_id=2026, name="Pemungutan suara")

    assert not Calendar.load().is_working(on("2026-12-09"))


def test_loading_the_calendar_twice_changes_nothing(calendar):
    before = list(Holiday.objects.values())

    load_holidays()

    assert list(Holiday.objects.values()) == before


def test_every_day_of_the_library_is_in_the_calendar_with_its_kind(calendar):
    known = {day.day.isoformat(): day.kind for day in Holiday.objects.all()}

    for year in (2026, 2027):
        for one in library.get_holidays(year).holidays:
            assert known[one.date] == {"libur_nasional": "NATIONAL", "cuti_bersama": "JOINT_LEAVE"}[one.type]
    assert {year.year for year in HolidayYear.objects.all()} >= {2024, 2025, 2026, 2027}


def test_the_calendar_is_read_in_one_query(calendar, django_assert_num_queries):
    with django_assert_num_queries(1):
        Calendar.load()


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"day": "2027-01-01"}, "holiday_lies_in_its_year"),
        ({"day": "2026-05-05", "kind": "BRIDGE"}, "holiday_kind_is_known"),
    ],
)
def test_the_database_keeps_the_calendar_consistent(fields, rule):
    HolidayYear.objects.create(year=2026, decree="SKB")

    with pytest.raises(IntegrityError, match=rule):
        Holiday.objects.create(year_id=2026, name="Libur", **fields)


def test_a_year_is_a_plausible_one():
    with pytest.raises(IntegrityError, match="holiday_year_is_plausible"):
        HolidayYear.objects.create(year=26, decree="SKB")
