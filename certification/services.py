"""Changes that touch a certificate, its items, the holder's products and the applications they came from."""

from collections import defaultdict

from django.db import transaction
from django.db.models import Exists, F, OuterRef

from certification.application_services import match_signed
from certification.comparing import folded
from certification.holders import Register
from certification.models import Certificate, CertificateItem
from umkm.categories import CategoryRules
from umkm.models import CategoryRule, Product

PRODUCT_NAME_LENGTH = Product._meta.get_field("name").max_length


@transaction.atomic
def link_holder(*, certificate, business):
    """Record that `business` holds `certificate`, and give its items their products of that business.

    A certificate linked to another business before lets go of that one's products; with None it waits again.
    """
    certificate = Certificate.objects.select_for_update(of=("self",)).get(pk=certificate.pk)
    if certificate.business_id != (business.pk if business else None):
        certificate.items.filter(product__isnull=False).update(product=None)
        certificate.business = business
        certificate.save(update_fields=["business"])
    give_products(CertificateItem.objects.filter(certificate=certificate))
    match_signed()
    return certificate


@transaction.atomic
def link_waiting_holders():
    """Link every waiting certificate whose holder is exactly one business of the register; returns how many.

    Meant to follow each import: the holder may have come with it. The number of queries is constant.
    """
    waiting = list(Certificate.objects.without_business().select_for_update().order_by("pk"))
    linked = []
    if waiting:
        register = Register(waiting)
        for certificate in waiting:
            certificate.business_id = register.business_of(certificate)
            if certificate.business_id:
                linked.append(certificate)
        Certificate.objects.bulk_update(linked, ["business"])
    give_products(CertificateItem.objects.all())
    match_signed()
    return len(linked)


@transaction.atomic
def give_products(items):
    """Give `items` (a queryset) of linked certificates that have no product the holder's product of that name.

    A product the business does not have yet is made. An item that would run beside another one of the same product
    stays without.
    """
    waiting = list(
        items.of_registered_businesses()
        .filter(product__isnull=True)
        .annotate(business_id=F("certificate__business_id"))
        .order_by("pk")
    )
    if not waiting:
        return
    products = _products_for(waiting)
    taken = _days_taken(products.values())
    given = []
    for item in waiting:
        product = products[_product_key(item.business_id, item.product_name)]
        if not any(overlap(item.live_during, other) for other in taken[product.pk]):
            item.product = product
            taken[product.pk].append(item.live_during)
            given.append(item)
    CertificateItem.objects.bulk_update(given, ["product"])


def free_overlapping_products(condition):
    """Items of `condition` that now run beside another item of their product lose it, before the database objects."""
    others = CertificateItem.objects.filter(product=OuterRef("product"), live_during__overlap=OuterRef("live_during"))
    CertificateItem.objects.filter(condition, Exists(others.exclude(pk=OuterRef("pk")))).update(product=None)


def overlap(days, others):
    """Whether two ranges of days share one; both are as PostgreSQL writes them, with the last day left out."""
    if days.isempty or others.isempty:
        return False
    return days.lower < others.upper and others.lower < days.upper


def _product_key(business_id, name):
    return business_id, folded(name[:PRODUCT_NAME_LENGTH])


def _products_for(items):
    """The product of each (business, name), made where the business has none."""
    businesses = {item.business_id for item in items}
    stored = Product.objects.filter(business__in=businesses).order_by("pk")
    products = {_product_key(product.business_id, product.name): product for product in stored}
    rules = CategoryRules(CategoryRule.objects.all())
    made = {}
    for item in items:
        key = _product_key(item.business_id, item.product_name)
        if key not in products and key not in made:
            made[key] = Product(
                business_id=item.business_id,
                name=item.product_name[:PRODUCT_NAME_LENGTH],
                kbli_version=item.kbli_version,
                kbli_code=item.kbli_code,
                categories=rules.of(item.kbli_version, item.kbli_code),
            )
    Product.objects.bulk_create(made.values())
    return products | made


def _days_taken(products):
    taken = defaultdict(list)
    for product_id, days in CertificateItem.objects.filter(product__in=products).values_list("product", "live_during"):
        taken[product_id].append(days)
    return taken
