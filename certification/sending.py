"""Sending reminders: every one is a row first, marked before and after, and locked while it is on its way.

*Before* the server is spoken to, the row becomes SENDING in a transaction of its own: only one worker's UPDATE finds it
WAITING. Then the row is locked until the answer is written. A row that stands at SENDING without a lock belongs to a
worker that died in between: nobody can know whether its message left, so it is never sent again by machine but given
to staff. A server that breaks off has not accepted (RFC 5321, 4.2.5): the message is tried again later, under the same
Message-ID, so that even a server that had kept it can tell that it is the same.
"""

from collections import Counter
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q

from certification.deliveries import Later, Postman, Refused
from certification.models import About, Certificate, Channel, Reminder, State, Why
from certification.reminders import Coverage, due_on, may_send_at, of_old_rules, recipients, remindable, step_on
from tkdnportal.personal import masked_log

MOST_TRIES = 8
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=10), timedelta(hours=12)
"""10, 20, 40 … minutes between tries: with eight of them more than half a day of a broken server is waited out."""
SURELY_DEAD = timedelta(minutes=5)
"""Longer than a server may take to answer (`EMAIL_TIMEOUT`); a younger row without a lock may just be starting."""


def run(*, on, at):
    """Make what is due on day `on`, and send what may be sent at the local moment `at`; counts by what happened."""
    counts = Counter(planned=plan(on=on, at=at), dropped=drop_needless(on=on))
    if may_send_at(at):
        counts += send_ready(on=on, at=at)
    return counts


@transaction.atomic
def plan(*, on, at):
    """Write the rows that are due on day `on` and not there yet; how many. Asked twice, it adds nothing."""
    certificates = list(remindable(on))
    coverage = Coverage.of(certificates, on)
    due = [
        (certificate, step)
        for certificate in certificates
        for step in due_on(certificate, on)
        if not coverage.silence(certificate, step.about, step.end_on, on)
    ]
    wanted = [_row(*pair, to, at) for pair in due for to in recipients(pair[0])]
    there = set(Reminder.objects.filter(certificate__in={pair[0] for pair in due}).values_list(*KEY))
    new = [row for row in wanted if tuple(getattr(row, name) for name in KEY) not in there]
    # Another worker may be planning the same: the constraints let one of them through.
    Reminder.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


KEY = ("certificate_id", "about", "kind", "end_on", "channel", "user_id")


def _row(certificate, step, to, at):
    by_staff = to.channel == Channel.STAFF
    return Reminder(
        certificate=certificate, about=step.about, kind=step.kind, end_on=step.end_on, due_on=step.due_on,
        channel=to.channel, user=to.user, language=(to.user and to.user.language) or "id",
        state=State.STAFF if by_staff else State.WAITING, why=to.why, next_try_at=None if by_staff else at,
    )  # fmt: skip


def drop_needless(*, on):
    """Close open rows that events have overtaken: renewed, applied, revoked, paused, or the next step has come."""
    rows = list(Reminder.objects.open())
    certificates = Certificate.objects.for_reminding().in_bulk({row.certificate_id for row in rows})
    coverage = Coverage.of(certificates.values(), on)
    reasons = ((row, needless(row, certificates[row.certificate_id], coverage, on)) for row in rows)
    return sum(
        Reminder.objects.open().filter(pk=row.pk).update(state=State.SKIPPED, why=why, next_try_at=None)
        for row, why in reasons
        if why
    )


def needless(row, certificate, coverage, on):
    """Why the reminder must not be told any more on day `on`, as a `Why`; empty when it must."""
    if certificate.business is None or row.end_on not in _ends(certificate, row.about):
        return Why.CHANGED
    step = step_on(row.end_on, on, is_legacy=of_old_rules(certificate, row.about))
    if step is None or step[0] != row.kind:
        return Why.LATER
    silent = coverage.silence(certificate, row.about, row.end_on, on)
    if silent:
        return silent
    if row.user_id in {pause.user_id for pause in certificate.pauses.all()}:
        return Why.PAUSED
    people = {each.user_id for each in certificate.business.memberships.all() if each.user.is_active}
    return "" if row.user_id is None or row.user_id in people else Why.CHANGED


def _ends(certificate, about):
    if about == About.TKDN:
        return {certificate.valid_until}
    return {item.bmp_valid_until for item in certificate.items.all()}


def send_ready(*, on, at):
    """Send what waits; counts by what happened. A mail server that does not answer is asked once, not for each letter.

    `at` is when the run began; what is put off stays within it.
    """
    counts, postman = Counter(lost=settle_lost(at=at)), Postman()
    with postman:
        for pk in list(Reminder.objects.ready_at(at).values_list("pk", flat=True)):
            counts[send(pk, on=on, at=at, postman=postman)] += 1
    return counts


def send(pk, *, on, at, postman):
    """One reminder: `sent`, `skipped`, `failed`, `later`, or `taken` where another worker has it."""
    waiting = Reminder.objects.ready_at(at).filter(pk=pk)
    if postman.is_closed and waiting.filter(channel=Channel.MAIL).exists():
        return "later"
    if not waiting.order_by().update(state=State.SENDING, tries=F("tries") + 1, tried_at=at, next_try_at=None):
        return "taken"
    with transaction.atomic():
        row = Reminder.objects.select_for_update(of=("self",)).filter(pk=pk, state=State.SENDING).first()
        return _settle(row, on, at, postman) if row else "taken"


def _settle(row, on, at, postman):
    row.certificate = Certificate.objects.for_reminding().get(pk=row.certificate_id)
    if row.certificate.business is None:
        return _close(row, State.SKIPPED, Why.CHANGED, "skipped")
    why = needless(row, row.certificate, Coverage.of([row.certificate], on), on)
    if why:
        return _close(row, State.SKIPPED, why, "skipped")
    try:
        postman.deliver(row, on)
    except Later as problem:
        return _put_off(row, problem, at)
    except Refused as problem:
        return _fail(row, problem.why, problem)
    row.state, row.why, row.detail, row.sent_at = State.SENT, "", "", at
    row.save()
    return "sent"


def _close(row, state, why, word):
    row.state, row.why = state, why
    row.save()
    return word


def _fail(row, why, problem):
    row.detail = masked_log(str(problem))[:200]
    hand_to_staff(row, why)
    return _close(row, State.FAILED, why, "failed")


def _put_off(row, problem, at):
    """Later, twice as long after each try; at last to staff."""
    if row.tries >= MOST_TRIES:
        return _fail(row, problem.why, problem)
    pause = min(FIRST_PAUSE * 2 ** (row.tries - 1), LONGEST_PAUSE)
    row.state, row.why, row.detail, row.next_try_at = (
        State.WAITING,
        problem.why,
        masked_log(str(problem))[:200],
        at + pause,
    )
    row.save()
    return "later"


def hand_to_staff(row, why):
    """A clerk tells the owner instead; twice asked, once done. A helper's lost message is not the clerk's work."""
    owners = row.certificate.business.memberships.active().owners()
    if row.user_id and not owners.filter(user=row.user_id).exists():
        return
    facts = {name: getattr(row, name) for name in ("certificate_id", "about", "kind", "end_on")}
    defaults = {"due_on": row.due_on, "language": row.language, "state": State.STAFF, "why": why}
    Reminder.objects.get_or_create(**facts, channel=Channel.STAFF, user=None, defaults=defaults)


@transaction.atomic
def settle_lost(*, at):
    """Give to staff what a dead worker left behind; how many. Rows another worker holds are passed over."""
    dead = Reminder.objects.filter(Q(tried_at__lte=at - SURELY_DEAD), state=State.SENDING)
    rows = list(dead.select_for_update(of=("self",), skip_locked=True).select_related("certificate__business"))
    for row in rows:
        if row.certificate.business:
            hand_to_staff(row, Why.LOST)
        _close(row, State.UNCERTAIN, Why.LOST, "lost")
    return len(rows)
