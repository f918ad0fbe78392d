"""Asking for a plan, computing it, and keeping the answer."""

from django.conf import settings
from django.db import transaction

from bimtek.models import PlanChoice, PlanPackage, UnlockPlan
from bimtek.printing import with_businesses
from bimtek.unlock import unlock
from umkm.models import Business, District

RISKS_KEPT = 50
PLACES_SEATS = 30
"""Seats of a coaching day in the report by kecamatan (the portal's own choice)."""


def request_plan(*, year, seats, on, by=None):
    """The plan of `year` for `seats` that waits to be computed: a new one, or the one that waits already."""
    plan, _made = UnlockPlan.objects.waiting().get_or_create(year=year, seats=seats, defaults={"on": on, "made_by": by})
    return plan


def chosen_last(plan):
    """Ids of the businesses that `plan` chose; none without a plan."""
    return frozenset(plan.choices.exclude(business=None).values_list("business", flat=True) if plan else ())


def compute_plan(*, plan_id, at):
    """Compute the plan and keep its answer, finished `at`; a plan finished meanwhile stays as it is.

    Whoever computes the same plan at the same time gets the same answer; only the first is kept.
    """
    plan = UnlockPlan.objects.get(pk=plan_id)
    if plan.finished_at:
        return plan
    previous = UnlockPlan.objects.before(year=plan.year, on=plan.on).first()
    found = unlock(year=plan.year, on=plan.on, seats=plan.seats, kept_businesses=chosen_last(previous))
    return _keep(plan_id, found, previous, at)


@transaction.atomic
def _keep(plan_id, found, previous, at):
    plan = UnlockPlan.objects.select_for_update(of=("self",)).get(pk=plan_id)
    if plan.finished_at:
        return plan
    choices = PlanChoice.objects.bulk_create(_choices(plan, found))
    PlanPackage.objects.bulk_create(_packages(choices, found))
    for name, value in _facts(found).items():
        setattr(plan, name, value)
    plan.previous, plan.finished_at = previous, at
    plan.save()
    return plan


def _choices(plan, found):
    candidates = found.graph.candidates
    names = _runner_up_names(found)
    for rank, (one, business) in enumerate(with_businesses(found), 1):
        candidate = candidates[one.candidate]
        yield PlanChoice(
            plan=plan, rank=rank, business=business, business_name=business.name,
            missing_steps=list(candidate.steps), effort=candidate.effort,
            alone=one.alone, marginal=one.marginal, value=one.value,
            runner_up=names.get(one.runner_up, ""), runner_up_less=one.less,
        )  # fmt: skip


def _runner_up_names(found):
    """{candidate: name} of those who would come next."""
    candidates = found.graph.candidates
    ids = {one.runner_up: candidates[one.runner_up].business_id for one in found.chosen if one.runner_up is not None}
    names = dict(Business.objects.filter(pk__in=ids.values()).values_list("pk", "name"))
    return {candidate: names[pk] for candidate, pk in ids.items()}


def _packages(choices, found):
    for choice, one in zip(choices, found.chosen, strict=True):
        for number in one.packages:
            package = found.graph.packages[number].package
            yield PlanPackage(
                choice=choice, package=package, rup_code=package.rup_code, ceiling=package.ceiling,
                alone=number in one.own,
            )  # fmt: skip


def _facts(found):
    """What the plan itself keeps of the answer."""
    graph, choice = found.graph, found.choice
    return {
        "total": choice.total,
        "bound": choice.bound,
        "plain_total": found.plain_total,
        "open_total": graph.open_total,
        "open_packages": len(graph.packages),
        "candidates": len(graph.candidates),
        "excluded": {str(reason): count for reason, count in graph.excluded.items()},
        "settings_used": _settings_used(),
        "curve": found.curve,
        "risks": [_risk(risk) for risk in found.risks[:RISKS_KEPT]],
        **_days(found.days(PLACES_SEATS)),
    }


def _settings_used():
    return {
        "MIN_SUPPLIERS": settings.MIN_SUPPLIERS,
        "UNLOCK_ASSUMED_TKDN": str(settings.UNLOCK_ASSUMED_TKDN),
        "UNLOCK_EFFORT": settings.UNLOCK_EFFORT,
        "UNLOCK_TOLERANCE": str(settings.UNLOCK_TOLERANCE),
        "UNLOCK_SECONDS": settings.UNLOCK_SECONDS,
        "COACHING_RADIUS_KM": settings.COACHING_RADIUS_KM,
    }


def _risk(risk):
    return risk._asdict() | {"valid_until": risk.valid_until.isoformat(), "packages": list(risk.packages)}


def _days(days):
    """Where a coaching day opens most: by kecamatan, and by kecamatan with what lies around it."""
    places, circles = days.best_places(), days.best_circles(settings.COACHING_RADIUS_KM)
    codes = [day.district for day in (*places, *circles.best)]
    districts = District.objects.select_related("regency").in_bulk(codes)
    return {
        "places": [_place(place, districts[place.district]) for place in places],
        "circles": {
            "radius": circles.radius,
            "unknown_districts": circles.unknown_districts,
            "unplaced": circles.unplaced,
            "best": [_circle(circle, districts[circle.district]) for circle in circles.best],
        },
    }


def _place(place, district):
    return {
        "district": district.name, "regency": str(district.regency), "seats": place.seats, "rupiah": place.rupiah,
        "around": place.around, "invited": list(place.invited),
    }  # fmt: skip


def _circle(circle, district):
    return {
        "code": district.code, "district": district.name, "regency": str(district.regency),
        "districts": circle.districts,
        "rupiah": circle.rupiah, "invited": [[business, round(km, 1)] for business, km in circle.invited],
    }  # fmt: skip
