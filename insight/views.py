"""The front page, the overview, and the funnel with its filters."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from insight.dashboard.asked import OverviewForm
from insight.dashboard.overview import figure_of, figures_of
from insight.forms import FunnelForm
from insight.funnel import funnel_of
from insight.gap import gap_of
from procurement.forms import YearForm
from umkm.importers.reading import as_csv


def home(request):
    """The gap meter of a budget year, the search, and what this site is."""
    form = YearForm(request.GET, today=timezone.localdate())
    gap = gap_of(form.year) if form.is_valid() else None
    return render(request, "insight/home.html", {"form": form, "gap": gap})


@require_safe
def dashboard(request):
    """Every figure of a year; one as a file with `unduh`, all on one sheet of paper with `cetak=1`."""
    form = OverviewForm(request.GET, today=timezone.localdate())
    if not form.is_valid():
        return render(request, "insight/dashboard.html", {"form": form})
    asked = form.asked(on=timezone.localdate(), may_list=_may_list(request.user))
    if "unduh" in request.GET:
        return _file(asked, request.GET["unduh"])
    first, figures = figures_of(asked)
    page = "insight/dashboard_paper.html" if request.GET.get("cetak") == "1" else "insight/dashboard.html"
    return render(request, page, {"form": form, "asked": asked, "first": first, "figures": figures})


@require_safe
def funnel(request):
    """The funnel of a place and a category for everyone; staff also get the list behind each number."""
    today = timezone.localdate()
    form = FunnelForm(request.GET)
    context = {"form": form, "on": today}
    if form.is_valid():
        context["funnel"] = funnel_of(on=today, regency=form.regency, category=form.category)
        context["may_list"] = _may_list(request.user)
    return render(request, "insight/funnel.html", context)


def _may_list(user):
    """Whether the staff's lists behind the numbers open for `user`."""
    return user.is_staff and user.has_perms(["umkm.view_business", "certification.view_certificate"])


def _file(asked, name):
    """The table of one figure for spreadsheets."""
    figure = figure_of(asked, name)
    if figure is None:
        raise Http404
    response = HttpResponse(as_csv(*figure.table.file), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}-{asked.year}-{asked.level.lower()}.csv"'
    return response
