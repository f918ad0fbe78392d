"""Who comes in, and what happens to a form whose sender was signed out meanwhile."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tkdnportal.throttle import Limit, client_of
from umkm.access import change_case, open_case

TYPED = "typed_before_signing_in"
LONGEST_TYPED = 8_000
"""Characters; the longest form of an owner has a tenth of it."""
KEPT_SECONDS = 3600
STASHES = Limit("typed", amount=20, seconds=3600)
"""A visitor who is signed out can make the portal keep only so much."""


def own_business(request, pk):
    """The business the visitor acts for; 404 for a stranger, 403 with a sentence for staff, who have their own desk.

    What is sent runs in a transaction (`signed_in`, `action_of`) that holds the right to act until it is saved.
    """
    case = change_case(request, pk) if request.method == "POST" else open_case(request, pk)
    if case.membership is None:
        raise PermissionDenied(_("Halaman ini untuk pemilik usaha. Petugas mengubah data usaha di meja petugas."))
    return case.business


def owned_business(request, pk):
    """As `own_business`, for what an owner decides alone: a helper is told so."""
    business = own_business(request, pk)
    if not request.case.is_owned:
        raise PermissionDenied(_("Hanya pemilik usaha yang dapat memberi atau mencabut izin. Ajak pemiliknya membuka."))
    return business


def signed_in(view):
    """Decorator: who is signed out signs in first and comes back; what they had typed waits for them meanwhile."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if request.user.is_authenticated:
            return _answered(view, request, *args, **kwargs)
        if request.method == "POST":
            _keep_typed(request)
        return redirect_to_login(request.path)

    return guarded


def action_of(name, *arguments):
    """Decorator of a view that only acts on POST; other ways lead to the page `name`, where its button stands.

    `arguments` names those of the view's arguments that the page's address needs.
    """

    def decorate(view):
        @wraps(view)
        def guarded(request, **kwargs):
            page = reverse(name, kwargs={key: kwargs[key] for key in arguments})
            if not request.user.is_authenticated:
                if request.method == "POST":
                    _say_unsaved(request)
                return redirect_to_login(page)
            return _answered(view, request, **kwargs) if request.method == "POST" else redirect(page)

        return guarded

    return decorate


def _answered(view, request, *args, **kwargs):
    """The view's answer; what it changes is saved as a whole."""
    if request.method != "POST":
        return view(request, *args, **kwargs)
    with transaction.atomic():
        return view(request, *args, **kwargs)


def typed_before(request):
    """What the visitor had typed here before the session was lost, once, as initial values; {} when nothing waits."""
    kept = request.session.get(TYPED)
    if not kept or kept["path"] != request.path or _clock().timestamp() - kept["at"] > KEPT_SECONDS:
        return {}
    del request.session[TYPED]
    messages.warning(
        request, _("Anda sempat keluar sebelum isian tersimpan. Isian Anda masih ada; periksa, lalu simpan.")
    )
    return QueryDict(kept["text"]).dict()


def _keep_typed(request):
    """Remember the text of the form in the session of the visitor who is signed out; files must be chosen again."""
    text, client = request.POST.copy(), client_of(request)
    text.pop("csrfmiddlewaretoken", None)
    if request.FILES or len(text.urlencode()) > LONGEST_TYPED or STASHES.is_reached(client, _clock()):
        _say_unsaved(request)
        return
    STASHES.count(client, _clock())
    request.session[TYPED] = {"path": request.path, "text": text.urlencode(), "at": _clock().timestamp()}
    request.session.set_expiry(KEPT_SECONDS)


def _say_unsaved(request):
    messages.warning(
        request, _("Anda sudah keluar, jadi yang terakhir Anda kirim belum tersimpan. Masuk, lalu ulangi.")
    )


def _clock():
    return timezone.now()  # noqa: TID251 - the door of the views, which may read the clock
