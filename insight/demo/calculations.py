"""TKDN values of makers on their way: finished, half answered, refused, and two of one product to compare."""

from datetime import date, timedelta
from decimal import Decimal

from certification.models import AccountStatus, Calculation, Component
from certification.reckoning import remember
from insight.demo import REFERENCE_DAY
from insight.demo.dice import dice_for
from umkm.categories import Category
from umkm.models import Product, ProductDetail

MAKERS = 24
CERTIFICATES_END = date(2028, 6, 30)

PARTS = {
    Category.FOOD: (
        ("Pisang kepok", "0.5", "kg", 9_000, "NATURAL"), ("Minyak goreng", "0.1", "liter", 18_000, "DOMESTIC"),
        ("Bumbu tabur", "0.02", "kg", 90_000, "IMPORT"), ("Plastik kemasan", "1", "lembar", 800, "CERTIFIED"),
    ),
    Category.CLOTHING: (
        ("Kain katun", "1.2", "meter", 32_000, "CERTIFIED"), ("Benang", "0.1", "gulung", 20_000, "DOMESTIC"),
        ("Pewarna", "0.05", "kg", 140_000, "IMPORT"),
    ),
    Category.SOUVENIR: (
        ("Kayu jati", "0.02", "m3", 900_000, "NATURAL"), ("Cat", "0.1", "liter", 60_000, "DOMESTIC"),
        ("Kotak karton", "1", "buah", 6_000, "FULL_DOMESTIC"),
    ),
    Category.MACHINERY: (
        ("Motor bensin", "1", "buah", 2_400_000, "IMPORT"), ("Pelat besi", "12", "kg", 17_000, "CERTIFIED"),
        ("Baut dan mur", "40", "buah", 1_500, "DOMESTIC"), ("Pisau", "4", "buah", 85_000, "FULL_DOMESTIC"),
    ),
}  # fmt: skip
"""Main components for one product: name, quantity, unit, rupiah, origin; the prices are invented."""

HS_CODES = {
    Category.FOOD: "20089990",
    Category.CLOTHING: "61091010",
    Category.SOUVENIR: "44201990",
    Category.MACHINERY: "84386010",
}


def fill_calculations(seed):
    """Calculations of makers whose account is active, those of the demonstration's owners among them."""
    dice = dice_for(seed, "calculations")
    for number, product in enumerate(_products()):
        _describe(dice, product)
        calculation = _calculation(dice, product, unfinished=number % 6 == 5, refused=number % 11 == 10)
        if number % 6 != 5:
            _components(dice, calculation)
        remember(calculation, calculation.started_on)


def _products():
    """One product each, of the four categories, in the order of the register."""
    makers = Product.objects.filter(
        business__siinas_accounts__status__in=AccountStatus.verified, business__certificates=None,
        categories__overlap=list(PARTS),
    ).order_by("business_id", "pk")  # fmt: skip
    return makers.distinct("business_id")[:MAKERS]


def _describe(dice, product):
    category = _category(product)
    ProductDetail.objects.create(
        product=product, type=dice.choice(("Kecil", "Sedang", "Besar")), brand=product.business.name[:40],
        specification=product.name, goods_group=Category(category).label,
        hs_code=HS_CODES[category] if dice.chance(0.7) else "",
    )  # fmt: skip


def _category(product):
    return next(category for category in product.categories if category in PARTS)


def _calculation(dice, product, *, unfinished, refused):
    workers = dice.between(1, 9)
    return Calculation.objects.create(
        product=product, is_current=True, started_on=REFERENCE_DAY - timedelta(days=dice.between(1, 60)),
        production="OWN_FACTORY", process="PACKAGING_ONLY" if refused else "MANUFACTURE",
        workers=None if unfinished else workers, indonesian_workers=None if unfinished else workers,
        domestic_investment=None if unfinished else True,
        capital=None if unfinished else product.business.capital or 50_000_000, revision=1,
    )  # fmt: skip


def _components(dice, calculation):
    for position, (name, quantity, unit, price, origin) in enumerate(PARTS[_category(calculation.product)], 1):
        certified = origin == "CERTIFIED"
        Component.objects.create(
            calculation=calculation, position=position, name=name, quantity=Decimal(quantity), unit=unit,
            unit_price=dice.between(price * 8 // 10, price * 12 // 10, step=50), origin=origin,
            certificate_number=f"{dice.between(100, 9999)}/TKDN/2026" if certified else "",
            certificate_tkdn=Decimal(dice.between(3000, 8500)) / 100 if certified else None,
            certificate_valid_until=CERTIFICATES_END if certified else None,
        )  # fmt: skip
