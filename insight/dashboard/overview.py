"""The overview: its figures in the order of the page, the first numbers, and what an empty portal needs."""

from dataclasses import dataclass

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from certification.triage import Reach
from insight.dashboard.coaching import coaching
from insight.dashboard.endings import endings
from insight.dashboard.facts import Facts
from insight.dashboard.gains import gains
from insight.dashboard.months import by_month
from insight.dashboard.places import places
from insight.dashboard.spending import by_category
from insight.dashboard.steps import steps
from procurement.absorption import percent
from tkdnportal.templatetags.portal import percent as written_percent
from tkdnportal.templatetags.portal import rupiah_short

FIGURES = {
    "kategori": by_category,
    "bulan": by_month,
    "langkah": steps,
    "peta": places,
    "sertifikat": gains,
    "berakhir": endings,
    "pembinaan": coaching,
}
"""Name of each figure and what makes it of the `Facts`; one line here puts another figure on the page."""


@dataclass(frozen=True)
class First:
    """One of the numbers above the figures, and what it is compared with."""

    label: str
    number: str
    beside: str


def figures_of(asked):
    """(the first numbers, every figure) of an `Asked`; both empty when the portal holds nothing at all."""
    facts = Facts(asked)
    figures = [make(facts) for make in FIGURES.values()]
    if not any(figure.chart for figure in figures):
        return [], []
    return _first(facts), figures


def figure_of(asked, name):
    """One figure alone; None when no figure has that name."""
    make = FIGURES.get(name)
    return make(Facts(asked)) if make else None


def _share_of_budget(facts):
    part = percent(facts.total.awarded, facts.whole)
    if part is None:
        return _("anggaran belum tercatat")
    return _("%(share)s dari anggaran") % {"share": written_percent(part)}


def _first(facts):
    asked, certified = facts.asked, facts.funnel.bars[Reach.CERTIFIED]
    today, before = (facts.flow.held_after(year, asked.on.month) for year in (asked.on.year, asked.on.year - 1))
    month = date_format(asked.on.replace(year=asked.on.year - 1, day=1), "F Y")
    return [
        First(_("Anggaran"), rupiah_short(facts.whole), _("tahun %(year)s") % {"year": asked.year}),
        First(
            _("Dikontrak"),
            rupiah_short(facts.total.awarded),
            _share_of_budget(facts),
        ),
        First(
            _("Belum dibeli"),
            rupiah_short(facts.whole - facts.total.awarded - facts.total.leaked),
            _("dibeli di luar %(money)s") % {"money": rupiah_short(facts.total.leaked)},
        ),
        First(
            _("Usaha bersertifikat"),
            intcomma(certified.count),
            _("dari %(whole)s usaha") % {"whole": intcomma(certified.whole)},
        ),
        First(
            _("Sertifikat berlaku"),
            intcomma(today),
            _("%(count)s pada akhir %(month)s") % {"count": intcomma(before), "month": month},
        ),
    ]
