"""The funnel as one of the overview's figures; its own page narrows it by place and category."""

from django.contrib.humanize.templatetags.humanize import intcomma
from django.urls import reverse
from django.utils.translation import gettext as _

from certification.triage import Reach
from insight.charts.bars import Bars, bar
from insight.dashboard.figure import Column, Figure, Link, Nothing, Row, Table, share
from tkdnportal.templatetags.portal import day, percent


def steps(facts):
    """How many businesses came how far on the path."""
    funnel, title = facts.funnel, _("Seberapa jauh usaha menuju sertifikat?")
    if not funnel.whole:
        nothing = Nothing(_("Belum ada usaha yang tercatat."), _("Angka muncul setelah Dinas mengimpor daftar usaha."))
        return Figure("langkah", title, _table(facts), nothing=nothing)
    return Figure(
        name="langkah",
        title=title,
        table=_table(facts),
        chart=Bars([_bar(each) for each in funnel.bars], []),
        whole=_("Dari %(whole)s usaha tercatat: yang sudah melewati langkah itu dan semua langkah sebelumnya.")
        % {"whole": intcomma(funnel.whole)},
        as_of=_("Dihitung untuk hari %(on)s; data usaha terakhir masuk %(recorded)s.")
        % {"on": day(facts.asked.on), "recorded": day(funnel.recorded_on)},
        summary=_summary(funnel),
        more=Link(reverse("insight:funnel"), _("Saring menurut kabupaten/kota dan kategori")),
    )


def _bar(each):
    text = _("%(count)s usaha (%(share)s)") % {"count": intcomma(each.count), "share": percent(each.share)}
    return bar(each.reach.label, text, [("served", each.count), ("unplanned", each.whole - each.count)])


def _table(facts):
    columns = (
        Column("usaha", _("Usaha")), share("bagian", _("Bagian")),
        Column("berhenti", _("Berhenti sebelum langkah ini")),
    )  # fmt: skip
    rows = [
        Row(str(each.reach.label), (each.count, each.share, each.lost), _list(facts.asked, each.reach))
        for each in facts.funnel.bars
    ]
    return Table(_("Langkah"), columns, rows)


def _list(asked, reach):
    """The staff's list of those behind a bar; none for everyone else."""
    if not asked.may_list:
        return ""
    page = reverse("admin:umkm_business_changelist")
    return f"{page}?sampai={reach.name}" if reach else page


def _summary(funnel):
    certified = funnel.bars[Reach.CERTIFIED]
    hardest = max(funnel.bars[1:], key=lambda each: each.lost)
    values = {
        "count": intcomma(certified.count), "whole": intcomma(funnel.whole), "share": percent(certified.share),
        "lost": intcomma(hardest.lost), "step": hardest.reach.label,
    }  # fmt: skip
    return (
        _(
            "%(count)s dari %(whole)s usaha bersertifikat (%(share)s). "
            "Paling banyak berhenti sebelum “%(step)s”: %(lost)s."
        )
        % values
    )
