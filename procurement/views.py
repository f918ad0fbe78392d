"""Packages for everyone, and the officer's desk."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Max
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.roles import Role
from procurement.absorption import absorption_of, total_of
from procurement.awards import bought_of
from procurement.forms import DeskForm, PackageFilterForm
from procurement.listing import budget_lines, narrowed, packages_of_year, states_of
from procurement.matching import default_day, match
from procurement.models import Agency, Package, PackageOutcome
from umkm.forms import FilterForm
from umkm.paging import page_of

NEAR_MISSES_SHOWN = 10


def packages(request):
    """The year's packages with what matching last said of each."""
    form = PackageFilterForm(request.GET, today=timezone.localdate())
    page = None
    if form.is_valid():
        found = packages_of_year(form.year, counted=bool(form.cleaned_data["serapan"]))
        page = page_of(narrowed(found, form.cleaned_data), form.page_number)
    return render(request, "procurement/packages.html", {"form": form, "page": page})


def package(request, rup_code):
    """One package and, as asked today, who can serve it and why."""
    found = get_object_or_404(Package.objects.select_related("agency", "budget", "regency"), rup_code=rup_code)
    on = default_day(found.year, timezone.localdate())
    answer = next(iter(match(year=found.year, on=on, rup_code=rup_code)), None)
    context = {"package": found, "answer": answer, "on": on, "bought": bought_of(found, request.user)}
    if answer:
        form = FilterForm(request.GET)
        context["page"] = page_of(answer.candidates, form.page_number if form.is_valid() else 1)
        context["near_misses"] = answer.near_misses[:NEAR_MISSES_SHOWN]
    return render(request, "procurement/package.html", context)


@login_required
def desk(request):
    """The packages of the officer's agencies: what is served, what is not, and what the budget still holds."""
    if not request.user.has_role(Role.OFFICER):
        raise PermissionDenied(_("Halaman ini untuk pejabat pengadaan. Akun Anda tidak terdaftar sebagai pejabat."))
    agencies = list(Agency.objects.filter(postings__user=request.user))
    form = DeskForm(request.GET, today=timezone.localdate())
    context = {"form": form, "agencies": agencies}
    if agencies and form.is_valid():
        context |= _desk_of(request.user, agencies, form)
    return render(request, "procurement/desk.html", context)


def _desk_of(user, agencies, form):
    states, total = states_of(packages_of_year(form.year).of_officer(user))
    listed = packages_of_year(form.year, counted=bool(form.cleaned_data["serapan"])).of_officer(user)
    return {
        "states": states,
        "total": total,
        "lines": budget_lines(agencies, form.year),
        "page": page_of(narrowed(listed, form.cleaned_data), form.page_number),
        "on": PackageOutcome.objects.for_year(form.year).aggregate(on=Max("on"))["on"],
        "year": form.year,
        "absorbed": total_of(absorption_of(year=form.year, agencies=[agency.pk for agency in agencies])),
    }
