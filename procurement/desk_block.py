"""The money on an owner's desk: packages of the budget that the products would fit."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from procurement.prospects import prospects
from umkm.desk_blocks import Block, Example, desk_block


@desk_block
def fitting_packages(business, on):
    """Packages still to come that the products fit; no block for a business without products."""
    products = list(business.products.all())
    if not products:
        return None
    found = prospects(products, on)
    title = _("Paket yang cocok dengan produk Anda")
    link = {"url": reverse("procurement:packages"), "link": _("Lihat paket")}
    if not found.packages:
        text = _("Belum ada paket yang cocok saat ini. Rencana belanja bertambah sepanjang tahun; lihat lagi nanti.")
        return Block(title, text, **link)
    text = ngettext(
        "%(count)s paket belanja pemerintah mencari barang seperti buatan Anda.",
        "%(count)s paket belanja pemerintah mencari barang seperti buatan Anda.",
        found.packages,
    )
    note = _(
        "Jumlah pagu paket tahun %(years)s, bila produk Anda bersertifikat dengan nilai TKDN yang diminta. "
        "Ini bukan janji: pemerintah memilih sendiri, dan pemasok lain juga dapat dipilih."
    )
    years = ", ".join(map(str, found.years))
    examples = tuple(Example(each.name, each.get_absolute_url(), each.ceiling) for each in found.dearest)
    said = {"text": text % {"count": found.packages}, "note": note % {"years": years}}
    return Block(title, amount=found.amount, examples=examples, **said, **link)


@desk_block
def news(business, on):
    """Where the owner chooses what to hear of, and reads what was told."""
    text = _("Portal mengabari Anda paling banyak sekali sehari bila ada paket baru atau berubah yang cocok.")
    url = reverse("procurement:follow", args=[business.pk])
    return Block(_("Kabar paket"), text, url=url, link=_("Baca dan atur kabar"))
