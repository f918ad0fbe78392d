"""The pages that ask for a code: allauth's own, with how many tries are left and what to do when a code is too old."""

from allauth.account import views as allauth
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _


def verify_phone(request):
    """The code sent to a phone, at sign-up and for a changed number."""
    return _explained(request, allauth.verify_phone)


def verify_email(request):
    """The code sent by e-mail at sign-up."""
    return _explained(request, allauth.email_verification_sent)


def reset_code(request):
    """The code for a new password."""
    return _explained(request, allauth.confirm_password_reset_code)


def _explained(request, ask):
    said = len(messages.get_messages(request))
    response = ask(request)
    # allauth leads back to sign-in without a word when a code is older than its quarter of an hour.
    is_silent = len(messages.get_messages(request)) == said
    if isinstance(response, HttpResponseRedirect) and response.url == reverse("account_login") and is_silent:
        messages.info(
            request,
            _("Kode itu tidak berlaku lagi. Masuk dengan nomor HP atau e-mail dan kata sandi Anda; kode baru dikirim."),
        )
    elif context := getattr(response, "context_data", None):
        context |= _tries(context["view"])
    return response


def _tries(view):
    process = getattr(view, "process", None) or view._process
    failed = process.state["failed_attempts"]
    return {"tries_left": process.max_attempts - failed, "has_failed": failed > 0}
