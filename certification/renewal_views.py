"""The owner's page about renewing a certificate, and the page that ends reminders without signing in."""

from django.contrib.auth.decorators import login_required
from django.core.signing import BadSignature
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from certification.models import Certificate, ReminderPause
from certification.reminder_texts import read_pause
from certification.renewing import renewals
from umkm.access import open_case


@login_required
@require_safe
def renewal(request, pk):
    """What to do to renew, what is different now, and what the office has already; strangers find nothing here."""
    case = open_case(request, pk)
    context = {"business": case.business, "renewals": renewals(case.business, timezone.localdate())}
    return render(request, "certification/renewal.html", context)


# The signature in the address is the authority, and mail programs that end reminders in one tap (RFC 8058) post
# from nowhere. Opening the address changes nothing: programs that look at links for safety open them all.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def pause(request, token):
    """End the reminders of one certificate for one person, or take that back; at once, without signing in."""
    try:
        certificate_id, user_id = read_pause(token)
    except BadSignature:
        raise Http404 from None
    certificate = get_object_or_404(Certificate, pk=certificate_id)
    own = ReminderPause.objects.filter(certificate=certificate, user=user_id)
    if request.method == "POST":
        if "lanjut" in request.POST:
            own.delete()
        elif not own.exists():
            now = timezone.localtime()
            pause = ReminderPause(certificate=certificate, user_id=user_id, since=now)
            ReminderPause.objects.bulk_create([pause], ignore_conflicts=True)
        return redirect("certification:pause", token)
    context = {"certificate": certificate, "is_paused": own.exists()}
    return render(request, "certification/pause.html", context)
