"""What keeps a product from being removed, and its removal."""

from django.db import transaction
from django.utils.translation import gettext as _

from umkm.models import Product


class NotAllowed(Exception):
    """The product cannot be removed; the text says why and what to do."""


def hanging_on(product):
    """Names of the records of the apps above that speak of `product`: certificates, applications and their like."""
    own = Product._meta.app_label
    return [
        str(relation.related_model._meta.verbose_name)
        for relation in Product._meta.related_objects
        if relation.related_model._meta.app_label != own
        and relation.related_model._base_manager.filter(**{relation.field.name: product}).exists()
    ]


@transaction.atomic
def remove_product(*, product, at):
    """Delete `product`; its photos are kept until their retention ends. Raises NotAllowed.

    The lock lets a certificate that is being recorded at this moment either come first or be refused; none loses its
    product unseen.
    """
    product = Product.objects.select_for_update().get(pk=product.pk)
    hanging = hanging_on(product)
    if hanging:
        message = _("“%(name)s” tidak dapat dihapus karena masih tercatat pada: %(what)s. Hubungi Dinas bila keliru.")
        raise NotAllowed(message % {"name": product.name, "what": ", ".join(hanging)})
    product.documents.filter(removed_at__isnull=True).update(removed_at=at)
    product.delete()
