"""Packages for everyone."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from procurement.awards import bought_of
from procurement.forms import PackageFilterForm
from procurement.listing import narrowed, packages_of_year
from procurement.matching import default_day, match
from procurement.models import Package
from procurement.officers import is_own
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
    context = {"package": found, "answer": answer, "on": on, "is_own": is_own(request.user, found)}
    context["bought"] = bought_of(found, request.user)
    if answer:
        form = FilterForm(request.GET)
        context["page"] = page_of(answer.candidates, form.page_number if form.is_valid() else 1)
        context["near_misses"] = answer.near_misses[:NEAR_MISSES_SHOWN]
    return render(request, "procurement/package.html", context)
