"""Serves kept files to those who may read them."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import cache_control

from umkm.documents import may_read
from umkm.models import Document
from umkm.models.document import ContentType
from umkm.ranges import in_part

ENDINGS = {ContentType.JPEG: ".jpg", ContentType.PDF: ".pdf", ContentType.MP4: ".mp4"}


@login_required
@cache_control(private=True, no_cache=True)
def document(request, pk):
    """The file itself, or with `?ukuran=kecil` the small picture of a photo; strangers find nothing here.

    Whoever may read it reads a sentence where the file was erased (410) or the storage has lost it (404).
    """
    found = get_object_or_404(Document, pk=pk)
    if not may_read(request.user, found):
        raise Http404
    return served(request, found)


def served(request, found):
    """The response with a document that the caller has found readable for this person."""
    stored = found.preview if request.GET.get("ukuran") == "kecil" and found.preview else found.file
    try:
        opened = stored.open()
    except (FileNotFoundError, ValueError):  # Django raises ValueError where the row has no file any more
        return render(request, "umkm/document_gone.html", {"document": found}, status=410 if found.erased_at else 404)
    name = f"{found.get_kind_display()} {found.pk}{ENDINGS[found.content_type]}"
    response = in_part(request, opened, size=stored.size, content_type=found.content_type, filename=name)
    # Nothing inside a PDF may run or load.
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response
