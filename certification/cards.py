"""What is printed of a certificate: stickers for the goods, and a card for the wallet or the wall.

None of it is a *Tanda TKDN*: only the mark that SIINas issues may be called so (Permenperin 35/2025 Ps 49).
"""

from datetime import datetime, time
from io import BytesIO
from itertools import cycle, islice
from urllib.parse import urlsplit

import segno
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from fpdf import FPDF
from fpdf.enums import XPos, YPos

from certification.checks import Verdict
from certification.qr import QUIET_ZONE, public_address
from tkdnportal.templatetags.portal import day as written_day
from tkdnportal.templatetags.portal import percent

PRINTS = {
    "stiker": gettext_lazy("Stiker untuk barang (A4, 21 lembar)"),
    "kartu": gettext_lazy("Kartu sebesar kartu ATM"),
    "kartu-a4": gettext_lazy("Kartu sebesar A4"),
}
"""What can be printed, by its name in addresses."""

A4 = (210, 297)
WALLET = (85.6, 53.98)
"""Millimetres of a card as ISO/IEC 7810 ID-1 has it."""
STICKER, COLUMNS, ROWS, LEFT, TOP, BETWEEN = (63.5, 38.1), 3, 7, 7.2, 15.1, 2.5
"""Millimetres of the common label sheet with 21 stickers."""
MOST_PRODUCTS = {"kartu": 2, "kartu-a4": 12}
FONT = "Helvetica"


def printed(what, certificate, *, on):
    """The PDF of `what` (a key of PRINTS), as the certificate is on day `on`."""
    page = _Page(certificate, on)
    if what == "stiker":
        page.stickers()
    elif what == "kartu":
        page.card(WALLET, scale=1)
    else:
        page.card(A4, scale=2.2)
    return bytes(page.pdf.output())


class _Page:
    """One PDF of one certificate."""

    def __init__(self, certificate, on):
        self.certificate, self.on = certificate, on
        self.items = list(certificate.items.all())
        self.host = urlsplit(settings.SITE_URL).netloc
        self.qr = _png(public_address(certificate))
        self.pdf = FPDF(unit="mm")
        self.pdf.set_auto_page_break(False)
        self.pdf.set_creation_date(datetime.combine(on, time(), timezone.get_default_timezone()))
        self.pdf.set_title(plain(_("Sertifikat TKDN %(number)s") % {"number": certificate}))

    def stickers(self):
        """A full sheet; several products take turns."""
        self.pdf.add_page(format=A4)
        for place, item in enumerate(islice(cycle(self.items or [None]), COLUMNS * ROWS)):
            row, column = divmod(place, COLUMNS)
            self._sticker(LEFT + column * (STICKER[0] + BETWEEN), TOP + row * STICKER[1], item)

    def _sticker(self, x, y, item):
        width = STICKER[0] - 31
        self.pdf.image(BytesIO(self.qr), x + 1, y + 4, 28)
        self._at(x + 30, y + 4, width, [(8, "B", shortened(item.product_name if item else str(self.certificate), 60))])
        self._at(x + 30, self.pdf.get_y() + 0.5, width, self._sticker_lines(item))

    def _sticker_lines(self, item):
        lines = [(8, "B", _("TKDN %(value)s") % {"value": percent(item.tkdn)})] if item else []
        lines += [
            (5.5, "", shortened(_("No. %(number)s") % {"number": self.certificate.number or "–"}, 90)),
            (6, "", _("Berlaku sampai %(end)s") % {"end": written_day(self.certificate.valid_until)}),
            (5.5, "", _("Cek: pindai kode. Alamat resmi hanya %(host)s") % {"host": self.host}),
        ]
        return lines

    def card(self, size, *, scale):
        """One page: the code on the left, the facts on the right, what it means below."""
        self.pdf.add_page(format=size)
        edge, side = 4 * scale, 26 * scale
        self.pdf.image(BytesIO(self.qr), edge, edge, side)
        self._at(edge + side + 2, edge, size[0] - side - 2 * edge - 2, self._facts(scale))
        below = max(self.pdf.get_y(), edge + side) + scale
        self._at(edge, below, size[0] - 2 * edge, self._meaning(scale))

    def _facts(self, scale):
        most = MOST_PRODUCTS["kartu" if scale == 1 else "kartu-a4"]
        lines = [
            (8 * scale, "B", _("Sertifikat TKDN")),
            (5.5 * scale, "", shortened(self.certificate.number or _("Nomor belum tercatat"), 90)),
            (6.5 * scale, "B", shortened(self.certificate.holder_name, 70)),
        ]
        lines += [(5.5 * scale, "", self._product(item)) for item in self.items[:most]]
        if len(self.items) > most:
            lines.append((5 * scale, "", _("dan %(count)s produk lain") % {"count": len(self.items) - most}))
        return lines

    def _product(self, item):
        words = {"product": shortened(item.product_name, 60), "value": percent(item.tkdn)}
        if item.bmp is None:
            return _("%(product)s: TKDN %(value)s") % words
        words |= {"bmp": percent(item.bmp), "end": written_day(item.bmp_valid_until)}
        return _("%(product)s: TKDN %(value)s, BMP %(bmp)s sampai %(end)s") % words

    def _meaning(self, scale):
        verdict = Verdict(self.certificate, self.certificate.status_on(self.on))
        return [
            (5.5 * scale, "", verdict.meaning),
            (
                5 * scale,
                "",
                _("Pindai kode untuk keadaan hari ini. Alamat resmi hanya %(host)s.") % {"host": self.host},
            ),
            (4.5 * scale, "", _("Dicetak %(day)s. Bukan Tanda TKDN dari SIINas.") % {"day": written_day(self.on)}),
        ]

    def _at(self, x, y, width, lines):
        """Lines of (points, style, text) below each other from (x, y) on; each wraps at `width`."""
        self.pdf.set_xy(x, y)
        for points, style, text in lines:
            self.pdf.set_font(FONT, style, points)
            self.pdf.set_x(x)
            self.pdf.multi_cell(width, points * 0.42, plain(text), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def _png(address):
    """The QR code of `address`; error correction M survives a scratched sticker."""
    out = BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="png", scale=8, border=QUIET_ZONE)
    return out.getvalue()


def shortened(text, most):
    """At most `most` signs; what is cut off is marked."""
    return text if len(text) <= most else f"{text[: most - 3].rstrip()}..."


def plain(text):
    """For the PDF's own fonts, which know the letters of western Europe only; others become a question mark."""
    known = str(text).translate({0x2013: "-", 0x201C: '"', 0x201D: '"', 0x2019: "'", 0x2026: "...", 0xA0: " "})
    return known.encode("latin-1", "replace").decode("latin-1")
