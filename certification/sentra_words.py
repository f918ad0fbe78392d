"""How a member's part of a cooperative's invoice is said."""

from django.utils.translation import gettext as _

from umkm.sentra_words import measured


def share_text(allotment):
    """A member's part of an invoice in words; needs `invoice` with its `buyer`."""
    invoice = allotment.invoice
    words = {
        "number": invoice.number, "buyer": invoice.buyer, "material": invoice.material,
        "part": measured(allotment.quantity, invoice.unit), "whole": measured(invoice.quantity, invoice.unit),
    }  # fmt: skip
    return _("Nota koperasi no. %(number)s (%(buyer)s): %(material)s, bagian %(part)s dari %(whole)s.") % words
