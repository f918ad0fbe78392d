"""The public page of a business, and the photos on it."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from certification.suppliers import contact_of, profile_of, public_businesses, showing_photos
from umkm.owner.photos import photos

KEY = 32
"""Signs of a photo's checksum in its address, so that nobody finds photos by counting."""


@require_safe
def supplier(request, pk):
    """The page of a business with a valid certificate or its owner's consent; nobody learns of any other."""
    today = timezone.localdate()
    found = get_object_or_404(public_businesses(today).select_related("regency"), pk=pk)
    context = {"profile": profile_of(found, today), "contact": contact_of(found, request.user), "on": today}
    context["address"] = request.build_absolute_uri(request.path)
    return render(request, "certification/supplier.html", context)


@require_safe
def photo(request, pk, key):
    """A photo of a public page. Browsers keep it but ask each time, so that a withdrawn consent counts at once."""
    found = get_object_or_404(photos().filter(business__in=showing_photos(timezone.localdate())), pk=pk)
    if key != found.sha256[:KEY]:
        raise Http404
    small = request.GET.get("ukuran") == "kecil" and bool(found.preview)
    etag = f'"{key}{"k" if small else "b"}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = FileResponse((found.preview if small else found.file).open(), content_type=found.content_type)
        response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "public, no-cache"
    response["ETag"] = etag
    return response
