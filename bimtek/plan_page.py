"""What the page of a plan shows."""

from datetime import date
from decimal import Decimal

from bimtek.changes import compare
from bimtek.coverage import seats_for
from bimtek.graph import Excluded
from bimtek.models import UnlockPlan
from bimtek.steps import MissingStep
from procurement.models import CatalogSeller
from procurement.pledge_makers import waiting_pledges
from tkdnportal.personal import masked_phone
from umkm.models import Business

TARGETS = (25, 50, 75, 80, 90)
"""Shares of the open rupiah, in percent, for which the page says how many seats they take."""

MARKS = (1, 2, 3, 5, 10, 15, 20, 30, 40, 50, 75, 100, 150, 200)
"""Seats for which the page says what they open."""


def page_of_plan(plan, today):
    """The template's context for a finished plan, with the pledges of `today`; a fixed number of queries."""
    related = plan.choices.select_related("business__regency", "business__district").prefetch_related("packages")
    choices = list(related.order_by("rank"))
    sold = CatalogSeller.objects.sold_by({choice.business_id for choice in choices})
    known = _names(plan)
    return {
        "choices": [_shown(choice, sold.get(choice.business_id)) for choice in choices],
        "excluded": [(Excluded(reason).label, count) for reason, count in plan.excluded.items()],
        "curve": [(seats, plan.curve[seats - 1]) for seats in MARKS if seats <= len(plan.curve)],
        "targets": [(share, seats_for(plan.curve, Decimal(share) / 100 * plan.open_total)) for share in TARGETS],
        "risks": [risk | {"valid_until": date.fromisoformat(risk["valid_until"])} for risk in plan.risks],
        "places": _places(plan, known),
        "circles": _circles(plan, known),
        "pledges": waiting_pledges(today),
        "comparison": compare(plan.previous, plan) if plan.previous else None,
        "others": UnlockPlan.objects.finished().filter(year=plan.year).exclude(pk=plan.pk)[:20],
    }


def _shown(choice, sold):
    """`sold`: rupiah the business sold through the e-Katalog, or None."""
    packages = list(choice.packages.all())
    own = [package for package in packages if package.alone]
    return {
        "choice": choice,
        "steps": [MissingStep(step).label for step in choice.missing_steps],
        "phone": masked_phone(choice.business.phone) if choice.business else "–",
        "packages": packages,
        "sold": sold,
        "own_count": len(own),
        "shared_count": len(packages) - len(own),
        "rupiah": sum(package.ceiling for package in packages),
    }


def _places(plan, known):
    """The kecamatan with the names of whom to invite; a plan made before names were kept has none."""
    return [
        place | {"people": [(pk, known[pk]) for pk in place.get("invited", ()) if pk in known]} for place in plan.places
    ]


def _circles(plan, known):
    """The kecamatan with what lies around them, with names and distances; None of a plan made before points were."""
    if not plan.circles:
        return None
    best = [
        circle | {"people": [(pk, known[pk], km) for pk, km in circle["invited"] if pk in known]}
        for circle in plan.circles["best"]
    ]
    return plan.circles | {"best": best}


def _names(plan):
    """{id: name} of whom the kecamatan and circles of the plan would invite, as far as they are in the register."""
    ids = {pk for place in plan.places for pk in place.get("invited", ())}
    ids |= {pk for circle in plan.circles.get("best", ()) for pk, _km in circle["invited"]}
    return dict(Business.objects.unmerged().filter(pk__in=ids).values_list("pk", "name"))
