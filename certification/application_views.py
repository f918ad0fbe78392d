"""The owner's pages of an application: sent, and what happened to it. The application itself is made in SIINas."""

from urllib.parse import urljoin

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from certification.application_forms import EventForm, ReportForm, refuse
from certification.application_services import record, report
from certification.application_words import told
from certification.applications import standing_of, standings
from certification.models import Application, EventKind, EventSource
from certification.qr import svg_of_address
from certification.status_views import status_address
from certification.working_days import Calendar
from umkm.access import change_case, open_case

SLUGS = {
    "dikembalikan": EventKind.RETURNED,
    "dikirim-ulang": EventKind.RESUBMITTED,
    "lengkap": EventKind.COMPLETE,
    "disetujui": EventKind.SIGNED,
    "ditolak": EventKind.REFUSED,
    "ditolak-otomatis": EventKind.AUTO_REJECTED,
    "ditarik": EventKind.WITHDRAWN,
}
"""The last part of an event page's address."""

DEEDS = {
    EventKind.RETURNED: gettext_lazy("Permohonan saya dikembalikan"),
    EventKind.RESUBMITTED: gettext_lazy("Saya sudah mengirim ulang perbaikan"),
    EventKind.COMPLETE: gettext_lazy("Permohonan saya dinyatakan lengkap"),
    EventKind.SIGNED: gettext_lazy("Permohonan saya disetujui"),
    EventKind.REFUSED: gettext_lazy("Permohonan saya ditolak"),
    EventKind.AUTO_REJECTED: gettext_lazy("SIINas menolak otomatis permohonan saya"),
    EventKind.WITHDRAWN: gettext_lazy("Saya menarik permohonan ini"),
}


def source_for(request):
    """As whom the visitor records in the open case; None for who may only look."""
    if request.case.membership:
        return EventSource.OWNER
    return EventSource.STAFF if request.user.has_perm("certification.add_applicationevent") else None


def _source_or_refusal(request):
    source = source_for(request)
    if source is None:
        raise PermissionDenied
    return source


def _in_case(request, pk, save):
    """What `save` gives; a consent withdrawn at this moment comes before it or after it, never in between."""
    with transaction.atomic():
        change_case(request, pk)
        return save()


def deeds(standing):
    """(slug, title) of each thing that may be recorded next."""
    return [(slug, DEEDS[kind]) for slug, kind in SLUGS.items() if kind in standing.next_kinds]


def _application(request, pk, number):
    open_case(request, pk)
    return get_object_or_404(Application.objects.for_showing(), pk=number, business=pk)


@login_required
@require_safe
def applications(request, pk):
    """Every application of the business, open ones first."""
    business, today = open_case(request, pk).business, timezone.localdate()
    found = standings(business.applications.all(), today)
    found.sort(key=lambda standing: (not standing.is_open, -standing.application.pk))
    context = {"business": business, "rows": [(each, told(each)) for each in found], "on": today}
    context["may_record"] = source_for(request) is not None
    return render(request, "certification/application/list.html", context)


@login_required
@never_cache
def sent(request, pk):
    """“I have sent my application in SIINas.”"""
    business = open_case(request, pk).business
    source = _source_or_refusal(request)
    form = ReportForm(
        request.POST or None, request.FILES or None, business=business, today=timezone.localdate(),
        initial={"product": request.GET.get("produk")},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        application = _in_case(request, pk, lambda: _reported(form, request.user, source))
        if application:
            messages.success(request, _("Permohonan untuk “%(product)s” tercatat.") % {"product": application.product})
            return redirect(application)
    return render(request, "certification/application/sent.html", {"business": business, "form": form})


def _reported(form, user, source):
    cleaned = form.cleaned_data
    try:
        return report(
            business=form.business, product=cleaned["product"], again=cleaned["again"],
            siinas_number=cleaned["siinas_number"], day=cleaned["day"], once=cleaned["once"], by=user, source=source,
            evidence=form.kept_evidence(form.business, user),
        )  # fmt: skip
    except ValidationError as error:
        refuse(form, error)
        return None


@login_required
@require_safe
def application(request, pk, number):
    """Where the application stands, what comes next, and everything that happened."""
    found, today = _application(request, pk, number), timezone.localdate()
    standing = standing_of(found, today, Calendar.load())
    context = {"application": found, "standing": standing, "told": told(standing), "on": today}
    may = source_for(request) is not None
    context |= {"deeds": deeds(standing) if may else [], "events": found.events.all()}
    return render(request, "certification/application/application.html", context)


@login_required
@never_cache
def happened(request, pk, number, slug):
    """Record one thing that happened; the page says what cannot come now."""
    found, today = _application(request, pk, number), timezone.localdate()
    kind = SLUGS.get(slug)
    if kind is None:
        raise Http404
    source, calendar = _source_or_refusal(request), Calendar.load()
    form = EventForm(
        request.POST or None, request.FILES or None, kind=kind, source=source, calendar=calendar, today=today,
        standing=standing_of(found, today, calendar),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid() and _in_case(request, pk, lambda: recorded(form, request.user)):
        messages.success(request, _("Tercatat: %(what)s.") % {"what": kind.label})
        return redirect(found)
    context = {"application": found, "business": found.business, "form": form, "title": DEEDS[kind], "kind": kind}
    context["standing"] = form.standing
    return render(request, "certification/application/happened.html", context)


def recorded(form, user):
    """The event of a valid form, or None with the reason on the form."""
    try:
        return record(**form.event(user))
    except ValidationError as error:
        refuse(form, error)
        return None


@login_required
@require_safe
def ticket(request, pk, number):
    """A slip to print: the ticket code and a QR code that leads to its state."""
    context = {
        "application": _application(request, pk, number),
        "status_page": urljoin(settings.SITE_URL, reverse("certification:status")),
    }
    return render(request, "certification/application/ticket.html", context)


@login_required
@require_safe
def ticket_qr(request, pk, number):
    """The QR code on the slip."""
    address = status_address(_application(request, pk, number))
    return HttpResponse(svg_of_address(address), content_type="image/svg+xml")
