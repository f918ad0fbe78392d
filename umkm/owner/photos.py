"""Photos of products: their order, the main one first."""

from django.db import transaction
from django.db.models import F, Prefetch

from umkm.documents import keep_checked
from umkm.models import Document, DocumentKind, PhotoPlace, Product

MOST_PHOTOS = 10
"""Photos of one product (the portal's own choice): enough from every side, little to load on a phone."""

STEPS = {"utama": lambda at: 0, "maju": lambda at: max(at - 1, 0), "mundur": lambda at: at + 1}
"""Where a photo at place `at`, from 0, moves."""


def photos():
    """Kept photos of products, in their order."""
    kept = Document.objects.filter(kind=DocumentKind.PRODUCT_PHOTO, removed_at__isnull=True)
    return kept.order_by(F("place__position").asc(nulls_last=True), "pk")


def with_photos(products):
    """The queryset of products, each with its list `photos`: one more query for all of them."""
    return products.prefetch_related(Prefetch("documents", photos(), to_attr="photos"))


def add_photos(*, product, files, by):
    """Keep the checked `files` as photos of `product`, after those it has."""
    for checked in files:
        keep_checked(
            checked=checked, kind=DocumentKind.PRODUCT_PHOTO, business=product.business, by=by, product=product
        )


@transaction.atomic
def move_photo(*, photo, step):
    """Put `photo` first (`utama`), one forward (`maju`) or one back (`mundur`); two at once wait for each other.

    Nothing happens to a photo removed meanwhile.
    """
    Product.objects.select_for_update().get(pk=photo.product_id)
    order = list(photos().filter(product=photo.product_id).values_list("pk", flat=True))
    if photo.pk not in order:
        return
    at = order.index(photo.pk)
    order.insert(STEPS[step](at), order.pop(at))
    places = [PhotoPlace(document_id=pk, position=position) for position, pk in enumerate(order, 1)]
    PhotoPlace.objects.bulk_create(
        places, update_conflicts=True, unique_fields=["document"], update_fields=["position"]
    )  # fmt: skip
