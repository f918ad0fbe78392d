"""Words of an axis of rupiah: one unit for all of it, so that its numbers stay short."""

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy

SCALES = (
    (10**12, gettext_lazy("Rp triliun")),
    (10**9, gettext_lazy("Rp miliar")),
    (10**6, gettext_lazy("Rp juta")),
)


def rupiah_unit(most):
    """(the unit, a function that writes whole rupiah in it) of an axis up to `most` rupiah."""
    scale, unit = next((pair for pair in SCALES if most >= pair[0]), (1, "Rp"))
    return str(unit), lambda amount: _written(Decimal(amount) / scale)


def _written(number):
    """Without decimals where there are none."""
    return number_format(number.normalize() + 0, use_l10n=True, force_grouping=True)
