"""SIINas accounts: every certified maker has a validated one, a few thousand others stand somewhere on the way."""

from datetime import date, timedelta
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from accounts.models import User
from certification.models import AccountStatus, SiinasAccount, SiinasChange, SiinasProof
from certification.siinas.states import Section, StatusSource
from insight.demo import REFERENCE_DAY
from insight.demo.dice import dice_for
from umkm.documents import keep
from umkm.models import DocumentKind

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

PROBLEMS = ("ADDRESS_LOCKED", "MAIL_LOST", "NPWP_DIFFERS", "NO_MAIL")
PROOFS = 6
"""Proofs that wait for the clerk of the demonstration."""


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
        business=entry.business, factory_location=entry.business.address, status=status, source=StatusSource.DEMO,
        as_of=verified_on or dice.day(first, last), verified_on=verified_on,
        email_on_nib=entry.business.email or "", email_is_open=status != AccountStatus.NONE or None,
        filled=_filled(status), problem=dice.choice(PROBLEMS) if status == AccountStatus.PROBLEM else "",
    )  # fmt: skip


def _filled(status):
    """The parts of the guide that somebody at this status has behind him."""
    sections = sorted(Section.values)
    if status in AccountStatus.verified:
        return sections
    reached = {AccountStatus.REQUESTED: 1, AccountStatus.CREDENTIALS_SENT: 2, AccountStatus.PROFILE_INCOMPLETE: 6}
    return sorted(Section.values[: reached.get(status, 0)])


def make_proofs(seed):
    """What owners have sent in the last days and nobody looked at yet; needs the people of the cast."""
    dice, clerk = dice_for(seed, "siinas proofs"), User.objects.get(groups__name="petugas")
    unfinished = SiinasAccount.objects.filter(status=AccountStatus.PROFILE_INCOMPLETE).select_related("business")
    for account in dice.sample(list(unfinished.order_by("pk")), PROOFS):
        day = REFERENCE_DAY - timedelta(days=dice.randint(1, 6))
        SiinasChange.objects.create(
            account=account, to_status=AccountStatus.PROFILE_INCOMPLETE, as_of=day, source=StatusSource.STAFF,
            by=clerk, note="Ditanyakan lewat telepon, sedang mengisi profil.",
        )  # fmt: skip
        evidence = keep(
            upload=SimpleUploadedFile("bukti-akun.png", _picture(account)), kind=DocumentKind.SIINAS_PROOF,
            business=account.business, by=clerk,
        )  # fmt: skip
        SiinasProof.objects.create(
            account=account, status=AccountStatus.ACTIVE, day=day, evidence=evidence, sent_by=clerk
        )  # fmt: skip


def _picture(account):
    """A photo of a proof, as a sheet with the words that a clerk compares."""
    sheet, out = Image.new("RGB", (900, 600), "white"), BytesIO()
    lines = ("BUKTI KEPEMILIKAN AKUN SIINAS (CONTOH)", account.business.name, f"NIB {account.business.nib or '-'}",
             account.factory_location)  # fmt: skip
    for number, line in enumerate(lines):
        ImageDraw.Draw(sheet).text((50, 60 + 90 * number), line, fill="black", font_size=28)
    sheet.save(out, "PNG")
    return out.getvalue()
