"""Numbers for monitors, in Prometheus' text format; each app adds its own."""

import hmac
import ipaddress
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from tkdnportal.celery import app


@dataclass(frozen=True)
class Gauge:
    """One number, or one per value of `label`; `read` gives pairs of the label's value and the number."""

    name: str
    help: str
    label: str
    read: Callable[[], Iterable[tuple[str, float]]]


_gauges: list[Gauge] = []


def gauge(name, text, *, label=""):
    """Decorator: a function of pairs (value of `label`, number); without a label, of one pair whose value is ""."""

    def add(function):
        _gauges.append(Gauge(name, text, label, function))
        return function

    return add


@gauge("tkdn_queue_length", "Tasks that wait for a worker")
def queue_length():
    """Asks the broker, without taking anything."""
    with app.connection_or_acquire() as link:
        queue = link.default_channel.queue_declare(app.conf.task_default_queue)
        return [("", queue.message_count)]


class _Collector:
    def collect(self):
        """Every gauge, read now."""
        for one in _gauges:
            family = GaugeMetricFamily(one.name, one.help, labels=[one.label] if one.label else [])
            for value, number in one.read():
                family.add_metric([value] if one.label else [], number)
            yield family


@require_safe
def metrics(request):
    """For those who hold METRICS_TOKEN, or where none is set for programs on the same machine; others find nothing."""
    if not _may_read(request):
        raise Http404
    registry = CollectorRegistry()
    registry.register(_Collector())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _may_read(request):
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {settings.METRICS_TOKEN}".encode())
    return ipaddress.ip_address(get_adapter().get_client_ip(request)).is_loopback
