"""Anyone who scanned a certificate may tell the office what does not fit, without signing in and without a name."""

from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from certification.check_views import too_many
from certification.models import Certificate, Report
from certification.report_forms import PublicReportForm
from tkdnportal.throttle import Limit, client_of

REPORTS = Limit("reports", amount=5, seconds=3600)
"""Reports one address may send in an hour: enough for a shopper, too few to bury the office."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request, token):
    """The short form; a form that is posted twice is one report."""
    certificate = get_object_or_404(Certificate.objects.with_token(token))
    at = timezone.localtime()
    form = PublicReportForm(request.POST or None, request.FILES or None, today=at.date())
    if request.method == "POST":
        client = client_of(request)
        if REPORTS.is_reached(client, at):
            return too_many(request, REPORTS.ends(at), at)
        if form.is_valid():
            REPORTS.count(client, at)
            keep_report(form, certificate)
            return redirect("certification:reported", token)
    return render(request, "certification/report.html", {"form": form, "certificate": certificate})


@transaction.atomic
def keep_report(form, certificate):
    """Store what the form says about `certificate`, once."""
    cleaned = form.cleaned_data
    Report.objects.bulk_create(
        [
            Report(
                certificate=certificate, business_id=certificate.business_id, seen=cleaned["seen"],
                seen_on=cleaned["seen_on"], place=cleaned["place"], evidence=form.kept(), once=cleaned["once"],
            )
        ],
        ignore_conflicts=True,
    )  # fmt: skip


@require_safe
@never_cache
def thanks(request, token):
    """What happens with a report now."""
    certificate = get_object_or_404(Certificate.objects.with_token(token))
    return render(request, "certification/reported.html", {"certificate": certificate})
