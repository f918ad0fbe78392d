"""The front page and the dashboard."""

from django.shortcuts import render
from django.utils import timezone

from insight.forms import FunnelForm
from insight.funnel import funnel_of
from insight.gap import gap_of
from procurement.forms import YearForm


def home(request):
    """The gap meter of a budget year, the search, and what this site is."""
    form = YearForm(request.GET, today=timezone.localdate())
    gap = gap_of(form.year) if form.is_valid() else None
    return render(request, "insight/home.html", {"form": form, "gap": gap})


def dashboard(request):
    """The funnel for everyone; staff also get the list behind each number."""
    today = timezone.localdate()
    form = FunnelForm(request.GET)
    context = {"form": form, "on": today}
    if form.is_valid():
        context["funnel"] = funnel_of(on=today, regency=form.regency, category=form.category)
        context["may_list"] = request.user.is_staff and request.user.has_perm("umkm.view_business")
    return render(request, "insight/dashboard.html", context)
