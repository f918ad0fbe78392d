"""Products side by side, from the search or from a package's candidates."""

from django import forms
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.roles import Role
from procurement.comparing import MOST, items_to_compare, rows_of, tiers_for
from procurement.matching import default_day
from procurement.models import Package
from procurement.officers import is_own

ITEM = forms.IntegerField(min_value=1, max_value=2**63 - 1)


@require_safe
def compare(request):
    """Up to five products; more are named as too many, and fewer than two say how to choose."""
    today = timezone.localdate()
    items = items_to_compare(_asked(request))
    package = _package(request)
    context = {"package": package, "items": items[:MOST], "too_many": len(items) > MOST, "most": MOST}
    tiers = tiers_for(package, default_day(package.year, today)) if package else None
    context["rows"] = rows_of(items[:MOST], today, tiers=tiers, with_trade=_is_officer(request.user))
    context["can_shortlist"] = package is not None and is_own(request.user, package)
    context["title"] = _("Bandingkan produk")
    # The only candidate of a package has nobody beside it, but is chosen here all the same.
    context["least"] = 1 if package else 2
    return render(request, "procurement/compare.html", context)


def _asked(request):
    """Ids in the address that can be ids; two more than shown suffice to see that there are too many."""
    asked = []
    for text in request.GET.getlist("item")[: MOST + 2]:
        try:
            asked.append(ITEM.clean(text))
        except forms.ValidationError:
            continue
    return asked


def _package(request):
    rup_code = request.GET.get("paket", "")
    return get_object_or_404(Package.objects.current(), rup_code=rup_code) if rup_code.isdigit() else None


def _is_officer(user):
    return user.is_authenticated and user.has_role(Role.OFFICER)
