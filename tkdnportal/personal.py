"""Personal data in one place: how it is masked in lists, exports, the audit trail and logs.

What may identify a person is named in UU 27/2022 Ps 4(3). `lokal-id` can find it in text as well, but takes more than
100 ms for a line, so logs are masked by the four patterns below; a test asks `lokal-id` whether they left anything.
"""

import logging
import re

HIDDEN = "••••"

NIK_DIGITS = r"(?<!\d)(?<!\d\.)\d{4}(?:[ .-]?\d{4}){3}(?!\d)"
"""16 digits, as a NIK or an NPWP is written, in one piece or in fours; not the decimals of a duration."""

LOG_PATTERNS = (
    (re.compile(r"[\w.+-]+(?:@|%40)[\w-]+(?:\.[\w-]+)+"), "[e-mail]"),
    (re.compile(r"(?<!\d)\d{2}\.\d{3}\.\d{3}\.\d-\d{3}\.\d{3}(?!\d)"), "[NPWP]"),
    (re.compile(NIK_DIGITS), "[NIK/NPWP]"),
    (re.compile(r"(?<!\d)\d{6}[ .-]\d{6}[ .-]\d{4}(?!\d)"), "[NIK/NPWP]"),
    (re.compile(r"(?<!\d)(?<!\d\.)\d{15}(?!\d)"), "[NPWP]"),
    (re.compile(r"(?:\+|%2B)62[\s().-]*\d(?:[\s().-]*\d){6,12}(?!\d)"), "[telepon]"),
    (re.compile(r"(?<![\d.,])(?:62|0)[ .-]?8\d{1,2}(?:[ .-]?\d){6,10}(?!\d)"), "[telepon]"),
)
"""What is taken out of a line of a log, the most telling first; a NIB (13 digits) names a business and stays."""


def masked(text, *, first, last):
    """`+6281234567890` → `+6281••••890`; too short a text is hidden whole, an empty one is a dash."""
    if not text:
        return "–"
    return f"{text[:first]}{HIDDEN}{text[-last:]}" if len(text) > first + last else HIDDEN


def masked_phone(phone):
    """Enough to recognise a number, too little to call it."""
    return masked(phone, first=5, last=3)


def masked_number(number):
    """A NIK or NPWP: the region it begins with and its last digits (`1871••••0001`)."""
    return masked(number, first=4, last=4)


def masked_email(email):
    """`sari.rasa@example.id` → `s••••@example.id`; the part after the @ says little about the person."""
    if not email:
        return "–"
    name, _at, host = email.rpartition("@")
    return f"{name[:1]}{HIDDEN}@{host}"


def masked_log(text):
    """A line of a log without NIK, NPWP, telephone numbers and e-mail addresses."""
    for pattern, instead in LOG_PATTERNS:
        text = pattern.sub(instead, text)
    return text


class MaskedFormatter(logging.Formatter):
    """Masks the finished line: message, arguments, and the traceback, which quotes values of the database too."""

    def format(self, record):
        """The line as it may be kept."""
        return masked_log(super().format(record))
