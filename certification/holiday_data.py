"""The calendar the portal ships with: two past years from our own file, the years `lokal-id` knows from there."""

import csv
from itertools import count
from pathlib import Path

from lokal import holidays as library

from certification.models.holiday import Holiday, HolidayKind, HolidayYear

DATA = Path(__file__).resolve().parent / "data"
FIRST_OF_LIBRARY = 2026
"""The library carries no earlier year."""

KINDS = {"libur_nasional": HolidayKind.NATIONAL, "cuti_bersama": HolidayKind.JOINT_LEAVE}


def load_holidays():
    """Record the years and days that are missing; what the office has corrected stays as it is."""
    years = [*_years_of_file(), *(_year_of_library(found) for found in _library())]
    HolidayYear.objects.bulk_create(years, ignore_conflicts=True)
    days = [*_days_of_file(), *(day for found in _library() for day in _days_of_library(found))]
    Holiday.objects.bulk_create(days, ignore_conflicts=True)


def _years_of_file():
    return [HolidayYear(year=int(row["year"]), decree=row["decree"]) for row in _rows("holiday_years.csv")]


def _days_of_file():
    return [Holiday(year_id=int(row["day"][:4]), **row) for row in _rows("holidays.csv")]


def _rows(name):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _library():
    """Each year the library has, in order; it refuses the first it lacks."""
    for year in count(FIRST_OF_LIBRARY):
        try:
            yield library.get_holidays(year)
        except ValueError:
            return


def _year_of_library(found):
    return HolidayYear(year=found.year, decree=found.decree, link=found.source)


def _days_of_library(found):
    return [Holiday(year_id=found.year, day=one.date, name=one.name, kind=KINDS[one.type]) for one in found.holidays]
