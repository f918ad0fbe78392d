"""Asking suppliers of a shortlist for an offer: the text, the way it goes, and the answers."""

from urllib.parse import urlencode, urljoin

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from procurement.models import Channel, Offer, ShortlistEntry
from procurement.offer_mail import sharing_contact
from procurement.price_preference import Bid, evaluate
from procurement.tasks import send_offer_request
from tkdnportal.templatetags.portal import day


def request_text(*, package, officer, volume, deadline):
    """What suppliers read, in Indonesian; the same by mail, WhatsApp and through the office."""
    lines = [
        "Yth. Bapak/Ibu pemilik usaha,",
        "",
        f"{package.agency.name} meminta penawaran harga untuk paket:",
        package.name,
        f"Kode RUP: {package.rup_code}",
        f"Volume: {volume}",
        f"Barang diperlukan paling lambat: {day(package.delivery_until or package.contract_until)}",
        f"Penawaran ditunggu paling lambat: {day(deadline)}",
        "",
        f"Keterangan paket: {urljoin(settings.SITE_URL, package.get_absolute_url())}",
        f"Jawaban dikirim kepada {officer.full_name}, {officer.email}.",
        "",
        "Ini permintaan penawaran, belum pesanan. Bila tidak dapat menawar, mohon tetap dijawab.",
    ]
    return "\n".join(lines)


@transaction.atomic
def ask(*, entries, text, deadline, officer, on):
    """Ask the suppliers of `entries` not asked yet; returns the new offers. Pressing twice asks once.

    The mail goes to those whose owner allows buyers to know the contact; the others are asked by the office.
    """
    locked = ShortlistEntry.objects.standing().select_for_update(of=("self",)).filter(pk__in=[e.pk for e in entries])
    waiting = [entry for entry in locked.select_related("item__certificate__business") if not hasattr(entry, "offer")]
    sharing = sharing_contact({entry.item.certificate.business_id for entry in waiting})
    made = Offer.objects.bulk_create(
        Offer(
            entry=entry,
            channel=Channel.DIRECT if entry.item.certificate.business_id in sharing else Channel.OFFICE,
            text=text,
            deadline=deadline,
            asked_by=officer,
            asked_on=on,
        )
        for entry in waiting
    )
    for offer in made:
        if offer.channel == Channel.DIRECT and offer.entry.item.certificate.business.email:
            send_offer_request.delay_on_commit(offer.pk)
    return made


def whatsapp_link(offer):
    """The address that opens WhatsApp with the text written, or None without a phone; only for consenting owners."""
    phone = offer.entry.item.certificate.business.phone
    return f"https://wa.me/{phone.removeprefix('+')}?{urlencode({'text': offer.text})}" if phone else None


def compared(entries, ceiling):
    """The offers with a price, by final price (Perpres 16/2018 Ps 67): [(entry, Evaluated)]."""
    priced = {str(entry.pk): entry for entry in entries if hasattr(entry, "offer") and entry.offer.price}
    bids = [Bid(key, entry.offer.price, entry.item.tkdn) for key, entry in priced.items()]
    return [(priced[row.bid.name], row) for row in evaluate(bids, ceiling)]


def refusal_to_remove(entry):
    """Why an entry must stay, or an empty text: what was asked of a supplier is part of the record."""
    if hasattr(entry, "offer"):
        return _("Penawaran dari produk ini sudah diminta, jadi tetap tercatat di daftar pendek.")
    return ""
