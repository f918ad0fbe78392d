"""Cells of the procurement agency's files as values; a cell that cannot be one is Refused by name."""

import re
from datetime import date, datetime

from django.utils.translation import gettext as _

from umkm.importers.reading import clean
from umkm.importers.run import Refused

DATE_FORMATS = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y")
EARLIEST_YEAR, LATEST_YEAR = 2000, 2100
LARGEST_CEILING = 10**15
YES = frozenset({"true", "1", "ya", "yes", "t"})
WHOLE_RUPIAH = re.compile(r"[0-9]+([.,]0+)?")
GROUPED_RUPIAH = re.compile(r"[0-9]{1,3}([.,][0-9]{3})+([.,]00)?")


def text(cell):
    """A cell as text that PostgreSQL can keep."""
    return clean(cell).replace("\x00", "")


def rup_code(column, cell):
    """A kode RUP of 6 to 12 digits; a cell that holds several is refused, since its ceiling belongs to none."""
    value = text(cell)
    if re.fullmatch(r"[0-9]{6,12}", value):
        return value
    if ";" in value or "," in value:
        raise Refused(column, value, _("Satu baris memuat beberapa kode RUP; tulis satu kode pada tiap baris."))
    raise Refused(column, value, _("Kode RUP terdiri atas 6 sampai 12 angka."))


def year(column, cell):
    """A budget year."""
    value = text(cell)
    if re.fullmatch(r"[0-9]{4}", value) and EARLIEST_YEAR <= int(value) <= LATEST_YEAR:
        return int(value)
    raise Refused(column, value, _("Tahun anggaran ditulis dengan empat angka, misalnya 2026."))


def rupiah(column, cell):
    """Whole rupiah, 0 or more: `79747800`, `79747800.0`, `Rp 79.747.800`."""
    value = text(cell)
    digits = re.sub(r"^rp\.?\s*", "", value, flags=re.IGNORECASE)
    if GROUPED_RUPIAH.fullmatch(digits):
        number = int(re.sub(r"[.,]", "", re.sub(r"[.,]00$", "", digits)))
    elif WHOLE_RUPIAH.fullmatch(digits):
        number = int(re.split(r"[.,]", digits)[0])
    else:
        raise Refused(column, value, _("Pagu ditulis sebagai bilangan bulat rupiah, misalnya 50000000."))
    if number > LARGEST_CEILING:
        raise Refused(column, value, _("Pagu lebih dari seribu triliun rupiah; periksa jumlah angkanya."))
    return number


def day(column, cell):
    """A date as written, with or without a time after it; None for an empty cell.

    The service marks local times with Z, so the day is taken as written and never shifted.
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    value = text(cell)
    if not value:
        return None
    written = re.split(r"[T ]", value, maxsplit=1)[0]
    for form in DATE_FORMATS:
        found = _parsed(written, form)
        if found:
            return found
    raise Refused(column, value, _("Tanggal ditulis seperti 2026-03-31."))


def _parsed(written, form):
    try:
        found = datetime.strptime(written, form).date()  # noqa: DTZ007 - a day has no time zone
    except ValueError:
        return None
    return found if EARLIEST_YEAR <= found.year <= LATEST_YEAR else None


def yes(cell):
    """Whether a cell says yes: `True`, `true`, `1`, `ya`."""
    return text(cell).casefold() in YES


def marked(cell, mark):
    """True when the cell holds the mark (`PDN`, `UKM`), None when it is empty, else False."""
    value = text(cell).casefold()
    return value == mark.casefold() if value else None
