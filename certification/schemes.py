"""Which regulation a certificate was issued under."""

from datetime import date

from certification.models import Scheme

YEARS = {Scheme.P46_2022: 3, Scheme.P35_2025: 5}
"""How long a certificate runs where none prints its end (Permenperin 35/2025 Ps 45, 72 a)."""

# Permenperin 46/2022 applied to certificates from December 2022 on (domain 1); its first day is not in the text we
# have, so the whole month counts.
P46_FROM = date(2022, 12, 1)
# Permenperin 35/2025 Pasal 74-75: in force, and the old regulation revoked, from this day on.
P35_FROM = date(2025, 12, 12)
# Five years (Permenperin 35/2025 Pasal 45) after the first day of the new rules: no such certificate ends earlier.
P35_EARLIEST_END = date(2030, 12, 12)
# Three years after the last day of the old rules: no old certificate ends later (Permenperin 35/2025 Pasal 72a).
P46_LATEST_END = date(2028, 12, 11)


def scheme_of(*, issued_on, valid_until):
    """The regulation, by the issue date; without one (the ministry's list prints none) as far as the end date tells."""
    if issued_on is None:
        return _by_end(valid_until)
    if issued_on >= P35_FROM:
        return Scheme.P35_2025
    return Scheme.P46_2022 if issued_on >= P46_FROM else Scheme.UNKNOWN


def _by_end(valid_until):
    if valid_until >= P35_EARLIEST_END:
        return Scheme.P35_2025
    return Scheme.P46_2022 if valid_until <= P46_LATEST_END else Scheme.UNKNOWN


def end_by_rule(*, issued_on, scheme):
    """The last day by the rule of `scheme`, or None where the rule is not known; a printed end date wins over it."""
    return years_after(issued_on, YEARS[scheme]) if scheme in YEARS else None


def years_after(day, years):
    """The same day of a later year; 28 February for a leap day, as PostgreSQL counts."""
    return day.replace(year=day.year + years, day=28 if (day.month, day.day) == (2, 29) else day.day)
