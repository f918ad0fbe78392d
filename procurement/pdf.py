"""A frozen answer on paper: the words of `evidence_document`, page numbers, and a code that leads to the page."""

from importlib.resources import as_file, files
from io import BytesIO
from urllib.parse import urljoin

import segno
from django.conf import settings
from fpdf import FPDF
from fpdf.enums import XPos, YPos

from procurement.evidence_document import document_of

FONT = "OpenSans"
MARGIN, INDENT, QR_SIZE, LABEL_WIDTH = 18, 6, 32, 42
"""Millimetres of an A4 page."""
NEXT_LINE = {"new_x": XPos.LMARGIN, "new_y": YPos.NEXT}


def address_of(evidence):
    """The full address of the evidence's page, whatever host a request came to."""
    return urljoin(settings.SITE_URL, evidence.get_absolute_url())


class Paper(FPDF):
    """A4 with the evidence's code and the page number at the foot; the same evidence always gives the same bytes."""

    def __init__(self, evidence):
        super().__init__(format="A4")
        self.evidence = evidence
        self.set_margin(MARGIN)
        self.set_auto_page_break(True, margin=MARGIN + 4)
        self.set_creation_date(evidence.frozen_at)
        self.set_lang("id")
        with as_file(files("ttf_opensans") / "ttf") as folder:
            self.add_font(FONT, "", folder / "OpenSans-Regular.ttf")
            self.add_font(FONT, "B", folder / "OpenSans-Bold.ttf")

    def footer(self):
        """Whose page this is, and which of how many."""
        self.set_y(-MARGIN)
        self.set_font(FONT, size=8)
        self.cell(0, 5, f"Bukti {self.evidence.code} · halaman {self.page_no()} dari {{nb}}", align="C")

    def line_of(self, text, *, size=10, style="", indent=0):
        """A paragraph that wraps."""
        self.set_font(FONT, style, size)
        self.set_x(MARGIN + indent)
        self.multi_cell(0, size * 0.5, text, align="L", **NEXT_LINE)

    def fact(self, label, value, *, indent):
        """A label with its value beside it."""
        self.set_x(MARGIN + indent)
        self.set_font(FONT, size=9)
        self.cell(LABEL_WIDTH, 4.8, label)
        self.set_font(FONT, "B", 9)
        self.multi_cell(0, 4.8, value, align="L", **NEXT_LINE)

    def part(self, part, *, size, indent):
        """Heading, sentence, facts and points, with the heading kept beside what follows it."""
        if self.will_page_break(30):
            self.add_page()
        self.ln(2)
        self.line_of(part.title, size=size, style="B", indent=indent)
        if part.text:
            self.line_of(part.text, indent=indent)
        for label, value in part.facts:
            self.fact(label, value, indent=indent)
        for point in part.points:
            self.line_of(point, size=9, indent=indent + INDENT)

    def code(self, address):
        """The QR code at the top right of the first page, for people who hold the paper."""
        image = BytesIO()
        segno.make(address, error="m", micro=False).save(image, kind="png", scale=8, border=4)
        self.image(image, x=self.w - MARGIN - QR_SIZE, y=MARGIN - 6, w=QR_SIZE, link=address, alt_text=address)


def pdf_of(evidence):
    """The PDF as bytes."""
    document, paper = document_of(evidence), Paper(evidence)
    paper.set_title(document.title)
    paper.add_page()
    paper.code(address_of(evidence))
    paper.set_right_margin(MARGIN + QR_SIZE)
    paper.line_of(document.title, size=15, style="B")
    paper.part(document.sections[0].head, size=12, indent=0)
    paper.set_right_margin(MARGIN)
    for section in document.sections[1:]:
        paper.part(section.head, size=12, indent=0)
        for part in section.parts:
            paper.part(part, size=10, indent=INDENT)
    return bytes(paper.output())
