"""Who asks: anyone, or an agency's program with its token."""

from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from procurement.tokens import live_token

ANYONE = "anyone"


class BadToken(Exception):
    """A token was shown that opens nothing; it is refused even where none is needed, so that nobody relies on it."""


class OptionalToken(HttpBearer):
    """`request.auth` becomes the AgencyToken, or ANYONE without one."""

    def __call__(self, request):
        """No header, no token; another kind of header is none either."""
        shown = request.headers.get(self.header, "")
        if not shown:
            return ANYONE
        scheme, _space, text = shown.partition(" ")
        if scheme.lower() != self.openapi_scheme:
            raise BadToken
        return self.authenticate(request, text.strip())

    def authenticate(self, request, token):
        """The AgencyToken. Raises BadToken."""
        found = live_token(token, on=timezone.localdate())
        if found is None:
            raise BadToken
        return found


class NeededToken(OptionalToken):
    """For what only an agency may see."""

    def __call__(self, request):
        """As above, but never anyone."""
        if not request.headers.get(self.header):
            raise BadToken
        return super().__call__(request)


def refusal():
    """Title and detail of a 401, with the next step."""
    return (
        _("Token tidak berlaku"),
        _(
            "Kirim “Authorization: Bearer …” dengan token yang masih berlaku. Token bisa keliru disalin, habis masa, "
            "dicabut, atau pejabatnya pindah tugas. Minta token baru kepada Dinas. Data terbuka tidak memerlukan token."
        ),
    )
