"""Deeds on a certificate: each with reason and proof, once, and never against the rule, SQL included."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from certification.holiday_data import load_holidays
from certification.lifecycle import possible_deeds
from certification.models import Certificate, CertificateDeed, CertificateStatus, DeedKind
from certification.path import barred_until
from tests.conftest import TODAY
from tests.factories import CertificateFactory, CertificateItemFactory, DocumentFactory, ProductFactory
from tests.umkm.files import PDF, upload

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
MONDAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _calendar(monkeypatch, settings):
    load_holidays()
    monkeypatch.setattr(timezone, "localdate", lambda *_a: TODAY)


@pytest.fixture
def desk(client, petugas):
    client.force_login(petugas)
    return client


@pytest.fixture
def certificate(places):
    return CertificateFactory()


def press(client, certificate, slug, day=TODAY, once=None, proof=True, **more):
    data = {"day": day, "reason": "Surat Kementerian.", "once": once or uuid4(), **more}
    if proof:
        data["evidence"] = upload(PDF, "surat.pdf")
    return client.post(reverse("admin:certificate_deed", args=[certificate.pk, slug]), data)


def objections(response):
    return [str(e) for errors in response.context["form"].errors.values() for e in errors]


def facts(certificate):
    certificate.refresh_from_db()
    return (
        certificate.frozen_from, certificate.frozen_until, certificate.revoked_on, certificate.superseded_on,
        certificate.superseded_by,
    )  # fmt: skip


def test_a_freeze_without_a_last_day_ends_after_five_working_days(desk, certificate):
    press(desk, certificate, "dibekukan", MONDAY)

    assert facts(certificate)[:2] == (MONDAY, date(2026, 11, 30))
    deed = CertificateDeed.objects.get()
    assert (deed.kind, deed.day, deed.reason, deed.evidence.kind) == (
        "FREEZE", MONDAY, "Surat Kementerian.", "CERTIFICATE_PROOF",
    )  # fmt: skip


def test_a_longer_freeze_is_refused_with_the_last_possible_day(desk, certificate):
    response = press(desk, certificate, "dibekukan", MONDAY, until="2026-12-01")

    assert objections(response) == [
        "Pembekuan paling lama 5 hari kerja (Permenperin 35/2025 Pasal 68): dari 23 Nov 2026 paling lambat sampai "
        "30 Nov 2026, bukan 1 Des 2026."
    ]
    assert facts(certificate) == (None,) * 5
    assert CertificateDeed.objects.count() == 0


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ("frozen_from = '2026-11-23', frozen_until = '2026-12-01'", "ends on 2026-11-30 at the latest"),
        ("revoked_on = '2026-01-14'", "certificate_revoked_after_issue"),
        ("frozen_from = '2026-01-14'", "certificate_frozen_after_issue"),
        ("superseded_on = '2026-01-14'", "certificate_superseded_after_issue"),
        ("superseded_on = '2026-11-24', superseded_by_id = id", "would replace itself"),
    ],
)
def test_sql_meets_the_same_rules(certificate, change, rule):
    with pytest.raises(IntegrityError, match=rule), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE certification_certificate SET {change} WHERE id = %s", [certificate.pk])  # noqa: S608 - own text


def test_replacements_never_loop(certificate):
    newer = CertificateFactory(business=certificate.business)
    Certificate.objects.filter(pk=certificate.pk).update(superseded_on=TODAY, superseded_by=newer)

    with pytest.raises(IntegrityError, match="would replace itself"), transaction.atomic():
        Certificate.objects.filter(pk=newer.pk).update(superseded_on=TODAY, superseded_by=certificate)


def test_a_holiday_lengthens_the_freeze_by_its_day(certificate):
    Certificate.objects.filter(pk=certificate.pk).update(frozen_from=date(2026, 12, 21))  # 25 December is off

    certificate.refresh_from_db()
    assert certificate.frozen_until > date(2026, 12, 28)


def test_a_lifted_freeze_is_over_on_the_day_of_the_lifting(desk, certificate):
    press(desk, certificate, "dibekukan", MONDAY)

    press(desk, certificate, "beku-dicabut", TODAY)

    certificate.refresh_from_db()
    assert [certificate.status_on(day) for day in (MONDAY, TODAY)] == ["FROZEN", "ACTIVE"]


def test_nothing_can_be_lifted_that_is_not_frozen(desk, certificate):
    response = press(desk, certificate, "beku-dicabut", TODAY)

    assert objections(response) == ["Pada 24 Nov 2026 sertifikat ini tidak dibekukan, jadi tidak ada yang dicabut."]


def test_a_revocation_bars_the_firm_for_a_year_and_says_so(desk, certificate):
    response = press(desk, certificate, "dicabut", TODAY)

    page = desk.get(response.url).text
    certificate.refresh_from_db()
    assert certificate.revoked_on == TODAY
    assert barred_until([certificate], TODAY) == date(2027, 11, 24)
    assert "baru dapat mengajukan lagi mulai 24 Nov 2027" in page


def test_a_revocation_before_the_issue_and_one_in_the_future_are_refused(desk, certificate):
    early = press(desk, certificate, "dicabut", date(2026, 1, 14))
    late = press(desk, certificate, "dicabut", TODAY + DAY)

    assert objections(early) == [
        "Sertifikat ini baru terbit 15 Jan 2026; 14 Jan 2026 mendahuluinya. Periksa tanggal pada suratnya."
    ]
    assert objections(late) == ["Tanggal 25 Nov 2026 belum tiba; hari ini 24 Nov 2026. Tulis hari kejadiannya."]
    assert facts(certificate) == (None,) * 5


def test_a_form_posted_twice_is_one_deed_and_another_press_is_told(desk, certificate):
    once = uuid4()

    press(desk, certificate, "dicabut", TODAY, once)
    again = press(desk, certificate, "dicabut", TODAY, once)
    other = press(desk, certificate, "dicabut", TODAY)

    assert again.status_code == 302
    assert objections(other) == ["Sertifikat ini sudah dicabut pada 24 Nov 2026."]
    assert CertificateDeed.objects.count() == 1


def test_the_new_value_revokes_the_old_one_and_takes_its_product(desk, certificate):
    product = ProductFactory(business=certificate.business, name="Keripik pisang")
    CertificateItemFactory(certificate=certificate, product=product)
    newer = CertificateFactory(business=certificate.business, issued_on=date(2026, 11, 2))
    item = CertificateItemFactory(certificate=newer)

    press(desk, certificate, "diganti", newer.issued_on, successor=newer.pk)

    item.refresh_from_db()
    assert facts(certificate)[3:] == (newer.issued_on, newer)
    assert item.product == product


def test_another_holders_certificate_is_no_successor(desk, certificate):
    stranger = CertificateFactory()

    response = press(desk, certificate, "diganti", TODAY, successor=stranger.pk)

    assert "successor" in response.context["form"].errors
    assert facts(certificate) == (None,) * 5


def test_printed_dates_win_and_the_end_of_the_bmp_follows(desk, certificate):
    item = CertificateItemFactory(certificate=certificate, bmp="10.00")

    press(
        desk, certificate, "tanggal", issued_on="2026-01-20", valid_until="2031-01-19", bmp_valid_until="2030-05-01"
    )  # fmt: skip

    certificate.refresh_from_db()
    item.refresh_from_db()
    assert (certificate.issued_on, certificate.valid_until) == (date(2026, 1, 20), date(2031, 1, 19))
    assert item.bmp_valid_until == date(2030, 5, 1)


def test_dates_out_of_order_are_refused(desk, certificate):
    response = press(desk, certificate, "tanggal", issued_on="2031-01-20", valid_until="2031-01-19")

    assert objections(response) == [
        "Sertifikat berakhir 19 Jan 2031, sebelum terbit 20 Jan 2031; periksa kedua tanggal pada sertifikat."
    ]


def test_a_deed_needs_its_proof(desk, certificate):
    waiting = CertificateFactory(business=None)

    without = press(desk, certificate, "dicabut", proof=False, reference="B/12/2026")
    lettered = press(desk, waiting, "dicabut", proof=False, reference="B/12/2026")

    assert objections(without) == ["Sertakan foto atau PDF suratnya."]
    assert (lettered.status_code, CertificateDeed.objects.get().reference) == (302, "B/12/2026")


def test_a_deed_is_never_changed(desk, certificate):
    press(desk, certificate, "dicabut")

    for statement in (
        "UPDATE certification_certificatedeed SET reason = 'x'",
        "DELETE FROM certification_certificatedeed",
    ):
        with pytest.raises(Exception, match="Cannot"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_deed_without_reason_or_proof_is_refused_by_the_database(certificate, petugas):
    with pytest.raises(IntegrityError, match="certificate_deed_has_reason_and_proof"), transaction.atomic():
        CertificateDeed.objects.create(certificate=certificate, kind="REVOKE", day=TODAY, reason="x", by=petugas)


def test_the_page_shows_the_certificate_on_any_day(desk, certificate):
    url = reverse("admin:certification_certificate_change", args=[certificate.pk])

    past, today = desk.get(url, {"pada": "2026-01-14"}), desk.get(url, {"pada": "kemarin"})

    assert past.context["verdict"].status == CertificateStatus.NOT_YET
    assert (today.context["verdict"].status, today.context["on"]) == (CertificateStatus.ACTIVE, TODAY)


def test_only_what_makes_sense_is_offered(certificate):
    assert possible_deeds(certificate, TODAY) == [
        DeedKind.SUPERSEDE, DeedKind.FREEZE, DeedKind.REVOKE, DeedKind.CORRECT,
    ]  # fmt: skip
    certificate.revoked_on = TODAY
    assert possible_deeds(certificate, TODAY) == [DeedKind.CORRECT]


def test_who_only_looks_records_nothing(client, certificate, pejabat):
    client.force_login(pejabat)

    assert press(client, certificate, "dicabut").status_code in (302, 403)
    assert facts(certificate) == (None,) * 5


def test_certificates_without_number_and_scan_are_listed_as_unproven(desk, places):
    CertificateFactory(number="ADA")
    bare = CertificateFactory(number=None)
    scanned = CertificateFactory(number=None)
    DocumentFactory(business=scanned.business, kind="CERTIFICATE_SCAN")
    url = reverse("admin:certification_certificate_changelist")

    assert list(desk.get(url, {"bukti": "belum"}).context["cl"].result_list) == [bare]
    assert len(desk.get(url, {"bukti": "ada"}).context["cl"].result_list) == 2
