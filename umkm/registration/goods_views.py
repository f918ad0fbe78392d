"""The products of a draft and their photos: the two questions with several answers."""

from django.contrib import messages
from django.db import transaction
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from umkm.models import RegistrationPhoto
from umkm.registration import unsent
from umkm.registration.goods_forms import PhotosForm, ProductForm
from umkm.registration.sending import sent
from umkm.registration.submit import forget
from umkm.registration.summary import product_line
from umkm.registration.unsent import resumable
from umkm.registration.views import draft_of, keep, onward, page_context

MOST_PRODUCTS = 20
"""More are added on the desk, one by one, once the business is registered (the portal's own choice)."""
MOST_PHOTOS = 30
ADD_MORE = "tambah"


@never_cache
@resumable
def products(request):
    """The products so far; the first one is asked for at once."""
    draft = draft_of(request)
    listed = draft.answers.get("produk", [])
    if not listed:
        return product(request, 1)
    if request.method == "POST":
        return onward(request, draft, "produk")
    context = page_context(request, "produk", None) | {
        "products": [(one["number"], product_line(one)) for one in listed],
        "new_number": max(one["number"] for one in listed) + 1,
        "is_full": len(listed) >= MOST_PRODUCTS,
    }
    return render(request, "umkm/registration/products.html", context)


@never_cache
@resumable
def product(request, number):
    """One product, new or changed."""
    draft = draft_of(request)
    listed = {one["number"]: one for one in draft.answers.get("produk", [])}
    if number not in listed and len(listed) >= MOST_PRODUCTS:
        return redirect("umkm:registration_step", "produk")
    initial = listed.get(number, {}) | unsent.take(request)
    form = ProductForm(*sent(request), draft=draft, number=number, initial=initial)
    if request.method == "POST" and form.is_valid():
        listed[number] = form.cleaned_data | {"number": number}
        keep(request, "produk", [listed[key] for key in sorted(listed)])
        return redirect("umkm:registration_step", "produk")
    return render(request, "umkm/registration/step.html", page_context(request, "produk", form))


@resumable
def remove_product(request, number):
    """Take a product out of the draft, with its photos; who only follows the address sees the list."""
    draft = draft_of(request)
    left = [one for one in draft.answers.get("produk", []) if one["number"] != number]
    if request.method == "POST" and draft.pk:
        keep(request, "produk", left or None)
        _remove(draft.photos.filter(product=number))
    return redirect("umkm:registration_step", "produk")


@never_cache
@resumable
def photos(request):
    """Photos of the products, several at once; they may also come later."""
    draft = draft_of(request)
    if not draft.answers.get("produk"):
        return redirect("umkm:registration_step", "produk")
    unsent.take(request)
    form = PhotosForm(*sent(request), draft=draft)
    if request.method == "POST" and form.is_valid():
        return _keep_photos(request, draft, form)
    names = {one["number"]: one["name"] for one in draft.answers["produk"]}
    kept = [(photo, names.get(photo.product, "")) for photo in draft.photos.all()]
    return render(request, "umkm/registration/photos.html", page_context(request, "foto", form) | {"photos": kept})


def _keep_photos(request, draft, form):
    files = form.cleaned_data["photos"]
    if draft.photos.count() + len(files) > MOST_PHOTOS:
        message = _("Paling banyak %(most)s foto dalam pendaftaran. Foto lain dapat ditambah setelah usaha tercatat.")
        messages.error(request, message % {"most": MOST_PHOTOS})
        return redirect("umkm:registration_step", "foto")
    for checked in files:
        _keep(draft, checked, form.cleaned_data["product"])
    draft = keep(request, "foto", {"seen": True})
    if request.POST.get("aksi") == ADD_MORE:
        return redirect("umkm:registration_step", "foto")
    return onward(request, draft, "foto")


def _keep(draft, checked, product_number):
    """The same photo sent twice is kept once."""
    known = draft.photos.filter(product=product_number, sha256=checked.sha256)
    if known.exists():
        return
    photo = RegistrationPhoto(registration=draft, product=product_number, name=checked.name, sha256=checked.sha256)
    photo.file.save(checked.name, checked.stored, save=False)
    photo.preview.save(checked.name, checked.preview, save=False)
    kept, made = RegistrationPhoto.objects.get_or_create(
        registration=draft,
        product=product_number,
        sha256=checked.sha256,
        defaults={"name": photo.name, "file": photo.file.name, "preview": photo.preview.name},
    )
    if not made and kept.file.name != photo.file.name:
        forget(photo)


@resumable
def remove_photo(request, pk):
    """Take a photo out of the draft; who only follows the address sees the photos."""
    if request.method == "POST":
        _remove(RegistrationPhoto.objects.filter(registration_id=draft_of(request).pk, pk=pk))
    return redirect("umkm:registration_step", "foto")


@require_safe
@resumable
@cache_control(private=True, max_age=3600)
def photo(request, pk):
    """The small picture of a draft's photo, for its owner alone."""
    open_drafts = {"registration__user": request.user, "registration__submitted_at__isnull": True}
    found = get_object_or_404(RegistrationPhoto, pk=pk, **open_drafts)
    response = FileResponse(found.preview.open(), filename=f"foto-{pk}.jpg", content_type="image/jpeg")
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _remove(found):
    gone = list(found)
    found.delete()
    transaction.on_commit(lambda: [forget(photo) for photo in gone])
