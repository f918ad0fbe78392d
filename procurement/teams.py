"""Small makers proposed together for a package that none of its candidates can fill alone."""

from dataclasses import dataclass

from certification.models import CertificateItem
from procurement.answers import Supplier
from procurement.capacity import Maker, read_volume, team_for, unit_of


@dataclass(frozen=True)
class Proposal:
    """A team with the suppliers behind its parts: `rows` are (supplier, part)."""

    team: object
    rows: tuple[tuple[Supplier, object], ...]


def proposal_for(answer):
    """The Proposal for one package's answer, or None; one query.

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
        volume, makers_of(suppliers), first=answer.contract_day, last=answer.delivery_day,
        place=answer.package.regency_id or answer.package.agency.regency_id,
    )  # fmt: skip
    if team is None:
        return None
    return Proposal(team, tuple((suppliers[part.maker.key], part) for part in team.parts))


def is_over(answer):
    """Whether delivery was planned before the day of asking: what is past has no time left to make anything."""
    planned = answer.package.delivery_until or answer.package.contract_until
    return planned is not None and planned < answer.on


def makers_of(suppliers):
    """The Makers behind {item id: Supplier}; those whose capacity or unit is not recorded are left out."""
    known = CertificateItem.objects.filter(pk__in=suppliers, product__monthly_capacity__isnull=False)
    return [
        Maker(
            key=item_id,
            monthly=monthly,
            unit=unit_of(unit),
            price=price,
            regency=suppliers[item_id].regency_code,
        )
        for item_id, monthly, unit, price in known.order_by("pk").values_list(
            "pk", "product__monthly_capacity", "product__unit", "product__price"
        )
    ]
