"""The page behind the QR code at a coaching day: participants record that they are there, without signing in."""

from django import forms
from django.db import IntegrityError, transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bimtek.checking_in import check_in, invitations_of_number, invitations_of_user, is_open
from bimtek.models import CoachingDay, DayState
from certification.check_views import too_many
from tkdnportal.throttle import Limit, client_of

MISSES = Limit("coaching-check-in", amount=40, seconds=600)
"""Wrong numbers a visitor may type; generous, since everyone in the room may share one address of its network."""


class NumberForm(forms.Form):
    """The number by which the office knows the participant."""

    nomor = forms.CharField(
        label=gettext_lazy("Nomor ponsel atau NIB usaha Anda"),
        max_length=30,
        help_text=gettext_lazy("Nomor ponsel yang dipakai saat diundang, misalnya 0812 3456 7890, atau 13 angka NIB."),
        error_messages={"required": gettext_lazy("Ketik nomor ponsel atau NIB Anda.")},
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )


@never_cache
def attendance(request, token):
    """Record an attendance while the door is open; a number that is not on the list learns nothing else."""
    at = timezone.localtime()
    event = get_object_or_404(CoachingDay.objects.select_related("regency"), token=token)
    own = list(invitations_of_user(event, request.user))
    form = NumberForm(request.POST if "nomor" in request.POST else None)
    if request.method == "POST" and is_open(event, at):
        client = client_of(request)
        if MISSES.is_reached(client, at):
            return too_many(request, MISSES.ends(at), at)
        if _recorded(request, event, own, form, at):
            return redirect("bimtek:checked_in", token=token)
        if form.is_bound and not form.errors:
            MISSES.count(client, at)
            form.add_error("nomor", _("Nomor ini tidak ada dalam daftar hari ini. Periksa angkanya, atau ke petugas."))
    context = {"event": event, "form": form, "own": own, "state": event.state_at(at), "states": DayState}
    return render(request, "bimtek/check_in.html", context)


def _recorded(request, event, own, form, at):
    """Whether somebody was recorded: by one tap for a business one acts for, or by a number that is on the list."""
    if form.is_bound:
        found = list(invitations_of_number(event, form.cleaned_data["nomor"])) if form.is_valid() else []
    else:
        found = [each for each in own if str(each.pk) == request.POST.get("undangan")]
    by = request.user if request.user.is_authenticated else None
    try:
        with transaction.atomic():
            check_in(invitations=found, by=by, at=at)
    except IntegrityError:  # cancelled at this very moment; the page will say so
        return False
    return bool(found)


@require_safe
def recorded(request, token):
    """The attendance was recorded; nothing of the person is on this page."""
    event = get_object_or_404(CoachingDay.objects.select_related("regency"), token=token)
    return render(request, "bimtek/checked_in.html", {"event": event})
