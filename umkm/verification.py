"""Which businesses wait for a clerk, who takes them, and what is decided.

A business waits while it has an open verification, or while its owner registered it and nobody has decided yet: the
second follows from the facts alone, so nothing needs to be created for a registration to be seen.
"""

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from umkm.models import Business, Source, Verification


class NotAllowed(Exception):
    """What cannot be done now; the text is for the clerk."""


def waiting(businesses):
    """Those of `businesses` that wait, with `waits_since`, `clerk_id` and `clerk_name` of their open verification."""
    own = Verification.objects.filter(business=OuterRef("pk"))
    undecided_owners = Business.objects.filter(~Exists(own.exclude(decision="")), source=Source.OWNER).values("pk")
    opened = Verification.objects.filter(decision="").values("business")
    open_one = own.filter(decision="")
    return (
        businesses.unmerged()
        .filter(pk__in=opened.union(undecided_owners))
        .annotate(
            waits_since=Coalesce(Subquery(open_one.values("opened_at")[:1]), F("created_at")),
            clerk_id=Subquery(open_one.values("assigned_to")[:1]),
            clerk_name=Subquery(open_one.values("assigned_to__full_name")[:1]),
        )
    )


def neighbours(queue, business):
    """The one before and the one after `business` in `queue`, longest waiting first; None where there is none."""
    here = Q(waits_since=business.waits_since)
    before = queue.filter(Q(waits_since__lt=business.waits_since) | here & Q(pk__lt=business.pk))
    after = queue.filter(Q(waits_since__gt=business.waits_since) | here & Q(pk__gt=business.pk))
    return before.order_by("-waits_since", "-pk").first(), after.order_by("waits_since", "pk").first()


def open_for(*, business, opened_at, assigned_to=None):
    """Let `business` wait: what the owner's desk calls when an owner changes facts or sends a returned record again.

    One that waits already keeps its place. Returns the open verification.
    """
    Verification.objects.bulk_create(
        [Verification(business_id=business.pk, opened_at=opened_at, assigned_to=assigned_to)], ignore_conflicts=True
    )
    return Verification.objects.get(business_id=business.pk, decision="")


@transaction.atomic
def take(*, business, by):
    """Give `business` to the clerk `by`; of two at once one gets it, the other is refused with the colleague's name.

    Raises NotAllowed.
    """
    verification = _open_and_locked(business)
    if verification.assigned_to_id not in (None, by.pk):
        raise NotAllowed(_taken(verification))
    _assign(verification, by)


@transaction.atomic
def hand_over(*, business, by, to):
    """From the clerk `by`, who has it or may release others', to the colleague `to`. Raises NotAllowed."""
    verification = _open_and_locked(business)
    _check_may_pass_on(verification, by)
    _assign(verification, to)


@transaction.atomic
def release(*, business, by):
    """Put it back into the pile. Raises NotAllowed when a colleague has it."""
    verification = _open_and_locked(business)
    _check_may_pass_on(verification, by)
    _assign(verification, None)


@transaction.atomic
def decide(*, business, by, at, decision, reasons=(), text=""):
    """Write the decision down for good; who decides without taking it first has taken it by deciding.

    Raises NotAllowed when a colleague has it or has decided already, ValidationError when a reason is missing.
    """
    verification = _open_and_locked(business)
    if verification.assigned_to_id not in (None, by.pk):
        raise NotAllowed(_taken(verification))
    verification.assigned_to = verification.decided_by = by
    verification.decision, verification.decided_at = decision, at
    verification.reasons, verification.text = list(reasons), text
    verification.full_clean()
    verification.save()
    return verification


def returned(business):
    """The verification that sent `business` back to its owner, or None; for the owner's desk.

    Show `umkm/parts/returned.html` with it. Once the owner sends the record again (`open_for`) it is None.
    """
    latest = Verification.objects.filter(business=business).order_by("-pk").first()
    return latest if latest and latest.decision == "RETURNED" else None


def _open_and_locked(business):
    """The open verification, locked until the end of the transaction; a registration without one gets it now."""
    locked = Verification.objects.select_for_update(of=("self",)).select_related("assigned_to")
    found = locked.filter(business_id=business.pk, decision="").first()
    if found:
        return found
    record = Business.objects.select_for_update().get(pk=business.pk)
    if not waiting(Business.objects.filter(pk=record.pk)).exists():
        raise NotAllowed(_no_longer_waiting(record))
    open_for(business=record, opened_at=record.created_at)
    return locked.get(business_id=record.pk, decision="")


def _no_longer_waiting(business):
    last = Verification.objects.filter(business=business).exclude(decision="").select_related("decided_by").last()
    if last is None:
        return _("Usaha ini tidak menunggu verifikasi.")
    return _("Sudah diputus oleh %(clerk)s pada %(at)s: %(decision)s.") % {
        "clerk": last.decided_by,
        "at": date_format(last.decided_at, "j M Y H:i"),
        "decision": last.get_decision_display(),
    }


def _taken(verification):
    return _("Sedang ditangani %(clerk)s. Minta diserahkan, atau kerjakan usaha berikutnya.") % {
        "clerk": verification.assigned_to
    }


def _check_may_pass_on(verification, by):
    own = verification.assigned_to_id in (None, by.pk)
    if not own and not by.has_perm("umkm.delete_verification"):
        raise NotAllowed(_taken(verification))


def _assign(verification, clerk):
    verification.assigned_to = clerk
    verification.save(update_fields=["assigned_to"])
