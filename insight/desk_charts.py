"""Drawings above the lists of the staff's desk: each one query, its lines leading to the rows they count."""

from bisect import bisect_left
from datetime import timedelta
from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import Count, Sum
from django.db.models.functions import TruncDate, TruncMonth
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from certification.models import Application, Certificate, EventKind, Renewal
from insight.charts.bars import Bars, bar
from insight.charts.columns import Series, columns
from insight.dashboard.endings import ahead
from insight.dashboard.figure import Column, Figure, Nothing, Row, Table, money
from procurement.models import Budget, OutcomeState, Package, PackageOutcome
from tkdnportal.templatetags.portal import day as written_day
from tkdnportal.templatetags.portal import rupiah_short
from umkm import verification
from umkm.models import Business, WaitingBusiness

MONTHS = 12
AGES = (2, 7, 30)
"""Last day of each age of the queue; what is older stands in a line of its own."""
COVERAGE = {
    OutcomeState.SERVED: "served", OutcomeState.THIN: "thin", OutcomeState.OPEN: "open",
    OutcomeState.NOT_CERTIFIABLE: "not_certifiable", OutcomeState.OUTSIDE: "outside",
}  # fmt: skip
"""States of packages in the order of the bar, with the name of each part's colour."""


@admin.site.chart(Certificate, Renewal)
def ending_by_month(day):
    """Certificates to renew that end in the months ahead."""
    months = ahead(day)[:MONTHS]
    after = (months[-1] + timedelta(days=32)).replace(day=1)
    found = Renewal.objects.to_renew_on(day).filter(valid_until__gte=day, valid_until__lt=after).order_by()
    counted = dict(found.values_list(TruncMonth("valid_until")).annotate(Count("pk")))
    counts = tuple(counted.get(month, 0) for month in months)
    title, table = _("Sertifikat yang berakhir, dua belas bulan ke depan"), _months_table(months, counts, day)
    if not any(counts):
        return Figure("berakhir", title, table, nothing=Nothing(_("Tidak ada sertifikat yang berakhir."), ""))
    most, month = max(zip(counts, months, strict=True), key=lambda pair: pair[0])
    names = [date_format(each, "M") for each in months]
    series = [Series("ending", _("berakhir pada bulan itu"), counts)]
    return Figure(
        name="berakhir",
        title=title,
        table=table,
        chart=columns(names, above=series, unit=_("sertifikat"), write=intcomma),
        summary=_("%(count)s sertifikat berakhir; paling banyak pada %(month)s: %(most)s.")
        % {"count": intcomma(sum(counts)), "month": date_format(month, "F Y"), "most": intcomma(most)},
        as_of=_as_of(day),
    )


def _months_table(months, counts, day):
    url = reverse("admin:certification_renewal_changelist")
    rows = [
        Row(date_format(month, "F Y"), (count,), f"{url}?{_of_month(month, day)}")
        for month, count in zip(months, counts, strict=True)
    ]
    return Table(_("Bulan"), (Column("sertifikat", _("Sertifikat")),), rows, Row(_("Jumlah"), (sum(counts),)))


def _of_month(month, day):
    return urlencode({"berakhir": f"{month:%Y-%m}", "valid_until__gte": max(month, day)})


@admin.site.chart(WaitingBusiness)
def age_of_the_queue(day):
    """Businesses that wait for a clerk, by how many days."""
    found = verification.waiting(Business.objects.order_by()).values_list(TruncDate("waits_since"))
    counts = [0] * (len(AGES) + 1)
    for since, count in found.annotate(Count("pk")):
        counts[bisect_left(AGES, (day - since).days)] += count
    labels = [_("sampai 2 hari"), _("3 sampai 7 hari"), _("8 sampai 30 hari"), _("lebih dari 30 hari")]
    summary = _("%(count)s usaha menunggu; %(late)s di antaranya lebih dari satu minggu.")
    return _bars_figure(
        "antrean", _("Sudah berapa lama menunggu"), _("Lama menunggu"), _("Usaha"),
        [(label, count, "") for label, count in zip(labels, counts, strict=True)],
        summary % {"count": intcomma(sum(counts)), "late": intcomma(sum(counts[2:]))},
        _("Tidak ada usaha yang menunggu verifikasi."), day,
    )  # fmt: skip


@admin.site.chart(Application)
def applications_by_state(day):
    """Applications in process, by what they are today."""
    counted = dict(Application.objects.open_on(day).order_by().values_list("state").annotate(Count("pk")))
    url = reverse("admin:certification_application_changelist")
    lines = [
        (capfirst(kind.label), counted.get(kind, 0), f"{url}?keadaan={kind}") for kind in map(EventKind, EventKind.open)
    ]
    summary = _("%(count)s permohonan sedang diproses; %(returned)s dikembalikan dan menunggu pemiliknya.")
    values = {
        "count": intcomma(sum(counted.values())), "returned": intcomma(counted.get(EventKind.RETURNED, 0)),
    }  # fmt: skip
    return _bars_figure(
        "permohonan", _("Permohonan yang sedang diproses"), _("Keadaan"), _("Permohonan"), lines, summary % values,
        _("Tidak ada permohonan yang sedang diproses."), day,
    )  # fmt: skip


def _bars_figure(name, title, first, unit, lines, summary, nothing, day):
    """One bar for each of `lines` (label, count, url), all on the scale of the longest."""
    most = max((count for _label, count, _url in lines), default=0)
    total = sum(count for _label, count, _url in lines)
    rows = [Row(label, (count,), url) for label, count, url in lines]
    table = Table(first, (Column("jumlah", unit),), rows, Row(_("Jumlah"), (total,)))
    if not total:
        return Figure(name, title, table, nothing=Nothing(nothing, ""))
    bars = [bar(label, intcomma(count), [("ending", count), ("rest", most - count)]) for label, count, _url in lines]
    return Figure(name, title, table, chart=Bars(bars, []), summary=summary, as_of=_as_of(day))


@admin.site.chart(Package, Budget)
def coverage_of_the_year(day):
    """What of the year's packages certified suppliers can serve, in rupiah."""
    found = PackageOutcome.objects.for_year(day.year).order_by().values_list("state")
    counted = {state: (count, amount) for state, count, amount in found.annotate(Count("pk"), Sum("package__ceiling"))}
    title, lines = _("Paket %(year)s: dapatkah dilayani?") % {"year": day.year}, _coverage_lines(counted)
    table = _coverage_table(lines, day)
    whole = sum(amount for _state, _count, amount in lines)
    if not whole:
        nothing = Nothing(_("Belum ada paket yang dicocokkan."), _("Impor paket dahulu; pencocokan menyusul sendiri."))
        return Figure("cakupan", title, table, nothing=nothing)
    parts = [(COVERAGE[state], amount) for state, _count, amount in lines]
    keys = [(COVERAGE[state], state.label) for state, _count, _amount in lines]
    served = lines[0][2]
    return Figure(
        name="cakupan",
        title=title,
        table=table,
        chart=Bars([bar(_("Pagu paket"), rupiah_short(whole), parts)], keys),
        summary=_("Pemasok bersertifikat dapat melayani %(served)s dari %(whole)s.")
        % {"served": rupiah_short(served), "whole": rupiah_short(whole)},
        as_of=_as_of(day),
    )


def _coverage_lines(counted):
    return [(state, *counted.get(state, (0, 0))) for state in COVERAGE]


def _coverage_table(lines, day):
    url = reverse("admin:procurement_package_changelist")
    rows = [
        Row(capfirst(state.label), (count, amount), f"{url}?tahun={day.year}&hasil={state}")
        for state, count, amount in lines
    ]
    total = Row(_("Jumlah"), tuple(sum(values) for values in zip(*(row.values for row in rows), strict=True)))
    return Table(_("Keadaan"), (Column("paket", _("Paket")), money("pagu", _("Pagu"))), rows, total)


def _as_of(day):
    return _("Keadaan %(on)s.") % {"on": written_day(day)}
