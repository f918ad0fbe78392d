"""SIINas accounts: every certified maker has a validated one, a few thousand others stand somewhere on the way."""

from datetime import date, timedelta

from certification.models import AccountStatus, SiinasAccount
from insight.demo import REFERENCE_DAY
from insight.demo.dice import dice_for

SHARE = 2_300 / 84_000
"""Makers on the way to a certificate, of all businesses."""
LEAST = 60

WEIGHTS = {
    AccountStatus.NONE: 8,
    AccountStatus.REQUESTED: 14,
    AccountStatus.CREDENTIALS_SENT: 15,
    AccountStatus.PROFILE_INCOMPLETE: 27,
    AccountStatus.ACTIVE: 22,
    AccountStatus.IK_VALIDATED: 8,
    AccountStatus.PROBLEM: 6,
}

PROBLEMS = (
    "Alamat pabrik terkunci, perlu surat ke helpdesk SIINas.",
    "E-mail pada NIB sudah tidak dipakai.",
    "NPWP tidak cocok dengan data OSS.",
)


def accounts(seed, entries):
    """The accounts of these entries, with their business."""
    dice = dice_for(seed, "siinas")
    certified = [entry for entry in entries if entry.for_certificate]
    others = [entry for entry in entries if entry.is_certifiable_maker and not entry.for_certificate]
    chosen = dice.sample(others, min(len(others), max(LEAST, round(len(entries) * SHARE))))
    statuses = dice.quota(WEIGHTS, len(chosen))
    found = [_account(dice, entry, AccountStatus.IK_VALIDATED) for entry in certified]
    return found + [_account(dice, entry, status) for entry, status in zip(chosen, statuses, strict=True)]


def _account(dice, entry, status):
    first = date(2022, 6, 1) if entry.for_certificate else date(2024, 1, 1)
    last = date(2022, 11, 30) if entry.for_certificate else REFERENCE_DAY - timedelta(days=2)
    verified_on = dice.day(first, last) if status in AccountStatus.verified else None
    return SiinasAccount(
        business=entry.business, factory_location=entry.business.address, status=status,
        as_of=verified_on or dice.day(first, last), verified_on=verified_on,
        email_on_nib=entry.business.email or "", note=dice.choice(PROBLEMS) if status == AccountStatus.PROBLEM else "",
    )  # fmt: skip
