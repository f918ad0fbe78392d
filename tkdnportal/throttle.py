"""A limit per visitor, counted in the shared cache; nothing of it is stored."""

import ipaddress
from dataclasses import dataclass
from datetime import datetime

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.utils.crypto import salted_hmac


def client_of(request):
    """An unreadable name for where the request comes from; one household's IPv6 addresses (/64) count as one."""
    address = ipaddress.ip_address(get_adapter().get_client_ip(request))
    if address.version == 6:
        address = ipaddress.ip_network((address, 64), strict=False)
    return salted_hmac("tkdnportal.throttle", str(address)).hexdigest()


@dataclass(frozen=True)
class Limit:
    """At most `amount` of something per client in each window of `seconds`; windows begin by the clock."""

    name: str
    amount: int
    seconds: int

    def count(self, client, at):
        """One more; the key outlives its window, so that it cannot vanish between the two calls."""
        cache.add(self._key(client, at), 0, timeout=2 * self.seconds)
        cache.incr(self._key(client, at))

    def is_reached(self, client, at):
        """Whether the client has used up the window of `at`."""
        return cache.get(self._key(client, at), 0) >= self.amount

    def ends(self, at):
        """When the window of `at` ends, in the time zone of `at`."""
        return datetime.fromtimestamp((self._window(at) + 1) * self.seconds, tz=at.tzinfo)

    def _window(self, at):
        return int(at.timestamp()) // self.seconds

    def _key(self, client, at):
        return f"limit:{self.name}:{client}:{self._window(at)}"
