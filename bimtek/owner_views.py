"""The owner's page of an invitation: where and when, what to bring, yes or no; afterwards what to do at home."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from bimtek import coaching
from bimtek.homework import homework
from bimtek.invitation_texts import to_bring
from bimtek.models import Answer
from umkm.owner.doors import own_business, signed_in


@signed_in
@never_cache
def invitation(request, pk, number):
    """One invitation of the business; strangers find nothing here."""
    business, today = own_business(request, pk), timezone.localdate()
    related = ("event__regency", "attendance", "business")
    found = get_object_or_404(business.invitations.select_related(*related), pk=number)
    can_answer = coaching.may_answer(found, today)
    if request.method == "POST":
        _answer(request, found, can_answer)
        return redirect("bimtek:invitation", pk=pk, number=number)
    context = {
        "business": business, "invitation": found, "event": found.event, "can_answer": can_answer,
        "papers": to_bring(business, today), "answers": Answer, "noes": coaching.NOES_OF_OWNERS,
        "is_over": found.has_come or found.event.held_on < today,
    }  # fmt: skip
    return render(request, "bimtek/invitation.html", context | homework(found, today))


def _answer(request, invitation, can_answer):
    said = request.POST.get("jawaban", "")
    if said not in coaching.ANSWERS_OF_OWNERS:
        raise Http404
    if not can_answer:
        messages.warning(request, _("Jawaban tidak dapat diubah lagi. Hubungi Dinas bila perlu."))
        return
    coaching.answer(invitation=invitation, answer=Answer(said), by=request.user, at=timezone.localtime())
    if said == Answer.YES:
        messages.success(request, _("Terima kasih. Dinas sekarang tahu bahwa Anda akan datang."))
    else:
        messages.success(request, _("Terima kasih. Dinas sekarang tahu bahwa Anda tidak datang."))
