"""Handing one reminder to the mail server or the message gateway, and what their answers mean."""

import smtplib
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils.crypto import salted_hmac

from accounts import gateways
from certification import reminder_texts
from certification.models import Channel, Why


class NotTaken(Exception):
    """The other side did not take it; `why` is a `Why`."""

    def __init__(self, text, why):
        super().__init__(text)
        self.why = why


class Refused(NotTaken):
    """This receiver will never get it this way."""


class Later(NotTaken):
    """Not now; trying again may help."""


class Postman:
    """One connection to the mail server for a whole run; after its first failure the run speaks to it no more."""

    def __init__(self):
        self.connection = get_connection(timeout=settings.EMAIL_TIMEOUT)
        self.is_closed = False

    def __enter__(self):
        return self

    def __exit__(self, *_problem):
        self._hang_up()

    def deliver(self, reminder, on):
        """Returns once the other side has taken the message. Raises Refused or Later."""
        if reminder.channel == Channel.TEXT:
            _text(reminder, on)
            return
        self.post(_letter(reminder, on))

    def post(self, letter):
        """Hand one mail over the connection of the run. Raises Refused or Later."""
        letter.connection = self.connection
        try:
            letter.send()
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as answer:
            self._hang_up()
            raise _meaning(answer) from answer
        except (ValueError, UnicodeError) as problem:
            raise Refused(problem, Why.REFUSED) from problem
        except (OSError, smtplib.SMTPException) as problem:
            self.is_closed = True
            self._hang_up()
            raise Later(problem, Why.SERVER) from problem

    def _hang_up(self):
        """A server that is gone cannot be told goodbye."""
        try:
            self.connection.close()
        except (OSError, smtplib.SMTPException):
            self.connection.connection = None


def _letter(reminder, on):
    message = reminder_texts.mail(reminder, on)
    headers = {
        "Message-ID": message_id(reminder),
        # One tap in the mail program ends it (RFC 8058).
        "List-Unsubscribe": f"<{message.pause_url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }
    return EmailMessage(message.subject, message.body, to=[reminder.user.email], headers=headers)


def message_id(reminder):
    """The same for every try of one reminder, and telling nothing of it."""
    host = urlsplit(settings.SITE_URL).hostname
    return f"<{salted_hmac('certification.reminder', str(reminder.pk)).hexdigest()}@{host}>"


def _meaning(answer):
    """5xx is for good, 4xx for now (RFC 5321, 4.2.1)."""
    if isinstance(answer, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _text in answer.recipients.values()]
    else:
        codes = [answer.smtp_code]
    if all(code >= 500 for code in codes):
        return Refused(answer, Why.REFUSED)
    return Later(answer, Why.SERVER)


def _text(reminder, on):
    try:
        gateways.send(to=reminder.user.phone, text=reminder_texts.short(reminder, on))
    except gateways.NotSent as problem:
        raise Later(problem, Why.GATEWAY) from problem
