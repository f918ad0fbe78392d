"""The officer's desk: the packages of the officer's agencies, and what to do next with each."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.roles import Role
from procurement.absorption import absorption_of, total_of
from procurement.commitment import commitment
from procurement.desk_states import DeskState, by_next_step, states_of, with_desk_state, with_progress
from procurement.desk_words import next_step
from procurement.forms import DeskForm
from procurement.listing import budget_lines, narrowed, packages_of_year
from procurement.models import Agency
from umkm.paging import page_of

OWN_LABELS = {state.value: state.label for state in (DeskState.AT_RISK, DeskState.AWARDED, DeskState.DONE)}
"""States matching does not know."""


@login_required
def desk(request):
    """What is served, at risk and open, what the budget still holds, and the packages by what to do next."""
    if not request.user.has_role(Role.OFFICER):
        raise PermissionDenied(_("Halaman ini untuk pejabat pengadaan. Akun Anda tidak terdaftar sebagai pejabat."))
    agencies = list(Agency.objects.filter(postings__user=request.user))
    form = DeskForm(request.GET, today=timezone.localdate())
    context = {"form": form, "agencies": agencies}
    if agencies and form.is_valid():
        context |= _desk_of(request.user, agencies, form)
    return render(request, "procurement/desk.html", context)


def _desk_of(user, agencies, form):
    states, total, on = states_of(with_desk_state(packages_of_year(form.year).of_officer(user)))
    return {
        "states": states,
        "total": total,
        "lines": budget_lines(agencies, form.year),
        "commitment": commitment(form.year, agencies=Agency.objects.filter(pk__in=[one.pk for one in agencies])),
        "page": _page(user, form),
        "on": on,
        "year": form.year,
        "absorbed": total_of(absorption_of(year=form.year, agencies=[agency.pk for agency in agencies])),
    }


def _page(user, form):
    state, bought = form.cleaned_data["keadaan"], form.cleaned_data["serapan"]
    listed = packages_of_year(form.year, counted=bool(bought)).of_officer(user)
    own = with_desk_state(narrowed(listed, {"serapan": bought}))
    page = page_of(by_next_step(with_progress(own.filter(desk_state=state) if state else own)), form.page_number)
    for package in page.rows:
        package.next_step = next_step(package)
        package.desk_label = OWN_LABELS.get(package.desk_state)
    return page
