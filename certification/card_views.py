"""The owner prints stickers and cards of a valid certificate."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from certification.cards import PRINTS, printed
from certification.models import CertificateStatus
from umkm.access import open_case


@require_safe
@login_required
@cache_control(private=True, no_cache=True)
def prints(request, pk, certificate, what):
    """The PDF; where the certificate is not valid today, a sentence on the business's page instead."""
    case = open_case(request, pk)
    if what not in PRINTS:
        raise Http404
    found = get_object_or_404(case.business.certificates.prefetch_related("items"), pk=certificate)
    today = timezone.localdate()
    if found.status_on(today) not in CertificateStatus.valid:
        messages.error(
            request,
            _("Sertifikat %(number)s tidak berlaku hari ini, jadi stiker dan kartunya tidak dicetak.")
            % {"number": found},
        )
        return redirect(case.business)
    response = HttpResponse(printed(what, found, on=today), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{what}-{found.pk}.pdf"'
    return response
