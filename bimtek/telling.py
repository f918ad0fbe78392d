"""The WhatsApp message of one invitation, with the number shown once and written down."""

from django.db import transaction
from django.utils import timezone

from bimtek.invitation_texts import whatsapp_text
from certification.reminder_texts import whatsapp_url
from certification.reminders import phone_of
from umkm.models import Datum, Disclosure, Purpose


@transaction.atomic
def reveal(*, invitation, by, at):
    """`(phone, text, WhatsApp link)` of an invitation (UU 27/2022 Ps 31); phone and link are empty without a number."""
    text = whatsapp_text(invitation, timezone.localdate(at))
    phone = phone_of(invitation.business)
    if not phone:
        return "", text, ""
    Disclosure.objects.create(business=invitation.business, datum=Datum.PHONE, by=by, purpose=Purpose.INVITE)
    invitation.told_at = at
    invitation.save(update_fields=["told_at"])
    return phone, text, whatsapp_url(phone, text)
