"""What a reminder says, in the reader's language, and the signed link that ends reminders in one tap."""

from dataclasses import dataclass
from urllib.parse import quote, urljoin

from django.conf import settings
from django.core import signing
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from certification.models import About, CertificateStatus, Kind, Scheme

SALT = "certification.reminders.pause"
LONGEST_NAMES = 3
"""Products named in a message; of more only the number is told."""


@dataclass(frozen=True)
class Message:
    """A mail; a text message is its `body` alone."""

    subject: str
    body: str
    pause_url: str


def pause_url(certificate_id, user_id):
    """The link by which its holder alone ends these reminders, without signing in."""
    token = signing.dumps([certificate_id, user_id], salt=SALT)
    return urljoin(settings.SITE_URL, reverse("certification:pause", args=[token]))


def read_pause(token):
    """`(certificate id, user id or None)` of a link the portal made; raises BadSignature."""
    return tuple(signing.loads(token, salt=SALT))


def mail(reminder, on):
    """The mail of a reminder as sent on day `on`."""
    with override(reminder.language):
        words = context(reminder, on)
        return Message(_line("mail_subject.txt", words), _text("mail_body.txt", words), words["pause_url"])


def short(reminder, on):
    """The text message of a reminder as sent on day `on`."""
    with override(reminder.language):
        return _text("text.txt", context(reminder, on))


def whatsapp_url(phone, text):
    """A link that opens WhatsApp with the text ready for `phone` (+62…)."""
    return f"https://wa.me/{phone.removeprefix('+')}?text={quote(text)}"


def context(reminder, on):
    """What the templates know; `left` is days until the end, negative after it."""
    certificate = reminder.certificate
    names = [item.product_name for item in certificate.items.all()]
    return {
        "business": certificate.business,
        "certificate": certificate,
        "names": names[:LONGEST_NAMES],
        "more": len(names[LONGEST_NAMES:]),
        "end": reminder.end_on,
        "left": (reminder.end_on - on).days,
        "since": (on - reminder.end_on).days,
        "is_bmp": reminder.about == About.BMP,
        "is_frozen": certificate.status_on(on) == CertificateStatus.FROZEN,
        "is_campaign": reminder.kind == Kind.LEGACY,
        "is_legacy": certificate.scheme == Scheme.P46_2022,
        "stake": getattr(certificate, "stake", None),
        "desk_url": urljoin(settings.SITE_URL, certificate.business.get_absolute_url()),
        "pause_url": pause_url(certificate.pk, reminder.user_id),
    }


def _text(name, words):
    return render_to_string(f"certification/reminder/{name}", words).strip() + "\n"


def _line(name, words):
    """One line: a product's name may not add headers to a mail."""
    return " ".join(_text(name, words).split())
