"""How often a client may ask; answers that cost much have a limit of their own."""

from django.utils import timezone
from ninja.throttling import BaseThrottle

from insight.api.tokens import ANYONE
from tkdnportal.throttle import Limit, client_of

MINUTE = 60
TOKEN_FACTOR = 5


class PerClient(BaseThrottle):
    """At most `amount` requests a minute per client, counted in the shared cache as all limits of the portal are.

    A token has a count of its own, and five times as much: behind one address of an office there may be many programs.
    """

    def __init__(self, name, amount):
        """Routes that share a `name` share a limit."""
        self.limit = Limit(f"api-{name}", amount, MINUTE)
        self.limit_of_a_token = Limit(f"api-token-{name}", TOKEN_FACTOR * amount, MINUTE)

    def allow_request(self, request):
        """Count the request, unless the minute is used up."""
        at, is_token = timezone.localtime(), request.auth != ANYONE
        limit, client = (self.limit_of_a_token, request.auth.pk) if is_token else (self.limit, client_of(request))
        if limit.is_reached(client, at):
            return False
        limit.count(client, at)
        return True

    def wait(self):
        """Whole seconds until the minute ends."""
        at = timezone.localtime()
        return int((self.limit.ends(at) - at).total_seconds()) + 1


USUAL = PerClient("usual", 120)
COSTLY = PerClient("costly", 20)
