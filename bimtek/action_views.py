"""The helper's day: what to do today for the businesses whose owners agreed to be helped, and for no others."""

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bimtek.action_forms import DecisionForm
from bimtek.action_services import decide
from bimtek.action_words import message, why
from bimtek.models import NextAction
from bimtek.said import say_decided
from bimtek.today import action_of, deadlines, listed
from certification.reminder_texts import whatsapp_url
from umkm.access import Role, change_case, open_case
from umkm.paging import page_of

FARTHEST_PAGE = 1_000


@login_required
@never_cache
@require_safe
def today(request):
    """Deadlines first, then what opens most for the least work; never a business the person does not help."""
    on = timezone.localdate()
    helped = request.user.memberships.active().filter(kind=Role.HELPER).values("business")
    rows = NextAction.objects.waiting_on(on).filter(business__in=helped)
    page = page_of(rows.for_showing().best_first(), _page_number(request))
    urgent = deadlines(on, helped) if page.number == 1 else []
    context = {"page": page, "entries": [_entry(each) for each in [*urgent, *listed(page.rows)]]}
    return render(request, "bimtek/action/today.html", context)


def _page_number(request):
    asked = request.GET.get("halaman", "")
    return int(asked) if asked.isdecimal() and 1 <= int(asked) <= FARTHEST_PAGE else 1


@login_required
@never_cache
def case(request, pk):
    """One case: why, the number, the message, and what came of it."""
    business = _helped(request, pk)
    on = timezone.localdate()
    found = action_of(business, on)
    form = DecisionForm(request.POST or None, today=on, initial={"kind": found.kind} if found else None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            change_case(request, pk)
            told = decide(business=business, by=request.user, day=on, **form.decision)
        say_decided(request, *told)
        return redirect("actions:today")
    context = {"business": business, "entry": _entry(found) if found else None, "form": form}
    return render(request, "bimtek/action/case.html", context)


def _helped(request, pk):
    opened = open_case(request, pk)
    if not opened.is_helped:
        raise Http404
    return opened.business


def _entry(found):
    text, phone = message(found), found.business.phone
    return {"today": found, "why": why(found), "text": text, "whatsapp": whatsapp_url(phone, text) if phone else ""}
