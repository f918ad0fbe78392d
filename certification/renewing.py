"""What an owner does to renew, from half a year before the end: on the desk, and on a page of its own.

A certificate of the old rules is there from the first day: its owner gains by moving to the new ones at once.
"""

from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from certification.models import Certificate, Scheme
from certification.old_rules import old_values
from certification.reminders import FIRST, LAST, Coverage
from certification.statuses import CertificateStatus
from umkm.desk_blocks import Block, desk_block
from umkm.owner.papers import PAPERS, kept


@dataclass(frozen=True)
class RenewalCase:
    """One certificate to renew: days left (negative after it), products left, papers with their state."""

    certificate: Certificate
    left: int
    items: list
    is_frozen: bool
    papers: list

    @property
    def is_legacy(self):
        """Whether it was issued under rules that no longer hold (Permenperin 35/2025 Ps 72, 74)."""
        return self.certificate.scheme == Scheme.P46_2022

    @property
    def old_values(self):
        """Its products, each with the parts that made its old value."""
        return old_values(self.certificate, self.items)

    @property
    def is_early(self):
        """Whether nothing presses yet, and only the old rules speak for acting now."""
        return self.left > -FIRST

    @property
    def missing(self):
        """Papers the office does not have yet."""
        return [paper for paper, there in self.papers if not there]


def renewals(business, on):
    """Every certificate of `business` whose end is near or just past on day `on`, or that is of the old rules; unless
    something newer takes over."""
    near = Q(valid_until__range=(_shifted(on, -LAST), _shifted(on, -FIRST)))
    legacy = Q(scheme=Scheme.P46_2022, valid_until__gte=on)
    certificates = list(business.certificates.for_reminding().filter(near | legacy).order_by("valid_until"))
    if not certificates:
        return []
    coverage, papers = Coverage.of(certificates, on), _papers(business)
    return [
        RenewalCase(
            certificate=each,
            left=(each.valid_until - on).days,
            items=coverage.uncovered(each),
            is_frozen=each.status_on(on) == CertificateStatus.FROZEN,
            papers=papers,
        )
        for each in certificates
        if not coverage.silence(each, "TKDN", each.valid_until, on)
    ]


def _shifted(day, days):
    return day.fromordinal(day.toordinal() + days)


def _papers(business):
    """(paper, whether the office has it) of those every application needs (Permenperin 35/2025 Ps 41)."""
    there = {document.kind for document in kept(business) if document.removed_at is None}
    return [(paper, paper.kind in there) for paper in PAPERS if paper.needed]


@desk_block
def renewal_block(business, on):
    """The certificate that ends first, on the owner's desk."""
    cases = renewals(business, on)
    if not cases:
        return None
    first = cases[0]
    stake = getattr(first.certificate, "stake", None)
    return Block(
        _("Pindah ke aturan baru") if first.is_early else _("Perpanjang sertifikat"),
        _sentence(first),
        amount=stake.rupiah if stake and stake.packages else None,
        note=_("Nilai paket pemerintah yang cocok dengan sertifikat ini.") if stake and stake.packages else "",
        url=reverse("umkm:renewal", args=[business.pk]),
        link=_("Lihat yang perlu disiapkan"),
    )


def _sentence(case):
    values = {
        "number": case.certificate, "days": abs(case.left), "missing": len(case.missing), "all": len(case.papers),
    }  # fmt: skip
    if case.left < 0:
        return (
            _(
                "Sertifikat %(number)s sudah berakhir %(days)s hari yang lalu. "
                "Untuk mengajukan lagi, %(missing)s dari %(all)s dokumen belum ada."
            )
            % values
        )
    if case.is_frozen:
        return (
            _("Sertifikat %(number)s sedang dibekukan, dan berakhir %(days)s hari lagi. Jawab dahulu klarifikasinya.")
            % values
        )
    if case.is_early:
        return _("Sertifikat %(number)s masih memakai aturan lama: nilainya paling tinggi 40%%, berlaku tiga tahun. "
                 "Menurut aturan baru nilainya bisa lebih tinggi dan berlaku lima tahun.") % values  # fmt: skip
    return (
        _(
            "Sertifikat %(number)s berakhir %(days)s hari lagi. "
            "Untuk memperpanjang, %(missing)s dari %(all)s dokumen belum ada."
        )
        % values
    )
