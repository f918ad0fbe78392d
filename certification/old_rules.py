"""How an old value came about: TKDN of small industry under Permenperin 46/2022, revoked on 12 December 2025.

Nothing new is counted by these rules (Permenperin 35/2025 Ps 72 b, 74 d); they explain and check values on certificates
that still run. That a part counts whole or not at all is hearsay: the setting `OLD_PARTS_ALL_OR_NOTHING` ends it.
"""

from dataclasses import astuple, dataclass
from itertools import product

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from certification.models import Scheme
from certification.tkdn import Process

WEIGHTS = (24, 10, 4, 2)
"""Percent for main materials, workers, workshop and tools, development of the product; 40 together."""

LABELS = (_("bahan utama"), _("tenaga kerja"), _("alat dan bengkel"), _("pengembangan produk"))

LEAST = 25
"""Percent; below it no certificate was issued."""


@dataclass(frozen=True)
class OldParts:
    """Which of the four parts are domestic; material that is imported, or not shown to be domestic, does not count."""

    material: bool
    labour: bool
    overhead: bool
    development: bool

    @property
    def tkdn(self):
        """The value in whole percent, each part counted whole or not at all."""
        return sum(weight for weight, counts in zip(WEIGHTS, astuple(self), strict=True) if counts)

    @property
    def counted(self):
        """`[(label, percent)]` of the parts that count."""
        return [(label, weight) for label, weight, counts in zip(LABELS, WEIGHTS, astuple(self), strict=True) if counts]


def refusal(process, parts):
    """The code by which such goods were refused, or None: only packed, or below the least value."""
    if process == Process.PACKAGING_ONLY:
        return process.value
    return "BELOW_LEAST" if parts.tkdn < LEAST else None


def parts_of(value):
    """The parts that make `value` percent, or None: no two choices of parts make the same value."""
    return next((parts for parts in _certifiable() if parts.tkdn == value), None)


def old_values(certificate, items):
    """`[(item, its parts or None)]` of `items` on an old certificate; nothing on a newer one, or while it is not known
    that parts counted whole."""
    if certificate.scheme != Scheme.P46_2022 or not settings.OLD_PARTS_ALL_OR_NOTHING:
        return []
    return [(item, parts_of(item.tkdn)) for item in items]


def _certifiable():
    every = (OldParts(*chosen) for chosen in product((True, False), repeat=len(WEIGHTS)))
    return [parts for parts in every if refusal(Process.MANUFACTURE, parts) is None]
