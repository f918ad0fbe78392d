"""Claiming a record, for owners: which NIB, how to prove it, and where the claim stands."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from tkdnportal.throttle import Limit, client_of
from umkm import claims
from umkm.claim_forms import ClaimCodeForm, ClaimForm, EvidenceForm
from umkm.documents import keep_checked
from umkm.models import Claim, ClaimState, DocumentKind
from umkm.tasks import send_claim_code

SESSION_KEY = "claim_nib"
"""Where self-registration leaves the NIB that somebody wants to claim instead."""
CLAIMS = Limit("claims", amount=10, seconds=86_400)
CLAIMS_PER_PLACE = Limit("claims-place", amount=40, seconds=86_400)
"""Generous, since a whole village may share one address of its network."""
SENDS = Limit("claim-sends", amount=6, seconds=86_400)
TRIES = Limit("claim-tries", amount=10, seconds=3_600)
EVIDENCE = Limit("claim-evidence", amount=10, seconds=86_400)
"""Limits of one person, counted whether or not the register holds the NIB."""


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request):
    """Which NIB, and which proof; whether the register holds it is never said."""
    form = ClaimForm(request.POST or None, initial={"nib": request.session.get(SESSION_KEY, "")})
    if request.method == "POST" and form.is_valid() and _may(request, form, CLAIMS, CLAIMS_PER_PLACE):
        try:
            opened = claims.open_claim(user=request.user, **form.cleaned_data)
        except claims.NotAllowed as refusal:
            form.add_error("nib", str(refusal))
        else:
            request.session.pop(SESSION_KEY, None)
            return _proving(request, opened)
    return render(request, "umkm/claim/start.html", {"form": form}, status=_status(form))


def _proving(request, opened):
    """To the claim's page, with a code on its way if that is the proof; the work is the same for any NIB."""
    if opened.state == ClaimState.CODE and not _used_up(request.user.pk, SENDS):
        transaction.on_commit(lambda: send_claim_code.delay(opened.pk))
    return redirect("umkm:claim_evidence", opened.pk) if opened.state == ClaimState.EVIDENCE else redirect(opened)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def claim_state(request, pk):
    """Where the claim stands, and what the claimant can do now; posting tries a code."""
    found = _own(request, pk)
    form = ClaimCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _may(request, form, TRIES):
        if claims.prove(claim=found, code=form.cleaned_data["code"], at=timezone.localtime()):
            return redirect(found)
        form.add_error("code", _("Kode tidak cocok atau sudah lewat waktunya. Periksa pesannya, atau minta kode baru."))
    return render(request, "umkm/claim/state.html", {"claim": found, "form": form}, status=_status(form))


@login_required
@require_POST
def claim_send(request, pk):
    """Another code, at most `SENDS.amount` a day."""
    found, at = _own(request, pk), timezone.localtime()
    if _used_up(request.user.pk, SENDS):
        messages.error(request, _too_often(SENDS, at))
    else:
        transaction.on_commit(lambda: send_claim_code.delay(found.pk))
        messages.success(request, _("Bila nomor ponselnya tercatat, kode baru sedang dikirim ke sana."))
    return redirect(found)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def claim_evidence(request, pk):
    """Photos for a clerk to decide by, or an answer to what the clerk asked."""
    found = _own(request, pk)
    if not found.is_open:
        return redirect(found)
    form = EvidenceForm(request.POST or None, request.FILES or None, state=found.state)
    if request.method == "POST" and form.is_valid() and _may(request, form, EVIDENCE) and _kept(request, found, form):
        return redirect(found)
    return render(request, "umkm/claim/evidence.html", {"claim": found, "form": form}, status=_status(form))


def _kept(request, found, form):
    """Whether the photos were kept with the claim; what cannot be kept becomes the form's error."""
    try:
        with transaction.atomic():
            kept = [
                keep_checked(checked=file, kind=DocumentKind.CLAIM_EVIDENCE, business=None, by=request.user)
                for file in form.cleaned_data["files"]
            ]
            claims.give_evidence(claim=found, documents=kept, note=form.cleaned_data["note"], at=timezone.localtime())
    except claims.NotAllowed as refusal:
        form.add_error(None, str(refusal))
    return not form.errors


@login_required
@require_POST
def claim_withdraw(request, pk):
    """Give up an open claim, for example of a mistyped NIB."""
    found = _own(request, pk)
    try:
        claims.withdraw(claim=found, on=timezone.localdate())
    except claims.NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Klaim untuk NIB %(nib)s dibatalkan.") % {"nib": found.nib})
    return redirect("umkm:desk")


def _own(request, pk):
    """The claim, for the person who made it."""
    return get_object_or_404(Claim.objects.select_related("business"), pk=pk, user=request.user)


def _may(request, form, limit, limit_of_place=None):
    """Whether one more is allowed, and counted; if not the form says when it is."""
    reached = _used_up(request.user.pk, limit) or (limit_of_place and _used_up(client_of(request), limit_of_place))
    if reached:
        form.add_error(None, _too_often(limit, timezone.localtime()))
    return not reached


def _used_up(client, limit):
    """Whether `client` has used up `limit`; if not, this one is counted."""
    at = timezone.localtime()
    reached = limit.is_reached(client, at)
    if not reached:
        limit.count(client, at)
    return reached


def _too_often(limit, at):
    return _("Sudah terlalu sering dicoba. Coba lagi pada %(when)s WIB, atau hubungi kantor Dinas.") % {
        "when": f"{limit.ends(at):%d-%m-%Y %H.%M}"
    }


def _status(form):
    return 400 if form.errors else 200
