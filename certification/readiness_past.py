"""What sent applications back before, beside the lights: those of this business, and most often those of the office.

A light says what the register knows; the ministry may have seen more. So a reason that once returned an application is
told also where everything about it is ready by now. The clock and the request stay outside.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from certification.application_reasons import Reason, Words, said
from certification.application_statistics import common_reasons, counting_events
from certification.models import ApplicationEvent, EventKind
from tkdnportal.templatetags.portal import day as written_day

MOST_COMMON = 3
"""Reasons of the office that are told; more would not be read."""
LEAST_TOLD = 10
"""Returns and refusals from which the office's reasons are told: fewer show no pattern, and may point at somebody."""

SENTENCES = {
    (EventKind.RETURNED, True): _("Pernah dikembalikan karena ini pada %(day)s."),
    (EventKind.REFUSED, True): _("Pernah ditolak karena ini pada %(day)s."),
    (EventKind.RETURNED, False): _("Permohonan “%(product)s” pernah dikembalikan karena ini pada %(day)s."),
    (EventKind.REFUSED, False): _("Permohonan “%(product)s” pernah ditolak karena ini pada %(day)s."),
}


@dataclass(frozen=True)
class Earlier:
    """The last time a reason sent an application of the business back; `is_own`: it was for the product asked about."""

    event: ApplicationEvent
    is_own: bool
    is_settled: bool
    """Whether an application for that product has been signed since."""

    @property
    def application(self):
        """The one that came back."""
        return self.event.application

    @property
    def sentence(self):
        """What happened and when, for the owner."""
        words = {"day": written_day(self.event.day), "product": self.application.product}
        return SENTENCES[EventKind(self.event.kind), self.is_own] % words


@dataclass(frozen=True)
class Past:
    """What became of the applications of one business."""

    returns: list
    """Returns and refusals, the last first."""
    signed: dict
    """Product → last day an application for it was signed."""

    @classmethod
    def of(cls, business, on):
        """Up to day `on`; two queries."""
        applications = business.applications.with_state_on(on).filter(since__isnull=False).select_related("product")
        known, signed = {each.pk: each for each in applications}, {}
        for each in sorted(known.values(), key=lambda one: one.since):
            if each.state == EventKind.SIGNED:
                signed[each.product_id] = each.since
        events = counting_events(date.min, on).filter(kind__in=EventKind.reasoned, application__in=known)
        returns = list(events.order_by("-day", "-pk"))
        for event in returns:
            event.application = known[event.application_id]
        return cls(returns, signed)

    def reasons_of(self, product):
        """`{reason: Earlier}`: the last time each reason returned `product`, else another product of the business."""
        found = {}
        for event in sorted(self.returns, key=lambda one: one.application.product_id != product.pk):
            about = event.application.product_id
            told = Earlier(event, about == product.pk, self.signed.get(about, date.min) >= event.day)
            for reason in event.reasons:
                found.setdefault(Reason(reason), told)
        return found


@dataclass(frozen=True)
class Again:
    """A reason that sent this product back although each of its lights is ready: to be looked at once more."""

    earlier: Earlier
    reason: Reason
    words: Words


def to_look_at_again(lights, earlier):
    """`Again` for each reason in `earlier` that returned this very product and none of whose `lights` is open."""
    still_open = {light.reason for light in lights if not light.is_ready} - {Reason.OTHER}
    codes = {code for code, one in earlier.items() if one.is_own and not one.is_settled and code not in still_open}
    return [Again(earlier[each.code], Reason(each.code), each.words) for each in said(codes)]


def told_reasons(on):
    """The office's most frequent reasons of the year up to day `on`, as `ReasonCount`; none while there are too few."""
    found = common_reasons(on)
    return found[:MOST_COMMON] if found and found[0].whole >= LEAST_TOLD else []
