"""Asking the suppliers of a shortlist, and writing down what they answer."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from procurement import offers
from procurement.officers import officers_only, own_package
from procurement.shortlist_forms import AnswerForm, AskForm
from procurement.shortlist_views import own_entry, page_context
from umkm.owner.saving import saved

PAGE = "procurement/shortlist/page.html"


@officers_only
@require_POST
def ask(request, rup_code):
    """Ask the chosen suppliers that were not asked yet."""
    package = own_package(request.user, rup_code)
    today = timezone.localdate()
    unasked = package.shortlist.standing().filter(offer=None).select_related("item__certificate__business")
    form = AskForm(request.POST, entries=unasked, today=today)
    if not form.is_valid():
        return render(request, PAGE, page_context(request.user, package, ask_form=form), status=422)
    chosen = form.cleaned_data
    text = offers.request_text(package=package, officer=request.user, volume=chosen["volume"], deadline=chosen["batas"])
    made = offers.ask(entries=chosen["pilihan"], text=text, deadline=chosen["batas"], officer=request.user, on=today)
    messages.success(request, _asked(len(made)))
    return redirect("procurement:shortlist", package.rup_code)


def _asked(count):
    text = ngettext(
        "%(count)s permintaan penawaran dicatat. Catat jawabannya di sini begitu masuk.",
        "%(count)s permintaan penawaran dicatat. Catat jawabannya di sini begitu masuk.",
        count,
    )
    return text % {"count": count}


@officers_only
@require_POST
def answer(request, rup_code, pk):
    """Write down a price or that the supplier makes no offer; a mistake is written over, and the record keeps both."""
    entry = own_entry(request.user, rup_code, pk)
    if not hasattr(entry, "offer"):
        raise Http404
    form = AnswerForm(request.POST, instance=entry.offer, today=timezone.localdate(), auto_id=f"id_{entry.pk}_%s")
    if form.is_valid() and saved(form):
        return redirect("procurement:shortlist", rup_code)
    context = page_context(request.user, own_package(request.user, rup_code), answer_form=form)
    return render(request, PAGE, context, status=422)
