"""The move from the old rules to the new ones: whose certificates of Permenperin 46/2022 have a successor by now.

They run on until their own end (Permenperin 35/2025 Ps 72 a) and cannot be issued again (Ps 74 d). Counted are those
that were still valid when the new rules began, so that the share of those who moved only grows.
"""

from dataclasses import dataclass

from django.db.models import Case, CharField, Count, F, Q, Sum, TextChoices, Value, When
from django.utils.translation import gettext_lazy as _

from certification.models import Renewal, Scheme
from certification.schemes import P35_FROM
from umkm.models.places import RegencyKind


class Move(TextChoices):
    """How far the holder of an old certificate is."""

    LEFT = "LEFT", _("belum pindah")
    APPLIED = "APPLIED", _("permohonan diproses")
    MOVED = "MOVED", _("sudah pindah")
    LAPSED = "LAPSED", _("habis sebelum pindah")


def with_move(renewals, day):
    """Those of the queryset `renewals` that belong to the campaign, each with its `move` as of `day`."""
    old = renewals.filter(
        Q(revoked_on__isnull=True) | Q(revoked_on__gt=day),
        scheme=Scheme.P46_2022, valid_until__gte=P35_FROM, business__isnull=False,
    )  # fmt: skip
    return old.with_stage().annotate(
        move=Case(
            When(Q(superseded_on__lte=day) | Q(stage="RENEWED"), then=Value(Move.MOVED)),
            When(stage="APPLIED", then=Value(Move.APPLIED)),
            When(valid_until__lt=day, then=Value(Move.LAPSED)),
            default=Value(Move.LEFT),
            output_field=CharField(),
        )
    )


@dataclass
class Line:
    """A kabupaten/kota, or all: certificates by `Move`; rupiah at risk and people told are of those left."""

    code: str
    title: str
    counts: dict
    rupiah: int = 0
    told: int = 0

    @property
    def total(self):
        """All of them."""
        return sum(self.counts.values())

    def add(self, row):
        """Count a group of the database's answer in."""
        self.counts[row["move"]] += row["count"]
        if row["move"] == Move.LEFT:
            self.rupiah += row["rupiah"] or 0
            self.told += row["knowing"]


def lines_on(day):
    """`(total, lines)` of the campaign on `day`, the place with most left first; one query."""
    groups = (
        with_move(Renewal.objects.all(), day)
        .with_reminding()
        .order_by()
        .values(
            "move", code=F("business__regency"), kind=F("business__regency__kind"), name=F("business__regency__name")
        )
        .annotate(count=Count("pk"), rupiah=Sum("stake__rupiah_at_risk"), knowing=Count("pk", filter=Q(reached=True)))
    )
    total, lines = _line("", ""), {}
    for row in groups:
        line = lines.setdefault(row["code"], _line(row["code"], f"{RegencyKind(row['kind']).label} {row['name']}"))
        line.add(row)
        total.add(row)
    return total, sorted(lines.values(), key=lambda line: (-line.counts[Move.LEFT], line.title))


def _line(code, title):
    return Line(code, title, dict.fromkeys(Move.values, 0))
