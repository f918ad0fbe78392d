"""What depends on each certificate: the packages it suits, and those that lose their supplier when it ends.

All certificates at once: matching's pools are asked as if every certificate in force were renewed in time; what then
fits and does not without the renewal is at risk.
"""

from collections import defaultdict
from typing import NamedTuple

from django.conf import settings
from django.db import transaction

from certification.models import Stake
from procurement.matching import question_of, unanswered
from procurement.matching_sql import details
from procurement.models import OutcomeState, Package
from procurement.renewable import renewed_items, renewed_pools
from procurement.to_come import is_to_come


class Sum(NamedTuple):
    """Packages and their ceilings in whole rupiah."""

    packages: int
    rupiah: int


def stakes(*, years, on):
    """`{certificate id: (suits, at risk)}`, each a `Sum`, of packages of `years` still to be contracted on day `on`.

    A package suits a certificate whose product would serve it if it were renewed; it is at risk if without the renewal
    fewer than `MIN_SUPPLIERS` businesses could serve it, and with it enough.
    """
    asked = [(each, question_of(each)) for each in _to_come(years, on)]
    pools = renewed_pools([question for _each, question in asked], on)
    fitting = [(each, question, renewed_items(pools, question)) for each, question in asked]
    told = details({item for _each, _question, items in fitting for item in items})
    suits, at_risk = defaultdict(dict), defaultdict(dict)
    for each, question, items in fitting:
        holders = [told[item] for item in items]
        _add(suits, {holder.certificate_id for holder in holders}, each.package)
        _add(at_risk, _needed(holders, question), each.package)
    return {pk: (_total(found), _total(at_risk.get(pk, {}))) for pk, found in suits.items()}


def _to_come(years, on):
    """Packages a certificate can serve whose contract can still be signed."""
    packages = Package.objects.current().filter(year__in=years).select_related("agency")
    found = (unanswered(package, on) for package in packages.order_by("pk"))
    return [each for each in found if each.state == OutcomeState.OPEN and is_to_come(each.package, on)]


def _needed(holders, question):
    """Certificates that end too early and whose renewal alone makes enough suppliers."""
    steady = {each.business_id for each in holders if each.valid_until >= question.delivery_day}
    if len(steady) >= settings.MIN_SUPPLIERS or len(steady) + 1 < settings.MIN_SUPPLIERS:
        return set()
    return {each.certificate_id for each in holders if each.business_id not in steady}


def _add(sums, certificates, package):
    for certificate in certificates:
        sums[certificate][package.pk] = package.ceiling


def _total(ceilings):
    return Sum(len(ceilings), sum(ceilings.values()))


@transaction.atomic
def refresh_stakes(*, years, on):
    """Store what `stakes` says for every certificate; rows that nothing depends on any more go. Returns how many."""
    rows = [
        Stake(
            certificate_id=pk, packages=suits.packages, rupiah=suits.rupiah,
            packages_at_risk=at_risk.packages, rupiah_at_risk=at_risk.rupiah, on=on,
        )
        for pk, (suits, at_risk) in sorted(stakes(years=years, on=on).items())
    ]  # fmt: skip
    Stake.objects.exclude(pk__in=[row.pk for row in rows]).delete()
    facts = ["packages", "rupiah", "packages_at_risk", "rupiah_at_risk", "on"]
    Stake.objects.bulk_create(rows, update_conflicts=True, unique_fields=["certificate"], update_fields=facts)
    return len(rows)
