"""Absorption month by month: the plan, this year's contracts, and last year's beside them."""

from itertools import accumulate

from django.utils.dates import MONTHS_3
from django.utils.translation import gettext as _

from insight.charts.columns import Series
from insight.charts.lines import lines
from insight.charts.units import rupiah_unit
from insight.dashboard.figure import Column, Figure, Link, Row, Table, money
from insight.dashboard.spending import absorption_page, named, no_packages, target_of
from procurement.listing import Bought
from tkdnportal.templatetags.portal import day, rupiah_short

MONTHS = range(1, 13)


def short_months():
    """Twelve names of three letters."""
    return [str(MONTHS_3[month]).capitalize() for month in MONTHS]


def by_month(facts):
    """How the plan and the contracts have grown since January."""
    title, table = _("Serapan dari bulan ke bulan"), _table(facts)
    if not facts.total.planned:
        return Figure("bulan", title, table, nothing=no_packages(facts.asked))
    return Figure(
        name="bulan",
        title=title,
        table=table,
        chart=_chart(facts),
        whole=_("Rupiah sejak Januari dari paket keempat kategori tahun %(year)s, tingkat %(level)s.")
        % named(facts.asked),
        as_of=_("Kontrak sampai %(on)s.") % {"on": day(facts.asked.on)},
        summary=_summary(facts),
        notes=(_("Kontrak yang ditandatangani sebelum atau sesudah tahunnya dihitung di Januari atau Desember."),),
        more=Link(absorption_page(facts.asked, menurut="bulan"), _("Rinci menurut bulan rencana kontrak")),
    )


def _chart(facts):
    asked = facts.asked
    this_year, last_year = facts.contracts.by_month(asked.year), facts.contracts.by_month(asked.year - 1)
    known = asked.on.month if asked.is_this_year else len(MONTHS)
    target = target_of(facts.whole)
    unit, write = rupiah_unit(max(facts.total.planned, target))
    series = [
        Series("plan", _("rencana kontrak"), _grown(_planned(facts))),
        Series("last", _("dikontrak tahun sebelumnya"), _grown(last_year)),
        Series("signed", _("dikontrak"), _grown(this_year)[:known]),
    ]
    return lines(short_months(), series=series, mark=(target, _("sasaran")), unit=unit, write=write)


def _planned(facts):
    amounts = {line.key: line.planned for line in facts.months}
    return [amounts.get(str(month), 0) for month in MONTHS]


def _grown(amounts):
    return tuple(accumulate(amounts))


def _table(facts):
    asked = facts.asked
    columns = (
        Column("paket", _("Paket")), money("rencana", _("Rencana kontrak")), money("dikontrak", _("Dikontrak")),
        money("dikontrak_tahun_sebelumnya", _("Dikontrak tahun sebelumnya")),
    )  # fmt: skip
    # Packages without a planned month have a line of their own, and no contract is without a month.
    signed, last = ((*facts.contracts.by_month(year), 0) for year in (asked.year, asked.year - 1))
    rows = [
        Row(
            str(line.label).capitalize(),
            (line.packages, line.planned, signed[place], last[place]),
            asked.packages(bulan=line.key, serapan=Bought.ALL),
        )
        for place, line in enumerate(facts.months)
    ]
    total = (facts.total.packages, facts.total.planned, sum(signed), sum(last))
    return Table(_("Bulan"), columns, rows, Row(_("Jumlah"), total, asked.packages(serapan=Bought.ALL)))


def _summary(facts):
    asked = facts.asked
    values = {"now": rupiah_short(facts.total.awarded), "last": rupiah_short(facts.contracts.last())}
    if asked.is_this_year:
        values["day"] = day(asked.last_until)
        return _("Sudah dikontrak %(now)s; sampai %(day)s tahun lalu %(last)s.") % values
    return _("Sudah dikontrak %(now)s; tahun sebelumnya %(last)s.") % values
