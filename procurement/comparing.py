"""Products side by side: the rows of the table, and which of them differ."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from certification.models import CertificateItem
from procurement.matching import match
from procurement.preference import bmp_on
from procurement.teams import commitments_of
from tkdnportal.templatetags.portal import day, percent, rupiah

MOST = 5


@dataclass(frozen=True)
class Row:
    """One property of every product, in the order of the products."""

    label: str
    values: tuple[str, ...]

    @property
    def differs(self):
        """Whether the products are not alike in it."""
        return len(set(self.values)) > 1


def items_to_compare(ids):
    """The certified products of registered businesses with these ids, in the order asked for; others are left out."""
    related = ("certificate__business__regency", "product")
    found = CertificateItem.objects.of_registered_businesses().select_related(*related).in_bulk(ids)
    return [found[pk] for pk in dict.fromkeys(ids) if pk in found]


def tiers_for(package, on):
    """{item id: preference tier} of the candidates of `package` asked on day `on`."""
    [found] = match(year=package.year, on=on, rup_code=package.rup_code)
    return {candidate.supplier.item_id: candidate.tier for candidate in found.candidates}


def rows_of(items, on, *, tiers=None, with_trade=False):
    """The rows; the tier with `tiers` of a package, price and capacity only for officers (`with_trade`)."""
    rows = [
        _row(_("TKDN"), items, lambda item: percent(item.tkdn)),
        _row(_("BMP"), items, lambda item: percent(bmp_on(item, on))),
        _row(_("TKDN + BMP"), items, lambda item: percent(item.tkdn + bmp_on(item, on))),
    ]
    if tiers is not None:
        rows.append(_row(_("Tingkat untuk paket ini"), items, lambda item: _tier(tiers, item)))
    if with_trade:
        owed = commitments_of([item.product for item in items if item.product])
        rows += [
            _row(_("Harga satuan"), items, _price),
            _row(_("Kapasitas sebulan"), items, _capacity),
            _row(_("Sudah dipesan, belum selesai"), items, lambda item: _owed(owed[item.product_id], item, on)),
        ]
    return [
        *rows,
        _row(_("Tempat"), items, lambda item: str(item.certificate.business.regency)),
        _row(_("Sertifikat"), items, lambda item: str(item.certificate.status_on(on).label)),
        _row(_("Berlaku sampai"), items, lambda item: day(item.certificate.valid_until)),
    ]


def _row(label, items, value):
    return Row(label, tuple(value(item) for item in items))


def _tier(tiers, item):
    return str(tiers[item.pk]) if item.pk in tiers else _("belum bisa melayani")


def _price(item):
    if item.product is None or item.product.price is None:
        return _("belum tercatat")
    return rupiah(item.product.price)


def _capacity(item):
    if item.product is None or item.product.monthly_capacity is None:
        return _("belum tercatat")
    return f"{item.product.monthly_capacity} {item.product.unit}".strip()


def _owed(commitments, item, on):
    """Units that contracts recorded here still ask of the product on day `on`."""
    amount = sum(one.amount for one in commitments if one.last >= on)
    return f"{amount} {item.product.unit}".strip() if amount else _("tidak ada yang tercatat")
