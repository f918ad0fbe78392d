"""Applications with a history, written as `("SUBMITTED", "2026-11-16")` pairs."""

from datetime import date

from certification.models import Application
from tests.factories import ApplicationEventFactory, ApplicationFactory, CertificateItemFactory

MONDAY, TUESDAY, WEDNESDAY = date(2026, 11, 16), date(2026, 11, 17), date(2026, 11, 18)
"""A week without holidays; its Monday a week later is 23 November."""

EXTRA = {"RETURNED": {"reasons": ["WRONG_KBLI"]}, "REFUSED": {"reasons": ["NOT_SMALL"]}}


def application(*chain, **fields):
    """An application to which the events of `chain` happened; a signed one gets its certified product."""
    made = ApplicationFactory(**fields)
    if any(kind == "SIGNED" for kind, *_ in chain) and made.item is None:
        made.item = CertificateItemFactory(certificate__business=made.business, product=made.product)
        made.save()
    for kind, day, *more in chain:
        add(made, kind, day, **(more[0] if more else {}))
    return Application.objects.get(pk=made.pk)


def add(made, kind, day, **fields):
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return ApplicationEventFactory(application=made, kind=kind, day=day, **EXTRA.get(kind, {}) | fields)
