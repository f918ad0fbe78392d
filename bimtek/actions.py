"""One action for every uncertified or expiring business that budget waits for, derived anew from the facts of a day.

An uncertified business waits with the packages it could serve once certified (`bimtek.graph`), a certified one with
those that lose their supplier when its certificate ends (`certification.Stake`). What comes first is rupiah × chance ÷
effort: what help of half a day is expected to open.
"""

from collections import defaultdict
from decimal import Decimal
from typing import NamedTuple

import numpy as np
from django.conf import settings

from bimtek.action_kinds import ABOUT_ACCOUNT, RENEWING, ActionKind
from bimtek.chances import Tried, chance_of_all, chances
from bimtek.graph import candidate_graph
from bimtek.models import ActionOutcome, Decline, NextAction
from bimtek.standing import NOTHING, facts_of, since
from bimtek.steps import MissingStep, effort_of
from certification.models import Reminder, Renewal
from certification.siinas.querysets import stale_before
from procurement.matching import match
from procurement.to_come import is_to_come

FOUR_PLACES = Decimal("0.0001")


class Opening(NamedTuple):
    """What one uncertified business would open once certified, and its candidate of the graph."""

    candidate: object
    packages: int
    rupiah: int


def openings(on):
    """`{business id: Opening}` over packages of this year and the next still to be contracted on day `on`.

    Where a package needs several more suppliers, each counts with its share of the rupiah.
    """
    found = {}
    for year in (on.year, on.year + 1):
        waiting = [each for each in match(year=year, on=on) if is_to_come(each.package, on)]
        for candidate, packages, rupiah in _opened(candidate_graph(year=year, on=on, matches=waiting)):
            before = found.get(candidate.business_id, Opening(candidate, 0, 0))
            found[candidate.business_id] = Opening(candidate, before.packages + packages, before.rupiah + rupiah)
    return found


def _opened(graph):
    """(candidate, packages it could serve, its share of their rupiah) of all who could serve any."""
    cover = graph.coverage()
    if not cover.members:
        return
    packages = np.bincount(cover.pair_group, minlength=len(cover.members))
    for members, count, rupiah in zip(cover.members, packages, cover.progress(cover.needs), strict=True):
        for number in members:
            yield graph.candidates[number], int(count), int(rupiah)


def known_chances(on):
    """`{kind: Chance}` from everything the office has done until day `on`; one query."""
    tried = ActionOutcome.objects.done().filter(day__lte=on).values_list("kind", "day", "moved_on")
    return chances(map(Tried._make, tried), on, within=settings.ACTION_FOLLOW_DAYS, prior=settings.ACTION_PRIOR)


def todays_actions(on):
    """Unsaved `NextAction` rows for day `on`, by business; a fixed number of queries."""
    known, opened, renewals = known_chances(on), openings(on), _renewals(on)
    facts = facts_of(opened.keys(), on)
    rows = {pk: _coaching(opening, facts.get(pk, NOTHING), known, on) for pk, opening in opened.items()}
    # A certificate that ends is urgent and nearly sure; a further product of the same business waits.
    rows |= {pk: _renewing(renewal, known, on) for pk, renewal in renewals.items()}
    return [rows[pk] for pk in sorted(rows) if rows[pk].rupiah]


def _coaching(opening, facts, known, on):
    candidate = opening.candidate
    step = candidate.steps[0]
    stale = step in ABOUT_ACCOUNT and facts.told_on and facts.told_on < stale_before(on)
    return _row(
        known, business_id=candidate.business_id, kind=ActionKind.RECHECK if stale else ActionKind(step),
        steps=list(candidate.steps), effort=candidate.effort, packages=opening.packages, rupiah=opening.rupiah,
        since=since(candidate.stage, step, facts), on=on,
    )  # fmt: skip


def _renewing(renewal, known, on):
    return _row(
        known, business_id=renewal.business_id, certificate_id=renewal.pk,
        kind=ActionKind.REMINDER if renewal.is_untold else ActionKind.RENEWAL,
        steps=[MissingStep.APPLICATION], effort=effort_of([MissingStep.APPLICATION]),
        packages=renewal.stake.packages_at_risk, rupiah=renewal.stake.rupiah_at_risk, on=on,
    )  # fmt: skip


def _row(known, **facts):
    row = NextAction(**facts)
    tried = [row.kind] if row.kind in RENEWING else row.steps
    chance = chance_of_all(tried, known, prior=settings.ACTION_PRIOR)
    row.chance = (Decimal(chance.numerator) / chance.denominator).quantize(FOUR_PLACES)
    row.score = int(row.rupiah * chance / row.effort)
    return row


def _renewals(on):
    """`{business id: the certificate whose end costs it most}`; owners who declined are left alone."""
    untold = set(Reminder.objects.of_staff().values_list("certificate", flat=True))
    declined = Decline.objects.in_force_on(on).values("business")
    found = defaultdict(list)
    renewals = Renewal.objects.to_renew_on(on).with_stage().select_related("stake")
    renewals = renewals.filter(stage="NONE", business__merged_into=None, business__isnull=False)
    for renewal in renewals.filter(stake__rupiah_at_risk__gt=0).exclude(business__in=declined):
        renewal.is_untold = renewal.pk in untold
        found[renewal.business_id].append(renewal)
    return {pk: max(its, key=lambda one: (one.stake.rupiah_at_risk, -one.pk)) for pk, its in found.items()}
