"""Packages for everyone, and the officer's desk."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Max
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.roles import Role
from procurement import changes
from procurement.category_views import may_decide
from procurement.commitment import commitment
from procurement.forms import DeskForm, PackageFilterForm
from procurement.listing import budget_lines, narrowed, packages_of_year, states_of, wider
from procurement.matching import default_day, match
from procurement.models import Agency, Package, PackageOutcome
from procurement.teams import proposal_for
from umkm.forms import FilterForm
from umkm.paging import page_of

NEAR_MISSES_SHOWN = 10


def packages(request):
    """The year's packages with what matching last said of each."""
    form = PackageFilterForm(request.GET, today=timezone.localdate())
    context = {"form": form, "page": None}
    if form.is_valid():
        found = packages_of_year(form.year)
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
    context["may_decide"] = may_decide(request.user, found)
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
    own = packages_of_year(form.year).of_officer(user)
    states, total = states_of(own)
    return {
        "states": states,
        "total": total,
        "lines": budget_lines(agencies, form.year),
        "commitment": commitment(form.year, agencies=Agency.objects.filter(pk__in=[one.pk for one in agencies])),
        "page": page_of(narrowed(own, form.cleaned_data), form.page_number),
        "on": PackageOutcome.objects.for_year(form.year).aggregate(on=Max("on"))["on"],
        "year": form.year,
    }
