"""States of an officer's packages: what was bought, what is at risk, else what matching says; told from facts."""

from django.db.models import Case, CharField, Count, DateField, F, IntegerField, Max, Q, Sum, TextChoices, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from procurement.models import OutcomeState


class DeskState(TextChoices):
    """In the order of what needs the officer first."""

    AT_RISK = "AT_RISK", _("terancam")
    OPEN = OutcomeState.OPEN.value, OutcomeState.OPEN.label
    THIN = OutcomeState.THIN.value, OutcomeState.THIN.label
    SERVED = OutcomeState.SERVED.value, OutcomeState.SERVED.label
    AWARDED = "AWARDED", _("sudah dikontrak")
    UNKNOWN = "UNKNOWN", _("belum dihitung")
    OUTSIDE = OutcomeState.OUTSIDE.value, OutcomeState.OUTSIDE.label
    NOT_CERTIFIABLE = OutcomeState.NOT_CERTIFIABLE.value, OutcomeState.NOT_CERTIFIABLE.label
    DONE = "DONE", _("selesai dibayar")


CASES = (
    When(stage__in=("AWARDED", "DELIVERED"), then=Value(DeskState.AWARDED.value)),
    When(stage="DONE", then=Value(DeskState.DONE.value)),
    When(outcome__state=OutcomeState.OPEN, outcome__renewable__gt=0, then=Value(DeskState.AT_RISK.value)),
)
"""States that win over what matching says; the first that holds counts."""


def with_desk_state(packages):
    """Each package (with its `stage`) with its `desk_state`."""
    state = Case(
        *CASES, default=Coalesce(F("outcome__state"), Value(DeskState.UNKNOWN.value)), output_field=CharField()
    )
    return packages.annotate(desk_state=state)


def with_progress(packages):
    """Each with how many products stand on its shortlist, offers wait and are answered, and whether Dinas was told."""
    standing = Q(shortlist__removed_at__isnull=True)
    asked = standing & Q(shortlist__offer__isnull=False)
    answered = asked & Q(shortlist__offer__answered_on__isnull=False)
    return packages.annotate(
        shortlisted=Count("shortlist", filter=standing, distinct=True),
        asked=Count("shortlist", filter=asked, distinct=True),
        answered=Count("shortlist", filter=answered, distinct=True),
        declared=Count("no_suppliers", filter=Q(no_suppliers__withdrawn_on__isnull=True), distinct=True),
    )


def by_next_step(packages):
    """Packages with a desk state, those that need the officer first above; among them the earliest contract."""
    rank = Case(
        *(When(desk_state=state, then=Value(place)) for place, state in enumerate(DeskState.values)),
        output_field=IntegerField(),
    )
    first = Coalesce(F("contract_from"), F("contract_until"), output_field=DateField())
    return packages.order_by(rank, first.asc(nulls_last=True), "-ceiling", "rup_code")


def states_of(packages):
    """Number and rupiah of packages per desk state, every state in its order; they add up to the total.

    Returns `(rows, total, on)`, each row a dict of state, label, packages and amount; `on` is the last day matching
    was asked for any of them, None where it never was.
    """
    facts = {"packages": Count("pk"), "amount": Sum("ceiling"), "on": Max("outcome__on")}
    grouped = packages.order_by().values("desk_state").annotate(**facts)
    found = {row["desk_state"]: row for row in grouped}
    nothing = {"packages": 0, "amount": 0}
    rows = [
        {"state": state.value, "label": state.label}
        | {name: found.get(state.value, nothing)[name] for name in ("packages", "amount")}
        for state in DeskState
    ]
    total = {name: sum(row[name] for row in rows) for name in ("packages", "amount")}
    return rows, total, max((row["on"] for row in found.values() if row["on"]), default=None)
