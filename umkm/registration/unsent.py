"""A session that ends while someone types: the answer waits for the sign-in, or only that one is asked again."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.utils.translation import gettext as _

SESSION_KEY = "registration_unsent"
NEVER_KEPT = frozenset({"csrfmiddlewaretoken", "nik", "npwp", "kembali", "aksi"})
"""An identity number is asked again instead; an NPWP may be one (PMK 112/2022). Files are never kept either."""


def resumable(view):
    """Sign in first; what was sent with an ended session stays with the browser's new one until then."""

    @wraps(view)
    def signed_in(request, *args, **kwargs):
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method == "POST":
            typed = {name: value for name, value in request.POST.items() if name not in NEVER_KEPT}
            request.session[SESSION_KEY] = {"path": request.path, "typed": typed}
        return redirect_to_login(request.get_full_path())

    return signed_in


def take(request):
    """What was typed on this page before the session ended, told to the person; {} where nothing was."""
    if request.method == "POST" or request.session.get(SESSION_KEY, {}).get("path") != request.path:
        return {}
    typed = request.session.pop(SESSION_KEY)["typed"]
    if typed:
        messages.info(request, _("Anda sempat keluar. Jawaban yang Anda ketik masih ada: periksa, lalu tekan Simpan."))
    else:
        messages.info(
            request, _("Anda sempat keluar sebelum isian ini tersimpan. Isi lagi yang ini saja; yang lain aman.")
        )
    return typed
