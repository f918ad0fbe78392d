"""Photos of a product: add, order, remove."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from umkm.owner.doors import action_of
from umkm.owner.papers import remove
from umkm.owner.photos import MOST_PHOTOS, add_photos, move_photo, photos
from umkm.owner.product_forms import PhotoForm, ProductForm
from umkm.owner.product_views import own_product, product_page

PAGE = ("umkm:product", "pk", "product_pk")


@action_of(*PAGE)
def photos_add(request, pk, product_pk):
    """Keep the photos sent; a file that is no photo is named, and nothing of that round is kept."""
    found = own_product(request, pk, product_pk)
    form = PhotoForm(request.POST, request.FILES)
    room = MOST_PHOTOS - photos().filter(product=found).count()
    if form.is_valid() and len(form.cleaned_data["photos"]) > room:
        message = _("Satu produk paling banyak %(most)s foto. Hapus dahulu foto lama, lalu kirim lagi.")
        form.add_error("photos", message % {"most": MOST_PHOTOS})
    if form.is_valid():
        add_photos(product=found, files=form.cleaned_data["photos"], by=request.user)
        messages.success(request, _("Foto tersimpan. Foto pertama adalah foto utama."))
        return _back(pk, product_pk)
    return product_page(request, pk, product_pk, ProductForm(instance=found), form)


@action_of(*PAGE)
def photo_move(request, pk, product_pk, photo_pk, step):
    """Move a photo one forward, one back, or to the front."""
    move_photo(photo=_own_photo(request, pk, product_pk, photo_pk), step=step)
    return _back(pk, product_pk)


@action_of(*PAGE)
def photo_remove(request, pk, product_pk, photo_pk):
    """Take a photo away."""
    at = timezone.now()  # noqa: TID251 - a view may read the clock
    remove(document=_own_photo(request, pk, product_pk, photo_pk), at=at)
    messages.success(request, _("Foto sudah dihapus dari produk ini."))
    return _back(pk, product_pk)


def _own_photo(request, pk, product_pk, photo_pk):
    return get_object_or_404(photos().filter(product=own_product(request, pk, product_pk)), pk=photo_pk)


def _back(pk, product_pk):
    return redirect(reverse("umkm:product", args=[pk, product_pk]) + "#foto")
