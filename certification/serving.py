"""Which KBLI codes of certified products serve which budget category."""

from certification.models import CertificateItem
from umkm.categories import Category, CategoryRules
from umkm.models import CategoryRule


def serving_codes():
    """(KBLI version, code, category) of every code that occurs on a certificate, one row per category it serves."""
    rules = CategoryRules(CategoryRule.objects.all())
    codes = CertificateItem.objects.order_by().values_list("kbli_version", "kbli_code").distinct()
    return [
        (version, code, str(category))
        for version, code in codes
        for category in rules.of(version, code)
        if category != Category.OTHER
    ]
