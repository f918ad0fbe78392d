"""Anyone may check a certificate, by its number or by its QR code, without signing in."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from certification.checks import record, verdicts_on
from certification.forms import CheckForm
from certification.models import AskedBy, Certificate
from certification.qr import svg_of
from tkdnportal.throttle import Limit, client_of

MISSES = Limit("certificate-checks", amount=30, seconds=600)
"""Wrong questions a visitor may ask; generous, since a whole village may share one address of its network."""


@require_safe
@never_cache
def check_number(request):
    """What every certificate of this number is now; who has guessed too often waits, right or wrong."""
    at = timezone.localtime()
    form = CheckForm(request.GET if "nomor" in request.GET else None)
    context = _shared(form, at)
    if form.is_valid():
        client, asked = client_of(request), form.cleaned_data["nomor"]
        if MISSES.is_reached(client, at):
            return too_many(request, MISSES.ends(at), at)
        verdicts = verdicts_on(at.date(), Certificate.objects.numbered([asked]))
        if not verdicts:
            MISSES.count(client, at)
        record(how=AskedBy.NUMBER, asked=asked, verdicts=verdicts, at=at)
        context |= {"verdicts": verdicts, "asked": asked}
    return render(request, "certification/check_number.html", context)


@require_safe
@never_cache
def check_token(request, token):
    """What the certificate behind a QR code is now; a true code is always answered."""
    at = timezone.localtime()
    verdicts = verdicts_on(at.date(), Certificate.objects.with_token(token))
    if not verdicts:
        client = client_of(request)
        if MISSES.is_reached(client, at):
            return too_many(request, MISSES.ends(at), at)
        MISSES.count(client, at)
    record(how=AskedBy.TOKEN, asked=token, verdicts=verdicts, at=at)
    context = _shared(CheckForm(), at) | {"verdicts": verdicts}
    return render(request, "certification/check_token.html", context, status=200 if verdicts else 404)


@require_safe
@cache_control(public=True, max_age=86_400)
def qr(request, token):
    """The QR code that leads to `check_token`."""
    certificate = get_object_or_404(Certificate.objects.with_token(token))
    return HttpResponse(svg_of(certificate), content_type="image/svg+xml")


def _shared(form, at):
    """What both pages show; `host` is the real site's, not that of the request, which a copy could choose."""
    return {"form": form, "at": at, "on": at.date(), "host": urlsplit(settings.SITE_URL).netloc}


def too_many(request, until, at):
    """The page that says from when on the visitor may ask again."""
    wait = int((until - at).total_seconds()) + 1
    response = render(request, "429.html", {"until": until}, status=429)
    response["Retry-After"] = wait
    return response
