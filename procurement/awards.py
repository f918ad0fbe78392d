"""What an officer can choose on a signing day, what a package has bought so far, and whose purchases are whose."""

from dataclasses import dataclass

from django.db.models import Q, Sum

from accounts.roles import Role
from certification.models import CertificateItem
from procurement.answers import Supplier
from procurement.matching import match_signing
from procurement.models import Award, Leakage
from procurement.preference import tier


@dataclass(frozen=True)
class Choice:
    """A certified product an officer may buy: from the list of what fits, or beside it with a reason of the officer.

    `cautions` are warnings of one that fits, and the obstacles of one that does not.
    """

    supplier: Supplier
    tier: int
    fits: bool
    cautions: tuple

    @property
    def pk(self):
        """Of the certificate item."""
        return self.supplier.item_id


def choices_on(package, signed_on):
    """Every product that can be bought on `signed_on`, those that fit first, best tier first.

    Tiers 1 and 2 are the office's policy; any other product that the database would take needs a recorded reason
    (Perpres 16/2018 Ps 66(2); the office's stricter rule is a policy, so an officer can overrule it in writing).
    """
    found = match_signing(package, signed_on)
    fitting = [Choice(one.supplier, one.tier, True, tuple(one.warnings)) for one in found.candidates]
    beside = CertificateItem.objects.valid_on(signed_on).of_registered_businesses()
    allowed = set(
        beside.filter(pk__in=[one.supplier.item_id for one in found.near_misses]).values_list("pk", flat=True)
    )
    others = [
        Choice(one.supplier, tier(one.supplier.tkdn, 0), False, tuple(one.obstacles))
        for one in found.near_misses
        if one.supplier.item_id in allowed
    ]
    return fitting + others


def suppliers_on(package, day):
    """How many certified suppliers could have served the package on `day`."""
    return match_signing(package, day).suppliers


def spent_on(package):
    """Rupiah of living purchases: `(awarded, leaked)`."""
    return tuple(
        purchases.living().aggregate(total=Sum("value", default=0))["total"]
        for purchases in (package.awards, package.leakages)
    )


def spent_by_package(packages):
    """{package id: rupiah of its living purchases}, only those that bought anything; two queries."""
    spent = {}
    for model in (Award, Leakage):
        found = model.objects.living().filter(package__in=packages).order_by().values_list("package")
        for pk, total in found.annotate(total=Sum("value")):
            spent[pk] = spent.get(pk, 0) + int(total)
    return spent


def bought_of(package, user):
    """What everyone may see of a package's purchases, and whether `user` records them.

    Vendors outside stay unnamed: many are persons (UU 27/2022 Ps 4).
    """
    awarded, leaked = spent_on(package)
    return {
        "awards": package.awards.living().select_related("item__certificate"),
        "awarded": awarded,
        "leaked": leaked,
        "left": package.ceiling - awarded - leaked,
        "may_record": user.is_authenticated
        and user.has_role(Role.OFFICER)
        and package.agency.postings.filter(user=user).exists(),
    }


def left_of(package, *, without=None):
    """Rupiah the ceiling still has, as if the purchase `without` were not there."""
    own = without.value if without is not None and without.pk and not without.cancelled_on else 0
    return package.ceiling - sum(spent_on(package)) + own


def leakages_of(user):
    """Leakage of the agencies the officer is posted to, with or without a package."""
    own = Q(package__agency__postings__user=user) | Q(agency__postings__user=user)
    return Leakage.objects.filter(own).select_related("package__agency", "agency").distinct()


def unexplained(leakages):
    """Those that came from a file and wait for an officer's reason."""
    return leakages.living().filter(reason="")
