"""Takes files in: what they are is read from their content, never from their name, and the same file is kept once."""

import hashlib
from dataclasses import dataclass
from pathlib import PurePath

import puremagic
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from umkm.models import Business, Document, DocumentKind, MaterialAllotment
from umkm.models.document import ContentType
from umkm.pictures import shrink

MEGABYTE = 1024 * 1024
LARGEST_BY_TYPE = {"image": 30 * MEGABYTE, "application": 20 * MEGABYTE, "video": 100 * MEGABYTE}
"""Bytes an upload may have, by the first part of its type (the portal's own choice)."""

PICTURES = ("image/jpeg", "image/png", "image/webp")
PICTURE_BRANDS = (b"heic", b"heix", b"heim", b"mif1", b"msf1", b"avif", b"avis")
"""Pictures that use the container of films; browsers of cheap phones cannot show them."""
ONLY_PICTURES = frozenset({DocumentKind.PRODUCT_PHOTO, DocumentKind.REPORT_EVIDENCE})
WITH_FILMS = frozenset({DocumentKind.PROCESS_VIDEO})
DECIDED_WITH = {
    DocumentKind.CLAIM_EVIDENCE: "umkm.change_claim",
    DocumentKind.REPORT_EVIDENCE: "certification.change_report",
    DocumentKind.LEAKAGE_PROOF: "procurement.change_leakage",
}
"""The permission that opens evidence which belongs to no business."""
LONGEST_NAME = 120
HEAD = 8192
"""Bytes that are enough to recognise a type."""


@dataclass(frozen=True)
class Checked:
    """An upload that may be kept: what is stored, its preview, and what it was when it came."""

    name: str
    content_type: str
    stored: File
    preview: ContentFile | None
    sha256: str


def allowed_types(kind):
    """Types that may be sent for `kind`: photos always, PDF for all but product photos, films of the process."""
    types = list(PICTURES)
    if kind not in ONLY_PICTURES:
        types.append(ContentType.PDF.value)
    return [*types, ContentType.MP4.value] if kind in WITH_FILMS else types


def check(upload, kind):
    """What of `upload` would be kept as `kind`; raises ValidationError naming the file and what to send instead."""
    name = PurePath(upload.name).name[-LONGEST_NAME:]
    found = _type_of(upload)
    if found not in allowed_types(kind):
        raise ValidationError(_wanted(kind) % {"name": name}, code="type")
    _check_size(upload, name, found)
    digest = _digest(upload)
    if found in PICTURES:
        picture, preview = shrink(upload)
        return Checked(name, ContentType.JPEG, ContentFile(picture), ContentFile(preview), digest)
    upload.seek(0)
    return Checked(name, found, File(upload), None, digest)


def keep(*, upload, kind, business, by, product=None):
    """Keep `upload` as a document of `business`; the same file sent again is the document already kept.

    Raises ValidationError where the file is not what its kind asks for.
    """
    return keep_checked(checked=check(upload, kind), kind=kind, business=business, by=by, product=product)


def keep_checked(*, checked, kind, business, by, product=None):
    """As `keep`, for an upload a form has already checked."""
    same = Document.objects.filter(
        business=business, kind=kind, product=product, sha256=checked.sha256, removed_at__isnull=True
    )
    known = same.first()
    if known:
        return known
    document = Document(
        business=business,
        product=product,
        kind=kind,
        name=checked.name,
        content_type=checked.content_type,
        size=checked.stored.size,
        sha256=checked.sha256,
        uploaded_by=by,
    )
    return _stored(document, checked) or same.get()


def _stored(document, checked):
    """The document, written; None where the same file was kept by someone else at this moment."""
    document.file.save(checked.name, checked.stored, save=False)
    if checked.preview:
        document.preview.save(checked.name, checked.preview, save=False)
    try:
        with transaction.atomic():
            document.save()
    except IntegrityError as error:
        forget_files(document)
        if "document_kept_once" in str(error):
            return None
        raise
    return document


def forget_files(document):
    """Delete the files of `document` from the storage; its row is the caller's business."""
    for stored in (document.file, document.preview):
        if stored:
            stored.delete(save=False)


def may_read(user, document):
    """Whether `user` may open `document`: staff, and who acts for the business it belongs to.

    Evidence of a claim or a report is only for the staff who decide it. A cooperative's invoice is also for the
    members who got a part of what it bought.
    """
    if document.kind in DECIDED_WITH:
        return user.has_perm(DECIDED_WITH[document.kind])
    own = Business.objects.visible_to(user)
    allotted = MaterialAllotment.objects.filter(invoice__scan=document, member__business__in=own)
    return own.filter(pk=document.business_id).exists() or allotted.exists()


def _type_of(upload):
    """The type by content; "" where none is recognised."""
    upload.seek(0)
    head = upload.read(HEAD)
    if head[4:8] == b"ftyp":
        # The container of all films that phones make, whatever its brand.
        return "" if head[8:12] in PICTURE_BRANDS else ContentType.MP4.value
    try:
        return puremagic.from_string(head, mime=True)
    except (puremagic.PureError, ValueError):
        return ""


def _check_size(upload, name, found):
    largest = LARGEST_BY_TYPE[found.split("/")[0]]
    if upload.size > largest:
        message = _("“%(name)s” berukuran %(size)s MB, lebih besar dari batas %(largest)s MB. Kirim yang lebih kecil.")
        raise ValidationError(
            message % {"name": name, "size": -(-upload.size // MEGABYTE), "largest": largest // MEGABYTE}, code="size"
        )


def _digest(upload):
    upload.seek(0)
    return hashlib.file_digest(upload, "sha256").hexdigest()


def _wanted(kind):
    if kind in ONLY_PICTURES:
        return _("“%(name)s” bukan foto. Ambil foto dengan kamera, lalu kirim sebagai JPEG atau PNG.")
    if kind in WITH_FILMS:
        return _("“%(name)s” bukan video, foto, atau PDF. Rekam video dengan ponsel, lalu kirim sebagai MP4.")
    return _("“%(name)s” bukan foto atau PDF. Foto dokumennya dengan kamera, atau kirim berkas PDF.")
