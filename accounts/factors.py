"""The second factor (verifikasi dua langkah): who needs one, who may have one, and that nobody walks around it."""

from io import BytesIO

import segno
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy

from accounts.models import FactorReset
from accounts.roles import Role
from tkdnportal import crypto

SET_UP = "mfa_activate_totp"
REPEAT = "mfa_reauthenticate"
ALWAYS_OPEN = {SET_UP, REPEAT, "account_reauthenticate", "account_logout", "accounts:language", "accounts:notice"}
"""Pages somebody needs before the second factor stands; no other page answers until then."""


def is_offered(user):
    """Whether `user` may set one up: those who work with other people's data, unless the office wants none."""
    return settings.STAFF_MFA != "off" and (user.is_staff or user.has_role(Role.OFFICER))


def is_required(user):
    """Whether `user` gets nowhere without one: whoever may open the desk, and officers where a setting says so."""
    if settings.STAFF_MFA != "required":
        return False
    return user.is_staff or (settings.OFFICER_MFA and user.has_role(Role.OFFICER))


def is_proven(request):
    """Whether a code was typed since this session began; a session of before the second factor proves nothing."""
    return any(record["method"] == "mfa" for record in get_authentication_records(request, request.user))


@transaction.atomic
def reset(*, user, by, reason):
    """Take the second factor of somebody who lost the phone and the recovery codes; returns the FactorReset.

    `by` is None where the command did it. Raises IntegrityError for an empty reason or one's own factor.
    """
    done = FactorReset.objects.create(user=user, by=by, reason=reason.strip())
    Authenticator.objects.filter(user=user).delete()
    return done


class SecondFactor:
    """Middleware: who needs a second factor and has not proven it in this session is led to where that is done."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Nothing here: the page must be known first."""
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Let the page answer, or lead away."""
        is_open = request.resolver_match.view_name in ALWAYS_OPEN
        if settings.STAFF_MFA != "required" or is_open or not request.user.is_authenticated:
            return None
        return self._lead(request) if is_required(request.user) and not is_proven(request) else None

    def _lead(self, request):
        has_one = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.TOTP).exists()
        if not has_one:
            return redirect(SET_UP)
        # What was sent is lost, so the way leads back only to pages that were merely asked for.
        back = request.get_full_path() if request.method == "GET" else reverse(settings.LOGIN_REDIRECT_URL)
        return redirect(f"{reverse(REPEAT)}?{urlencode({'next': back})}")


class FactorAdapter(DefaultMFAAdapter):
    """How the portal uses allauth.mfa."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("Kode itu keliru atau sudah dipakai. Tunggu kode berikutnya di HP, lalu ketik."),
        "cannot_delete_authenticator": gettext_lazy("Kantor mewajibkan verifikasi dua langkah bagi akun Anda."),
    }

    def encrypt(self, text):
        """Keys of the apps, unreadable in the database and its backups."""
        return crypto.encrypt(text)

    def decrypt(self, encrypted_text):
        """The key again. Raises Undecryptable when its key was taken out of FIELD_KEYS."""
        return crypto.decrypt(encrypted_text)

    def build_totp_svg(self, url):
        """The code to scan: a whole SVG document, for it is shown as a picture, and without styles."""
        image = BytesIO()
        plain = {"xmldecl": False, "nl": False, "omitsize": True, "svgclass": None, "lineclass": None}
        segno.make(url, error="m", micro=False).save(image, kind="svg", border=4, light="#fff", **plain)
        return image.getvalue().decode()

    def can_delete_authenticator(self, authenticator):
        """Nobody switches off what they must have."""
        return not is_required(authenticator.user)
