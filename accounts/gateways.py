"""The one way a text message leaves the portal; the setting `MESSAGE_GATEWAY` says which."""

import json
import logging
from urllib.error import URLError
from urllib.request import Request, urlopen

from django.conf import settings

from accounts.models import CounterMessage

logger = logging.getLogger(__name__)
SECONDS_TO_ANSWER = 10


class NotSent(Exception):
    """The gateway did not take the message; trying again later may help."""


def send(*, to, text):
    """Send `text` to the phone `to` (+62…). Raises NotSent."""
    GATEWAYS[settings.MESSAGE_GATEWAY](to, text)


def to_console(to, text):
    """For development and the demonstration: the message is a line of the log."""
    logger.warning("Message to %s: %s", to, text)


def to_counter(to, text):
    """Without a gateway: staff tell the message to its receiver, at the counter or by telephone."""
    CounterMessage.objects.create(phone=to, text=text)


def to_http(to, text):
    """A gateway for SMS or WhatsApp that takes JSON with `to` and `text` and a bearer token."""
    request = Request(  # noqa: S310 - the address is the office's own setting, checked at start
        settings.MESSAGE_GATEWAY_URL,
        data=json.dumps({"to": to, "text": text}).encode(),
        headers={"Authorization": f"Bearer {settings.MESSAGE_GATEWAY_TOKEN}", "Content-Type": "application/json"},
    )
    try:
        with urlopen(request, timeout=SECONDS_TO_ANSWER):  # noqa: S310 - as above
            pass
    except (URLError, TimeoutError) as error:
        raise NotSent(f"The message gateway refused: {error}") from error


GATEWAYS = {"console": to_console, "counter": to_counter, "http": to_http}
