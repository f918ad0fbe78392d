"""How a written digest leaves: by mail, and as a text for those who allow it; each at most once under normal work.

A digest is marked in the transaction that sends it: when the server refuses, nothing is marked and it is tried again.
"""

from urllib.parse import urljoin

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import gateways
from procurement.digest import phones_of
from procurement.models import Digest

SALT = "procurement.digest.stop"
SHOWN = 10
"""Packages named in one mail; the page has them all."""


def stop_token(user_id):
    """What proves, without signing in, that the holder of a digest asks to end it."""
    return signing.Signer(salt=SALT).sign(user_id)


def user_of(token):
    """The id in a token; None when it is not one of ours."""
    try:
        return int(signing.Signer(salt=SALT).unsign(token))
    except signing.BadSignature:
        return None


def stop_address(user_id):
    """Where a digest is ended in one tap, on the real site."""
    return _on_site(reverse("procurement:digest_stop", args=[stop_token(user_id)]))


def _on_site(path):
    return urljoin(settings.SITE_URL, path)


def entries_of(digest):
    """The entries as they are told: results first, then the dearest packages; one query."""
    entries = digest.entries.select_related("package__agency", "product", "result", "business")
    return list(entries.order_by("result", "-package__ceiling", "pk"))


@transaction.atomic
def mail(digest_id, *, at):
    """Mail one digest that is due; whether it was sent. Raises what the mail server raises."""
    due = Digest.objects.filter(pk=digest_id, mail_due=True, mailed_at=None)
    digest = due.select_for_update(skip_locked=True, of=("self",)).select_related("user").first()
    if digest is None or not digest.user.email:
        return False
    with translation.override(settings.LANGUAGE_CODE):
        message_of(digest).send()
    digest.mailed_at = at
    digest.save(update_fields=["mailed_at"])
    return True


def message_of(digest):
    """The mail, which mail programs can end with their own button (RFC 8058)."""
    entries = entries_of(digest)
    stop_here = stop_address(digest.user_id)
    business = entries[0].business
    context = {
        "user": digest.user, "entries": entries[:SHOWN], "more": max(0, len(entries) - SHOWN), "stop": stop_here,
        "site": settings.SITE_URL, "page": _on_site(reverse("procurement:follow", args=[business.pk])),
    }  # fmt: skip
    return EmailMessage(
        subject=subject_of(entries),
        body=render_to_string("procurement/digest/mail.txt", context),
        to=[digest.user.email],
        headers={"List-Unsubscribe": f"<{stop_here}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )


def subject_of(entries):
    """What is inside, with its number."""
    packages = sum(entry.result_id is None for entry in entries)
    if not packages:
        return _("Hasil paket belanja yang cocok dengan produk Anda")
    text = ngettext(
        "%(count)s paket belanja cocok dengan produk Anda", "%(count)s paket belanja cocok dengan produk Anda", packages
    )
    return text % {"count": packages}


@transaction.atomic
def text(digest_id, *, at):
    """Send one digest's text; whether it was sent. Raises `accounts.gateways.NotSent`.

    The consent is asked again now: one withdrawn since the digest was written counts at once (UU 27/2022 Ps 9).
    """
    due = Digest.objects.filter(pk=digest_id, text_due=True, texted_at=None)
    digest = due.select_for_update(skip_locked=True, of=("self",)).first()
    if digest is None:
        return False
    entries = entries_of(digest)
    phones = phones_of({entry.business_id for entry in entries})
    with translation.override(settings.LANGUAGE_CODE):
        said = _("Portal TKDN-IK: %(subject)s. Lihat %(page)s Berhenti: %(stop)s") % {
            "subject": subject_of(entries),
            "page": _on_site(reverse("procurement:follow", args=[entries[0].business_id])),
            "stop": stop_address(digest.user_id),
        }
    for phone in phones[:1]:
        gateways.send(to=phone, text=said)
        digest.texted_at = at
        digest.save(update_fields=["texted_at"])
    return bool(phones)
