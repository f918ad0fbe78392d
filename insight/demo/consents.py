"""What an owner of the demonstration allows: one has a public page, the other has not been asked yet."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings

from insight.demo import REFERENCE_DAY
from umkm.models import Consent
from umkm.owner.consent_texts import TEXTS, VERSION


def allow_all(business, owner):
    """Every consent, given by `owner` on the demonstration's day."""
    at = datetime.combine(REFERENCE_DAY, time(9), ZoneInfo(settings.TIME_ZONE))
    for text in TEXTS:
        Consent.objects.give(business=business, purpose=text.purpose, text_version=VERSION, by=owner, at=at)
