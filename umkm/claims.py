"""An owner claims the record the office already has: by a code to the phone on file, or by evidence for a clerk.

What a claimant sees is the same whether the register holds the NIB or not, until the record is theirs (UU 27/2022
Ps 36, 39): a claim of an unknown NIB is kept like any other, and waits like any other. One owner at most comes in
without the office (constraint `claim_one_accepted_without_the_office`); after that a clerk decides.
"""

import hmac
import secrets
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import gateways
from tkdnportal.crypto import keyed_hash
from tkdnportal.templatetags.portal import day as written_day
from tkdnportal.throttle import Limit
from umkm.access import Role
from umkm.models import Business, Claim, ClaimCode, Membership, Outcome, Proof
from umkm.models.claim import TRIES, ClaimState

CODE_LIFE = timedelta(minutes=10)
AGAIN_AFTER = timedelta(minutes=1)
"""A button pressed twice sends one code."""
DIGITS = 6
SENDS_PER_NIB = Limit("claim-codes-nib", amount=5, seconds=86_400)
"""Codes one phone on file may be sent a day, whoever asks: with five tries each, a guess succeeds once in 40,000
days (the portal's own choice, like all limits of claims)."""
TOLD_DAYS = timedelta(days=30)
"""How long a claimant still reads about a decided claim on the desk."""


class NotAllowed(Exception):
    """What cannot be done with a claim now; the message is for the person who tried."""


@transaction.atomic
def open_claim(*, user, nib, how):
    """The open claim of `user` on `nib`, made if there is none; a form posted twice meets the same one.

    Raises NotAllowed for a business the person owns already, which they see on their desk anyway.
    """
    if Membership.objects.active().owners().filter(user=user, business__nib=nib).exists():
        raise NotAllowed(_("Usaha dengan NIB %(nib)s sudah ada di meja Anda.") % {"nib": nib})
    claim = Claim.objects.open().filter(user=user, nib=nib).first()
    if claim is None:
        try:
            with transaction.atomic():
                return Claim.objects.create(user=user, nib=nib, how=how, business=_business_of(nib))
        except IntegrityError:
            claim = Claim.objects.open().get(user=user, nib=nib)
    if claim.how != how and claim.state in Proof.values:
        claim.how = how
        claim.save(update_fields=["how"])
    return claim


def record_of(claim):
    """The business the claim is about, also when it came into the register after the claim; None without one."""
    return claim.business or _business_of(claim.nib)


def unknown_nib(claim):
    """What a clerk reads who accepts a claim on a NIB that nobody has."""
    return _("NIB %(nib)s belum ada di register. Catat dahulu usahanya, atau jelaskan kepada pemohon.") % {
        "nib": claim.nib
    }


def _business_of(nib):
    """The business of a NIB; a NIB that stayed with a merged double is the kept record's."""
    found = Business.objects.filter(nib=nib).select_related("merged_into").first()
    return found and (found.merged_into or found)


def send_code(*, claim, at):
    """Send a new code to the phone on file, if there is one; the code before it is worth nothing from now on.

    Who asks learns nothing of it: no record, no phone, too many codes today or one just sent end alike.
    """
    code = _new_code(claim, at)
    if code:
        gateways.send(to=claim.business.phone, text=_message(code))


@transaction.atomic
def _new_code(claim, at):
    """The code to send, already kept as a hash; "" when none is to be sent."""
    ClaimCode.objects.filter(expires_at__lte=at).delete()
    claim = Claim.objects.select_for_update(of=("self",), no_key=True).select_related("business").get(pk=claim.pk)
    just_sent = ClaimCode.objects.filter(claim=claim, expires_at__gt=at + CODE_LIFE - AGAIN_AFTER)
    recipient = keyed_hash(claim.nib)
    if claim.state != ClaimState.CODE or not _phone_of(claim) or just_sent.exists():
        return ""
    if SENDS_PER_NIB.is_reached(recipient, at):
        return ""
    SENDS_PER_NIB.count(recipient, at)
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    kept = {"code_hash": _hash(claim, code), "expires_at": at + CODE_LIFE, "tries": 0}
    ClaimCode.objects.update_or_create(claim=claim, defaults=kept)
    return code


def _phone_of(claim):
    return claim.business.phone if claim.business else ""


def _message(code):
    return _(
        "Kode %(code)s membuktikan bahwa usaha yang tercatat di Dinas Perindag Lampung adalah milik Anda. "
        "Berlaku %(minutes)s menit. Jangan beritahukan kepada siapa pun, juga tidak kepada petugas. "
        "Tidak meminta kode? Abaikan pesan ini."
    ) % {"code": code, "minutes": CODE_LIFE.seconds // 60}


def _hash(claim, code):
    """The keyed hash of a code for one claim only."""
    return keyed_hash(f"claim:{claim.pk}:{code}")


@transaction.atomic
def prove(*, claim, code, at):
    """Whether `code` is the live one of `claim`; if so the record is given to the claimant, unless it has an owner
    already: then the claim waits for the office. Each try counts, also when many come at once."""
    claim = Claim.objects.select_for_update(of=("self",), no_key=True).get(pk=claim.pk)
    live = ClaimCode.objects.filter(claim=claim, expires_at__gt=at, tries__lt=TRIES)
    if not claim.is_open or not live.update(tries=F("tries") + 1):
        return False
    if not hmac.compare_digest(live.model.objects.get(claim=claim).code_hash, _hash(claim, code)):
        ClaimCode.objects.filter(claim=claim, tries__gte=TRIES).delete()
        return False
    ClaimCode.objects.filter(claim=claim).delete()
    claim.proved_at = at
    claim.save(update_fields=["proved_at"])
    _locked(claim.business)
    if not _has_another_owner(claim):
        _accept(claim, on=timezone.localtime(at).date())
    return True


def _locked(business):
    """Two decisions about one record follow each other."""
    return Business.objects.select_for_update(no_key=True).get(pk=business.pk)


def _has_another_owner(claim):
    others = Membership.objects.active().owners().filter(business=claim.business).exclude(user=claim.user)
    return others.exists()


def _accept(claim, *, on, by=None, reason=""):
    _decide(claim, Outcome.ACCEPTED, on=on, by=by, reason=reason)
    consent = {"given_by": None, "given_at": None, "wording": "", "paper": None, "withdrawn_at": None}
    Membership.objects.update_or_create(
        user=claim.user, business=claim.business, defaults={"kind": Role.OWNER, "since": on, **consent}
    )


def _decide(claim, outcome, *, on, by, reason):
    claim.outcome, claim.decided_on, claim.decided_by, claim.reason = outcome, on, by, reason
    claim.save(update_fields=["outcome", "decided_on", "decided_by", "reason", "business"])
    ClaimCode.objects.filter(claim=claim).delete()


@transaction.atomic
def accept(*, claim, by, reason, at, replace=False):
    """A clerk gives the record to the claimant; with `replace` whoever acted for it before acts for it no longer,
    helpers included, since their consent came from the former owner.

    A claim of a NIB that came into the register later finds it now. Raises NotAllowed.
    """
    claim = _undecided(claim)
    claim.business = record_of(claim)
    if claim.business is None:
        raise NotAllowed(unknown_nib(claim))
    _locked(claim.business)
    if replace:
        Membership.objects.active().filter(business=claim.business).exclude(user=claim.user).update(withdrawn_at=at)
    _accept(claim, on=timezone.localtime(at).date(), by=by, reason=reason)
    return claim


@transaction.atomic
def refuse(*, claim, by, reason, on):
    """A clerk does not give the record; the claimant reads the reason. Raises NotAllowed."""
    claim = _undecided(claim)
    _decide(claim, Outcome.REFUSED, on=on, by=by, reason=reason)
    return claim


@transaction.atomic
def ask(*, claim, question, at):
    """A clerk asks for more; the claim waits for the claimant until new evidence comes. Raises NotAllowed."""
    claim = _undecided(claim)
    claim.question, claim.asked_at = question, at
    claim.save(update_fields=["question", "asked_at"])
    return claim


@transaction.atomic
def withdraw(*, claim, on):
    """The claimant gives up an open claim, for example of a mistyped NIB. Raises NotAllowed once it is decided."""
    claim = _undecided(claim)
    _decide(claim, Outcome.WITHDRAWN, on=on, by=None, reason="")
    return claim


@transaction.atomic
def give_evidence(*, claim, documents, note, at):
    """Keep what the claimant sends for a clerk to decide; it also answers a question. Raises NotAllowed."""
    claim = _undecided(claim)
    for document in documents:
        claim.evidence.get_or_create(document=document)
    claim.how = claim.how if claim.proved_at else Proof.EVIDENCE
    claim.note = note or claim.note
    claim.evidence_at, claim.question, claim.asked_at = at, "", None
    claim.save(update_fields=["how", "note", "evidence_at", "question", "asked_at"])
    ClaimCode.objects.filter(claim=claim).delete()
    return claim


def _undecided(claim):
    """The claim, locked; two clerks who decide at once follow each other."""
    locked = Claim.objects.select_for_update(of=("self",), no_key=True)
    claim = locked.select_related("business", "user").get(pk=claim.pk)
    if not claim.is_open:
        raise NotAllowed(already_decided(claim))
    return claim


def already_decided(claim):
    """What somebody reads who comes too late."""
    return _("Klaim ini sudah diputuskan pada %(day)s: %(outcome)s.") % {
        "day": written_day(claim.decided_on),
        "outcome": claim.get_outcome_display(),
    }
