"""Changes of procurement that belong in one transaction."""

from django.db import transaction

from procurement.matching import match
from procurement.models import Budget, CategorySource, Package, PackageOutcome
from procurement.renewable import renewable
from tkdnportal.templatetags.portal import day

FACTS = ("state", "suppliers", "near_misses", "renewable", "best_tier", "on")


@transaction.atomic
def refresh_outcomes(*, year, on):
    """Store what matching says of every current package of the year, asked on day `on`; return how many rows changed.

    Rows that already say the same stay untouched; those of packages no longer current go.
    """
    outcomes = {found.package.pk: _outcome(found) for found in match(year=year, on=on)}
    stored = PackageOutcome.objects.filter(package__year=year).select_for_update(of=("self",)).in_bulk()
    changed = [
        outcome for pk, outcome in sorted(outcomes.items()) if pk not in stored or _facts(outcome) != _facts(stored[pk])
    ]
    PackageOutcome.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["package"], update_fields=[*FACTS, "computed_at"]
    )
    gone, _by_model = PackageOutcome.objects.filter(pk__in=stored.keys() - outcomes.keys()).delete()
    return len(changed) + gone


@transaction.atomic
def decide_category(*, package, category, not_certifiable, reason, by, on):
    """A person's word on what a package buys; it moves to the budget line of that category, where there is one.

    Name, day and reason stand beside it. Raises IntegrityError when that line has no room for the package.
    """
    package = Package.objects.select_for_update().get(pk=package.pk)
    package.category, package.not_certifiable = category, not_certifiable
    package.category_source, package.category_hint = CategorySource.OFFICER, decided_by(by, on, reason)
    package.budget = Budget.objects.filter(agency=package.agency_id, year=package.year, category=category).first()
    package.save(update_fields=["category", "not_certifiable", "category_source", "category_hint", "budget"])
    return package


def decided_by(person, on, reason):
    """Who decided, when and why, as the package's page tells it."""
    return f"{person}, {day(on)}: {reason}"[:400]


def _outcome(found):
    return PackageOutcome(
        package=found.package,
        state=found.state,
        suppliers=found.suppliers,
        near_misses=found.near_miss_count,
        renewable=renewable(found),
        best_tier=found.best_tier,
        on=found.on,
    )


def _facts(outcome):
    return tuple(getattr(outcome, name) for name in FACTS)
