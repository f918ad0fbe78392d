"""The state of an application by its ticket code, for anyone who holds the ticket; no name and no personal data."""

from urllib.parse import urlencode, urljoin

from django import forms
from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from certification.application_words import countdown, told
from certification.applications import standings
from certification.models import Application
from certification.tickets import read_ticket
from tkdnportal.throttle import Limit, client_of

MISSES = Limit("status-tickets", amount=30, seconds=600)
"""Wrong codes a visitor may type; generous, since a whole village may share one address of its network."""


class TicketForm(forms.Form):
    """The code on the ticket."""

    kode = forms.CharField(
        label=_("Kode tiket"),
        max_length=40,
        help_text=_("Lima belas huruf dan angka pada tiket Anda, misalnya K7MQ2-9XWTB-H4RZ3."),
        error_messages={"required": _("Isi kode yang tertulis pada tiket Anda.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


def status_address(application):
    """Where a ticket's QR code leads, on the real site whatever host a request came to."""
    return urljoin(settings.SITE_URL, f"{reverse('certification:status')}?{urlencode({'kode': application.ticket})}")


@require_safe
@never_cache
def status(request):
    """The state behind a code; who has guessed too often waits, right or wrong."""
    at = timezone.localtime()
    form = TicketForm(request.GET if "kode" in request.GET else None)
    context = {"form": form, "on": at.date()}
    if form.is_valid():
        client = client_of(request)
        if MISSES.is_reached(client, at):
            return _too_many(request, at)
        found = _standing(form.cleaned_data["kode"], at.date())
        if found is None:
            MISSES.count(client, at)
        else:
            context |= {"standing": found, "told": told(found), "countdown": countdown(found)}
        context["asked"] = True
    return render(request, "certification/status.html", context)


def _standing(text, day):
    """The standing behind a typed code, or None: a code that cannot be one is answered like one nobody has."""
    code = read_ticket(text)
    found = standings(Application.objects.filter(ticket=code), day) if code else []
    return found[0] if found else None


def _too_many(request, at):
    until = MISSES.ends(at)
    response = render(request, "429.html", {"until": until}, status=429)
    response["Retry-After"] = int((until - at).total_seconds()) + 1
    return response
