"""Numbers that name people and businesses: NIB, NIK, NPWP, telephone; and the key of a business without any.

Structure of NIK and NPWP comes from `lokal-id`, which stands behind this module and `accounts.phones` only.
"""

import hashlib
import re
from datetime import date

import lokal
from django.utils.translation import gettext as _

from accounts import phones
from umkm.importers.reading import clean

SCIENTIFIC = re.compile(r"^[0-9]+([.,][0-9]+)?[eE]\+?[0-9]+$")
SEPARATORS = re.compile(r"[\s.\-]")
CENTURY_TURNS_ON = date(2026, 1, 1)
"""Only the century of a birth date hangs on this day, and we keep no birth date; given so that no clock is read."""
ROUNDED_ZEROS = "0000000"
"""Excel shows a 13-digit number with six digits at most; saved and read again, the last seven are zeros."""


class Invalid(Exception):
    """A value that cannot be what its column says; the text says why and what to do."""


def nib(cell):
    """13 digits (PP 5/2021: the number OSS gives) as text; "" when empty. Raises Invalid.

    There is no public check digit, so only the shape is checked.
    """
    text = SEPARATORS.sub("", clean(cell))
    _refuse_lost_digits("NIB", cell)
    if isinstance(cell, float) and text.endswith(ROUNDED_ZEROS):
        raise Invalid(_lost_digits("NIB", text))
    if text and not re.fullmatch(r"[0-9]{13}", text):
        raise Invalid(_("NIB %(text)s bukan 13 angka; salin lagi dari OSS.") % {"text": clean(cell)})
    return text


def nik(cell):
    """16 digits: place, birth date (women + 40), serial; "" when empty. Raises Invalid, never naming the number."""
    if isinstance(cell, int | float):
        # Excel keeps 15 digits of a number; the sixteenth became a zero.
        raise Invalid(
            _("NIK tersimpan sebagai angka: Excel menghapus digit terakhirnya; ubah kolom menjadi Teks lalu isi ulang.")
        )
    text = SEPARATORS.sub("", clean(cell))
    if SCIENTIFIC.match(clean(cell)):
        raise Invalid(
            _("NIK tertulis dengan pangkat: Excel menghapus angkanya; ubah kolom menjadi Teks lalu isi ulang.")
        )
    if not text:
        return ""
    found = lokal.parse_nik(text, reference_date=CENTURY_TURNS_ON)
    if not found.valid:
        raise Invalid(_nik_reason({issue.code for issue in found.errors}))
    return found.nik


def _nik_reason(codes):
    if "format" in codes:
        return _("NIK bukan 16 angka; salin lagi dari KTP.")
    if "birth_date" in codes:
        return _("Tanggal lahir di dalam NIK tidak ada di kalender; salin lagi dari KTP.")
    if "serial" in codes:
        return _("Empat angka terakhir NIK tidak boleh 0000; salin lagi dari KTP.")
    return _("Enam angka pertama NIK bukan kode wilayah; salin lagi dari KTP.")


def npwp(cell):
    """16 digits (PMK 112/2022): the old 15 with a 0 before them, or a NIK; "" when empty. Raises Invalid."""
    _refuse_lost_digits("NPWP", cell)
    text = SEPARATORS.sub("", clean(cell))
    if not text:
        return ""
    found = lokal.parse_npwp(text)
    if not found.valid:
        raise Invalid(_("NPWP bukan 15 atau 16 angka yang benar; salin lagi dari kartu NPWP."))
    return found.npwp16


def is_nik(number):
    """Whether a 16-digit NPWP is the NIK of a person, whom it would name (PMK 112/2022)."""
    return bool(number) and lokal.parse_npwp(number).kind == "nik"


def phone(cell):
    """E.164, `+62…`; "" when empty. Raises Invalid."""
    text = clean(cell)
    if not text:
        return ""
    _refuse_lost_digits(_("Telepon"), cell)
    found = phones.parse(text)
    if not found.valid:
        raise Invalid(_("Telepon %(text)s bukan satu nomor Indonesia; tulis seperti 0812 3456 7890.") % {"text": text})
    return found.e164


def identity_key(*, name, regency, district="", owner="", phone="", address=""):
    """64 hex digits that stand for a business without NIB: the same words in the same place, whatever their case."""
    parts = (" ".join((part or "").casefold().split()) for part in (name, regency, district, owner, phone, address))
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def _refuse_lost_digits(name, cell):
    text = clean(cell)
    if SCIENTIFIC.match(text) or (isinstance(cell, float) and not cell.is_integer()):
        raise Invalid(_lost_digits(name, text))
    if isinstance(cell, int | float) and abs(cell) >= 1e15:
        raise Invalid(_lost_digits(name, text))


def _lost_digits(name, text):
    return _("%(name)s tertulis %(text)s: Excel menghapus angkanya; ubah kolom menjadi Teks lalu isi ulang.") % {
        "name": name,
        "text": text,
    }
