"""Pages for what went wrong before a view could answer; the templates `4xx.html` and `5xx.html` are their words."""

import re

from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

SECRET = re.compile(r"token|passw|sandi|kode|code|nik|npwp|login", re.IGNORECASE)
"""Fields that are never shown again, whatever is in them."""
LONG = 20
"""Characters from which on typing something again is a pain."""


def stale_form(request, reason=""):
    """The page for a form sent with another session's token: signed in or out meanwhile, or without cookies.

    Nothing of it was done. What was typed is shown to be copied, unless the form came from another site.
    """
    context = {"typed": _typed(request) if _is_from_here(request) else [], "back": _page_before(request)}
    return render(request, "403_csrf.html", context, status=403)


def _is_from_here(request):
    """Browsers say where a form was; a page elsewhere cannot put its own words here."""
    return request.headers.get("origin") == f"{request.scheme}://{request.get_host()}"


def _typed(request):
    kept = [(name, value.strip()) for name, values in request.POST.lists() for value in values]
    return [value for name, value in kept if not SECRET.search(name) and _is_text(value)]


def _is_text(value):
    return bool(re.search(r"[^\W\d_]", value)) and (len(value) >= LONG or " " in value)


def _page_before(request):
    """The page the form stood on, or None when the browser did not say or it was elsewhere."""
    page = request.headers.get("referer")
    if page and url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure()):
        return page
    return None
