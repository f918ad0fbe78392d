"""Three sentra: that of the owner who nearly has a certificate, one of tapis and one of batik, with shared material."""

from datetime import timedelta
from decimal import Decimal

from django.db.models import Count

from accounts.models import User
from certification.models import SentraTemplate, TemplateComponent
from insight.demo import REFERENCE_DAY
from insight.demo.calculations import PARTS
from insight.demo.dice import dice_for
from umkm.categories import Category
from umkm.models import District, MaterialAllotment, MaterialInvoice, Product
from umkm.sentra_candidates import found_sentra, sentra_of

FOUNDED_ON = REFERENCE_DAY - timedelta(days=300)
WORDS = ("tapis", "batik")
MOST_PARTS = 8
"""So many members get a part of an invoice; what is left lies with the cooperative."""


def make_sentra(seed):
    """Call it once the people and their businesses are there."""
    dice = dice_for(seed, "sentra")
    largest = [found_sentra(term=term, district=district, on=FOUNDED_ON) for term, district in _largest()]
    for sentra in filter(None, [_of_owner(), *largest]):
        # One of the makers buys for all; the demonstration has no businesses but makers and traders.
        sentra.cooperative = sentra.memberships.first().business
        sentra.save(update_fields=["cooperative"])
        _material(dice, sentra)
        _template(sentra)


def _of_owner():
    """That of the owner of the demonstration, by the first word of the product; None where its kecamatan is unknown."""
    business = User.objects.get(email__startswith="pemilik@").memberships.get().business
    product = business.products.order_by("pk")[0]
    if business.district is None or not product.terms:
        return None
    term, category = product.terms[0], product.categories[0]
    return sentra_of(term=term, category=category, district=business.district, on=FOUNDED_ON)


def _largest():
    """For each of `WORDS` the kecamatan with most makers of it, where anybody makes it."""
    for term in WORDS:
        made = Product.objects.filter(terms__contains=[term], business__district__isnull=False)
        counted = made.values("business__district").annotate(makers=Count("business", distinct=True))
        found = counted.order_by("-makers", "business__district").first()
        if found:
            yield term, District.objects.get(pk=found["business__district"])


def _parts(sentra):
    return PARTS.get(sentra.category, PARTS[Category.SOUVENIR])


def _material(dice, sentra):
    name, _quantity, unit, price, _origin = _parts(sentra)[0]
    for number in (1, 2):
        quantity = dice.between(400, 1200, step=50)
        invoice = MaterialInvoice.objects.create(
            sentra=sentra, buyer=sentra.cooperative, number=f"{number:03d}/KOP/2026", seller="Gapoktan Sumber Tani",
            bought_on=REFERENCE_DAY - timedelta(days=70 - 30 * number), material=name, quantity=quantity, unit=unit,
            amount=quantity * price,
        )  # fmt: skip
        members = sentra.memberships.all()[:MOST_PARTS]
        MaterialAllotment.objects.bulk_create(
            MaterialAllotment(invoice=invoice, member=member, quantity=dice.between(10, quantity // MOST_PARTS))
            for member in members
        )


def _template(sentra):
    template = SentraTemplate.objects.create(sentra=sentra, name=f"{sentra.product.capitalize()}, satu kemasan")
    TemplateComponent.objects.bulk_create(
        TemplateComponent(
            template=template, position=position, name=name, quantity=Decimal(quantity), unit=unit, unit_price=price,
            origin="DOMESTIC" if origin == "CERTIFIED" else origin,
        )
        for position, (name, quantity, unit, price, origin) in enumerate(_parts(sentra), 1)
    )  # fmt: skip
