"""Photos as phones send them, made small enough to keep and free of place and device."""

from io import BytesIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

LONGEST_SIDE = 2000
"""Pixels of a kept picture's longer side: the small print of a photographed licence stays readable."""

PREVIEW_SIDE = 320

MOST_PIXELS = 60_000_000
"""More would need too much memory to open; photos of phones are smaller or, as JPEG, opened at a fraction."""

FORMATS = ("JPEG", "PNG", "WEBP")
BROKEN = (
    UnidentifiedImageError,
    OSError,
    SyntaxError,
    ValueError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)
"""What Pillow raises for a file that is no picture, is cut off, or pretends to be gigantic."""


def shrink(upload):
    """The picture in `upload` and its preview, both as bytes of a JPEG, upright.

    Raises ValidationError where it is no picture that can be opened.
    """
    try:
        picture = _opened(upload)
        return _jpeg(picture, LONGEST_SIDE), _jpeg(picture, PREVIEW_SIDE)
    except BROKEN as error:
        message = _("“%(name)s” bukan foto yang dapat dibuka. Ambil foto lagi, lalu kirim sebagai JPEG atau PNG.")
        raise ValidationError(message % {"name": upload.name}, code="not_a_picture") from error


def _opened(upload):
    upload.seek(0)
    picture = Image.open(upload, formats=FORMATS)
    # A JPEG is decoded at the fraction that is needed, so that a huge one costs little memory.
    picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    if picture.width * picture.height > MOST_PIXELS:
        raise ValidationError(
            _("Foto “%(name)s” terlalu besar untuk dibuka. Kecilkan ukuran foto di kamera, lalu ambil lagi.")
            % {"name": upload.name},
            code="too_many_pixels",
        )
    return _flat(ImageOps.exif_transpose(picture))


def _flat(picture):
    """Without transparency, on white."""
    if picture.mode in ("RGBA", "LA", "P", "PA"):
        layered = picture.convert("RGBA")
        white = Image.new("RGBA", layered.size, "white")
        return Image.alpha_composite(white, layered).convert("RGB")
    return picture.convert("RGB")


def _jpeg(picture, longest_side):
    small = picture.copy()
    small.thumbnail((longest_side, longest_side))
    out = BytesIO()
    small.save(out, "JPEG", quality=82, optimize=True)
    return out.getvalue()
