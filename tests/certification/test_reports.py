"""What does not fit can be told without a name; only the office reads it."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from certification.models import Report, ReportState
from certification.report_views import REPORTS
from tests.admin.forms import filled
from tests.conftest import TODAY
from tests.factories import CertificateFactory, ReportFactory
from tests.umkm.files import picture, upload
from umkm.models import Document

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 7, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _five_past_two_in_lampung(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def certificate(places):
    return CertificateFactory()


def tell(client, certificate, **more):
    data = {"seen": "Barangnya buatan luar negeri.", "once": uuid4(), **more}
    return client.post(reverse("certification:report", args=[certificate.token]), data, follow=True)


def test_anyone_tells_what_does_not_fit_without_a_name(client, certificate):
    page = tell(client, certificate, seen_on="2026-11-23", place="Pasar Metro", evidence=upload(picture()))

    report = Report.objects.get()
    assert "Laporan diterima" in page.text
    assert (report.certificate, report.business, report.by) == (certificate, certificate.business, None)
    assert (report.place, report.state_now) == ("Pasar Metro", ReportState.OPEN)
    assert (report.evidence.kind, report.evidence.business, report.evidence.uploaded_by) == (
        "REPORT_EVIDENCE", None, None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"seen": ""}, "Tulis apa yang Anda lihat."),
        ({"seen": "Telepon 0812-3456-7890 saja"}, "Ada nomor yang panjang, mungkin NIK atau nomor telepon."),
        ({"seen_on": "2026-11-25"}, "Tanggal 25 Nov 2026 belum tiba"),
        ({"evidence": upload(b"MZ", "a.exe")}, "“a.exe” bukan foto."),
    ],
)
def test_what_cannot_be_taken_is_said(client, certificate, more, sentence):
    page = tell(client, certificate, **more)

    assert sentence in page.text
    assert Report.objects.count() == 0


def test_a_form_posted_twice_is_one_report(client, certificate):
    once = uuid4()

    tell(client, certificate, once=once)
    tell(client, certificate, once=once)

    assert Report.objects.count() == 1


def test_who_sends_too_many_waits(client, certificate):
    for _ in range(REPORTS.amount):
        tell(client, certificate)

    late = tell(client, certificate)

    assert (late.status_code, Report.objects.count()) == (429, REPORTS.amount)


def test_an_unknown_code_has_no_form(client, certificate):
    assert client.get("/s/abcdefghijk/lapor/").status_code == 404


def test_no_public_page_and_no_owner_reads_a_report(client, certificate, orang_lain):
    certificate.business.memberships.create(user=orang_lain, since=TODAY)
    tell(client, certificate, seen="RAHASIA PELAPOR", evidence=upload(picture()))
    evidence = Document.objects.get()

    public = client.get(certificate.get_absolute_url()).text
    client.force_login(orang_lain)
    own = client.get(certificate.business.get_absolute_url()).text

    assert "RAHASIA PELAPOR" not in public + own
    assert client.get(evidence.get_absolute_url()).status_code == 404


def test_staff_pass_it_on_and_close_it(client, certificate, petugas):
    report = ReportFactory(certificate=certificate)
    client.force_login(petugas)
    url = reverse("admin:certification_report_change", args=[report.pk])

    client.post(url, filled(client.get(url), sent_on="2026-11-24", sent_reference="B/1/2026"))
    report.refresh_from_db()
    sent = report.state_now
    early = client.post(url, filled(client.get(url), closed_on="2026-11-23", closing_reason="Selesai."))
    client.post(url, filled(client.get(url), closed_on="2026-11-25", closing_reason="Selesai."))
    report.refresh_from_db()

    assert (sent, report.state_now) == (ReportState.SENT, ReportState.CLOSED)
    assert "paling awal pada hari dikirim atau dijawab" in early.text


def test_staff_report_too_and_are_named(client, certificate, petugas):
    client.force_login(petugas)

    client.post(
        reverse("admin:certification_report_add"),
        {"business": certificate.business.pk, "seen": "Pabriknya kosong.", "photo": upload(picture())},
    )

    report = Report.objects.get()
    assert (report.by, report.business, report.evidence.kind) == (petugas, certificate.business, "REPORT_EVIDENCE")


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        ({"certificate": None}, "report_says_what_and_about_whom"),
        ({"sent_on": TODAY}, "report_sent_with_a_letter"),
        ({"answered_on": TODAY, "answer": "Ya."}, "report_answered_after_it_was_sent"),
        ({"closed_on": TODAY}, "report_closed_last_with_a_reason"),
    ],
)
def test_the_database_keeps_the_order(certificate, facts, rule):
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        ReportFactory(**{"certificate": certificate} | facts)


def test_row_and_set_agree_on_the_state(certificate):
    sent = {"sent_on": TODAY, "sent_reference": "B/1"}
    answered = sent | {"answered_on": TODAY, "answer": "Ya."}
    for facts in ({}, sent, answered, answered | {"closed_on": TODAY, "closing_reason": "Selesai."}):
        ReportFactory(certificate=certificate, **facts)

    states = [(report.state, report.state_now) for report in Report.objects.with_state().order_by("pk")]

    assert states == [(state, state) for state in ReportState]
    assert Report.objects.waiting().count() == 1
