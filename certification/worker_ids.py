"""Identity cards of workers serve one application; once it is signed they are erased (UU 27/2022 Ps 42)."""

from datetime import date

from django.db.models import Exists, OuterRef
from django.db.models.functions import TruncDate

from certification.models import Application, CertificateItem, EventKind
from umkm.keeping import erase
from umkm.models import Document, DocumentKind
from umkm.models.document import Erased


def no_longer_needed(on):
    """Identity cards given no later than an application that was signed, while no other application runs.

    Where nobody followed the application in the portal, a certified product that is valid on `on` says the same.
    """
    cards = Document.objects.filter(kind=DocumentKind.WORKER_ID, erased_at__isnull=True)
    cards = cards.annotate(given_on=TruncDate("uploaded_at"))
    return cards.filter(Exists(_signed()) | Exists(_certified(on))).exclude(Exists(_running()))


def _signed():
    applications = Application.objects.with_state_on(date.max).filter(state=EventKind.SIGNED)
    return applications.filter(business=OuterRef("business"), closed_on__gte=OuterRef("given_on"))


def _certified(on):
    items = CertificateItem.objects.valid_on(on).filter(certificate__business=OuterRef("business"))
    return items.filter(certificate__issued_on__gte=OuterRef("given_on"))


def _running():
    return Application.objects.filter(business=OuterRef("business"), closed_on__isnull=True)


def erase_worker_ids(*, on, at):
    """Erase them; the row stays and tells when and why. Returns how many."""
    return erase(no_longer_needed(on), at=at, why=Erased.SIGNED)
