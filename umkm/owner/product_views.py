"""The owner's products: list, add, change, remove."""

from django.contrib import messages
from django.db.models.functions import Lower
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from umkm.forms import FilterForm
from umkm.models import Product
from umkm.owner.doors import own_business, signed_in, typed_before
from umkm.owner.photos import MOST_PHOTOS, photos, with_photos
from umkm.owner.product_forms import PhotoForm, ProductForm
from umkm.owner.products import NotAllowed, hanging_on, remove_product
from umkm.owner.saving import saved
from umkm.paging import page_of


@signed_in
def products(request, pk):
    """The products of the business with their main photo, price and capacity."""
    business = own_business(request, pk)
    form = FilterForm(request.GET)
    found = with_photos(business.products.order_by(Lower("name"), "pk"))
    page = page_of(found, form.page_number if form.is_valid() else 1)
    return render(request, "umkm/owner/products.html", {"business": business, "page": page})


@signed_in
def product_add(request, pk):
    """A new product; sent twice, the second time leads to the one already there."""
    business = own_business(request, pk)
    if request.method == "POST":
        form = ProductForm(request.POST, instance=Product(business=business))
        if form.is_valid() and (twin := _twin(form.instance)):
            return redirect("umkm:product", pk=pk, product_pk=twin.pk)
        if form.is_valid() and saved(form):
            _say(request, form, _("“%(name)s” tercatat. Sekarang tambahkan fotonya."))
            return redirect("umkm:product", pk=pk, product_pk=form.instance.pk)
    else:
        form = ProductForm(instance=Product(business=business), initial=typed_before(request))
    return render(request, "umkm/owner/product_add.html", {"business": business, "form": form})


@signed_in
def product(request, pk, product_pk):
    """Change a product; its photos stand below."""
    found = own_product(request, pk, product_pk)
    if request.method == "POST":
        form = ProductForm(request.POST, instance=found)
        if form.is_valid() and saved(form):
            _say(request, form, _("“%(name)s” sudah diperbarui."))
            return redirect("umkm:products", pk=pk)
    else:
        form = ProductForm(instance=found, initial=typed_before(request))
    return product_page(request, pk, product_pk, form, PhotoForm())


@signed_in
def product_remove(request, pk, product_pk):
    """Ask, then remove; where something hangs on the product, say what instead."""
    found = own_product(request, pk, product_pk)
    if request.method == "POST":
        try:
            remove_product(product=found, at=timezone.now())  # noqa: TID251 - a view may read the clock
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
            return redirect("umkm:product", pk=pk, product_pk=product_pk)
        messages.success(request, _("“%(name)s” sudah dihapus dari daftar produk.") % {"name": found.name})
        return redirect("umkm:products", pk=pk)
    context = {"business": found.business, "product": found, "hanging": hanging_on(found)}
    return render(request, "umkm/owner/product_remove.html", context)


def own_product(request, pk, product_pk):
    """A product of the business the visitor acts for."""
    return get_object_or_404(Product.objects.filter(business=own_business(request, pk)), pk=product_pk)


def product_page(request, pk, product_pk, form, photo_form):
    """The page of a product, named as it is recorded, whatever a refused form says."""
    business = own_business(request, pk)
    recorded = get_object_or_404(business.products, pk=product_pk)
    context = {"business": business, "product": recorded, "form": form, "photo_form": photo_form}
    context |= {"photos": list(photos().filter(product=recorded)), "most": MOST_PHOTOS}
    return render(request, "umkm/owner/product.html", context)


def _twin(made):
    """The product already recorded with exactly these values, as when a slow phone sends the form twice."""
    facts = ("description", "price", "unit", "monthly_capacity", "categories")
    same = made.business.products.filter(name__iexact=made.name)
    return same.filter(**{fact: getattr(made, fact) for fact in facts}).first()


def _say(request, form, sentence):
    messages.success(request, sentence % {"name": form.instance.name})
    if form.suggestion:
        told = {"category": form.suggestion.label, "word": form.suggestion.word}
        messages.info(request, _("Kategorinya %(category)s, menurut kata “%(word)s”. Ubah bila keliru.") % told)
