"""What the register itself asks of an owner: products, and what buyers want to know of them."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from umkm.desk_blocks import Task, desk_tasks
from umkm.models import DocumentKind

PHOTOS = Q(documents__kind=DocumentKind.PRODUCT_PHOTO, documents__removed_at__isnull=True)


@desk_tasks
def product_tasks(business, on):
    """A first product; then photos and prices that are missing. One query."""
    counted = business.products.annotate(photo_count=Count("documents", filter=PHOTOS))
    products = list(counted.values_list("photo_count", "price"))
    if not products:
        url = reverse("umkm:product_add", args=[business.pk])
        return [Task(_("Belum ada produk. Catat barang yang Anda buat."), url, _("Tambah produk"))]
    url = reverse("umkm:products", args=[business.pk])
    bare = sum(not photo_count for photo_count, _price in products)
    unpriced = sum(price is None for _photos, price in products)
    without_photo = ngettext("%(count)s produk belum punya foto.", "%(count)s produk belum punya foto.", bare)
    without_price = ngettext("%(count)s produk belum punya harga.", "%(count)s produk belum punya harga.", unpriced)
    asked = ((bare, without_photo, _("Tambah foto")), (unpriced, without_price, _("Isi harga")))
    return [Task(text % {"count": count}, url, link) for count, text, link in asked if count]
