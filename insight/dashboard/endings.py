"""Certificates that end in the two years to come, and the rupiah that hang on them."""

from datetime import date
from urllib.parse import urlencode

from django.contrib.humanize.templatetags.humanize import intcomma
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from certification.statuses import EXPIRING_DAYS
from insight.charts.columns import Series, columns
from insight.dashboard.certificate_facts import Ending
from insight.dashboard.figure import Column, Figure, Link, Nothing, Row, Table, money
from tkdnportal.templatetags.portal import day, rupiah_short

AHEAD = 24
"""Months drawn one by one; what ends later is one line of the table."""
EVERY = 6
"""One month in so many has its name under the chart."""


def endings(facts):
    """When the certificates in force end."""
    title, table = _("Sertifikat yang akan berakhir, 24 bulan ke depan"), _table(facts)
    if not facts.ending:
        nothing = Nothing(
            _("Belum ada sertifikat yang berlaku."),
            _("Angka muncul setelah Dinas mengimpor daftar sertifikat dari Kementerian Perindustrian."),
        )
        return Figure("berakhir", title, table, nothing=nothing)
    return Figure(
        name="berakhir",
        title=title,
        table=table,
        chart=_chart(facts),
        whole=_("Dari %(count)s sertifikat usaha terdaftar yang masih berlaku.")
        % {"count": intcomma(sum(each.count for each in facts.ending))},
        as_of=_("Keadaan %(on)s.") % {"on": day(facts.asked.on)},
        summary=_summary(facts),
        notes=(_risk_note(facts),) if facts.asked.may_list else (),
        more=_more(facts.asked),
    )


def _months(facts):
    """The months ahead, those in which nothing ends too."""
    found = {each.month: each for each in facts.ending}
    return [found.get(month, Ending(month, 0, 0, None)) for month in ahead(facts.asked.on)]


def ahead(on):
    """First days of the `AHEAD` months from that of `on`."""
    whole = on.year * 12 + on.month - 1
    return [date(month // 12, month % 12 + 1, 1) for month in range(whole, whole + AHEAD)]


def _chart(facts):
    months = _months(facts)
    names = [date_format(each.month, "M y") if place % EVERY == 0 else "" for place, each in enumerate(months)]
    ending = Series("ending", _("berakhir pada bulan itu"), tuple(each.count for each in months))
    return columns(names, above=[ending], unit=_("sertifikat"), write=intcomma)


def _table(facts):
    """Everyone sees how many; what hangs on them is for the office."""
    months = _months(facts)
    later = [each for each in facts.ending if each.month > months[-1].month]
    rows = [_row(facts.asked, each, date_format(each.month, "F Y")) for each in months]
    rows.append(_sum(facts.asked, later, _("Sesudahnya")))
    columns = [Column("sertifikat", _("Sertifikat"))]
    if facts.asked.may_list:
        columns.append(money("terancam", _("Nilai paket terancam")))
    return Table(_("Bulan"), tuple(columns), rows, _sum(facts.asked, facts.ending, _("Jumlah")))


def _row(asked, ending, label):
    return _line(asked, label, ending.count, ending.at_risk, _list(ending.month, asked.on) if asked.may_list else "")


def _sum(asked, endings, label):
    return _line(asked, label, sum(each.count for each in endings), sum(each.at_risk for each in endings), "")


def _line(asked, label, count, at_risk, url):
    return Row(label, (count, at_risk) if asked.may_list else (count,), url)


def _list(month, on):
    """The staff's list of those that end in a month, from today on."""
    query = urlencode({"berakhir": f"{month:%Y-%m}", "valid_until__gte": max(month, on), "business__isnull": 0})
    return f"{reverse('admin:certification_renewal_changelist')}?{query}"


def _summary(facts):
    months = _months(facts)
    within = sum(each.count for each in months)
    most = max(months, key=lambda each: each.count)
    values = {
        "count": intcomma(within), "most": intcomma(most.count), "month": date_format(most.month, "F Y"),
    }  # fmt: skip
    if not within:
        return _("Tidak ada sertifikat yang berakhir dalam 24 bulan ke depan.")
    return _("%(count)s sertifikat berakhir dalam 24 bulan; paling banyak pada %(month)s: %(most)s.") % values


def _risk_note(facts):
    days = [each.computed_on for each in facts.ending if each.computed_on]
    if not days:
        return _("Nilai paket yang terancam belum dihitung.")
    at_risk = sum(each.at_risk for each in facts.ending)
    values = {"money": rupiah_short(at_risk), "on": day(max(days))}
    if not at_risk:
        return _("Tidak ada paket yang hanya bergantung pada sertifikat yang akan berakhir (dihitung %(on)s).") % values
    return (
        _(
            "Paket senilai %(money)s kehilangan pemasok bila sertifikatnya tidak diperpanjang (dihitung %(on)s). "
            "Paket yang bergantung pada beberapa sertifikat dihitung pada masing-masing."
        )
        % values
    )


def _more(asked):
    if not asked.may_list:
        return Link(reverse("certification:suppliers"), _("Cari pemasok bersertifikat"))
    url = f"{reverse('admin:certification_renewal_changelist')}?berakhir={EXPIRING_DAYS}"
    return Link(url, _("Daftar perpanjangan"))
