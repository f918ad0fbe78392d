"""What the office and the helper of the demonstration did in the last months, and the list of the day of the data."""

from datetime import datetime, time, timedelta, timezone

from accounts.models import User
from bimtek.action_kinds import ActionKind, Result
from bimtek.action_services import refresh_actions
from bimtek.models import ActionOutcome, DeclineReason, NextAction
from bimtek.target_basis import compute_basis, request_basis
from bimtek.today import deadlines
from insight.demo import REFERENCE_DAY
from insight.demo.dice import dice_for
from insight.demo.helping import consent_to
from insight.demo.people import DEMO_DOMAIN
from umkm.models import Business

TRIED = {
    ActionKind.NIB: (14, 0.8),
    ActionKind.KBLI: (9, 0.6),
    ActionKind.SIINAS: (26, 0.5),
    ActionKind.SIINAS_FINISH: (18, 0.6),
    ActionKind.VALIDATION: (12, 0.7),
    ActionKind.APPLICATION: (16, 0.4),
    ActionKind.RENEWAL: (8, 0.75),
}
"""How many were helped with a step, and in which share of the cases that led on: invented for the demonstration."""

DECLINED, CASES = 3, 4
WESTERN = timezone(timedelta(hours=7))
NOTES = ("", "", "Datang ke kantor bersama anaknya.", "Minta ditelepon sore hari.", "Berkas lengkap.")


def make_actions(seed):
    """Outcomes of the last half year on businesses drawn by `seed`, then the portal's own list."""
    dice = dice_for(seed, "actions")
    people = [User.objects.get(email=f"{name}@{DEMO_DOMAIN}") for name in ("petugas", "pendamping")]
    wanted = sum(count for count, _share in TRIED.values()) + DECLINED
    drawn = iter(dice.sample(list(Business.objects.unmerged().order_by("pk")), wanted))
    told = [
        _done(dice, next(drawn), kind, share, people) for kind, (count, share) in TRIED.items() for _n in range(count)
    ]
    told += [_declined(dice, next(drawn), people[0]) for _n in range(DECLINED)]
    ActionOutcome.objects.bulk_create(told)
    refresh_actions(on=REFERENCE_DAY)
    for year in (REFERENCE_DAY.year, REFERENCE_DAY.year + 1):
        basis = request_basis(year=year, on=REFERENCE_DAY)
        compute_basis(basis_id=basis.pk, at=datetime.combine(REFERENCE_DAY, time(2, 40), WESTERN))
    _give_cases(*people)


def _give_cases(clerk, helper):
    """The helper's day has something with a deadline and something that opens much."""
    urgent = [each.business for each in deadlines(REFERENCE_DAY)[:1]]
    waiting = NextAction.objects.waiting_on(REFERENCE_DAY).select_related("business").best_first()
    for business in [*urgent, *(row.business for row in waiting[:CASES])]:
        if not helper.memberships.filter(business=business).exists():
            consent_to(helper, business, clerk, day=1)


def _done(dice, business, kind, share, people):
    day = dice.day(REFERENCE_DAY - timedelta(days=180), REFERENCE_DAY - timedelta(days=65))
    moved_on = day + timedelta(days=dice.randint(3, 55)) if dice.chance(share) else None
    return ActionOutcome(
        business=business, kind=kind, day=day, result=Result.DONE, note=dice.choice(NOTES), by=dice.choice(people),
        moved_on=moved_on,
    )  # fmt: skip


def _declined(dice, business, clerk):
    day = dice.day(REFERENCE_DAY - timedelta(days=60), REFERENCE_DAY - timedelta(days=5))
    return ActionOutcome(
        business=business, kind=ActionKind.SIINAS, day=day, result=Result.DECLINED,
        until=day + timedelta(days=180), reason=DeclineReason.NO_TIME, by=clerk,
    )  # fmt: skip
