"""What lies on the officer's desk: frozen answers, a package declared without a supplier, a shortlist with offers."""

import uuid
from datetime import datetime, time, timedelta, timezone

from accounts.models import User
from accounts.roles import Role
from insight.demo import REFERENCE_DAY
from insight.demo.dice import dice_for
from procurement import offers
from procurement.evidence import declare_no_supplier, freeze_package
from procurement.matching import default_day, match
from procurement.models import Offer, OutcomeState, PackageOutcome, ShortlistEntry
from procurement.models.evidence import CODE_LENGTH, CODE_SIGNS

WESTERN = timezone(timedelta(hours=7))
ASKED_ON = REFERENCE_DAY - timedelta(days=6)
YEAR = REFERENCE_DAY.year + 1


def fill_officer_desk(seed):
    """One open and one served package of next year, drawn by `seed`, taken as far as their officer would by now."""
    dice, officer = dice_for(seed, "officer desk"), User.objects.get(groups__name=Role.OFFICER)
    _declare(dice, officer, _drawn(dice, officer, OutcomeState.OPEN))
    _ask(dice, officer, _drawn(dice, officer, OutcomeState.SERVED))


def _drawn(dice, officer, state):
    found = PackageOutcome.objects.for_year(YEAR).filter(state=state, package__agency__postings__user=officer)
    return dice.choice(list(found.select_related("package__agency").order_by("package__rup_code"))).package


def _moment(dice):
    return datetime.combine(ASKED_ON, time(dice.randint(8, 14), dice.randint(0, 59)), WESTERN)


def _freeze(dice, officer, package):
    key = uuid.UUID(int=dice.getrandbits(128), version=4)
    code = "".join(dice.choices(CODE_SIGNS, k=CODE_LENGTH))
    return freeze_package(package=package, officer=officer, at=_moment(dice), form_key=key, code=code)


def _declare(dice, officer, package):
    note = "Diperlukan tahun depan; ukuran dan bahan dapat dibicarakan dengan bagian umum."
    declare_no_supplier(evidence=_freeze(dice, officer, package), officer=officer, note=note, on=ASKED_ON)


def _ask(dice, officer, package):
    """Up to three of the candidates on the list, all asked; the first has answered."""
    _freeze(dice, officer, package)
    [found] = match(year=YEAR, on=default_day(YEAR, ASKED_ON), rup_code=package.rup_code)
    at = _moment(dice)
    entries = [
        ShortlistEntry.objects.create(
            package=package, item_id=candidate.supplier.item_id, added_by=officer, added_at=at
        )
        for candidate in found.candidates[:3]
    ]
    deadline = ASKED_ON + timedelta(days=14)
    text = offers.request_text(package=package, officer=officer, volume="100 buah", deadline=deadline)
    asked = offers.record(entries=entries, text=text, deadline=deadline, officer=officer, on=ASKED_ON)
    price = package.ceiling * dice.randint(80, 97) // 100
    Offer.objects.filter(pk__in=[offer.pk for offer in asked[:1]]).update(
        answered_on=ASKED_ON + timedelta(days=3), price=price
    )
