"""Asking suppliers of a shortlist for an offer: the text, the way it goes, and the answers."""

from urllib.parse import urlencode, urljoin

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from procurement.evidence import NotAllowed
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
    made = record(entries=entries, text=text, deadline=deadline, officer=officer, on=on)
    for offer in made:
        if offer.channel == Channel.DIRECT and _business(offer.entry).email:
            send_offer_request.delay_on_commit(offer.pk)
    return made


@transaction.atomic
def record(*, entries, text, deadline, officer, on):
    """The requests as rows, and nothing sent."""
    waiting = _not_asked(entries)
    sharing = sharing_contact({_business(entry).pk for entry in waiting})
    return Offer.objects.bulk_create(
        Offer(
            entry=entry,
            channel=Channel.DIRECT if _business(entry).pk in sharing else Channel.OFFICE,
            text=text,
            deadline=deadline,
            asked_by=officer,
            asked_on=on,
        )
        for entry in waiting
    )


def _not_asked(entries):
    """Those of `entries` that stand and have no offer; their rows stay locked, so that a second press waits."""
    ids = [entry.pk for entry in entries]
    standing = ShortlistEntry.objects.standing().filter(pk__in=ids).select_related("item__certificate__business")
    locked = list(standing.select_for_update(of=("self",)).order_by("pk"))
    asked = set(Offer.objects.filter(entry__in=locked).values_list("entry", flat=True))
    return [entry for entry in locked if entry.pk not in asked]


def _business(entry):
    return entry.item.certificate.business


@transaction.atomic
def take_off(*, entry, by, at):
    """Take an entry off its list. Raises NotAllowed once an offer was asked: that is part of the record."""
    locked = ShortlistEntry.objects.standing().select_for_update().filter(pk=entry.pk).first()
    if locked is None:
        return
    if Offer.objects.filter(entry=locked).exists():
        raise NotAllowed(_("Penawaran dari produk ini sudah diminta, jadi tetap tercatat di daftar pendek."))
    locked.removed_by, locked.removed_at = by, at
    locked.save(update_fields=["removed_by", "removed_at"])


def whatsapp_link(offer):
    """The address that opens WhatsApp with the text written, or None without a phone; only for consenting owners."""
    phone = offer.entry.item.certificate.business.phone
    return f"https://wa.me/{phone.removeprefix('+')}?{urlencode({'text': offer.text})}" if phone else None


def compared(entries, ceiling):
    """The offers with a price, by final price (Perpres 16/2018 Ps 67): [(entry, Evaluated)]."""
    priced = {str(entry.pk): entry for entry in entries if hasattr(entry, "offer") and entry.offer.price}
    bids = [Bid(key, entry.offer.price, entry.item.tkdn) for key, entry in priced.items()]
    return [(priced[row.bid.name], row) for row in evaluate(bids, ceiling)]
