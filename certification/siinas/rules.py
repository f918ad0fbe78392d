"""Rules of SIINas accounts that forms, pages and imports share."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from certification.models.siinas import NO_PASSWORD
from certification.siinas.querysets import stale_before
from certification.siinas.states import AHEAD, GIVEAWAY, AccountStatus

_GIVEAWAY = re.compile(GIVEAWAY, re.IGNORECASE)
_BETWEEN = re.compile(r"[\W_]+")


def gives_password_away(text):
    """Whether a password seems to be written down in `text`."""
    return bool(_GIVEAWAY.search(text))


def refuse_passwords(text):
    """Validator of every text field: raises ValidationError where a password seems to be written down."""
    if gives_password_away(text or ""):
        raise ValidationError(NO_PASSWORD, code="password")


def place_key(location):
    """A location as the database compares it (`siinas_account_once_per_location`): case and signs say nothing."""
    return _BETWEEN.sub(" ", location).upper().strip()


def is_stale(account, day):
    """Whether the account is asked for again on `day`; `AccountQuerySet.stale_on` says the same of many."""
    return account.as_of < stale_before(day)


def needs_word(now, then):
    """Whether the status `then` after `now` is a correction, which says why."""
    return then not in AHEAD[now]


def future(day, today):
    """Why a day after today cannot be recorded, or None."""
    if day > today:
        return _("Tanggal %(day)s belum terjadi. Tulis hari ini atau sebelumnya.") % {"day": f"{day:%d-%m-%Y}"}
    return None


def too_early(account, day):
    """Why a day before the account's last known one cannot be recorded, or None; older news overwrite nothing."""
    if account.status != AccountStatus.NONE and day < account.as_of:
        return _("Status per %(known)s sudah tercatat. Tulis tanggal %(known)s atau sesudahnya.") % {
            "known": f"{account.as_of:%d-%m-%Y}"
        }
    return None
