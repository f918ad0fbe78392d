"""The mail that tells an officer who is ready: one letter for all that is new, by day, and never twice.

Notices are marked before the server is spoken to and unmarked where it did not take the letter. A worker that dies in
between loses the letter, never the note at the officer's desk.
"""

from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import ngettext, override

from certification.deliveries import Later, Postman, Refused
from certification.reminders import may_send_at
from procurement.models import ReadyNotice

SHOWN = 10
"""Makers named in one letter; the page has them all."""


def send_waiting(*, at):
    """Mail what waits at the local moment `at`, never at night; how many letters the server took."""
    if not may_send_at(at):
        return 0
    officers = ReadyNotice.objects.to_mail().order_by("watch__officer_id").values_list("watch__officer", flat=True)
    with Postman() as postman:
        return sum(_send(officer, at, postman) for officer in officers.distinct())


def _send(officer_id, at, postman):
    """Whether this officer's letter left."""
    notices = [] if postman.is_closed else _claimed(officer_id, at)
    if not notices:
        return False
    own = ReadyNotice.objects.filter(pk__in=[notice.pk for notice in notices])
    try:
        postman.post(letter_of(notices))
    except Later:
        own.update(mailed_at=None)
        return False
    except Refused:
        own.update(mailed_at=None, is_refused=True)
        return False
    return True


@transaction.atomic
def _claimed(officer_id, at):
    """The officer's notices, marked as mailed; those another worker holds are passed over."""
    waiting = ReadyNotice.objects.to_mail().filter(watch__officer=officer_id)
    waiting = waiting.select_related("watch__officer", "business__regency", "certificate", "watch__package")
    notices = list(waiting.select_for_update(of=("self",), skip_locked=True))
    ReadyNotice.objects.filter(pk__in=[notice.pk for notice in notices]).update(mailed_at=at)
    return notices


def letter_of(notices):
    """The mail about one officer's notices, in the officer's language."""
    officer = notices[0].watch.officer
    with override(officer.language or settings.LANGUAGE_CODE):
        subject = ngettext(
            "%(count)s pembuat yang Anda tunggu sudah bersertifikat",
            "%(count)s pembuat yang Anda tunggu sudah bersertifikat",
            len(notices),
        ) % {"count": len(notices)}
        words = {
            "officer": officer, "notices": notices[:SHOWN], "more": len(notices[SHOWN:]), "site": settings.SITE_URL,
            "page": urljoin(settings.SITE_URL, reverse("procurement:waiting")),
        }  # fmt: skip
        body = render_to_string("procurement/waiting/mail.txt", words)
    return EmailMessage(subject, body, to=[officer.email], headers={"Auto-Submitted": "auto-generated"})
