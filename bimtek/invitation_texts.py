"""What an invited owner is told: the day, the place, what is still missing and should be brought."""

from urllib.parse import urljoin

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import override

from umkm.owner.papers import kept, missing


def to_bring(business, on):
    """Names of the documents every application asks for that `business` has not given yet; none once certified.

    Two queries (Permenperin 35/2025 Ps 41, Lampiran I.2.d).
    """
    if business.certificates.valid_on(on).exists():
        return []
    return [capfirst(paper.kind.label) for paper in missing(kept(business))]


def whatsapp_text(invitation, on):
    """The message for one invited business as sent on day `on`; it says so where the day was cancelled."""
    event, business = invitation.event, invitation.business
    page = reverse("bimtek:invitation", args=[business.pk, invitation.pk])
    with override(settings.LANGUAGE_CODE):
        words = {
            "event": event,
            "business": business,
            "papers": to_bring(business, on),
            "page": urljoin(settings.SITE_URL, page),
        }
        return render_to_string("bimtek/invitation.txt", words).strip() + "\n"
