"""Since when a business stands at its step, and how long steps take those who leave them."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from bimtek.standing import NOTHING, Facts, facts_of, since, usual_days
from bimtek.steps import MissingStep
from certification.models import SiinasChange
from certification.triage import Stage
from tests.bimtek.market import ON, maker, rules
from tests.certification.application_chains import application
from tests.factories import BusinessFactory, CertificateFactory, ProductFactory, SiinasAccountFactory
from umkm.models import Business

pytestmark = pytest.mark.django_db
FACTS = Facts(date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 3), date(2026, 1, 4))


@pytest.fixture(autouse=True)
def _market(places):
    rules()


def then(account, status, day):
    """The account moved to `status` on `day`, as a list from the ministry says."""
    verified = day if status in ("ACTIVE", "IK_VALIDATED") else None
    SiinasChange.objects.create(
        account=account, to_status=status, as_of=day, source="EARLIER", verified_on=verified, note="daftar"
    )


@pytest.mark.parametrize(
    ("stage", "step", "day"),
    [
        (Stage.NO_NIB, MissingStep.NIB, date(2026, 1, 1)),
        (Stage.NO_SIINAS, MissingStep.SIINAS, date(2026, 1, 1)),
        (Stage.SIINAS_UNFINISHED, MissingStep.SIINAS_FINISH, date(2026, 1, 2)),
        (Stage.READY, MissingStep.APPLICATION, date(2026, 1, 2)),
        (Stage.EXPIRED, MissingStep.APPLICATION, date(2026, 1, 4)),
        (Stage.CERTIFIED, MissingStep.APPLICATION, None),
        (Stage.RETURNED, MissingStep.CORRECTION, None),
    ],
)
def test_each_step_begins_with_its_own_fact(stage, step, day):
    assert since(stage, step, FACTS) == day


def test_where_nothing_tells_nothing_is_claimed():
    assert since(Stage.NO_NIB, MissingStep.NIB, NOTHING) is None


def test_the_licence_counts_from_the_register_until_it_changes():
    business = maker("Keripik pisang", registered_on=date(2025, 5, 5))
    before = facts_of([business.pk], ON)[business.pk].licence_since
    # Recorded long ago, its activity today: that came later, so it is a change.
    Business.objects.filter(pk=business.pk).update(created_at=datetime(2025, 5, 6, 9, tzinfo=ZoneInfo("Asia/Jakarta")))

    after = facts_of([business.pk], ON)[business.pk].licence_since

    assert (before, after) == (date(2025, 5, 5), timezone.localdate())


def test_asking_again_about_an_account_does_not_move_the_day_it_got_there():
    account = SiinasAccountFactory(status="REQUESTED", as_of=date(2026, 1, 5))
    then(account, "REQUESTED", date(2026, 1, 25))

    facts = facts_of([account.business_id], ON)[account.business_id]

    assert (facts.moved_on, facts.told_on) == (date(2026, 1, 5), date(2026, 1, 25))


def test_only_a_certificate_that_ended_tells_since_when_there_is_none():
    business = BusinessFactory()
    CertificateFactory(business=business, issued_on=date(2020, 1, 1), valid_until=ON - timedelta(days=1))
    running = CertificateFactory(valid_until=ON)

    found = facts_of([business.pk, running.business_id], ON)

    assert (found[business.pk].ended_on, found[running.business_id].ended_on) == (ON - timedelta(days=1), None)


def test_the_median_of_a_step_counts_everyone_who_left_it():
    for finished, validated in ((date(2026, 1, 11), date(2026, 1, 15)), (date(2026, 1, 21), date(2026, 1, 27))):
        account = SiinasAccountFactory(status="REQUESTED", as_of=date(2026, 1, 1))
        then(account, "ACTIVE", finished)
        then(account, "IK_VALIDATED", validated)
        application(("SUBMITTED", validated + timedelta(days=3)), product=ProductFactory(business=account.business))
    application(("SUBMITTED", "2026-01-01"), ("RETURNED", "2026-01-05"), ("RESUBMITTED", "2026-01-08"))
    SiinasAccountFactory(status="REQUESTED", as_of=date(2026, 1, 1))

    found = {usual.step: (usual.passed, usual.passed_days) for usual in usual_days(ON) if usual.passed}

    assert found == {"SIINAS_FINISH": (2, 15), "VALIDATION": (2, 5), "APPLICATION": (2, 3), "CORRECTION": (1, 3)}
