"""Recording what is known of accounts: once each, in order, and an owner's proof only through the office."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from certification.models import AccountStatus, SiinasAccount, SiinasChange, SiinasProof
from certification.siinas.states import ProofDecision, StatusSource
from tkdnportal.refusals import refusal_of, sentence_of


class NotAllowed(Exception):
    """What cannot be decided now; the text is for the clerk."""


def record(*, account, status, as_of, by, source, once, **told):
    """The SiinasChange, written now or found again when a form was posted twice (`once`).

    `told` may hold `problem`, `note`, `evidence` and `verified_on`. Raises ValidationError with a sentence for what
    the database refuses.
    """
    return _once(
        SiinasChange, once, account, to_status=status, as_of=as_of, by=by, source=source, **told
    )  # fmt: skip


def send_proof(*, account, status, day, evidence, by, once):
    """The SiinasProof that waits for a clerk from now on. Raises ValidationError while another one waits."""
    return _once(SiinasProof, once, account, status=status, day=day, evidence=evidence, sent_by=by)


def confirm(*, account, on, by, once):
    """The owner says that what is known still holds on day `on`: its day moves, nothing else."""
    return record(
        account=account, status=account.status, problem=account.problem, as_of=on, by=by, source=StatusSource.OWNER,
        note=_last_note(account), once=once,
    )  # fmt: skip


@transaction.atomic
def tick(*, account, section, done):
    """Mark a section of the guide as filled in, or not; of two taps at once both count."""
    locked = SiinasAccount.objects.select_for_update().get(pk=account.pk)
    filled = set(locked.filled) - {section}
    locked.filled = sorted(filled | {section} if done else filled)
    locked.save(update_fields=["filled"])


@transaction.atomic
def accept(*, proof, by, at, on):
    """A clerk found the proof right on day `on`: the account reaches its status. Raises NotAllowed."""
    proof = _undecided(proof)
    account = SiinasAccount.objects.select_for_update().get(pk=proof.account_id)
    proof.decision, proof.decided_by, proof.decided_at = ProofDecision.ACCEPTED, by, at
    proof.save(update_fields=["decision", "decided_by", "decided_at"])
    if _is_passed(account, proof):
        return
    record(
        account=account, status=proof.status, as_of=max(proof.day, account.as_of), by=by, source=StatusSource.STAFF,
        evidence=proof.evidence, verified_on=on, once=proof.once,
    )  # fmt: skip


@transaction.atomic
def send_back(*, proof, by, at, reasons, text=""):
    """A clerk sends the proof back. Raises NotAllowed, ValidationError when a reason or its words are missing."""
    proof = _undecided(proof)
    proof.decision, proof.decided_by, proof.decided_at = ProofDecision.RETURNED, by, at
    proof.reasons, proof.text = list(reasons), text
    proof.full_clean()
    proof.save(update_fields=["decision", "decided_by", "decided_at", "reasons", "text"])


def _is_passed(account, proof):
    """Whether the account came farther meanwhile, so that the proof adds nothing."""
    return account.status == AccountStatus.IK_VALIDATED and proof.status == AccountStatus.ACTIVE


def _undecided(proof):
    proof = SiinasProof.objects.select_for_update(of=("self",)).select_related("decided_by").get(pk=proof.pk)
    if proof.decision:
        raise NotAllowed(
            _("Sudah diputus oleh %(clerk)s pada %(at)s: %(decision)s.")
            % {
                "clerk": proof.decided_by,
                "at": date_format(proof.decided_at, "j M Y H:i"),
                "decision": proof.get_decision_display(),
            }
        )
    return proof


def _last_note(account):
    """A problem that is told in words keeps them."""
    last = account.changes.order_by("-position").first()
    return last.note if last and account.problem else ""


def _once(model, once, account, **fields):
    """The row of `model` for this form, made now or before."""
    known = model.objects.filter(once=once, account=account).first()
    if known:
        return known
    try:
        with transaction.atomic():
            return model.objects.create(account=account, once=once, **fields)
    except IntegrityError as error:
        known = model.objects.filter(once=once, account=account).first()
        if known:
            return known
        raise ValidationError(refused(error)) from error


def refused(error):
    """What people read when the database refuses a status or a proof."""
    rule = refusal_of(error).constraint_name
    sentences = {
        "siinas_change_dates_are_in_order": _(
            "Status yang lebih baru sudah tercatat. Buka ulang halaman ini, lalu tulis tanggal sesudahnya."
        ),
        "siinas_evidence_is_of_its_business": _(
            "Bukti itu bukan bukti akun SIINas usaha ini. Unggah bukti yang sesuai."
        ),
    }
    return sentences.get(rule) or sentence_of(rule)
