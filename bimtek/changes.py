"""Two plans side by side: who stays, who came, who left, and why."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bimtek.models import Decline
from certification.models import Certificate
from procurement.models import OutcomeState, Package


@dataclass(frozen=True)
class Change:
    """A business that is in one of the plans alone, and the reason."""

    choice: object
    why: str


@dataclass(frozen=True)
class Comparison:
    """From the older plan to the newer one."""

    stayed: list
    came: list[Change]
    left: list[Change]


def compare(old, new):
    """The `Comparison` of two finished plans of one year; a fixed number of queries."""
    before, after = _by_business(old), _by_business(new)
    gone = [choice for key, choice in before.items() if key not in after]
    facts = _Facts(old, new, before.values(), after.values(), gone)
    return Comparison(
        stayed=[choice for key, choice in after.items() if key in before],
        came=[Change(choice, facts.why_in(choice)) for key, choice in after.items() if key not in before],
        left=[Change(choice, facts.why_out(choice)) for choice in gone],
    )


def _by_business(plan):
    """{business id, or the name of one that left the register: choice} in the order of the plan."""
    choices = plan.choices.select_related("business").prefetch_related("packages").order_by("rank")
    return {choice.business_id or choice.business_name: choice for choice in choices}


def _codes(choices):
    return {package.rup_code for choice in choices for package in choice.packages.all()}


class _Facts:
    """What happened between two plans, read once."""

    def __init__(self, old, new, before, after, gone):
        ids = [choice.business_id for choice in gone if choice.business_id]
        self.fewer_seats = new.seats < old.seats
        self.opened_before, self.opened_after = _codes(before), _codes(after)
        self.declined = set(
            Decline.objects.in_force_on(new.on).filter(business__in=ids).values_list("business", flat=True)
        )
        self.certified = set(
            Certificate.objects.valid_on(new.on)
            .filter(business__in=ids, issued_on__gt=old.on)
            .values_list("business", flat=True)
        )
        states = Package.objects.current().filter(rup_code__in=_codes(gone))
        self.states = dict(states.values_list("rup_code", "outcome__state"))

    def why_in(self, choice):
        """What the newcomer brings."""
        fresh = _codes([choice]) - self.opened_before
        if fresh:
            return ngettext(
                "Membuka %(count)d paket yang belum terbuka dalam rencana lama.",
                "Membuka %(count)d paket yang belum terbuka dalam rencana lama.",
                len(fresh),
            ) % {"count": len(fresh)}
        return _("Membuka paket yang dalam rencana lama dibuka usaha lain.")

    def why_out(self, choice):
        """The first reason that holds."""
        if choice.business_id is None:
            return _("Usaha ini tidak ada lagi dalam daftar.")
        if choice.business_id in self.declined:
            return _("Menyatakan tidak bersedia.")
        if choice.business_id in self.certified:
            return _("Sudah bersertifikat.")
        return self._why_packages_left(_codes([choice]))

    def _why_packages_left(self, codes):
        if not any(self.states.get(code) in (OutcomeState.OPEN, OutcomeState.THIN) for code in codes):
            return _("Paketnya tidak lagi menunggu pemasok.")
        if codes <= self.opened_after:
            return _("Paketnya kini dibuka usaha lain dalam rencana ini.")
        if self.fewer_seats:
            return _("Rencana ini punya lebih sedikit tempat.")
        return _("Tempatnya dipakai usaha yang membuka lebih banyak rupiah.")
