"""What a supplier needs to know of a package, and in words what changed of it since."""

import hashlib
import json
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from tkdnportal.templatetags.portal import day, percent, rupiah
from umkm.categories import Category

DAYS = ("contract_from", "contract_until", "delivery_until")


def facts_of(package):
    """The facts as JSON can hold them; anything else may change without a word to anyone."""
    return {
        "name": package.name,
        "category": package.category,
        "ceiling": package.ceiling,
        "volume": package.volume,
        "minimum_tkdn": None if package.minimum_tkdn is None else str(package.minimum_tkdn),
        **{name: value.isoformat() if (value := getattr(package, name)) else None for name in DAYS},
    }


def version_of(facts):
    """A fingerprint of the facts: the same facts, the same version."""
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def changes_between(before, after):
    """A sentence for each fact that differs, in a fixed order."""
    labels = {
        "name": _("Nama"), "category": _("Kategori"), "ceiling": _("Pagu"), "volume": _("Volume"),
        "minimum_tkdn": _("TKDN paling sedikit"), "contract_from": _("Awal kontrak"),
        "contract_until": _("Akhir kontrak"), "delivery_until": _("Barang dipakai paling lambat"),
    }  # fmt: skip
    return [
        _("%(what)s berubah dari %(old)s menjadi %(new)s.")
        % {"what": label, "old": _told(name, before.get(name)), "new": _told(name, after.get(name))}
        for name, label in labels.items()
        if before.get(name) != after.get(name)
    ]


def _told(name, value):
    """A fact as people read it."""
    if value in (None, ""):
        return _("tidak disebut")
    if name == "ceiling":
        return rupiah(value)
    if name == "minimum_tkdn":
        return percent(Decimal(value))
    if name in DAYS:
        return day(date.fromisoformat(value))
    return str(Category(value).label) if name == "category" else value[:100]
