"""Form fields that read numbers as people write them."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from umkm.identifiers import Invalid
from umkm.importers import values

MOST_A_MONTH = 100_000_000
"""Pieces; no small workshop makes more, so a larger number is a typing error."""


class TypedField(forms.CharField):
    """A text that `read` understands; what it raises as Invalid is the field's error."""

    def __init__(self, *, read, **kwargs):
        """`read`: a function of the text, such as those for the cells of an import."""
        super().__init__(**kwargs)
        self.read = read

    def clean(self, value):
        """The value read from the text."""
        try:
            return self.read(super().clean(value))
        except Invalid as error:
            raise ValidationError(str(error), code="invalid") from None

    def prepare_value(self, value):
        """A number as people write it, with dots: `25.000`."""
        return f"{value:,}".replace(",", ".") if isinstance(value, int) else value


def price(text):
    """Whole rupiah above 0 of `Rp 25.000` or `25000`; None when empty. Raises Invalid."""
    try:
        amount = values.rupiah(text)
    except Invalid:
        raise Invalid(_("“%(text)s” bukan harga. Tulis angkanya saja, misalnya 25000.") % {"text": text}) from None
    if amount == 0:
        raise Invalid(_("Harga 0 tidak bisa dipakai; tulis harga jualnya, atau kosongkan dulu."))
    return amount


def monthly_capacity(text):
    """A number of pieces above 0 of `1.000` or `1000`; None when empty. Raises Invalid."""
    if not text:
        return None
    bare = re.sub(r"[.\s]", "", text)
    if not re.fullmatch(r"[0-9]{1,9}", bare) or not 0 < int(bare) <= MOST_A_MONTH:
        raise Invalid(_("“%(text)s” bukan jumlah barang. Tulis angka bulat saja, misalnya 500.") % {"text": text})
    return int(bare)
