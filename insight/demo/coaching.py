"""Two coaching days: that of the office's statement with what became of its participants, and one to prepare."""

from collections import Counter
from datetime import datetime, time, timedelta, timezone

from accounts.models import User
from bimtek.coaching import answer, invite_from_plan, steps_on
from bimtek.models import Answer, Attendance, CoachingDay, How, Invitation, Origin, PathStep
from bimtek.services import compute_plan, request_plan
from certification.models import Certificate
from insight.demo import OFFICE_DAY, REFERENCE_DAY
from insight.demo.dice import Bag, dice_for
from procurement.matching import default_day
from umkm.models import Business, District, Regency

WESTERN = timezone(timedelta(hours=7))
SIX = ("18.71", "18.72", "18.01", "18.02", "18.09", "18.10")
"""Kabupaten and kota of the first day: the number is the office's, which ones is an assumption (docs/demo.md)."""
INVITED, SEATS = 60, 50
CAME = 0.7
NEW_SEATS = 20
DAYS_AHEAD = 14
CERTIFIED_SOON = timedelta(days=120)
"""Of the first day's participants, those certified within this time are the ones whom the day may have helped."""
SAID = {Answer.YES: 9, Answer.BUSY: 2, Answer.TOO_FAR: 1, Answer.NO_INTEREST: 1, Answer.NO_REPLY: 4, None: 7}
EARLIER = (PathStep.KBLI, PathStep.STANDARD, PathStep.SIINAS, PathStep.VALIDATED, PathStep.CERTIFICATE)


def make_coaching(seed):
    """Both days, drawn by `seed`; needs the cast, the certificates and the outcomes of packages."""
    dice, clerk = dice_for(seed, "coaching"), User.objects.get(groups__name="petugas")
    _office_day(dice, clerk)
    _day_to_come(dice, clerk)


def _token(dice):
    return "".join(dice.choices("ABCDEFGHJKMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789", k=22))


def _office_day(dice, clerk):
    event = CoachingDay.objects.create(
        name="Bimbingan teknis TKDN-IK", topic="Sertifikat TKDN-IK untuk industri kecil", venue="Hotel Arinas",
        regency_id="18.71", held_on=OFFICE_DAY, starts_at=time(8, 30), ends_at=time(15, 30), seats=SEATS, coach=clerk,
        note="Peserta dari enam kabupaten/kota.", token=_token(dice),
    )  # fmt: skip
    asked_at = datetime.combine(OFFICE_DAY - timedelta(days=9), time(9), WESTERN)
    invitations = [
        Invitation(event=event, business=business, origin=Origin.HAND, invited_at=asked_at, invited_by=clerk)
        for business in _first_participants(dice)
    ]
    Invitation.objects.bulk_create(invitations)
    came = [invitation for invitation in invitations if dice.chance(CAME)]
    steps = steps_on([invitation.business for invitation in came], REFERENCE_DAY)
    Attendance.objects.bulk_create(
        [_there(dice, each, steps[each.business_id], clerk) for each in came]
    )  # fmt: skip


def _first_participants(dice):
    """Those of the six places who were certified soon after, and others of them who are on their way."""
    near = Business.objects.unmerged().filter(regency__in=SIX, nib__isnull=False)
    soon = Certificate.objects.filter(issued_on__gt=OFFICE_DAY, issued_on__lte=OFFICE_DAY + CERTIFIED_SOON)
    helped = list(near.filter(pk__in=soon.values("business")).order_by("pk"))[: INVITED // 3]
    others = list(near.filter(siinas_accounts__isnull=False, certificates=None).distinct().order_by("pk"))
    found = helped + dice.sample(others, min(len(others), INVITED - len(helped)))
    dice.shuffle(found)
    return found


def _there(dice, invitation, now, clerk):
    """An attendance at a step of the path that lies no further than the one of today."""
    possible = [step for step in EARLIER if step.rank <= now.rank] or [now]
    at = datetime.combine(OFFICE_DAY, time(8, dice.randint(0, 59)), WESTERN)
    return Attendance(
        invitation=invitation, how=How.PAPER, step=dice.choice(possible), recorded_at=at, recorded_by=clerk
    )


def _day_to_come(dice, clerk):
    """Where most businesses of the newest plan are; a part of them has answered."""
    at = datetime.combine(REFERENCE_DAY - timedelta(days=5), time(9), WESTERN)
    on = default_day(REFERENCE_DAY.year, REFERENCE_DAY)
    plan = compute_plan(plan_id=request_plan(year=REFERENCE_DAY.year, seats=50, on=on, by=clerk).pk, at=at)
    choices = [choice for choice in plan.choices.select_related("business").order_by("rank") if choice.business]
    if not choices:
        return
    regency = max(Regency.objects.order_by("code"), key=lambda place: _of(choices, place))
    district = _middle_of([choice for choice in choices if choice.business.regency_id == regency.code])
    event = CoachingDay.objects.create(
        name=f"Bimtek TKDN-IK {regency.name}", topic="Akun SIINas, hitungan nilai TKDN, dan permohonan",
        venue=f"Balai Pelatihan {regency.name}", regency=regency, district=district,
        held_on=REFERENCE_DAY + timedelta(days=DAYS_AHEAD),
        starts_at=time(8), ends_at=time(15), seats=NEW_SEATS, to_bring="Ponsel dan pengisi daya",
        coach=clerk, token=_token(dice),
    )  # fmt: skip
    near = [choice.business_id for choice in choices if choice.business.regency_id == regency.code]
    invite_from_plan(event=event, plan=plan, businesses=near[:NEW_SEATS], by=clerk, at=at)
    bag = Bag(SAID)
    for invitation in event.invitations.order_by("pk"):
        said = bag.draw(dice)
        if said:
            answer(invitation=invitation, answer=said, by=clerk, at=at + timedelta(days=2))


def _middle_of(choices):
    """The kecamatan of most of these choices among those whose point is known, or None."""
    known = District.objects.exclude(latitude=None).in_bulk({choice.business.district_id for choice in choices})
    counted = Counter(choice.business.district_id for choice in choices if choice.business.district_id in known)
    return known[min(counted, key=lambda code: (-counted[code], code))] if counted else None


def _of(choices, regency):
    return sum(choice.business.regency_id == regency.code for choice in choices)
