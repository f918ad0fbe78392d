"""What staff do about a difference between the ministry's list and the portal: take the list's, or keep their own."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from certification.differing import KINDS, flag
from certification.holders import possible_holders
from certification.importers.known import KnownCertificates
from certification.importers.rows import CertificateFields, ItemFields, Row
from certification.models import DifferenceKind, ListDecision, ListedItem
from certification.services import free_overlapping_products, link_waiting_holders
from tkdnportal.refusals import refusal_of, sentence_of

TAKEN_FROM_LIST = (DifferenceKind.VALUE, DifferenceKind.END, DifferenceKind.NOT_HERE)
"""Where the list says something that can be taken over. That a product is no longer listed may be a freeze or a
revocation (Permenperin 35/2025 Ps 68), which is recorded on the certificate with its letter."""


def kinds_of(listed):
    """The open differences of `listed`, which comes from `with_differences`."""
    return [DifferenceKind(kind) for kind in KINDS if getattr(listed, flag(kind))]


def suggestions_for(listed):
    """Businesses that may be the holder, each with its reasons; none where the holder is known."""
    return possible_holders(listed.item.certificate) if getattr(listed, flag("HOLDER")) else []


def _locked(listed, kind):
    """`listed` for changing; ValidationError where the difference is gone, because a colleague was quicker."""
    ListedItem.objects.select_for_update().get(pk=listed.pk)
    found = ListedItem.objects.differing(kind).select_related("item__certificate", "seen_in").filter(pk=listed.pk)
    if not found:
        raise ValidationError(_("Perbedaan ini sudah diselesaikan, mungkin oleh rekan Anda. Tidak ada yang diubah."))
    return found[0]


@transaction.atomic
def take_list(*, listed, kind):
    """Make the portal say what the list says. Raises ValidationError with a sentence where that cannot be."""
    if kind not in TAKEN_FROM_LIST:
        raise ValidationError(_("Catat pembekuan atau pencabutannya pada sertifikat, dengan suratnya."))
    listed = _locked(listed, kind)
    try:
        with transaction.atomic():
            _TAKE[kind](listed)
            connection.check_constraints()
    except IntegrityError as error:
        raise ValidationError(sentence_of(refusal_of(error).constraint_name)) from error


def _take_value(listed):
    item = listed.item
    item.tkdn = listed.tkdn
    item.bmp = item.bmp if listed.bmp is None else listed.bmp
    item.save(update_fields=["tkdn", "bmp"])


def _take_end(listed):
    certificate = listed.item.certificate
    certificate.valid_until = listed.valid_until
    certificate.save(update_fields=["valid_until"])
    free_overlapping_products(Q(certificate=certificate))


def _take_in(listed):
    """The product comes back through the importer itself, so that it is filed as the list would file it."""
    known = KnownCertificates([row := row_of(listed)], listed.seen_in, readmit=True)
    known.take([row])
    known.save()
    link_waiting_holders()


_TAKE = {
    DifferenceKind.VALUE: _take_value,
    DifferenceKind.END: _take_end,
    DifferenceKind.NOT_HERE: _take_in,
}


@transaction.atomic
def keep_own(*, listed, kind, reason, by):
    """Keep what the portal says, with the reason, until the list says something else."""
    listed = _locked(listed, kind)
    return ListDecision.objects.create(
        listed=listed, kind=kind, seen_in=listed.seen_in, tkdn=listed.tkdn, bmp=listed.bmp,
        valid_until=listed.valid_until, reason=reason, by=by,
    )  # fmt: skip


def row_of(listed):
    """The row as the list printed it."""
    certificate, item = listed.row["certificate"], listed.row["item"]
    days = {name: date.fromisoformat(certificate[name]) if certificate[name] else None for name in _DAYS}
    values = {name: Decimal(item[name]) if item[name] else None for name in ("tkdn", "bmp")}
    return Row(0, {}, CertificateFields(**certificate | days), ItemFields(**item | values), listed.row["variant"])


_DAYS = ("issued_on", "valid_until")
