"""How often a client may ask; answers that cost much have a limit of their own."""

from django.utils import timezone
from ninja.throttling import BaseThrottle

from tkdnportal.throttle import Limit, client_of

MINUTE = 60


class PerClient(BaseThrottle):
    """At most `amount` requests a minute per client, counted in the shared cache as all limits of the portal are."""

    def __init__(self, name, amount):
        """Routes that share a `name` share a limit."""
        self.limit = Limit(f"api-{name}", amount, MINUTE)

    def allow_request(self, request):
        """Count the request, unless the minute is used up."""
        at, client = timezone.localtime(), client_of(request)
        if self.limit.is_reached(client, at):
            return False
        self.limit.count(client, at)
        return True

    def wait(self):
        """Whole seconds until the minute ends."""
        at = timezone.localtime()
        return int((self.limit.ends(at) - at).total_seconds()) + 1


USUAL = PerClient("usual", 120)
COSTLY = PerClient("costly", 20)
