"""QR codes: a public page at the portal's own address."""

from io import BytesIO
from urllib.parse import urljoin

import segno
from django.conf import settings

QUIET_ZONE = 4
"""Light modules around the code, as ISO/IEC 18004 asks."""


def public_address(certificate):
    """The page's full address on the real site, whatever host a request came to."""
    return urljoin(settings.SITE_URL, certificate.get_absolute_url())


def svg_of(certificate):
    """The certificate's code as an SVG file."""
    return svg_of_address(public_address(certificate))


def svg_of_address(address):
    """An address as an SVG file without styles; error correction M survives a scratched sticker."""
    code = segno.make(address, error="m", micro=False)
    image = BytesIO()
    code.save(image, kind="svg", border=QUIET_ZONE, light="#fff", omitsize=True, svgclass=None, lineclass=None)
    return image.getvalue()
