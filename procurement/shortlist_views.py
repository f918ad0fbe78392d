"""The shortlist of one package: add, note, remove; who and when stays in the record."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from procurement import offers
from procurement.comparing import tiers_for
from procurement.conflicts import hints
from procurement.evidence import NotAllowed
from procurement.matching import default_day
from procurement.models import Channel, ShortlistEntry
from procurement.offer_mail import sharing_contact
from procurement.officers import officers_only, own_package
from procurement.shortlist_forms import AnswerForm, AskForm, NoteForm

MOST = 20
"""Products on one shortlist; more is no short list."""


@officers_only
@require_safe
def shortlist(request, rup_code):
    """The chosen products with their notes and offers, hints to check, and what to do next."""
    package = own_package(request.user, rup_code)
    return render(request, "procurement/shortlist/page.html", page_context(request.user, package))


def page_context(user, package, *, ask_form=None, answer_form=None):
    """Everything the page shows; a form that was refused takes the place of an empty one."""
    today = timezone.localdate()
    entries = list(package.shortlist.standing().for_page())
    _prepare(entries, today, answer_form)
    unasked = package.shortlist.standing().filter(offer=None).select_related("item__certificate__business")
    return {
        "package": package,
        "entries": entries,
        "hints": hints([entry.item.certificate.business for entry in entries], user),
        "ask_form": ask_form or AskForm(entries=unasked, today=today, initial={"volume": package.volume[:200]}),
        "can_ask": any(not hasattr(entry, "offer") for entry in entries),
        "compared": offers.compared(entries, package.ceiling),
    }


def _prepare(entries, today, refused):
    """Each entry with the forms that can be filled in now, and the WhatsApp link its owner allows."""
    sharing = sharing_contact({entry.item.certificate.business_id for entry in entries})
    for entry in entries:
        entry.status = entry.item.certificate.status_on(today)
        entry.note_form = NoteForm(instance=entry, auto_id=f"id_catatan_{entry.pk}_%s")
        if not hasattr(entry, "offer"):
            continue
        offer = entry.offer
        offer.entry = entry
        entry.is_shared = offer.channel == Channel.DIRECT and entry.item.certificate.business_id in sharing
        entry.whatsapp = offers.whatsapp_link(offer) if entry.is_shared else None
        mine = refused is not None and refused.instance.pk == offer.pk
        entry.answer_form = refused if mine else AnswerForm(instance=offer, today=today, auto_id=f"id_{entry.pk}_%s")


@officers_only
@require_POST
def add(request, rup_code):
    """Put one candidate of the package on its list; twice is once."""
    package = own_package(request.user, rup_code)
    item = _candidate(package, request.POST.get("item", ""))
    if package.shortlist.standing().count() >= MOST:
        messages.error(request, _("Daftar pendek sudah berisi %(most)s produk. Hapus satu dulu.") % {"most": MOST})
        return redirect("procurement:shortlist", package.rup_code)
    facts = {"added_by": request.user, "added_at": timezone.localtime()}
    ShortlistEntry.objects.get_or_create(package=package, item_id=item, removed_at=None, defaults=facts)
    return redirect("procurement:shortlist", package.rup_code)


def _candidate(package, text):
    """The id of a certified product that can serve the package today; nothing else gets on its list."""
    on = default_day(package.year, timezone.localdate())
    if not text.isdecimal() or int(text) not in tiers_for(package, on):
        raise Http404
    return int(text)


@officers_only
@require_POST
def note(request, rup_code, pk):
    """Why this one, in the officer's words."""
    entry = own_entry(request.user, rup_code, pk)
    form = NoteForm(request.POST, instance=entry)
    if form.is_valid():
        entry.save(update_fields=["note"])
    else:
        messages.error(request, _("Catatan paling panjang 300 huruf. Pendekkan, lalu simpan lagi."))
    return redirect("procurement:shortlist", rup_code)


@officers_only
@require_POST
def remove(request, rup_code, pk):
    """Take a product off the list; one that was asked for an offer stays."""
    entry = own_entry(request.user, rup_code, pk)
    try:
        offers.take_off(entry=entry, by=request.user, at=timezone.localtime())
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("procurement:shortlist", rup_code)


def own_entry(user, rup_code, pk):
    """A standing entry of an own package; 404 for any other."""
    package = own_package(user, rup_code)
    return get_object_or_404(package.shortlist.standing().select_related("offer", "item"), pk=pk)
