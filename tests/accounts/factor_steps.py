"""The steps of signing in with a second factor, as a person takes them."""

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.urls import reverse

PASSWORD = "kata-sandi-rina"
SET_UP = reverse("mfa_activate_totp")


def code(secret, clock):
    """What the app on the phone shows now."""
    return format_hotp_value(hotp_value(secret, int(clock.now()) // 30))


def sign_in(client, user):
    return client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})


def set_up(client, user, clock):
    """Sign in, set the app up, and give its secret; the next half minute has begun."""
    sign_in(client, user)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    secret = client.get(SET_UP).context["form"].secret
    response = client.post(SET_UP, {"code": code(secret, clock)})
    assert response.url == reverse("mfa_view_recovery_codes")
    clock(30)
    return secret


def waits(client, user):
    """Signed out, then the password again: the code is asked for."""
    client.logout()
    response = sign_in(client, user)
    assert response.url == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session


def type_code(client, typed):
    return client.post(reverse("mfa_authenticate"), {"code": typed})
