"""What the officer waits for: packages set aside for makers, makers to be told of, and one who is certified by now."""

from datetime import datetime, time, timedelta, timezone

from accounts.models import User
from accounts.roles import Role
from certification.models import Certificate
from insight.demo import REFERENCE_DAY
from insight.demo.dice import dice_for
from procurement.coachable import near_certified_for
from procurement.models import OutcomeState, PackageOutcome, Pledge, ReadyNotice, ReadyWatch
from procurement.pledge_makers import keep_makers
from procurement.pledges import last_day, makers_of, may_be_pledged, withdraw
from procurement.ready_watches import find_ready, watch_business, watch_goods

MADE_ON = REFERENCE_DAY - timedelta(days=12)
LEAST_DAYS = 45
"""So long before its contract a package must lie, that somebody can get ready."""
WESTERN = timezone(timedelta(hours=7))


def fill_waiting(seed):
    """Three pledges of the officer's packages, one taken back, and the officer's watches; drawn by `seed`."""
    dice, officer = dice_for(seed, "waiting"), User.objects.get(groups__name=Role.OFFICER)
    pledges = [_pledge(package, officer) for package in _chosen(dice, officer)]
    if len(pledges) > 2:
        withdraw(pledge=pledges[2], by=officer, reason="Paket digabung dengan kegiatan lain.", on=REFERENCE_DAY)
    for pledge in pledges[:1]:
        for maker in near_certified_for(pledge.package, MADE_ON)[:2]:
            watch_business(officer=officer, business=maker.business, package=pledge.package, on=MADE_ON)
    watch_goods(officer=officer, words="keripik", category="FOOD", on=REFERENCE_DAY)
    _told(officer)
    keep_makers(on=REFERENCE_DAY)


def _chosen(dice, officer):
    """Up to three open packages far enough ahead, those that makers could be ready for first."""
    rows = PackageOutcome.objects.filter(state=OutcomeState.OPEN, package__agency__postings__user=officer)
    rows = rows.filter(package__no_suppliers=None).select_related("package").order_by("package__rup_code")
    far = [row.package for row in rows if last_day(row.package) >= MADE_ON + timedelta(days=LEAST_DAYS)]
    drawn = dice.sample(far, min(len(far), 12))
    free = [package for package in drawn if may_be_pledged(package, REFERENCE_DAY)]
    makers = makers_of([_unsaved(package, officer) for package in free], MADE_ON)
    return sorted(free, key=lambda package: -min(makers[package.pk].in_time, 1))[:3]


def _unsaved(package, officer):
    """A pledge that is only asked about; it goes by its package's number."""
    return Pledge(pk=package.pk, package=package, officer=officer, made_on=MADE_ON, ready_by=_day(package))


def _day(package):
    return last_day(package) - timedelta(days=7)


def _pledge(package, officer):
    note = "Ukuran dan bahan dapat dibicarakan dengan bagian umum."
    return Pledge.objects.create(package=package, officer=officer, made_on=MADE_ON, ready_by=_day(package), note=note)


def _told(officer):
    """The newest certified maker was waited for, and the officer has been told by mail."""
    newest = Certificate.objects.valid_on(REFERENCE_DAY).filter(business__isnull=False, issued_on__isnull=False)
    certificate = newest.order_by("-issued_on", "pk").first()
    since = certificate.issued_on - timedelta(days=20)
    ReadyWatch.objects.create(officer=officer, business=certificate.business, since=since)
    find_ready(on=REFERENCE_DAY)
    ReadyNotice.objects.update(mailed_at=datetime.combine(REFERENCE_DAY, time(8, 3), WESTERN))
