"""A believable Lampung: demonstration data that is the same for the same seed and marked DEMO in every row."""

from datetime import date

REFERENCE_DAY = date(2026, 11, 24)
"""The day the demonstration data is made for; nothing in it depends on the clock."""

OFFICE_DAY = date(2024, 11, 28)
"""The day of the office's statement: 72 certified businesses of 84 thousand, Rp 11 billion of budget (domain 7)."""

HOLDERS_ON_OFFICE_DAY = 72
"""How many different businesses held a valid certificate on `OFFICE_DAY`."""
