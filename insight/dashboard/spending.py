"""Absorption against the target by category; every rupiah of the budget stands in one part of its bar."""

from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from insight.charts.bars import Bars, bar
from insight.dashboard.figure import Figure, Link, Nothing, Row, Table, money, share
from procurement.absorption import percent
from procurement.listing import Bought
from procurement.models import AgencyLevel
from tkdnportal.templatetags.portal import day, rupiah_short
from tkdnportal.templatetags.portal import percent as written_percent
from umkm.categories import Category


def target_of(amount):
    """Whole rupiah of `amount` that should be bought from certified suppliers (setting `ABSORPTION_TARGET`)."""
    return amount * settings.ABSORPTION_TARGET // 100


def by_category(facts):
    """Each category's budget as a bar, with the target marked on it."""
    title = _("Berapa anggaran yang sudah dibeli dari pemasok bersertifikat?")
    table = _table(facts)
    if not facts.whole:
        return Figure("kategori", title, table, nothing=no_packages(facts.asked))
    return Figure(
        name="kategori",
        title=title,
        table=table,
        chart=Bars([_bar(facts, line) for line in facts.lines if facts.wholes[line.key]], _keys(), _mark()),
        whole=_("Setiap batang adalah anggaran satu kategori tahun %(year)s, tingkat %(level)s.") % named(facts.asked),
        as_of=_as_of(facts),
        summary=_summary(facts),
        notes=(_note(),),
        more=Link(absorption_page(facts.asked), _("Rinci menurut satuan kerja dan kabupaten/kota")),
    )


def no_packages(asked):
    """Why there is no absorption to show."""
    what = _("Belum ada anggaran atau paket tahun %(year)s pada tingkat %(level)s.") % named(asked)
    return Nothing(what, _("Angka muncul setelah Dinas memasukkan anggaran dan rencana pengadaan (RUP)."))


def named(asked):
    """The year and the level in words."""
    return {"year": asked.year, "level": AgencyLevel(asked.level).label}


def absorption_page(asked, **more):
    """The page with every breakdown of absorption."""
    query = urlencode({"tahun": asked.year, "tingkat": asked.level} | more)
    return f"{reverse('insight:absorption')}?{query}"


def _bar(facts, line):
    whole = facts.wholes[line.key]
    text = _("%(bought)s dari %(whole)s (%(share)s)") % {
        "bought": rupiah_short(line.awarded),
        "whole": rupiah_short(whole),
        "share": written_percent(percent(line.awarded, whole)),
    }
    parts = [*line.parts, ("unplanned", whole - line.planned)]
    return bar(Category(line.key).label, text, parts, mark=target_of(whole))


def _keys():
    return [
        ("paid", _("dibayar")), ("delivered", _("barang diterima")), ("awarded", _("dikontrak")),
        ("leaked", _("dibeli di luar")), ("left", _("belum dibeli")), ("unplanned", _("belum ada paket")),
    ]  # fmt: skip


def _mark():
    return _("sasaran %(percent)s %%") % {"percent": settings.ABSORPTION_TARGET}


def _note():
    """The target is no law: the law's 40 % is about all small business (domain 4.2, Perpres 12/2021 Ps 65(3))."""
    note = _(
        "Sasaran %(percent)s %% adalah setelan portal ini. Yang diwajibkan ialah paling sedikit 40 %% "
        "untuk produk usaha kecil dan koperasi (Perpres 12/2021 Pasal 65 ayat 3)."
    )
    return note % {"percent": settings.ABSORPTION_TARGET}


def _as_of(facts):
    days = [on for _amount, on in facts.budgets.values() if on]
    if not days:
        return _("Kontrak sampai %(on)s; anggarannya belum tercatat.") % {"on": day(facts.asked.on)}
    return _("Kontrak sampai %(on)s; anggaran per %(budget)s.") % {"on": day(facts.asked.on), "budget": day(max(days))}


def _table(facts):
    columns = (
        money("anggaran", _("Anggaran")), money("sasaran", _("Sasaran")), money("dikontrak", _("Dikontrak")),
        money("di_luar", _("Dibeli di luar")), money("belum_dibeli", _("Belum dibeli")),
        money("belum_ada_paket", _("Belum ada paket")), money("dikontrak_tahun_lalu", _last_year(facts.asked)),
        share("persen", _("Dikontrak dari anggaran")),
    )  # fmt: skip
    rows = [_row(facts, line) for line in facts.lines]
    sums = [sum(amounts) for amounts in zip(*(row.values[:-1] for row in rows), strict=True)]
    total = Row(
        _("Jumlah"), (*sums, percent(facts.total.awarded, facts.whole)), facts.asked.packages(serapan=Bought.ALL)
    )
    return Table(_("Kategori"), columns, rows, total)


def _last_year(asked):
    if asked.is_this_year:
        return _("Dikontrak tahun lalu sampai %(day)s") % {"day": day(asked.last_until)}
    return _("Dikontrak tahun sebelumnya")


def _row(facts, line):
    whole = facts.wholes[line.key]
    values = (
        whole, target_of(whole), line.awarded, line.leaked, line.open, whole - line.planned,
        facts.contracts.last(line.key), percent(line.awarded, whole),
    )  # fmt: skip
    return Row(Category(line.key).label, values, facts.asked.packages(kategori=line.key, serapan=Bought.ALL))


def _summary(facts):
    missing = target_of(facts.whole) - facts.total.awarded
    values = {
        "bought": rupiah_short(facts.total.awarded),
        "whole": rupiah_short(facts.whole),
        "share": written_percent(percent(facts.total.awarded, facts.whole)),
        "missing": rupiah_short(missing),
    }
    if missing > 0:
        return _("%(bought)s dari %(whole)s sudah dikontrak (%(share)s); kurang %(missing)s dari sasaran.") % values
    return _("%(bought)s dari %(whole)s sudah dikontrak (%(share)s); sasaran tercapai.") % values
