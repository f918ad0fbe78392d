"""Helpers act for an owner with a recorded consent: given with a one-time code or on paper, withdrawn in one tap.

The consent follows UU 27/2022: explicit and for a stated purpose (Ps 20), told beforehand in plain words (Ps 21),
recorded (Ps 22), provable (Ps 24), and withdrawn as easily as given (Ps 9, 40).
"""

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tkdnportal.crypto import keyed_hash
from umkm.access import Role
from umkm.models import HelperCode, Membership

WORDING = "2026-1"
"""The text an owner agrees to today: `templates/umkm/helper/wording/<WORDING>.html`. A changed text gets a new name,
and the old file stays, so that everyone can be shown what they agreed to."""
WORDING_TEMPLATE = f"umkm/helper/wording/{WORDING}.html"
CODE_LIFE = timedelta(days=2)
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without signs that look alike: 0 and O, 1, I and L."""
LENGTH = 8


class NotAllowed(Exception):
    """Why a person cannot become a helper; the message is for that person."""


@transaction.atomic
def invite(*, business, by, at):
    """A one-time code by which the owner `by` lets one helper in, as two groups of four signs; shown once, kept hashed.

    The code before it is worth nothing from now on, so that a page sent twice leaves one.
    """
    HelperCode.objects.filter(business=business, used_at__isnull=True).delete()
    code = "".join(secrets.choice(LETTERS) for _sign in range(LENGTH))
    HelperCode.objects.create(
        business=business, by=by, code_hash=_hash(code), wording=WORDING, made_at=at, expires_at=at + CODE_LIFE
    )
    return f"{code[:4]}-{code[4:]}"


@transaction.atomic
def join(*, user, typed, at):
    """The membership that the typed code gives to `user`; each code works once, also when two type it at once.

    Raises NotAllowed, with one sentence for every code that does not work.
    """
    code = HelperCode.objects.filter(code_hash=_hash(normal(typed)), used_at__isnull=True, expires_at__gte=at)
    found = code.select_for_update(of=("self",)).select_related("business").first()
    if found is None or not _still_owner(found):
        raise NotAllowed(
            _("Kode tidak cocok, sudah dipakai, atau lewat waktunya. Minta kode baru kepada pemilik usaha.")
        )
    if Membership.objects.active().filter(user=user, business=found.business).exists():
        raise NotAllowed(_("Anda sudah dapat membuka usaha ini dari meja Anda."))
    found.used_at = at
    found.save(update_fields=["used_at"])
    return _consent(user=user, business=found.business, given_by=found.by, wording=found.wording, at=at)


@transaction.atomic
def record_paper(*, user, business, paper, by, at):
    """The membership of a helper whose owner signed on paper; `paper` is the Document that shows it, `by` the clerk.

    Raises NotAllowed for somebody who acts for the business already.
    """
    if Membership.objects.active().filter(user=user, business=business).exists():
        raise NotAllowed(acts_already(user))
    return _consent(user=user, business=business, given_by=by, wording=WORDING, at=at, paper=paper)


def acts_already(user):
    """What a clerk reads who writes down somebody a second time."""
    return _("%(name)s sudah dapat bertindak untuk usaha ini.") % {"name": user}


def normal(typed):
    """A code as it is kept, however it was typed."""
    return "".join(sign for sign in typed.upper() if sign.isalnum())


def _still_owner(code):
    owners = Membership.objects.active().owners().filter(business=code.business, user=code.by)
    return owners.select_for_update(no_key=True).exists()


def _consent(*, user, business, given_by, wording, at, paper=None):
    given = {"given_by": given_by, "given_at": at, "wording": wording, "paper": paper, "withdrawn_at": None}
    since = timezone.localtime(at).date()
    membership, _made = Membership.objects.update_or_create(
        user=user, business=business, defaults={"kind": Role.HELPER, "since": since, **given}
    )
    return membership


def _hash(code):
    return keyed_hash(f"helper:{code}")
