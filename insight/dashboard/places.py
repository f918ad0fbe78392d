"""The map of Lampung's 15 kabupaten/kota as squares; what it shows is chosen beside it."""

from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.humanize.templatetags.humanize import intcomma
from django.urls import reverse
from django.utils.translation import gettext as _

from certification.triage import Reach
from insight.charts.tiles import Spot, tiles
from insight.dashboard.figure import Column, Figure, Link, Nothing, Row, Table, money, share
from insight.dashboard.measures import Measure
from insight.dashboard.spending import absorption_page, named
from insight.funnel import percent_of
from procurement.absorption import NOWHERE, Line, percent
from procurement.listing import Bought
from tkdnportal.templatetags.portal import day, rupiah_short
from tkdnportal.templatetags.portal import percent as written_percent

LAYOUT = (
    ("", "18.08", "18.12", "18.11"),
    ("18.04", "18.03", "18.02", "18.05"),
    ("18.13", "18.10", "18.72", "18.07"),
    ("18.06", "18.09", "18.71", "18.01"),
)
"""Where each kabupaten/kota stands: north above, the west coast left, about as they lie."""
SPOTS = {code: (column, row) for row, codes in enumerate(LAYOUT) for column, code in enumerate(codes) if code}


@dataclass(frozen=True)
class Shown:
    """What the map says of one place: the size of the amount, the amount in words, and the values of the table."""

    size: int
    text: str
    values: tuple
    url: str


def places(facts):
    """One measure in every kabupaten/kota."""
    measure = facts.asked.measure
    title = _("Peta kabupaten/kota: %(what)s") % {"what": measure.label}
    shown, columns, total = (_spending if measure.is_money else _businesses)(facts)
    names = {regency.pk: regency.name for regency in facts.regencies}
    rows = [Row(names.get(code, _("Tanpa lokasi")), each.values, each.url) for code, each in shown.items()]
    table = Table(_("Kabupaten/kota"), columns, rows, total)
    drawn = {names[code]: (code, each) for code, each in shown.items() if code in names and code in SPOTS}
    if not any(each.size for _code, each in drawn.values()):
        nothing = Nothing(_("Semua kabupaten/kota masih nol."), _("Pilih ukuran lain, tahun lain, atau tingkat lain."))
        return Figure("peta", title, table, nothing=nothing, choices=Measure.choices, chosen=measure.value)
    return Figure(
        name="peta",
        title=title,
        table=table,
        chart=tiles([_spot(name, code, each) for name, (code, each) in drawn.items()], _size(measure)),
        whole=_whole(facts),
        as_of=_("Keadaan %(on)s.") % {"on": day(facts.asked.on)},
        summary=_summary(drawn),
        notes=(
            *_not_drawn(facts),
            _("Satu kotak satu kabupaten/kota, disusun kira-kira seperti letaknya; besarnya sama semua."),
        ),
        more=_more(facts.asked),
        choices=Measure.choices,
        chosen=measure.value,
    )


def _spot(name, code, shown):
    column, row = SPOTS[code]
    return Spot(name, column, row, shown.size, shown.text, shown.url)


def _size(measure):
    """How the legend writes a size: a count, rupiah, or hundredths of a percent."""
    if measure == Measure.CERTIFIED:
        return intcomma
    if measure == Measure.OPEN:
        return rupiah_short
    return lambda size: written_percent(size / 100)


def _businesses(facts):
    """({code: Shown}, columns, total) of businesses that came as far as the measure asks."""
    measure = facts.asked.measure
    reach = measure.reach or Reach.CERTIFIED
    whole, far = Counter(), Counter()
    for row in facts.triaged:
        whole[row.regency] += row.count
        far[row.regency] += row.count if row.reach >= reach else 0
    shown = {each.pk: _reached(measure, each.pk, far[each.pk], whole[each.pk]) for each in facts.regencies}
    columns = (
        Column("usaha", _("Usaha tercatat")), Column("sampai", str(reach.label)), share("bagian", _("Bagian")),
    )  # fmt: skip
    total = (whole.total(), far.total(), percent_of(far.total(), whole.total()))
    return shown, columns, Row(_("Seluruh Lampung"), total)


def _reached(measure, code, far, whole):
    part = percent_of(far, whole)
    if measure == Measure.CERTIFIED:
        page = reverse("certification:suppliers")
        size, text = far, intcomma(far)
    else:
        page = reverse("insight:funnel")
        size, text = int(part * 100), written_percent(part)
    return Shown(size, text, (whole, far, part), f"{page}?{urlencode({'wilayah': code})}")


def _spending(facts):
    """({code: Shown}, columns, total) of the year's packages by the place where they are carried out."""
    codes = [*(each.pk for each in facts.regencies), *(NOWHERE for key in facts.places if key == NOWHERE)]
    shown = {code: _spent(facts.asked, code, facts.places.get(code, Line(code, ""))) for code in codes}
    columns = (
        money("rencana", _("Rencana")), money("dikontrak", _("Dikontrak")), money("di_luar", _("Dibeli di luar")),
        money("belum_dibeli", _("Belum dibeli")), share("serapan", _("Serapan dari rencana")),
    )  # fmt: skip
    return shown, columns, Row(_("Seluruh Lampung"), _amounts(facts.total), facts.asked.packages(serapan=Bought.ALL))


def _spent(asked, code, line):
    if asked.measure == Measure.OPEN:
        size, text, bought = line.open, rupiah_short(line.open).removeprefix("Rp\u00a0"), Bought.OPEN
    else:
        size, text, bought = int((line.absorbed or 0) * 100), written_percent(line.absorbed), Bought.AWARDED
    return Shown(size, text, _amounts(line), asked.packages(wilayah=code, serapan=bought))


def _amounts(line):
    return line.planned, line.awarded, line.leaked, line.open, percent(line.awarded, line.planned)


def _whole(facts):
    if facts.asked.measure.is_money:
        return _("Dari paket keempat kategori tahun %(year)s, tingkat %(level)s, menurut lokasi pekerjaannya.") % named(
            facts.asked
        )
    count = {"count": intcomma(facts.funnel.whole)}
    if facts.asked.measure.reach:
        return _("Bagian dari usaha tercatat di setiap kabupaten/kota, seluruhnya %(count)s usaha.") % count
    return _("Dari %(count)s usaha tercatat, menurut kabupaten/kotanya.") % count


def _not_drawn(facts):
    """The sentence about money that has no place on the map, if there is any."""
    planned = facts.places[NOWHERE].planned if facts.asked.measure.is_money and NOWHERE in facts.places else 0
    if not planned:
        return ()
    return (_("Paket tanpa lokasi senilai %(money)s tidak tergambar.") % {"money": rupiah_short(planned)},)


def _summary(drawn):
    name, (_code, most) = max(drawn.items(), key=lambda pair: pair[1][1].size)
    return _("Paling tinggi: %(name)s (%(text)s).") % {"name": name, "text": most.text}


def _more(asked):
    if asked.measure.is_money:
        return Link(absorption_page(asked, menurut="wilayah"), _("Rinci menurut kabupaten/kota"))
    return Link(reverse("insight:funnel"), _("Saring menurut kabupaten/kota dan kategori"))
