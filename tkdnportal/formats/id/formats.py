"""`24 Nov 2026`, and the same with the time."""

DATE_FORMAT = "j M Y"
DATETIME_FORMAT = "j M Y, H.i"
