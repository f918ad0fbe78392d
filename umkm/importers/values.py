"""Cells that are amounts, days, e-mail or KBLI codes; each function raises Invalid with what to do."""

import re
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from umkm.identifiers import SCIENTIFIC, Invalid
from umkm.importers.reading import clean
from umkm.models import KbliVersion

EMPTY_WORDS = frozenset({"-", "--", "n/a", "null", "tidak ada", "belum ada"})
LARGEST_AMOUNT = 10**15
EARLIEST_DAY = date(1950, 1, 1)
MOST_WORKERS = 1_000_000

_AMOUNT = re.compile(
    r"(?P<plain>[0-9]+)([.,]0{1,2})?"
    r"|(?P<dotted>[0-9]{1,3}(\.[0-9]{3})+)(,0{1,2})?"
    r"|(?P<commas>[0-9]{1,3}(,[0-9]{3}){2,})(\.0{1,2})?"
)
_DAY_FORMATS = ("%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%d/%m/%Y", "%d-%m-%Y")


def text_or_empty(cell):
    """A cell as text; what clerks write for "nothing" is nothing."""
    text = clean(cell)
    return "" if text.casefold() in EMPTY_WORDS else text


def short_text(longest):
    """A reader of texts of at most `longest` characters."""

    def read(cell):
        text = text_or_empty(cell)
        if len(text) > longest:
            raise Invalid(
                _("Isinya %(length)s huruf, paling banyak %(longest)s; singkat lalu coba lagi.")
                % {"length": len(text), "longest": longest}
            )
        return text

    return read


def rupiah(cell):
    """Whole rupiah of `Rp 1.500.000`, `1500000`, `1.500.000,00`; None when empty."""
    text = text_or_empty(cell)
    if not text:
        return None
    bare = re.sub(r"^(rp|idr)\.?\s*|,-$|\s", "", text, flags=re.IGNORECASE)
    found = None if SCIENTIFIC.match(bare) else _AMOUNT.fullmatch(bare)
    if not found:
        raise Invalid(
            _("%(text)s bukan nilai rupiah bulat, 0 atau lebih; tulis seperti 1500000 atau Rp 1.500.000.")
            % {"text": text}
        )
    amount = int(re.sub(r"[.,]", "", found["plain"] or found["dotted"] or found["commas"]))
    if amount > LARGEST_AMOUNT:
        raise Invalid(_("Rp %(text)s terlalu besar untuk usaha kecil; periksa angkanya.") % {"text": text})
    return amount


def people(cell):
    """A number of workers; None when empty."""
    text = text_or_empty(cell)
    if not text:
        return None
    bare = re.sub(r"\s*orang$", "", text, flags=re.IGNORECASE)
    if not re.fullmatch(r"[0-9]{1,7}", bare) or int(bare) > MOST_WORKERS:
        raise Invalid(_("%(text)s bukan jumlah orang; tulis bilangan bulat, misalnya 4.") % {"text": text})
    return int(bare)


def day(cell, on):
    """A date not before 1950 and not after `on`, from `2024-11-28`, `28/11/2024` or an Excel date; None when empty."""
    found = cell if isinstance(cell, date) else _day_of_text(text_or_empty(cell))
    if isinstance(found, datetime):
        found = found.date()
    if found and not EARLIEST_DAY <= found <= on:
        raise Invalid(
            _("Tanggal %(day)s di luar 01/01/1950 sampai hari ini; periksa tahunnya.") % {"day": f"{found:%d/%m/%Y}"}
        )
    return found


def _day_of_text(text):
    if not text:
        return None
    for pattern in _DAY_FORMATS:
        try:
            # The file names a day, not a moment; no time zone is involved.
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007
        except ValueError:
            continue
    raise Invalid(_("%(text)s bukan tanggal; tulis seperti 28/11/2024.") % {"text": text})


def email(cell):
    """An address of mail in small letters; "" when empty."""
    text = text_or_empty(cell).lower()
    try:
        if text:
            validate_email(text)
    except ValidationError as problem:
        raise Invalid(
            _("%(text)s bukan alamat e-mail; tulis seperti nama@contoh.id atau kosongkan.") % {"text": text}
        ) from problem
    return text


def listed(cell):
    """The parts of a cell that holds a list separated by `;`, each once, whatever its case."""
    found = {}
    for part in text_or_empty(cell).split(";"):
        if name := " ".join(part.split()):
            found.setdefault(name.casefold(), name)
    return list(found.values())


def kbli_codes(cell):
    """KBLI codes of a cell; five digits each."""
    codes = listed(cell)
    for code in codes:
        if not re.fullmatch(r"[0-9]{5}", code):
            raise Invalid(
                _("KBLI %(code)s bukan lima angka; pisahkan kode dengan titik koma dan jaga angka 0 di depan.")
                % {"code": code}
            )
    return codes


def kbli_version(cell):
    """`2020` unless the cell says 2025 (BPS Reg. 2/2020 and 7/2025)."""
    text = re.sub(r"^kbli\s*", "", text_or_empty(cell), flags=re.IGNORECASE)
    if text and text not in KbliVersion.values:
        raise Invalid(_("Versi KBLI %(text)s tidak dikenal; tulis 2020 atau 2025.") % {"text": text})
    return text or KbliVersion.V2020.value


def products(cell):
    """Names of products, each of at most 200 characters."""
    return [short_text(200)(name) for name in listed(cell)]
