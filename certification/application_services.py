"""Recording what happened to applications: once each, in order, and with the certificate an approval led to."""

import uuid
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from certification.applications import cuts, deadline
from certification.comparing import number_key
from certification.models import (
    Application,
    ApplicationEvent,
    Certificate,
    CertificateItem,
    EventKind,
    EventSource,
    Purpose,
)
from certification.working_days import Calendar
from tkdnportal.refusals import refusal_of, sentence_of


@transaction.atomic
def report(*, business, product, again, siinas_number, once, **event):
    """The application of `business` for `product`, with its first event; the one already there when `once` is known.

    `event` is what `record` takes. Raises ValidationError with a sentence for what the database refuses.
    """
    known = Application.objects.filter(events__once=once, business=business).first()
    if known:
        return known
    purpose = Purpose.AGAIN if again else Purpose.NEW
    try:
        with transaction.atomic():
            application = Application.objects.create(
                business=business, product=product, purpose=purpose, siinas_number=siinas_number
            )
            record(application=application, kind=EventKind.SUBMITTED, once=once, **event)
            return application
    except IntegrityError as error:
        raise ValidationError(sentence_of(refusal_of(error).constraint_name)) from error


@transaction.atomic
def record(*, application, kind, day, by, source, once, certificate_number="", **event):
    """The event, recorded now or found again when a form was posted twice (`once`).

    `event` may hold `reasons`, `note`, `evidence`, `strikes` and `is_presumed`. A number that leads to a certificate of
    the business links its item. Raises ValidationError with a sentence for what the database refuses.
    """
    known = ApplicationEvent.objects.filter(once=once, application=application).first()
    if known:
        return known
    try:
        with transaction.atomic():
            if certificate_number:
                link_item(application, certificate_number)
            return ApplicationEvent.objects.create(
                application=application, kind=kind, day=day, by=by, source=source, once=once,
                certificate_number=certificate_number, **event,
            )  # fmt: skip
    except IntegrityError as error:
        known = ApplicationEvent.objects.filter(once=once, application=application).first()
        if known:
            return known
        raise ValidationError(refused(error)) from error


def refused(error):
    """What people read when the database refuses an event."""
    rule = refusal_of(error).constraint_name
    sentences = {
        "application_events_follow_each_other": _(
            "Kejadian ini tidak dapat mengikuti kejadian sebelumnya. Orang lain mungkin baru saja mencatat sesuatu; "
            "buka ulang halaman ini dan periksa riwayatnya."
        ),
        "application_events_are_in_order": _(
            "Tanggal kejadian ini mendahului kejadian sebelumnya, atau melewati kejadian sesudahnya. "
            "Periksa tanggal-tanggal di riwayat."
        ),
        "application_event_strikes_its_own": _("Catatan yang diganti bukan bagian dari permohonan ini."),
        "application_event_strikes_id_key": _("Catatan itu sudah diganti orang lain. Buka ulang halaman ini."),
        "application_signed_has_proof": _(
            "Persetujuan perlu bukti: unggah sertifikatnya, atau tulis nomor sertifikat yang sudah tercatat di portal."
        ),
    }
    found = next((sentence for name, sentence in sentences.items() if (rule or "").endswith(name)), None)
    return found or sentence_of(rule)


def link_item(application, number):
    """Point `application` to its product on the certificate of this number, where the business holds one.

    Blanks and case of the number say nothing. Raises ValidationError where only somebody else holds it.
    """
    certificates = list(Certificate.objects.numbered([number]).prefetch_related("items"))
    own = [each for each in certificates if each.business_id == application.business_id]
    if not own and any(each.business_id for each in certificates):
        raise ValidationError(
            _("Sertifikat nomor %(number)s tercatat atas nama pemegang lain. Cocokkan lagi dengan kertasnya.")
            % {"number": number}
        )
    items = [item for each in own for item in each.items.all()]
    item = next((item for item in items if item.product_id == application.product_id), None)
    item = item or (items[0] if len(items) == 1 and items[0].product_id is None else None)
    if item:
        application.item = item
        application.save(update_fields=["item"])


@transaction.atomic(savepoint=False)
def match_signed():
    """Give signed applications their product on a certificate that has come since; returns how many.

    Meant to follow each import of the ministry's list. By the number of the certificate where it was told, else by
    the product, on a certificate issued no earlier than the application and still running when it was signed.
    """
    waiting = list(
        Application.objects.waiting_for_certificate()
        .with_state_on(date.max)
        .filter(state=EventKind.SIGNED)
        .select_for_update(of=("self",))
        .prefetch_related("events")
        .order_by("pk")
    )
    if not waiting:
        return 0
    items = {}
    businesses = {application.business_id for application in waiting}
    for item in CertificateItem.objects.filter(certificate__business__in=businesses).select_related("certificate"):
        items.setdefault(item.certificate.business_id, []).append(item)
    matched = [each for each in waiting if _take_item(each, items.get(each.business_id, []))]
    Application.objects.bulk_update(matched, ["item"])
    return len(matched)


def _take_item(application, items):
    first, signed = application.chain[0], application.chain[-1]
    own = [item for item in items if item.product_id == application.product_id]
    if signed.certificate_number:
        key = number_key(signed.certificate_number)
        found = [item for item in own if number_key(item.certificate.number) == key]
    else:
        found = [item for item in own if _fits(item.certificate, first.day, signed.day)]
    application.item = min(found, key=lambda item: item.pk, default=None)
    return application.item is not None


def _fits(certificate, submitted, signed):
    return certificate.valid_until >= signed and (certificate.issued_on is None or certificate.issued_on >= submitted)


def presume_auto_rejections(on):
    """Record what the calendar alone says: returned applications whose five days had passed before day `on`.

    Marked as presumed until somebody confirms or corrects it; returns how many. Safe to run twice or at once: the
    second finds the chain already there. Raises `YearUnknown` where the calendar lacks the year.
    """
    calendar = Calendar.load()
    late = cuts(on - timedelta(days=1), calendar, (EventKind.RETURNED.value,))
    # Where staff have struck a presumption they know better: it is not made a second time.
    once = ApplicationEvent.objects.filter(application=OuterRef("pk"), is_presumed=True, day__gt=OuterRef("since"))
    found = Application.objects.open_on(on).begun_by(late).filter(~Exists(once))
    return sum(_presume(application, calendar) for application in found.order_by("pk"))


def _presume(application, calendar):
    day = deadline(EventKind.RETURNED.value, application.since, calendar) + timedelta(days=1)
    try:
        record(
            application=application, kind=EventKind.AUTO_REJECTED, day=day, by=None, source=EventSource.CALENDAR,
            is_presumed=True, once=uuid.uuid4(),
        )  # fmt: skip
    except ValidationError:
        return False  # somebody recorded what really happened in this moment
    return True
