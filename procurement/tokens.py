"""Issuing, reading and revoking the keys of agencies' programs."""

import hashlib
import secrets

from procurement.models import AgencyToken

MARK = "tkdn_"
"""How every token begins, so that programs that look for leaked keys know one."""
SHOWN = 12
"""Characters by which people tell tokens apart; the 32 after them stay secret."""


def new_text():
    """A token nobody can guess (256 bits)."""
    return MARK + secrets.token_urlsafe(32)


def digest_of(text):
    """What is kept of it: a plain hash suffices, for there is nothing to try."""
    return hashlib.sha256(text.encode()).hexdigest()


def issue(token, *, by, on, text=None):
    """Save the new `token` and return its text, which is nowhere kept. Raises IntegrityError by its constraints.

    `text` is drawn unless the demonstration brings its own, so that the same seed makes the same rows.
    """
    text = text or new_text()
    token.prefix, token.digest = text[:SHOWN], digest_of(text)
    token.issued_by, token.issued_on = by, on
    token.save()
    return text


def live_token(text, *, on):
    """The AgencyToken of `text` if it opens anything on day `on`, or None."""
    found = AgencyToken.objects.live(on).select_related("agency", "officer").filter(digest=digest_of(text)).first()
    if found and found.last_used_on != on:
        AgencyToken.objects.filter(pk=found.pk).update(last_used_on=on)
    return found


def revoke(token, *, by, because, at):
    """End it for good; whether it was this call that did."""
    standing = AgencyToken.objects.filter(pk=token.pk, revoked_at__isnull=True)
    return bool(standing.update(revoked_at=at, revoked_by=by, revoked_because=because.strip()))
