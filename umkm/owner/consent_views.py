"""“Izin saya”: what the owner allows; given and withdrawn in one tap, at once (UU 27/2022 Ps 9, 40)."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from umkm.models import Consent
from umkm.owner.consent_texts import BY_SLUG, TEXTS, VERSION
from umkm.owner.doors import action_of, owned_business, signed_in

PAGE = ("umkm:consents", "pk")


@signed_in
def consents(request, pk):
    """Each purpose with what it means, whether it is allowed, and since when."""
    business = owned_business(request, pk)
    records = list(business.consents.select_related("given_by"))
    opened = {consent.purpose: consent for consent in records if consent.withdrawn_at is None}
    rows = [(text, opened.get(text.purpose)) for text in TEXTS]
    past = [consent for consent in records if consent.withdrawn_at]
    return render(request, "umkm/owner/consents.html", {"business": business, "rows": rows, "past": past})


@action_of(*PAGE)
def consent_give(request, pk, slug):
    """Allow one purpose."""
    business, text = owned_business(request, pk), _text(slug)
    at = timezone.now()  # noqa: TID251 - a view may read the clock
    Consent.objects.give(business=business, purpose=text.purpose, text_version=VERSION, by=request.user, at=at)
    messages.success(
        request, _("Diizinkan: %(question)s. Anda dapat mencabutnya kapan saja.") % {"question": text.question}
    )
    return redirect("umkm:consents", pk=pk)


@action_of(*PAGE)
def consent_withdraw(request, pk, slug):
    """Allow it no longer."""
    business, text = owned_business(request, pk), _text(slug)
    at = timezone.now()  # noqa: TID251 - a view may read the clock
    Consent.objects.withdraw(business=business, purpose=text.purpose, at=at)
    messages.success(request, _("Izin dicabut dan langsung berlaku: %(question)s.") % {"question": text.question})
    return redirect("umkm:consents", pk=pk)


def _text(slug):
    if slug not in BY_SLUG:
        raise Http404
    return BY_SLUG[slug]
