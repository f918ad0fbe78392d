"""Small makers proposed together for a package that none of its candidates can fill alone."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from certification.models import CertificateItem
from procurement.answers import Supplier
from procurement.capacity import Commitment, Maker, read_volume, team_for, unit_of, units_of
from procurement.models import Award

USUAL_DELIVERY = timedelta(days=30)
"""How long after signing a contract of a package without planned days is taken to keep its maker busy."""


@dataclass(frozen=True)
class Proposal:
    """A team with the suppliers behind its parts: `rows` are (supplier, part)."""

    team: object
    rows: tuple[tuple[Supplier, object], ...]


def proposal_for(answer):
    """The Proposal for one package's answer, or None; two queries.

    Only candidates take part, each business with its best product: the words, the category, the certificate on both
    days and the price are matching's, here only quantities count.
    """
    volume = read_volume(answer.package.volume)
    if volume is None or is_over(answer) or len(answer.candidates) < 2:
        return None
    best = {}
    for candidate in answer.candidates:
        best.setdefault(candidate.supplier.business_id, candidate.supplier)
    suppliers = {supplier.item_id: supplier for supplier in best.values()}
    team = team_for(
        volume, makers_of(suppliers, elsewhere_than=answer.package),
        first=answer.contract_day, last=answer.delivery_day,
        place=answer.package.regency_id or answer.package.agency.regency_id,
    )  # fmt: skip
    if team is None:
        return None
    return Proposal(team, tuple((suppliers[part.maker.key], part) for part in team.parts))


def is_over(answer):
    """Whether delivery was planned before the day of asking: what is past has no time left to make anything."""
    planned = answer.package.delivery_until or answer.package.contract_until
    return planned is not None and planned < answer.on


def makers_of(suppliers, *, elsewhere_than=None):
    """The Makers behind {item id: Supplier}; those whose capacity or unit is not recorded are left out.

    Each brings what its contracts for other packages than `elsewhere_than` still ask of the same product.
    """
    known = CertificateItem.objects.filter(pk__in=suppliers, product__monthly_capacity__isnull=False)
    known = list(known.select_related("product").order_by("pk"))
    owed = commitments_of([item.product for item in known], elsewhere_than=elsewhere_than)
    return [
        Maker(
            key=item.pk,
            monthly=item.product.monthly_capacity,
            unit=unit_of(item.product.unit),
            price=item.product.price,
            regency=suppliers[item.pk].regency_code,
            commitments=tuple(owed[item.product_id]),
        )
        for item in known
    ]


def commitments_of(products, *, elsewhere_than=None):
    """{product id: [Commitment]} of the living contracts for these products, on whatever certificate; one query.

    Goods that were received keep nobody busy any more. Where neither the package's volume nor the product's price says
    how many units a contract means, it is left out.
    """
    by_id = {product.pk: product for product in products}
    awards = Award.objects.living().filter(item__product__in=by_id).exclude(package=elsewhere_than)
    owed = defaultdict(list)
    for award in awards.select_related("package", "item").order_by("pk"):
        units = _units(award, by_id[award.item.product_id])
        if units:
            owed[award.item.product_id].append(Commitment(units, award.signed_on, _last_day(award)))
    return owed


def _units(award, product):
    """Units a contract asks for: the package's own volume where it is alone in it, else by the product's price."""
    volume = read_volume(award.package.volume)
    if volume and volume.unit == unit_of(product.unit) and award.value == award.package.ceiling:
        return volume.amount
    return units_of(award.value, product.price) if product.price else None


def _last_day(award):
    planned = award.package.delivery_until or award.package.contract_until or award.signed_on + USUAL_DELIVERY
    return max(award.signed_on, award.delivered_on or planned)
