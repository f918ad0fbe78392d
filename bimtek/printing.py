"""The unlock plan on a terminal: a table for people, JSON for programs."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bimtek.steps import MissingStep
from tkdnportal.templatetags.portal import day, rupiah
from umkm.models import Business


def as_json(unlocking):
    """The answer as plain values; rupiah are whole numbers, the gap a share of the bound."""
    graph, choice = unlocking.graph, unlocking.choice
    return {
        "year": graph.year,
        "on": graph.on.isoformat(),
        "seats": unlocking.seats,
        "status": unlocking.status,
        "total": choice.total,
        "bound": choice.bound,
        "gap": round(float(choice.gap), 6),
        "open_total": graph.open_total,
        "chosen": [_chosen(unlocking, one, business) for one, business in with_businesses(unlocking)],
    }


def with_businesses(unlocking):
    """(`Explained`, its business) of everyone chosen, in their order; one query."""
    candidates = unlocking.graph.candidates
    ids = [candidates[one.candidate].business_id for one in unlocking.chosen]
    businesses = Business.objects.select_related("regency", "district").in_bulk(ids)
    return [(one, businesses[pk]) for one, pk in zip(unlocking.chosen, ids, strict=True)]


def _chosen(unlocking, one, business):
    candidate = unlocking.graph.candidates[one.candidate]
    packages = [unlocking.graph.packages[number].package for number in one.packages]
    return {
        "business_id": business.pk,
        "nib": business.nib,
        "name": business.name,
        "regency": str(business.regency),
        "missing_steps": [str(step) for step in candidate.steps],
        "effort": candidate.effort,
        "packages": [{"rup_code": package.rup_code, "ceiling": package.ceiling} for package in packages],
        "rupiah": sum(package.ceiling for package in packages),
        "rupiah_alone": one.alone,
        "rupiah_added": one.marginal,
    }


def as_table(unlocking):
    """The lines of the table: everyone chosen, then what they open together and how good that is."""
    graph, choice = unlocking.graph, unlocking.choice
    count = len(unlocking.chosen)
    yield ngettext(
        "Rencana pembinaan tahun %(year)d, keadaan per %(day)s: %(count)d usaha untuk %(seats)d tempat.",
        "Rencana pembinaan tahun %(year)d, keadaan per %(day)s: %(count)d usaha untuk %(seats)d tempat.",
        count,
    ) % {"year": graph.year, "day": day(graph.on), "count": count, "seats": unlocking.seats}
    yield ""
    yield _row(_("No."), _("NIB"), _("Usaha"), _("Tempat"), _("Paket"), _("Tambahan"), _("Langkah yang kurang"))
    for rank, (one, business) in enumerate(with_businesses(unlocking), 1):
        steps = ", ".join(str(MissingStep(step).label) for step in graph.candidates[one.candidate].steps)
        nib, place = business.nib or "–", str(business.regency)
        yield _row(str(rank), nib, business.name, place, str(len(one.packages)), rupiah(one.marginal), steps)
    yield ""
    yield _("Terbuka bersama: %(total)s dari %(open)s yang belum terlayani.") % {
        "total": rupiah(choice.total),
        "open": rupiah(graph.open_total),
    }
    yield _how_good(choice)
    yield _("Urutan biasa membuka %(total)s.") % {"total": rupiah(unlocking.plain_total)}


def _how_good(choice):
    if choice.total == choice.bound:
        return _("Tidak ada pilihan lain yang membuka lebih banyak; ini terbukti.")
    values = {"bound": rupiah(choice.bound), "gap": f"{100 * choice.gap:.2f}".replace(".", ",")}
    return _("Terbukti tidak ada pilihan yang membuka lebih dari %(bound)s; selisihnya %(gap)s %%.") % values


def _row(rank, nib, name, place, packages, added, steps):
    return f"{rank:>4}  {nib:<14}{name[:38]:<40}{place[:26]:<28}{packages:>6}  {added:>20}  {steps}".rstrip()
