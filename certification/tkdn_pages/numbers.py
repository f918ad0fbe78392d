"""Numbers as Indonesians write them: `0,3` is three tenths, `1.500` is fifteen hundred."""

import re
from decimal import Decimal

from django.utils.translation import gettext as _

from umkm.identifiers import Invalid

_DOTTED = re.compile(r"[1-9][0-9]{0,2}(\.[0-9]{3})+(,[0-9]+)?")
_COMMA = re.compile(r"[0-9]+(,[0-9]+)?")
_POINT = re.compile(r"[0-9]+\.[0-9]+")
LONGEST = {"quantity": 9, "unit_price": 12}
"""Digits before the comma of the largest amount a workshop needs for one unit of product; more is a typing error."""


def decimal_of(text):
    """The number in `text`, or None where it is none: `1.500`, `1.500,25`, `0,3`, `0.3`; never negative."""
    bare = re.sub(r"^rp\.?\s*|\s", "", text, flags=re.IGNORECASE)
    if _DOTTED.fullmatch(bare) or _COMMA.fullmatch(bare):
        return Decimal(bare.replace(".", "").replace(",", "."))
    return Decimal(bare) if _POINT.fullmatch(bare) else None


def written(number):
    """A number as it is typed: `0,3` or `1500`, without dots so that it reads the same in every language."""
    if number is None:
        return ""
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def amount_of(component):
    """Quantity and unit price as one reads them: `0,3 kg × Rp 70.000`."""
    return f"{written(component.quantity)} {component.unit}".strip() + f" × {priced(component.unit_price)}"


def priced(amount):
    """A price with whatever it has behind the comma: `Rp 70.000`, `Rp 812,5`."""
    grouped = f"{amount.normalize():,f}".translate(str.maketrans(",.", ".,"))
    return f"Rp\u00a0{grouped}"


def quantity(text):
    """How much of a component goes into one product; above 0, six places. Raises Invalid."""
    found = _read(text, LONGEST["quantity"], 6, _("“%(text)s” bukan jumlah. Tulis angka, misalnya 0,3 atau 1.500."))
    if found == 0:
        raise Invalid(_("Jumlah 0 berarti bahan ini tidak dipakai. Isi jumlah untuk satu barang, misalnya 0,3."))
    return found


def unit_price(text):
    """Rupiah, 0 or more, two places. Raises Invalid."""
    return _read(text, LONGEST["unit_price"], 2, _("“%(text)s” bukan harga. Tulis angkanya saja, misalnya 70.000."))


def percentage(text):
    """0 to 100 with two places; None when empty. Raises Invalid."""
    if not text:
        return None
    sentence = _("“%(text)s” bukan nilai TKDN. Salin angka dari sertifikat bahan, misalnya 52,00.")
    found = _read(text.removesuffix("%"), 3, 2, sentence)
    if found > 100:
        raise Invalid(sentence % {"text": text})
    return found


def _read(text, longest, places, sentence):
    found = decimal_of(text)
    if found is None:
        raise Invalid(sentence % {"text": text})
    if found >= 10**longest:
        raise Invalid(_("“%(text)s” terlalu besar untuk satu barang. Periksa angkanya.") % {"text": text})
    if found != found.quantize(Decimal(1).scaleb(-places)):
        raise Invalid(
            _("“%(text)s” terlalu rinci. Tulis paling banyak %(places)s angka di belakang koma.")
            % {"text": text, "places": places}
        )
    return found
