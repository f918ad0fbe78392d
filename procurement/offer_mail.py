"""Mailing a request for an offer, only where the owner allows buyers to know the contact."""

from django.core.mail import EmailMessage
from django.db import transaction

from procurement.models import Channel, Offer
from umkm.models import Consent, ConsentPurpose

SUBJECT = "Permintaan penawaran: {package}"


def sharing_contact(business_ids):
    """Ids of those whose owner now allows buyers of the government to know the contact."""
    consents = Consent.objects.open().for_purpose(ConsentPurpose.SHARE_CONTACT).filter(business__in=business_ids)
    return set(consents.values_list("business_id", flat=True))


def send_mail(*, offer, at):
    """Mail the request once, however often it is asked for; nothing goes where the consent has been withdrawn since."""
    business = offer.entry.item.certificate.business
    if business.pk not in sharing_contact([business.pk]) or not business.email:
        Offer.objects.filter(pk=offer.pk, sent_at=None).update(channel=Channel.OFFICE)
        return
    with transaction.atomic():
        if not Offer.objects.filter(pk=offer.pk, sent_at=None).update(sent_at=at):
            return
        subject = SUBJECT.format(package=" ".join(offer.entry.package.name.split()))[:200]
        EmailMessage(subject, offer.text, to=[business.email], reply_to=[offer.asked_by.email]).send()
