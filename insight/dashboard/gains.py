"""Certificates that the year brought and took, month by month."""

from datetime import date, timedelta
from urllib.parse import urlencode

from django.contrib.humanize.templatetags.humanize import intcomma
from django.urls import reverse
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from insight.charts.columns import Series, columns
from insight.dashboard.certificate_facts import LOSSES
from insight.dashboard.figure import Column, Figure, Link, Nothing, Row, Table
from insight.dashboard.months import short_months
from tkdnportal.templatetags.portal import day

WORDS = {
    "expired": gettext_lazy("habis masanya"),
    "revoked": gettext_lazy("dicabut"),
    "replaced": gettext_lazy("diganti yang baru"),
}


def gains(facts):
    """What came in above the line, what went out below it."""
    title, table = _("Sertifikat yang bertambah dan yang hilang"), _table(facts)
    if not _has_any(facts):
        return Figure("sertifikat", title, table, nothing=_nothing(facts.asked))
    return Figure(
        name="sertifikat",
        title=title,
        table=table,
        chart=_chart(facts),
        whole=_(
            "Dari sertifikat milik usaha yang terdaftar di portal ini, tahun %(year)s. "
            "Yang sedang dibekukan belum dihitung hilang."
        )
        % {"year": facts.asked.year},
        as_of=_("Keadaan %(on)s.") % {"on": day(facts.asked.on)},
        summary=_summary(facts),
        more=Link(f"{reverse('certification:suppliers')}?urut=newest", _("Lihat produk bersertifikat yang terbaru")),
    )


def _has_any(facts):
    """Whether the year has begun, and any certificate was in force in it."""
    year = facts.asked.year
    happened = any(sum(facts.flow.of(kind, year)) for kind in ("gained", *LOSSES))
    return year <= facts.asked.on.year and (happened or facts.flow.held_after(year - 1, 12))


def _nothing(asked):
    if asked.year > asked.on.year:
        return Nothing(_("Tahun %(year)s belum dimulai.") % {"year": asked.year}, _("Pilih tahun yang sudah berjalan."))
    return Nothing(
        _("Tidak ada sertifikat yang berlaku pada tahun %(year)s.") % {"year": asked.year},
        _("Angka muncul setelah Dinas mengimpor daftar sertifikat dari Kementerian Perindustrian."),
    )


def _chart(facts):
    found, year = facts.flow, facts.asked.year
    return columns(
        short_months(),
        above=[Series("gained", _("terbit"), found.of("gained", year))],
        below=[Series(kind, str(WORDS[kind]), found.of(kind, year)) for kind in LOSSES],
        unit=_("sertifikat"),
        write=lambda amount: intcomma(abs(amount)),
    )


def _table(facts):
    columns = (
        Column("terbit", _("Terbit")), *(Column(kind, str(WORDS[kind]).capitalize()) for kind in LOSSES),
        Column("berlaku_akhir_bulan", _("Berlaku pada akhir bulan")),
        Column("terbit_tahun_sebelumnya", _("Terbit tahun sebelumnya")),
        Column("hilang_tahun_sebelumnya", _("Hilang tahun sebelumnya")),
    )  # fmt: skip
    months = _months(facts.asked)
    rows = [_row(facts, month) for month in months]
    sums = [sum(row.values[place] for row in rows) for place in range(len(columns))]
    held = len(LOSSES) + 1
    sums[held] = rows[-1].values[held] if rows else 0
    return Table(_("Bulan"), columns, rows, Row(_("Jumlah"), tuple(sums)))


def _months(asked):
    """Those that have begun."""
    if asked.year > asked.on.year:
        return ()
    return range(1, (asked.on.month if asked.is_this_year else 12) + 1)


def _row(facts, month):
    asked, found = facts.asked, facts.flow
    values = [found.of(kind, asked.year)[month - 1] for kind in ("gained", *LOSSES)]
    last = [found.of(kind, asked.year - 1)[month - 1] for kind in ("gained", *LOSSES)]
    return Row(
        str(MONTHS[month]).capitalize(),
        (*values, found.held_after(asked.year, month), last[0], sum(last[1:])),
        _issued_in(asked.year, month) if asked.may_list else "",
    )


def _issued_in(year, month):
    """The staff's list of certificates issued in a month."""
    first = date(year, month, 1)
    after = (first + timedelta(days=32)).replace(day=1)
    query = urlencode({"issued_on__gte": first, "issued_on__lt": after, "business__isnull": 0})
    return f"{reverse('admin:certification_certificate_changelist')}?{query}"


def _summary(facts):
    asked, found = facts.asked, facts.flow
    last_month = asked.on.month if asked.is_this_year else 12
    lost = sum(sum(found.of(kind, asked.year)) for kind in LOSSES)
    values = {
        "gained": intcomma(sum(found.of("gained", asked.year))), "lost": intcomma(lost),
        "held": intcomma(found.held_after(asked.year, last_month)),
        "before": intcomma(found.held_after(asked.year - 1, 12)), "last": asked.year - 1,
    }  # fmt: skip
    return _("%(gained)s terbit, %(lost)s hilang; %(held)s berlaku, akhir %(last)s %(before)s.") % values
