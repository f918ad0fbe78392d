"""Reckoning what targets of a year are answered from, once for all categories, shares and days asked for."""

from django.db import transaction
from django.db.models.functions import Now

from bimtek.coverage import curve, greedy
from bimtek.graph import candidate_graph
from bimtek.models import TargetBasis
from procurement.matching import match
from procurement.models import AgencyLevel, OutcomeState
from procurement.to_come import is_to_come
from umkm.categories import Category

FARTHEST_SEATS = 500
"""So many certificates are looked at; a target that needs more is out of reach in a year."""

COUNTED = (OutcomeState.SERVED, OutcomeState.THIN, OutcomeState.OPEN)


def request_basis(*, year, on, by=None):
    """The basis of `year` that waits to be reckoned for day `on`: a new one, or the one that waits already."""
    basis, _made = TargetBasis.objects.waiting().get_or_create(year=year, defaults={"on": on, "made_by": by})
    # One that nobody reckoned for days is asked anew; whoever still reckons the old day keeps nothing.
    TargetBasis.objects.waiting().filter(pk=basis.pk, on__lt=on).update(on=on, created_at=Now())
    return basis


def compute_basis(*, basis_id, at):
    """Reckon a basis that waits, finished `at`; those of its year before it go. One that is finished or gone stays so.

    Whoever reckons the same one at the same time gets the same answer; only the first is kept.
    """
    waiting = TargetBasis.objects.waiting().filter(pk=basis_id).first()
    if waiting is None:
        return
    categories = reckon_categories(year=waiting.year, on=waiting.on)
    with transaction.atomic():
        same = TargetBasis.objects.waiting().filter(pk=basis_id, on=waiting.on)
        if same.update(categories=categories, finished_at=at):
            TargetBasis.objects.finished().filter(year=waiting.year).exclude(pk=basis_id).delete()


def reckon_categories(*, year, on):
    """{category: {planned, served, curve}} of the province's budget of `year` on day `on`; a fixed number of queries.

    The curve looks at packages whose contract can still be signed.
    """
    counted = [found for found in match(year=year, on=on) if _counts(found)]
    graph = candidate_graph(year=year, on=on, matches=[found for found in counted if is_to_come(found.package, on)])
    return {
        category.value: {
            "planned": _rupiah(counted, category, *COUNTED),
            "served": _rupiah(counted, category, OutcomeState.SERVED),
            "curve": _opened(graph.coverage(category)),
        }
        for category in Category
        if category != Category.OTHER
    }


def _counts(found):
    return found.state in COUNTED and found.package.agency.level == AgencyLevel.PROVINCE


def _rupiah(matches, category, *states):
    return sum(
        found.package.ceiling for found in matches if found.package.category == category and found.state in states
    )


def _opened(cover):
    return curve(cover, greedy(cover, FARTHEST_SEATS)) if cover.members else []
