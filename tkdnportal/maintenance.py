"""A switch for maintenance: while one file is there, every page says that the portal is closed, and until when.

Neither database nor cache nor session is asked, so all of them may be away; closing and opening restart nothing.
"""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

STAY_OPEN = ("/healthz", "/readyz", "/metrics")
"""Monitors and load balancers still ask; a server they took out could not show this page."""
USUAL_SECONDS = 600
"""How long a program waits before it asks again when nobody said until when."""


class Maintenance:
    """Middleware: 503 with `Retry-After` for every address but those of monitors while the portal is closed."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """The page asked for, or the word that the portal is closed."""
        if request.path in STAY_OPEN or not is_closed():
            return self.get_response(request)
        return _closed(request, at=timezone.now())  # noqa: TID251 - answers like a view


def is_closed():
    """Whether the file is there."""
    return Path(settings.MAINTENANCE_FILE).exists()


def close(until=None):
    """Close the portal; `until` is the moment it is expected to open again, with its time zone."""
    file = Path(settings.MAINTENANCE_FILE)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(until.isoformat() if until else "", encoding="utf-8")


def reopen():
    """Open the portal, also when it is open already."""
    Path(settings.MAINTENANCE_FILE).unlink(missing_ok=True)


def closed_until(at):
    """The moment that was announced, if it is still to come at `at`; None when nobody said, or it has passed."""
    try:
        until = datetime.fromisoformat(Path(settings.MAINTENANCE_FILE).read_text(encoding="utf-8").strip())
        return until if until > at else None
    except (OSError, ValueError, TypeError):  # removed meanwhile, or written by hand without a readable time
        return None


def _closed(request, at):
    until = closed_until(at)
    if request.path.startswith("/api/"):
        problem = {"type": "about:blank", "title": _("Portal sedang dirawat"), "status": 503}
        response = JsonResponse(problem, status=503, content_type="application/problem+json")
    else:
        page = render_to_string("503.html", {"until": until, "was_sent": request.method == "POST"})
        response = HttpResponse(page, status=503)
    response["Retry-After"] = int((until - at).total_seconds()) + 1 if until else USUAL_SECONDS
    response["Cache-Control"] = "no-store"
    return response
