"""Pledging a package of one's own agency, and taking it back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from procurement.coachable import near_certified_for
from procurement.models import Pledge
from procurement.officers import officers_only, own_package
from procurement.pledge_forms import PledgeForm, WithdrawForm
from procurement.pledges import NO_PROMISE, may_be_pledged, standing_pledge, withdraw
from procurement.tasks import count_makers
from umkm.owner.doors import signed_in
from umkm.owner.saving import saved


@signed_in
@officers_only
@never_cache
def pledge(request, rup_code):
    """Set the package aside until a day; sent twice, it is one pledge."""
    package, today = own_package(request.user, rup_code), timezone.localdate()
    if standing_pledge(package, today):
        return redirect(package)
    if not may_be_pledged(package, today):
        messages.error(
            request, _("Paket ini tidak dapat disisihkan: sudah dibelanjakan, atau kontraknya terlalu dekat.")
        )
        return redirect(package)
    form = PledgeForm(request.POST or None, instance=Pledge(package=package, officer=request.user), today=today)
    if request.method == "POST" and form.is_valid() and saved(form):
        count_makers.delay_on_commit(form.instance.pk)
        messages.success(request, _("Niat belanja tercatat. Pembuat yang barangnya cocok melihatnya di meja mereka."))
        return redirect(package)
    if form.refusal is not None and form.refusal.constraint_name == "pledge_one_at_a_time_per_package":
        return redirect(package)
    makers = near_certified_for(package, today)
    context = {"package": package, "form": form, "makers": makers, "no_promise": NO_PROMISE, "on": today}
    return render(request, "procurement/pledge/pledge.html", context, status=400 if form.errors else 200)


@signed_in
@officers_only
@never_cache
def pledge_withdraw(request, rup_code):
    """Take the standing pledge of the package back, with a reason."""
    package, today = own_package(request.user, rup_code), timezone.localdate()
    found = standing_pledge(package, today)
    if found is None:
        raise Http404
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        withdraw(pledge=found, by=request.user, reason=form.cleaned_data["alasan"], on=today)
        messages.success(request, _("Niat belanja ditarik. Paket ini tidak lagi disisihkan."))
        return redirect(package)
    context = {"package": package, "pledge": found, "form": form, "no_promise": NO_PROMISE}
    return render(request, "procurement/pledge/withdraw.html", context, status=400 if form.errors else 200)
