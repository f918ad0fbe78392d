"""Pages of helpers (pendamping) and of the owners they help."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from tkdnportal import audit
from tkdnportal.throttle import Limit, client_of
from umkm import consent
from umkm.access import change_case, own_case
from umkm.claim_forms import HelperCodeForm
from umkm.models import Activity, Business, Document, Product

JOINS = Limit("helper-codes", amount=10, seconds=3_600)
"""Codes a person may try in an hour, right or wrong; of 31^8 a guess finds none."""
JOINS_PER_PLACE = Limit("helper-codes-place", amount=60, seconds=3_600)
SHOWN_CHANGES = 20


@login_required
@never_cache
def helpers(request, pk):
    """Who helps with this business, since when, and what they changed; for its owner."""
    return _page(request, own_case(request, pk).business)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request, pk):
    """The owner agrees, and is shown the code for one helper; it is shown this once, and not to who comes back here."""
    case = own_case(request, pk)
    if request.method != "POST":
        return redirect("umkm:helpers", pk)
    if "agree" not in request.POST:
        return _page(request, case.business, refused=True)
    code = consent.invite(business=case.business, by=request.user, at=timezone.localtime())
    return _page(request, case.business, code=code, hours=consent.CODE_LIFE.days * 24)


def _page(request, business, **shown):
    members = business.memberships.helpers().select_related("user").order_by("-given_at")
    context = {"business": business, "helpers": members, "wording": consent.WORDING_TEMPLATE, **shown}
    context["changes"] = _changes(business)
    status = 400 if shown.get("refused") else 200
    return render(request, "umkm/helper/helpers.html", context, status=status)


def _changes(business):
    """The latest changes that helpers made to this business, as the audit trail's triggers wrote them."""
    by_helpers = {"pgh_context__metadata__helper_of": business.pk}
    return audit.together(
        [
            (Business, {"pgh_obj_id": business.pk, **by_helpers}),
            *((model, {"business_id": business.pk, **by_helpers}) for model in (Activity, Product, Document)),
        ],
        limit=SHOWN_CHANGES,
    )


@login_required
def paper(request):
    """Today's text of the consent, to print and to sign."""
    return render(request, "umkm/helper/paper.html", {"wording": consent.WORDING_TEMPLATE})


@login_required
@require_POST
def withdraw(request, pk, membership):
    """The owner withdraws a consent; it ends at once (UU 27/2022 Ps 9)."""
    case = own_case(request, pk)
    found = get_object_or_404(case.business.memberships.helpers().select_related("user"), pk=membership)
    found.withdraw(at=timezone.localtime())
    messages.success(
        request, _("%(name)s tidak dapat lagi membuka usaha Anda. Persetujuan Anda dicabut.") % {"name": found.user}
    )
    return redirect("umkm:helpers", pk)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request):
    """A helper types the code an owner gave."""
    form = HelperCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        joined = _joined(request, form)
        if joined:
            messages.success(request, _("Anda sekarang mendampingi %(name)s.") % {"name": joined.business.name})
            return redirect(joined.business)
    return render(request, "umkm/helper/join.html", {"form": form}, status=400 if form.errors else 200)


def _joined(request, form):
    """The new membership, or None with the reason in the form."""
    at = timezone.localtime()
    counted = ((JOINS, request.user.pk), (JOINS_PER_PLACE, client_of(request)))
    if any(limit.is_reached(client, at) for limit, client in counted):
        message = _("Sudah terlalu banyak kode dicoba. Coba lagi pukul %(time)s WIB.")
        form.add_error("code", message % {"time": f"{JOINS.ends(at):%H.%M}"})
        return None
    for limit, client in counted:
        limit.count(client, at)
    try:
        return consent.join(user=request.user, typed=form.cleaned_data["code"], at=at)
    except consent.NotAllowed as refusal:
        form.add_error("code", str(refusal))
        return None


@login_required
@require_POST
def leave(request, pk):
    """A helper stops helping; the owner sees when."""
    with transaction.atomic():
        case = change_case(request, pk)
        if not case.is_helped:
            raise Http404
        case.membership.withdraw(at=timezone.localtime())
    messages.success(request, _("Anda tidak lagi mendampingi %(name)s.") % {"name": case.business.name})
    return redirect("umkm:desk")
