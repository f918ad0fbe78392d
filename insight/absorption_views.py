"""Absorption for everyone: planned, matched, bought, delivered, paid, gone elsewhere, still open."""

from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from procurement.absorption import (
    By,
    absorption_of,
    indicators_of,
    outside_packages,
    total_of,
    waiting_of,
)
from procurement.forms import YearForm
from procurement.listing import FOUR, Bought
from procurement.models import AgencyLevel
from umkm.categories import BUDGET_CATEGORIES
from umkm.importers.reading import as_csv

CELLS = (
    ("planned", {"serapan": Bought.ALL}),
    ("matched", {"serapan": Bought.ALL, "keadaan": "SERVED"}),
    ("awarded", {"serapan": Bought.AWARDED}),
    ("delivered", {"serapan": Bought.DELIVERED}),
    ("paid", {"serapan": Bought.PAID}),
    ("leaked", {"serapan": Bought.LEAKED}),
    ("open", {"serapan": Bought.OPEN}),
)
"""The columns with rupiah, and the filter of `/paket/` that lists the packages behind each."""


class AbsorptionForm(YearForm):
    """Year, level of government, and what to break down by."""

    tingkat = forms.ChoiceField(label=gettext_lazy("Tingkat pemerintah"), choices=AgencyLevel.choices)
    menurut = forms.ChoiceField(label=gettext_lazy("Rinci menurut"), choices=By.choices)
    kategori = forms.ChoiceField(
        label=gettext_lazy("Kategori"),
        choices=[("", gettext_lazy("Keempat kategori")), *((one.value, one.label) for one in BUDGET_CATEGORIES)],
        required=False,
    )
    NOT_FILTERS = ("halaman", "urut", "tahun", "tingkat", "menurut")

    def __init__(self, data, *, today):
        """The province by category, unless the address says otherwise."""
        data = data.copy()
        data.setdefault("tingkat", AgencyLevel.PROVINCE)
        data.setdefault("menurut", By.CATEGORY)
        super().__init__(data, today=today)

    @property
    def categories(self):
        """The categories asked for; call it on a valid form."""
        asked = self.cleaned_data["kategori"]
        return (asked,) if asked else BUDGET_CATEGORIES


def absorption(request):
    """The year's absorption with a link behind each number, or as a file with `unduh=csv`."""
    form = AbsorptionForm(request.GET, today=timezone.localdate())
    if not form.is_valid():
        return render(request, "insight/absorption.html", {"form": form})
    found = _found(form)
    if request.GET.get("unduh") == "csv":
        return _csv(form, found)
    return render(request, "insight/absorption.html", {"form": form, **found, **_beside(form)})


def _found(form):
    """The lines of the year with last year's beside them, and their sums."""
    asked = {"level": form.cleaned_data["tingkat"], "by": form.cleaned_data["menurut"], "categories": form.categories}
    lines = absorption_of(year=form.year, **asked)
    before = absorption_of(year=form.year - 1, **asked)
    last = {line.key: line for line in before}
    total = total_of(lines)
    return {
        "rows": [_row(form, line, last.get(line.key)) for line in lines],
        "total": _row(form, total, total_of(before)),
        "has_last": any(line.planned for line in before),
        "by": By(form.cleaned_data["menurut"]),
    }


def _beside(form):
    """What stands beside the table: the indicators, and money that is in no line."""
    level = form.cleaned_data["tingkat"]
    return {
        "indicators": indicators_of(year=form.year, level=level, categories=form.categories),
        "outside": outside_packages(year=form.year, level=level, categories=form.categories),
        "waiting": waiting_of(form.year),
        "level": AgencyLevel(level).label,
    }


def _row(form, line, last):
    """A line with (rupiah, address of the packages behind it) for every column."""
    return {
        "line": line,
        "last": last,
        "cells": [(name, getattr(line, name), _behind(form, line, extra)) for name, extra in CELLS],
    }


def _behind(form, line, extra):
    asked = {
        "tahun": form.year,
        "tingkat": form.cleaned_data["tingkat"],
        "kategori": form.cleaned_data["kategori"] or FOUR,
        **extra,
    }
    if line.key:
        asked[form.cleaned_data["menurut"]] = line.key
    return f"{reverse('procurement:packages')}?{urlencode(asked)}"


def _csv(form, found):
    """The table as a file for spreadsheets; whole rupiah."""
    names = ("packages", "planned", "matched", "awarded", "delivered", "paid", "leaked", "open")
    columns = [
        form.cleaned_data["menurut"], "paket", "direncanakan", "cocok", "dikontrak", "diterima", "dibayar", "di_luar",
        "sisa", "dikontrak_tahun_lalu",
    ]  # fmt: skip
    rows = [
        [row["line"].label, *(getattr(row["line"], name) for name in names), row["last"].awarded if row["last"] else 0]
        for row in (*found["rows"], found["total"])
    ]
    response = HttpResponse(as_csv(columns, rows), content_type="text/csv; charset=utf-8")
    name = _("serapan-%(year)s-%(level)s.csv") % {"year": form.year, "level": form.cleaned_data["tingkat"].lower()}
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
