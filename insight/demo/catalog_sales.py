"""Who already sells through the e-Katalog: most known by their NIB, some by name, some whom nobody has recognised."""

from insight.demo.dice import dice_for
from procurement.catalog_matching import link_sellers
from procurement.models import CatalogSale, CatalogSeller
from umkm.models import Business, Product
from umkm.naming import name_key

SELLERS, BY_NAME, CHANGED = 70, 20, 9
"""How many sell; of them so many are listed without NIB, and so many under a name the register does not have."""
YEARS = (2025, 2026)
CEILING_OF_YEAR = 240_000_000


def make_catalog_sales(seed):
    """Sellers drawn by `seed` among the makers with a NIB, and their sales of two years."""
    dice = dice_for(seed, "catalog sales")
    makers = Product.objects.exclude(business__nib=None).filter(business__merged_into=None).order_by("business")
    chosen = dice.sample(list(makers.values_list("business", flat=True).distinct()), SELLERS)
    drawn = Business.objects.filter(pk__in=chosen).prefetch_related("products").order_by("pk")
    sellers = CatalogSeller.objects.bulk_create(_seller(business, number) for number, business in enumerate(drawn))
    CatalogSale.objects.bulk_create(
        _sale(dice, seller, business.products.all()[0], year)
        for seller, business in zip(sellers, drawn, strict=True)
        for year in YEARS
        if year == YEARS[-1] or dice.chance(0.6)
    )
    link_sellers()


def _seller(business, number):
    name = f"{business.name} Berkah Bersama" if number < CHANGED else business.name
    return CatalogSeller(
        nib="" if number < BY_NAME else business.nib, name=name[:200], name_key=name_key(name)[:200],
        regency_id=business.regency_id,
    )  # fmt: skip


def _sale(dice, seller, product, year):
    amount = dice.between(1_500_000, CEILING_OF_YEAR, step=50_000)
    return CatalogSale(
        seller=seller,
        year=year,
        product=product.name,
        amount=amount,
        orders=max(1, amount // dice.between(2, 9) // 10**6),
    )
