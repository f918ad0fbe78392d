"""What lies on the staff's desk: records that wait, one in a clerk's hands, decisions, notes and kept filters."""

from datetime import datetime, time, timedelta, timezone

from accounts.models import User
from insight.demo import REFERENCE_DAY
from insight.demo.dice import dice_for
from umkm.models import Business, Note, ReturnReason, SavedFilter, Verification

WAITING, TAKEN, VERIFIED, RETURNED = 24, 2, 9, 5
WESTERN = timezone(timedelta(hours=7))
NOTES = (
    "Sudah ditelepon, berkas dibawa hari Senin.",
    "Alamat pabrik berbeda dari KTP, pemilik akan kirim surat domisili.",
    "Minta dijadwalkan pada bimbingan teknis berikutnya.",
)
FILTERS = (("Belum punya NIB", "nib_ada=tidak"), ("Pangan siap mengajukan", "kategori=FOOD&tahap=READY"))


def fill_desk(seed):
    """Verifications, notes and filters of the clerk of the demonstration, on businesses drawn by `seed`."""
    dice, clerk = dice_for(seed, "staff desk"), User.objects.get(groups__name="petugas")
    drawn = dice.sample(list(Business.objects.order_by("pk")), WAITING + VERIFIED + RETURNED)
    Verification.objects.bulk_create(_verification(dice, clerk, business, n) for n, business in enumerate(drawn))
    Note.objects.bulk_create(
        Note(business=business, by=clerk, at=_moment(dice), text=text)
        for business, text in zip(drawn, NOTES, strict=False)
    )
    SavedFilter.objects.bulk_create(
        SavedFilter(by=clerk, list="umkm.business", name=name, query=query, is_shared=True) for name, query in FILTERS
    )


def _verification(dice, clerk, business, number):
    opened = _moment(dice)
    if number < WAITING:
        return Verification(business=business, opened_at=opened, assigned_to=clerk if number < TAKEN else None)
    returned = number >= WAITING + VERIFIED
    reason = dice.choice([reason for reason in ReturnReason if reason != ReturnReason.OTHER])
    return Verification(
        business=business,
        opened_at=opened,
        assigned_to=clerk,
        decided_by=clerk,
        decided_at=opened + timedelta(hours=dice.randint(1, 60)),
        decision="RETURNED" if returned else "VERIFIED",
        reasons=[reason] if returned else [],
    )


def _moment(dice):
    """Within office hours of the last weeks before the day of the data."""
    day = dice.day(REFERENCE_DAY - timedelta(days=24), REFERENCE_DAY - timedelta(days=4))
    return datetime.combine(day, time(dice.randint(8, 15), dice.randint(0, 59)), WESTERN)
