"""Packages for everyone."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from accounts.roles import Role
from procurement import changes
from procurement.awards import bought_of
from procurement.category_views import may_decide
from procurement.forms import PackageFilterForm
from procurement.listing import narrowed, packages_of_year, wider
from procurement.matching import default_day, match
from procurement.models import Package
from procurement.officers import is_own
from procurement.teams import proposal_for
from umkm.forms import FilterForm
from umkm.paging import page_of

NEAR_MISSES_SHOWN = 10


def packages(request):
    """The year's packages with what matching last said of each."""
    form = PackageFilterForm(request.GET, today=timezone.localdate())
    context = {"form": form, "page": None}
    if form.is_valid():
        found = packages_of_year(form.year, counted=bool(form.cleaned_data["serapan"]))
        context["page"] = page_of(narrowed(found, form.cleaned_data), form.page_number)
        if not context["page"].rows and form.page_number == 1:
            context["wider"] = wider(found, form.cleaned_data)
    return render(request, "procurement/packages.html", context)


def package(request, rup_code):
    """One package and, as asked today, who can serve it and why."""
    found = Package.objects.select_related("agency", "budget", "regency").filter(rup_code=rup_code).first()
    if found is None:
        return _moved(request, rup_code)
    on = default_day(found.year, timezone.localdate())
    answer = next(iter(match(year=found.year, on=on, rup_code=rup_code)), None)
    context = {"package": found, "answer": answer, "on": on, "origins": changes.predecessors(rup_code)}
    context |= {"may_decide": may_decide(request.user, found), "is_own": is_own(request.user, found)}
    context["bought"] = bought_of(found, request.user)
    if answer:
        form = FilterForm(request.GET)
        context["page"] = page_of(answer.candidates, form.page_number if form.is_valid() else 1)
        if sees_teams(request.user):
            context["proposal"] = proposal_for(answer)
        context["near_misses"] = answer.near_misses[:NEAR_MISSES_SHOWN]
    else:
        context |= {"steps": changes.successors(rup_code), "last": changes.last_change(rup_code)}
    return render(request, "procurement/package.html", context)


def sees_teams(user):
    """Officers and clerks: capacity and price are for those who buy, not for everyone (UU 27/2022 Ps 20)."""
    return user.is_authenticated and (user.has_role(Role.OFFICER) or user.has_perm("procurement.view_package"))


def _moved(request, rup_code):
    """A code that is known only from reviews: where it went; 404 for one that nobody has named."""
    last = changes.last_change(rup_code)
    if last is None:
        raise Http404
    context = {"rup_code": rup_code, "last": last, "steps": changes.successors(rup_code)}
    return render(request, "procurement/moved.html", context)
