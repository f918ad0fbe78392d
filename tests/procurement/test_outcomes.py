"""Stored outcomes: what matching says, written once, mended when it changes."""

import time
import uuid

import pytest
from celery.contrib.testing.worker import start_worker
from django.utils import timezone

from procurement import tasks
from procurement.models import PackageOutcome
from procurement.services import refresh_outcomes
from tests.factories import PackageFactory
from tests.procurement.market import ON, offer, rules
from tkdnportal.celery import app


def outcomes():
    return list(PackageOutcome.objects.order_by("pk").values_list("package_id", "state", "suppliers", "best_tier"))


@pytest.mark.django_db
def test_every_current_package_of_the_year_gets_its_outcome():
    rules()
    offer("Keripik pisang", tkdn=40)
    offer("Keripik pisang", revoked_on=ON)
    served = PackageFactory()
    uncertifiable = PackageFactory(not_certifiable="CATERING")
    PackageFactory(is_active=False)
    PackageFactory(year=2027)

    changed = refresh_outcomes(year=2026, on=ON)

    assert changed == 2
    assert outcomes() == [(served.pk, "SERVED", 1, 1), (uncertifiable.pk, "NOT_CERTIFIABLE", 0, None)]
    assert (served.outcome.near_misses, served.outcome.on) == (1, ON)


@pytest.mark.django_db
def test_running_again_touches_nothing():
    PackageFactory()
    refresh_outcomes(year=2026, on=ON)
    written = PackageOutcome.objects.values_list("computed_at", flat=True).get()

    changed = refresh_outcomes(year=2026, on=ON)

    assert changed == 0
    assert PackageOutcome.objects.values_list("computed_at", flat=True).get() == written


@pytest.mark.django_db
def test_only_the_row_that_changed_is_written():
    rules()
    open_one = PackageFactory()
    PackageFactory(name="Belanja kopi")
    refresh_outcomes(year=2026, on=ON)
    offer("Keripik pisang", tkdn=30)

    changed = refresh_outcomes(year=2026, on=ON)

    assert changed == 1
    assert PackageOutcome.objects.get(package=open_one).state == "SERVED"


@pytest.mark.django_db
def test_the_outcome_of_a_package_no_longer_current_goes_and_other_years_stay():
    withdrawn = PackageFactory()
    next_year = PackageFactory(year=2027)
    refresh_outcomes(year=2026, on=ON)
    refresh_outcomes(year=2027, on=ON)
    withdrawn.is_active = False
    withdrawn.save()

    changed = refresh_outcomes(year=2026, on=ON)

    assert changed == 1
    assert outcomes() == [(next_year.pk, "OPEN", 0, None)]


@pytest.mark.django_db
def test_the_task_covers_this_year_and_the_next_and_may_run_twice():
    today = timezone.localdate()
    packages = [PackageFactory(year=today.year + ahead) for ahead in (-1, 0, 1, 2)]

    tasks.refresh_outcomes.delay()
    tasks.refresh_outcomes.delay()

    assert [pk for pk, *_rest in outcomes()] == [packages[1].pk, packages[2].pk]


@pytest.fixture
def queue():
    """The name of a queue of this test's own on the real broker; nothing runs at once in the caller."""
    app.conf.task_always_eager = False
    yield f"test-{uuid.uuid4().hex}"
    app.conf.task_always_eager = True


@pytest.mark.django_db(transaction=True)
def test_a_real_worker_writes_the_outcomes(queue):
    package = PackageFactory(year=timezone.localdate().year)
    deadline = time.monotonic() + 20

    with start_worker(app, pool="solo", queues=[queue], perform_ping_check=False, shutdown_timeout=30):
        tasks.refresh_outcomes.apply_async(queue=queue)
        while not outcomes() and time.monotonic() < deadline:
            time.sleep(0.05)

    assert outcomes() == [(package.pk, "OPEN", 0, None)]
