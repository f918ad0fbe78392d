"""Files as people send them, made on the spot."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
FILM = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + b"\x00" * 64


def picture(*, size=(60, 40), colour="red", kind="JPEG", exif=None):
    """Bytes of a picture."""
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, kind, **({"exif": exif} if exif else {}))
    return out.getvalue()


def upload(content, name="berkas.jpg"):
    """A file of a form."""
    return SimpleUploadedFile(name, content)
