"""Rupiah at risk from each certificate that runs today and ends before a package is contracted or delivered.

Such a package is open although its supplier is there: renewing one certificate serves it again.
"""

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from django.conf import settings

from bimtek.graph import is_open
from procurement.matching import question_of
from procurement.matching_sql import details
from procurement.renewable import renewed_items, renewed_pools


class Risk(NamedTuple):
    """A certificate to renew: until when it runs, and the packages that its renewal alone would serve."""

    certificate_id: int
    number: str
    business: str
    valid_until: date
    packages: tuple[str, ...]
    rupiah: int


def expiry_risks(matches, on):
    """A `Risk` for each certificate, most rupiah first; `matches` is matching's answer as asked on day `on`."""
    waiting = [(found, question_of(found)) for found in matches if is_open(found)]
    if not waiting:
        return []
    pools = renewed_pools([question for _found, question in waiting], on)
    lost = [(found, renewed_items(pools, question)) for found, question in waiting]
    told = details({item for _found, items in lost for item in items})
    saved = defaultdict(dict)
    for found, items in lost:
        if found.suppliers + 1 >= settings.MIN_SUPPLIERS:
            present = {candidate.supplier.business_id for candidate in found.candidates} if found.suppliers else set()
            for item in items:
                if told[item].business_id not in present:
                    saved[told[item].certificate_id][found.package.rup_code] = found.package.ceiling
    return _risks(saved, {one.certificate_id: one for one in told.values()})


def _risks(saved, told):
    found = [
        Risk(
            certificate_id=certificate,
            number=told[certificate].number or "",
            business=told[certificate].business_name,
            valid_until=told[certificate].valid_until,
            packages=tuple(sorted(packages)),
            rupiah=sum(packages.values()),
        )
        for certificate, packages in saved.items()
    ]
    return sorted(found, key=lambda risk: (-risk.rupiah, risk.valid_until, risk.certificate_id))
