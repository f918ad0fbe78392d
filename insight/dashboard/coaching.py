"""Coaching days as one of the overview's figures: who of the participants applied or was certified within 90 days."""

from collections import Counter

from django.contrib.humanize.templatetags.humanize import intcomma
from django.urls import reverse
from django.utils.translation import gettext as _

from bimtek.outcomes import PERIODS, Result
from bimtek.outcomes import share as reached
from insight.charts.bars import Bars, bar
from insight.dashboard.figure import Column, Figure, Link, Nothing, Row, Table, share
from procurement.absorption import percent
from tkdnportal.templatetags.portal import day
from tkdnportal.templatetags.portal import percent as written_percent

WITHIN = PERIODS[-1]
DRAWN = 6
"""Coaching days that are drawn, newest first; the table has every one."""
PARTS = (
    ("served", Result.CERTIFIED), ("delivered", Result.APPLIED),
    ("left", Result.NOTHING), ("unplanned", Result.RUNNING),
)  # fmt: skip


def coaching(facts):
    """What became of the participants of each coaching day."""
    title = _("Apa jadinya peserta hari pembinaan?")
    if not facts.coached:
        nothing = Nothing(
            _("Belum ada peserta hari pembinaan yang tercatat."), _("Angka muncul setelah Dinas mencatat kehadiran.")
        )
        return Figure("pembinaan", title, _table(facts), nothing=nothing)
    return Figure(
        name="pembinaan",
        title=title,
        table=_table(facts),
        chart=Bars([_bar(event, _counts(found, facts.asked.on)) for event, found in facts.coached[:DRAWN]], _keys()),
        whole=_("Setiap batang adalah semua peserta yang hadir pada satu hari pembinaan."),
        as_of=_("Dihitung untuk hari %(on)s: yang terjadi dalam %(days)s hari sesudahnya.")
        % {"on": day(facts.asked.on), "days": WITHIN},
        summary=_summary(facts),
        notes=(_("Angka ini menunjukkan yang terjadi sesudah pembinaan, bukan bahwa pembinaan penyebabnya."),),
        more=_list(facts.asked),
    )


def _counts(outcomes, on):
    return Counter(each.within(WITHIN, on) for each in outcomes)


def _bar(event, counts):
    text = _("%(certified)s bersertifikat, %(applied)s mengajukan, dari %(whole)s peserta") % {
        "certified": intcomma(counts[Result.CERTIFIED]),
        "applied": intcomma(counts[Result.APPLIED]),
        "whole": intcomma(counts.total()),
    }
    return bar(f"{event.name}, {day(event.held_on)}", text, [(name, counts[result]) for name, result in PARTS])


def _keys():
    return [(name, result.label) for name, result in PARTS]


def _table(facts):
    columns = (
        Column("peserta", _("Peserta")), Column("bersertifikat", _("Bersertifikat")),
        Column("mengajukan", _("Sudah mengajukan")), Column("belum", _("Belum mengajukan")),
        Column("berjalan", _("Masih berjalan")),
        share("bagian", _("Bagian bersertifikat, bila %(days)s hari sudah lewat") % {"days": WITHIN}),
    )  # fmt: skip
    rows = [
        Row(f"{event.held_on:%Y-%m-%d} {event.name}", _values(outcomes, facts.asked.on), _page(facts.asked, event))
        for event, outcomes in facts.coached
    ]
    return Table(_("Hari pembinaan"), columns, rows, Row(_("Semua"), _values(_everyone(facts), facts.asked.on)))


def _values(outcomes, on):
    counts, known = _counts(outcomes, on), reached(outcomes, WITHIN, on)
    return (counts.total(), *(counts[result] for _name, result in PARTS), percent(known.certified, known.of))


def _everyone(facts):
    return [each for _event, outcomes in facts.coached for each in outcomes]


def _page(asked, event):
    """The staff's page of a coaching day; none for everyone else."""
    return reverse("admin:bimtek_coachingday_change", args=[event.pk]) if asked.may_list else ""


def _list(asked):
    if not asked.may_list:
        return None
    return Link(reverse("admin:bimtek_coachingday_changelist"), _("Semua hari pembinaan"))


def _summary(facts):
    known = reached(_everyone(facts), WITHIN, facts.asked.on)
    if not known.of:
        return _("%(days)s hari sesudah pembinaan belum lewat bagi semua peserta.") % {"days": WITHIN}
    return _("%(count)s dari %(whole)s peserta yang %(days)s harinya sudah lewat bersertifikat (%(share)s).") % {
        "count": intcomma(known.certified),
        "whole": intcomma(known.of),
        "days": WITHIN,
        "share": written_percent(percent(known.certified, known.of)),
    }
