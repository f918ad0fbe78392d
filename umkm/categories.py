"""The four categories of the regional budget, and which KBLI codes serve which."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Category(TextChoices):
    """What the regional budget buys from small industry; everything else is OTHER."""

    MACHINERY = "MACHINERY", _("Mesin")
    SOUVENIR = "SOUVENIR", _("Cindera mata")
    CLOTHING = "CLOTHING", _("Pakaian")
    FOOD = "FOOD", _("Makanan")
    OTHER = "OTHER", _("Barang lain")


BUDGET_CATEGORIES = (Category.MACHINERY, Category.SOUVENIR, Category.CLOTHING, Category.FOOD)
"""The categories named by the office on 28 November 2024 for its budget of Rp 11 billion (domain: LPG)."""


class CategoryRules:
    """The longest matching KBLI prefix decides; a prefix may serve several categories, the primary one first."""

    def __init__(self, rules):
        """`rules` are `CategoryRule` rows, or anything with version, prefix, category and is_primary."""
        self._by_prefix = {}
        for rule in sorted(rules, key=lambda rule: not rule.is_primary):
            found = self._by_prefix.setdefault((rule.version, rule.prefix), [])
            if rule.category != Category.OTHER:
                found.append(rule.category)

    def of(self, version, code):
        """Categories that products of this KBLI code serve, primary first; `["OTHER"]` when none of the four."""
        for length in range(len(code), 0, -1):
            found = self._by_prefix.get((version, code[:length]))
            if found is not None:
                return found or [Category.OTHER.value]
        return [Category.OTHER.value]
