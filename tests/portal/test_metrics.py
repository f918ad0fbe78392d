"""Numbers for monitors, and who may read them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from procurement.models import PackageOutcome
from procurement.services import refresh_outcomes
from tests.factories import CertificateFactory, PackageFactory
from umkm.models import ImportRun

pytestmark = pytest.mark.django_db


def lines(client, **headers):
    answer = client.get("/metrics", **headers)
    assert answer.status_code == 200
    return dict(line.rsplit(" ", 1) for line in answer.text.splitlines() if not line.startswith("#"))


def test_the_portal_counts_its_work(client, places):
    today = timezone.localdate()
    CertificateFactory(valid_until=today)
    CertificateFactory(valid_until=today - timedelta(days=1))
    CertificateFactory(valid_until=today, business=None)
    PackageFactory(year=today.year)
    refresh_outcomes(year=today.year, on=today)
    PackageOutcome.objects.update(computed_at=timezone.localtime() - timedelta(hours=1))
    ImportRun.objects.create(kind="BUSINESSES", file_name="putus.csv", file_hash="0" * 64)

    numbers = lines(client)

    assert numbers['tkdn_packages{state="OPEN"}'] == "1.0"
    assert numbers["tkdn_valid_certificates"] == "1.0"
    assert numbers["tkdn_unfinished_imports"] == "1.0"
    assert 3600 <= float(numbers["tkdn_outcomes_age_seconds"]) < 3700
    assert float(numbers["tkdn_queue_length"]) >= 0


def test_what_never_happened_has_no_age(client, db):
    assert "tkdn_outcomes_age_seconds" not in lines(client)


def test_without_a_token_only_the_same_machine_may_read(client, db):
    assert client.get("/metrics", REMOTE_ADDR="203.0.113.7").status_code == 404
    assert client.get("/metrics", REMOTE_ADDR="127.0.0.1").status_code == 200


def test_with_a_token_only_its_holder_may_read(client, db, settings):
    settings.METRICS_TOKEN = "rahasia-monitor"

    assert client.get("/metrics", REMOTE_ADDR="127.0.0.1").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer salah"}).status_code == 404
    answer = client.get("/metrics", REMOTE_ADDR="203.0.113.7", headers={"Authorization": "Bearer rahasia-monitor"})
    assert answer.status_code == 200
