"""Single cells of the ministry's list: text, codes, percentages and days, or a refusal that says why.

Every function takes the column's name and the cell, and raises `Refused` with both.
"""

import html
import re
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from umkm.importers.reading import clean
from umkm.importers.run import Refused
from umkm.models import KbliVersion

UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
EMPTY = frozenset({"", "-", "–", "—"})
NO_VALUE_YET = Decimal("999.99")
MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan", "feb", "mar", "apr", "mei", "jun", "jul", "agu ags agt", "sep", "okt", "nov nop", "des"), start=1
    )
    for name in names.split()
}
EXCEL_EPOCH = date(1899, 12, 30)
EXCEL_DAYS = range(36526, 73051)
"""Day numbers of Excel for 2000 to 2099; outside of it a bare number is no date."""


def text(cell):
    """A cell as readable text: HTML entities as characters, no line breaks, a lone dash as nothing."""
    plain = html.unescape(clean(cell))
    plain = clean(CONTROL.sub(" ", UNSEEN.sub("", plain)))
    return "" if plain in EMPTY else plain


def short_text(column, cell, longest):
    """Text of at most `longest` characters; a longer one is refused, never cut."""
    plain = text(cell)
    if len(plain) > longest:
        raise Refused(
            column,
            plain[:60] + "…",
            _("Isi kolom ini %(length)s huruf, paling banyak %(longest)s; ringkas isinya.")
            % {"length": len(plain), "longest": longest},
        )
    return plain


def required_text(column, cell, longest):
    """Text that may not be empty."""
    plain = short_text(column, cell, longest)
    if not plain:
        raise Refused(column, cell, _("Kolom %(column)s kosong; isi sesuai sertifikatnya.") % {"column": column})
    return plain


def number_of_certificate(column, cell, longest=100):
    """A certificate number without blanks, or None: the list often prints none."""
    return "".join(short_text(column, cell, longest).split()) or None


def nib(column, cell):
    """Thirteen digits, or an empty text."""
    digits = re.sub(r"[ .]", "", text(cell))
    if not digits or re.fullmatch(r"[0-9]{13}", digits):
        return digits
    raise Refused(
        column,
        cell,
        _("NIB “%(value)s” bukan 13 angka; di Excel, ubah kolomnya menjadi teks lalu tulis ulang NIB dari OSS.")
        % {"value": text(cell)},
    )


def hs_code(column, cell):
    """Eight digits, with or without dots, or an empty text."""
    digits = re.sub(r"[ .]", "", text(cell))
    if not digits or re.fullmatch(r"[0-9]{8}", digits):
        return digits
    raise Refused(
        column,
        cell,
        _("Kode HS “%(value)s” bukan 8 angka. Nol di depan mungkin hilang di Excel: tulis ulang dari sertifikat.")
        % {"value": text(cell)},
    )


def kbli_code(column, cell):
    """Five digits."""
    digits = text(cell)
    if re.fullmatch(r"[0-9]{5}", digits):
        return digits
    raise Refused(
        column,
        cell,
        _("Kode KBLI “%(value)s” bukan 5 angka. Nol di depan mungkin hilang di Excel: tulis ulang dari sertifikat.")
        % {"value": digits},
    )


def kbli_version(column, cell):
    """The version the column names; the ministry's list prints codes of 2020 and no version."""
    version = text(cell).upper().removeprefix("KBLI").strip() or KbliVersion.V2020.value
    if version in KbliVersion.values:
        return version
    raise Refused(column, cell, _("Versi KBLI “%(value)s” tidak dikenal; tulis 2020 atau 2025.") % {"value": version})


def tkdn(column, cell):
    """A TKDN value in percent, 0 to 100 with at most two decimals."""
    if not text(cell):
        raise Refused(column, cell, _("Nilai TKDN kosong; isi sesuai sertifikatnya."))
    value = _percentage(column, cell)
    if value == NO_VALUE_YET:
        raise Refused(
            column,
            cell,
            _(
                "999,99 di daftar kementerian berarti nilainya belum ada;"
                " tunggu daftar berikutnya atau lihat sertifikatnya."
            ),
        )
    return _at_most(100, column, value)


def bmp(column, cell):
    """A BMP value in percent, at most 15 (Permenperin 35/2025 Pasal 22), or None."""
    return _at_most(15, column, _percentage(column, cell)) if text(cell) else None


def _percentage(column, cell):
    if isinstance(cell, float) and 0 < cell <= 1:
        raise Refused(
            column,
            cell,
            _("Sel Excel ini berisi %(value)s, mungkin berformat persen; ubah formatnya menjadi angka, misalnya 48,68.")
            % {"value": cell},
        )
    # A spreadsheet's binary fraction carries noise far behind the second decimal; a typed value does not.
    written = str(round(cell, 6)) if isinstance(cell, float) else text(cell).removesuffix("%").strip()
    if not re.fullmatch(r"-?[0-9]{1,6}([.,][0-9]{1,6})?", written):
        raise Refused(column, cell, _("“%(value)s” bukan angka persen; tulis misalnya 48,68.") % {"value": text(cell)})
    return Decimal(written.replace(",", "."))


def _at_most(largest, column, value):
    if not 0 <= value <= largest:
        raise Refused(
            column,
            value,
            _("Nilai %(value)s di luar 0 sampai %(largest)s; periksa sertifikatnya.")
            % {"value": value, "largest": largest},
        )
    if value != round(value, 2):
        raise Refused(
            column,
            value,
            _("Nilai %(value)s punya lebih dari dua angka di belakang koma; tulis seperti pada sertifikat.")
            % {"value": value},
        )
    return round(value, 2)


def required_day(column, cell):
    """A day that may not be missing."""
    found = day(column, cell)
    if found is None:
        raise Refused(column, cell, _("Kolom %(column)s kosong; isi sesuai sertifikatnya.") % {"column": column})
    return found


def day(column, cell):
    """A day written as 2031-01-08, 08/01/2031, 8 Januari 2031 or as Excel's own date, or None."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    written = text(cell)
    if not written:
        return None
    found = written_day(written)
    if found is None:
        raise Refused(
            column,
            cell,
            _("“%(value)s” bukan tanggal; tulis tahun-bulan-hari, misalnya 2031-01-08.") % {"value": written},
        )
    return found


def written_day(written):
    """The day a text names, or None."""
    if written.isdigit() and int(written) in EXCEL_DAYS:
        return EXCEL_EPOCH + timedelta(days=int(written))
    parts = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ][\d:.]+)?", written)
    if parts:
        return _date(*parts.groups())
    parts = re.fullmatch(r"(\d{1,2})(?P<mark>[/.-])(\d{1,2})(?P=mark)(\d{4})", written)
    if parts:
        return _date(parts[4], parts[3], parts[1])
    parts = re.fullmatch(r"(\d{1,2})[ -]([A-Za-z]{3,9})\.?[ -](\d{4})", written)
    return _date(parts[3], MONTHS.get(parts[2][:3].lower(), 0), parts[1]) if parts else None


def _date(year, month, day_of_month):
    try:
        return date(int(year), int(month), int(day_of_month))
    except ValueError:
        return None
