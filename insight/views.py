"""The front page."""

from django.shortcuts import render
from django.utils import timezone

from insight.gap import gap_of
from procurement.forms import YearForm


def home(request):
    """The gap meter of a budget year, the search, and what this site is."""
    form = YearForm(request.GET, today=timezone.localdate())
    gap = gap_of(form.year) if form.is_valid() else None
    return render(request, "insight/home.html", {"form": form, "gap": gap})
