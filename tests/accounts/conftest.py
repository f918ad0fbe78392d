"""Somebody of staff who signs in, and a clock for the codes of the app."""

import time

import pytest

from tests.accounts.factor_steps import PASSWORD


@pytest.fixture
def rina(petugas):
    """Staff, who can sign in."""
    petugas.set_password(PASSWORD)
    petugas.save()
    return petugas


@pytest.fixture
def clock(monkeypatch):
    """A clock of the test's own; `clock(seconds)` lets it go on."""
    now = [time.time()]
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.time.time", lambda: now[0])

    def pass_on(seconds):
        now[0] += seconds

    pass_on.now = lambda: now[0]
    return pass_on


@pytest.fixture
def required(settings):
    settings.STAFF_MFA = "required"
