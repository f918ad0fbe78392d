"""Making two records one, field by field, and taking that back.

Nothing is deleted: the record that gives way keeps its row, points to the kept one, and hands over what belongs to it.
NIB and NIK are exchanged, never dropped, so an older file that names either number still finds the kept record.
"""

import hashlib

from django.db import transaction
from django.utils.translation import gettext as _

from umkm import merge_children, merge_fields
from umkm.models import Business, DoublePair, Merge, PairState


class NotAllowed(Exception):
    """A merge, an undoing or a decision that cannot be; the text is for the user."""


def seen(one, other):
    """A fingerprint of two records as somebody sees them, to notice that they changed before he decided."""
    values = "\x1f".join(repr(merge_fields.values_of(business)) for business in (one, other))
    return hashlib.sha256(values.encode()).hexdigest()


@transaction.atomic
def merge(*, pair, kept, choices, fingerprint, by, at):
    """Make the two records of `pair` one: the `Merge`.

    `kept` is the id of the record to go on with; `choices` are {field name: id of the record whose value is taken};
    `fingerprint` is what `seen` said when the person looked. Raises NotAllowed.
    """
    pair = _open_pair(pair)
    first, second = _locked(pair.first_id, pair.second_id)
    _refuse_merged(first, second)
    if seen(first, second) != fingerprint:
        raise NotAllowed(_("Salah satu catatan baru saja diubah orang lain. Bandingkan lagi, lalu putuskan."))
    stays, goes = (first, second) if kept == first.pk else (second, first)
    snapshot = {"fields": merge_fields.take(stays, goes, choices)}
    snapshot |= merge_children.move_all(goes, stays)
    _carry_rejections(goes.pk, stays.pk)
    goes.merged_into = stays
    goes.save(update_fields=["merged_into"])
    _decide(pair, PairState.MERGED, by, at)
    return Merge.objects.create(kept=stays, merged=goes, by=by, at=at, snapshot=snapshot)


@transaction.atomic
def undo(*, merge, by, at):
    """Make two records of one again; the sentences that tell what could not be brought back. Raises NotAllowed."""
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    if merge.undone_at:
        raise NotAllowed(_("Penggabungan ini sudah dibatalkan oleh %(who)s.") % {"who": merge.undone_by or "–"})
    kept, back = _locked(merge.kept_id, merge.merged_id)
    if back.merged_into_id != kept.pk or kept.merged_into_id:
        raise NotAllowed(
            _("Catatan “%(name)s” sesudah itu digabungkan lagi. Batalkan penggabungan yang lebih baru dulu.")
            % {"name": kept.name}
        )
    back.merged_into = None
    back.save(update_fields=["merged_into"])
    left = [
        *merge_children.move_back(merge.snapshot["moved"]),
        *merge_fields.give_back(kept, back, merge.snapshot["fields"]),
    ]
    merge.undone_by, merge.undone_at = by, at
    merge.save(update_fields=["undone_by", "undone_at"])
    DoublePair.objects.between(kept.pk, back.pk).update(state=PairState.OPEN, decided_by=None, decided_at=None)
    return left


@transaction.atomic
def reject(*, pair, by, at):
    """The two records are two businesses; nobody is asked about them again. Raises NotAllowed."""
    _decide(_open_pair(pair), PairState.REJECTED, by, at)


def _open_pair(pair):
    """The pair, locked, as long as nobody decided it."""
    # Who decided is read afterwards: a join made before the lock was there would still show nobody.
    pair = DoublePair.objects.select_for_update().get(pk=pair.pk)
    if pair.state != PairState.OPEN:
        raise NotAllowed(decided_sentence(pair))
    return pair


def decided_sentence(pair):
    """Who decided a pair, and how."""
    who = {"who": pair.decided_by or "–"}
    if pair.state == PairState.MERGED:
        return _("Pasangan ini sudah digabungkan oleh %(who)s. Tidak ada yang berubah.") % who
    return _("Pasangan ini sudah dinyatakan bukan ganda oleh %(who)s. Tidak ada yang berubah.") % who


def _locked(*ids):
    """Both records in the order asked for, locked in the order of their ids so that no two people wait in a ring."""
    rows = {row.pk: row for row in Business.objects.select_for_update().filter(pk__in=ids).order_by("pk")}
    return [rows[pk] for pk in ids]


def _refuse_merged(*records):
    for record in records:
        if record.merged_into_id:
            raise NotAllowed(
                _("Catatan “%(name)s” sudah digabungkan ke catatan lain. Pasangan ini tidak perlu diputuskan lagi.")
                % {"name": record.name}
            )


def _decide(pair, state, by, at):
    pair.state, pair.decided_by, pair.decided_at = state, by, at
    pair.save(update_fields=["state", "decided_by", "decided_at"])


def _carry_rejections(goes, stays):
    """Whom the record was told apart from, the kept one is told apart from too, or staff would be asked again."""
    for pair in DoublePair.objects.rejected_of(goes):
        other = pair.second_id if pair.first_id == goes else pair.first_id
        if other == stays:
            continue
        DoublePair.objects.update_or_create(
            first_id=min(other, stays), second_id=max(other, stays),
            defaults={"state": pair.state, "decided_by": pair.decided_by, "decided_at": pair.decided_at},
            create_defaults={
                "state": pair.state, "decided_by": pair.decided_by, "decided_at": pair.decided_at,
                "confidence": pair.confidence, "evidence": pair.evidence,
            },
        )  # fmt: skip
