"""The page for developers: every piece of the design language once, drawn with made-up numbers (`/rupa/`)."""

from django.contrib.admin.views.decorators import staff_member_required
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from insight.charts.bars import Bars, bar
from insight.charts.columns import Series, columns
from insight.charts.lines import lines
from insight.charts.tiles import Spot, tiles
from insight.dashboard.figure import Column, Figure, Link, Nothing, Row, Table
from insight.dashboard.months import short_months
from insight.dashboard.places import SPOTS
from insight.design_samples import samples
from insight.design_tokens import tokens


@staff_member_required
@require_safe
def design(request):
    """Each piece as pages include it, with the line that does so."""
    drawn = [(sample, "\n".join(sample.codes), sample.drawn(request)) for sample in samples()]
    context = {"tokens": tokens(), "samples": drawn, "figures": figures()}
    return render(request, "insight/design.html", context)


def figures():
    """One figure with each chart, and one without."""
    charts = {"bars": _bars(), "columns": _columns(), "lines": _lines(), "tiles": _tiles()}
    drawn = [_figure(name, chart) for name, chart in charts.items()]
    nothing = Nothing(_("Belum ada sertifikat yang berlaku."), _("Impor daftar sertifikat dahulu."))
    return [*drawn, Figure("nothing", "figure.nothing", _table(), nothing=nothing)]


def _figure(name, chart):
    return Figure(
        name=name,
        title=chart.template,
        table=_table(),
        chart=chart,
        summary=_("Satu kalimat yang perlu diingat dari gambar ini."),
        whole=_("Dari 72 sertifikat."),
        as_of=_("Keadaan 24 Nov 2026."),
        more=Link("/pemasok/", _("Lihat barisnya")),
    )


def _table():
    return Table(_("Bulan"), (Column("terbit", _("Terbit")),), [Row("Januari", (40,)), Row("Februari", (32,))],
                 Row(_("Jumlah"), (72,)))  # fmt: skip


def _bars():
    parts = [("paid", 20), ("delivered", 15), ("awarded", 10), ("leaked", 5), ("left", 30), ("unplanned", 20)]
    return Bars([bar("Makanan", "45 %", parts, mark=40)], [(name, name) for name, _amount in parts], "mark")


def _columns():
    gained = Series("gained", "gained", (3, 5, 8, 2, 0, 4, 6, 9, 7, 3, 2, 1))
    lost = [Series("expired", "expired", (0, 1, 0, 2) * 3), Series("revoked", "revoked", (0, 0, 1, 0) * 3),
            Series("replaced", "replaced", (1, 0, 0, 0) * 3)]  # fmt: skip
    return columns(
        short_months(), above=[gained], below=lost, unit=_("sertifikat"), write=lambda amount: str(abs(amount))
    )


def _lines():
    series = [
        Series("plan", "plan", tuple(range(10, 130, 10))),
        Series("last", "last", tuple(range(0, 60, 5))),
        Series("signed", "signed", (0, 2, 9, 14, 22, 30)),
    ]
    return lines(short_months(), series=series, mark=(48, "mark"))


def _tiles():
    spots = enumerate(SPOTS.items())
    return tiles([Spot(code, column, row, place, str(place), f"#{code}") for place, (code, (column, row)) in spots])
