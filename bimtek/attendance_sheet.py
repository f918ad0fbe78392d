"""The attendance list on paper: the QR code to hang up, then a list to sign that needs no network."""

from importlib.resources import as_file, files
from io import BytesIO
from urllib.parse import urljoin

import segno
from django.conf import settings
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from fpdf import FPDF, FontFace
from fpdf.enums import XPos, YPos

from tkdnportal.personal import masked_phone

FONT = "OpenSans"
MARGIN, QR_SIZE = 14, 110
"""Millimetres of an A4 page."""
WIDTHS = (8, 58, 42, 30, 44)
"""Number, business with owner, place, masked telephone, signature."""
FREE_LINES = 8
"""Empty lines for those who come without an invitation."""
LINE_HEIGHT = 6


class Paper(FPDF):
    """A4 with the day's name and the page number at the foot."""

    def __init__(self, event):
        super().__init__(format="A4")
        self.event = event
        self.set_margin(MARGIN)
        self.set_auto_page_break(True, margin=MARGIN + 4)
        self.set_creation_date(event.opens_at)
        self.set_title(_("Daftar hadir %(event)s") % {"event": event})
        self.set_lang("id")
        with as_file(files("ttf_opensans") / "ttf") as folder:
            self.add_font(FONT, "", folder / "OpenSans-Regular.ttf")
            self.add_font(FONT, "B", folder / "OpenSans-Bold.ttf")

    def footer(self):
        """Whose page this is, and which of how many."""
        self.set_y(-MARGIN)
        self.set_font(FONT, size=8)
        self.cell(0, 5, _("%(event)s · halaman %(page)s dari {nb}") % {"event": self.event, "page": self.page_no()})

    def line_of(self, text, *, size=10, style="", align="L"):
        """A paragraph that wraps."""
        self.set_font(FONT, style, size)
        self.multi_cell(0, size * 0.5, text, align=align, new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def sheet_of(event):
    """The PDF of one coaching day as bytes."""
    paper = Paper(event)
    _poster(paper, event)
    _list(paper, event)
    return bytes(paper.output())


def when(event):
    """Day and hours in one line: `Sabtu, 28 November 2026, 08.00–15.00 WIB`."""
    return _("%(day)s, %(start)s–%(end)s WIB") % {
        "day": date_format(event.held_on, "l, j F Y"),
        "start": time_format(event.starts_at, "H.i"),
        "end": time_format(event.ends_at, "H.i"),
    }


def _poster(paper, event):
    """A page for the wall: scan, then type the number."""
    address = urljoin(settings.SITE_URL, event.get_absolute_url())
    image = BytesIO()
    segno.make(address, error="m", micro=False).save(image, kind="png", scale=10, border=4)
    paper.add_page()
    paper.ln(10)
    paper.line_of(event.name, size=24, style="B", align="C")
    paper.ln(4)
    paper.line_of(when(event), size=13, align="C")
    paper.line_of(event.place, size=13, align="C")
    paper.image(image, x=(paper.w - QR_SIZE) / 2, y=paper.get_y() + 8, w=QR_SIZE, alt_text=address)
    paper.set_y(paper.get_y() + QR_SIZE + 14)
    paper.line_of(_("Catat kehadiran Anda"), size=22, style="B", align="C")
    paper.ln(2)
    for line in (
        _("1. Buka kamera ponsel, arahkan ke kode ini, lalu buka tautannya."),
        _("2. Ketik nomor ponsel atau NIB usaha Anda."),
        _("Tidak bisa? Tanda tangani daftar hadir di meja petugas."),
    ):
        paper.line_of(line, size=13, align="C")


def _list(paper, event):
    """Everyone on the list by name, then empty lines."""
    paper.add_page()
    paper.line_of(_("Daftar hadir"), size=16, style="B")
    paper.line_of(event.name, size=11, style="B")
    paper.line_of(when(event))
    paper.line_of(event.place)
    paper.ln(3)
    paper.set_font(FONT, size=9)
    titles = (_("No."), _("Usaha dan pemilik"), _("Tempat"), _("Telepon"), _("Tanda tangan"))
    invitations = event.invitations.with_people()
    rows = [titles, *(_cells(number, each.business) for number, each in enumerate(invitations, start=1))]
    rows += [("", "\n", "", "", "")] * FREE_LINES
    style = FontFace(emphasis="BOLD")
    with paper.table(rows, col_widths=WIDTHS, line_height=LINE_HEIGHT, headings_style=style, text_align="LEFT"):
        pass


def _cells(number, business):
    owner = business.owner_name or _("pemilik belum tercatat")
    place = ", ".join(str(part) for part in (business.district, business.regency) if part)
    return (str(number), f"{business.name}\n{owner}", place, masked_phone(business.phone), "")
