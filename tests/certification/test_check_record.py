"""Every check leaves a row that nobody changes; guessing is slowed down."""

from datetime import UTC, datetime, timedelta

import pgtrigger
import pytest
from django.db import IntegrityError, InternalError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from certification.check_views import MISSES
from certification.checks import forget, monthly, shortened
from certification.models import AskedBy, CertificateCheck
from tests.conftest import TODAY
from tests.factories import CertificateCheckFactory, CertificateFactory

pytestmark = pytest.mark.django_db
PAGE = "/cek/"
NOW = datetime(2026, 11, 24, 7, 5, tzinfo=UTC)
LATER = datetime(2026, 11, 24, 7, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _five_past_two_in_lampung(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def rows():
    return list(CertificateCheck.objects.order_by("pk").values_list("certificate", "how", "asked", "status", "at"))


def guess(client, times):
    return [client.get(PAGE, {"nomor": f"tebakan {number}"}).status_code for number in range(times)]


def test_a_number_that_is_found_is_recorded(client):
    made = CertificateFactory(number="12/2026", revoked_on=TODAY)

    client.get(PAGE, {"nomor": "12 / 2026"})

    assert rows() == [(made.pk, "NUMBER", "12 / 2026", "REVOKED", NOW)]
    assert CertificateCheck.objects.get().found is True


def test_a_code_that_is_found_is_recorded_without_giving_the_token_away(client):
    made = CertificateFactory()

    client.get(made.get_absolute_url())

    assert rows() == [(made.pk, "TOKEN", f"{made.token[:6]}…", "ACTIVE", NOW)]


def test_what_is_not_found_is_recorded_as_unknown(client):
    client.get(PAGE, {"nomor": "13/2026"})
    client.get("/s/abcdefghijk/")

    assert rows() == [
        (None, "NUMBER", "13/2026", "UNKNOWN", NOW),
        (None, "TOKEN", "abcdef…", "UNKNOWN", NOW),
    ]
    assert [check.found for check in CertificateCheck.objects.all()] == [False, False]


def test_each_certificate_shown_is_a_row(client):
    first = CertificateFactory(number="12/2026")
    second = CertificateFactory(number="12/2026", issuer="LVI", valid_until=TODAY)

    client.get(PAGE, {"nomor": "12/2026"})

    assert [(row[0], row[3]) for row in rows()] == [(first.pk, "ACTIVE"), (second.pk, "EXPIRING")]


@pytest.mark.parametrize(
    ("how", "asked", "kept"),
    [
        ("NUMBER", "12/2026", "12/2026"),
        ("NUMBER", "x" * 100, "x" * 60),
        ("NUMBER", "1871014409900001", "1871…"),
        ("NUMBER", "Sari +6281234567890", "Sari +6281…"),
        ("NUMBER", "123456789", "123456789"),
        ("NUMBER", "12\n/\x1b2026", "12/2026"),
        ("TOKEN", "ab", "ab…"),
        ("TOKEN", "ab\x00cdefgh", "abcdef…"),
    ],
)
def test_what_was_asked_is_kept_short_and_without_long_numbers(how, asked, kept):
    assert shortened(AskedBy(how), asked) == kept


def test_a_check_has_no_field_for_who_asked():
    names = {field.name for field in CertificateCheck._meta.get_fields()}

    assert names == {"id", "certificate", "how", "asked", "status", "at"}


def test_the_row_outlives_its_certificate(client):
    made = CertificateFactory(number="12/2026")
    client.get(PAGE, {"nomor": "12/2026"})
    key = made.pk

    made.delete()

    assert [row[0] for row in rows()] == [key]


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"status": "ACTIVE"}, "certificate_check_unknown_means_none_found"),
        ({"certificate_id": 1}, "certificate_check_unknown_means_none_found"),
        ({"certificate_id": 1, "status": "SAH"}, "certificate_check_unknown_means_none_found"),
        ({"how": "RUMOR"}, "certificate_check_way_is_known"),
    ],
)
def test_a_row_that_contradicts_itself_is_refused(facts, name):
    row = {"how": "NUMBER", "asked": "12", "status": "UNKNOWN", "at": NOW} | facts

    with pytest.raises(IntegrityError, match=name):
        CertificateCheck.objects.create(**row)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE certification_certificatecheck SET status = 'UNKNOWN', certificate_id = NULL",
        "DELETE FROM certification_certificatecheck",
    ],
)
def test_not_even_sql_changes_a_check(client, statement):
    client.get(PAGE, {"nomor": "12/2026"})

    with (
        pytest.raises(
            (InternalError, IntegrityError), match=r"Cannot (update|delete) rows from certification_certificatecheck"
        ),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert len(rows()) == 1


def test_it_is_the_named_trigger_that_forbids_it(client):
    client.get(PAGE, {"nomor": "12/2026"})

    with pgtrigger.ignore("certification.CertificateCheck:certificate_check_outlives_its_year"):
        CertificateCheck.objects.all().delete()

    assert rows() == []


def test_only_checks_older_than_a_year_are_forgotten_and_only_by_the_one_way(client):
    old = CertificateCheckFactory(at=datetime.now(UTC) - timedelta(days=400))
    young = CertificateCheckFactory(at=datetime.now(UTC) - timedelta(days=300))

    with pytest.raises(IntegrityError, match="docs/adr/0008"), transaction.atomic():
        CertificateCheck.objects.filter(pk=old.pk).delete()
    with pytest.raises(IntegrityError, match="docs/adr/0008"), transaction.atomic():
        forget(datetime.now(UTC))
    forgotten = forget(datetime.now(UTC) - timedelta(days=399))

    assert (forgotten, list(CertificateCheck.objects.all())) == (1, [young])
    with pytest.raises(IntegrityError, match="docs/adr/0008"), transaction.atomic():
        CertificateCheck.objects.all().delete()


def test_checks_are_counted_month_by_month():
    made = CertificateFactory()
    for status, month in (("ACTIVE", 10), ("EXPIRED", 10), ("UNKNOWN", 11)):
        known = None if status == "UNKNOWN" else made
        CertificateCheckFactory(certificate=known, status=status, at=datetime(2026, month, 3, tzinfo=UTC))
    CertificateCheckFactory(at=datetime(2024, 1, 1, tzinfo=UTC))

    months = [
        (row["month"].month, row["total"], row["valid"], row["other"], row["unknown"])
        for row in monthly(datetime(2026, 1, 1, tzinfo=UTC))
    ]

    assert months == [(11, 1, 0, 0, 1), (10, 2, 1, 1, 0)]


def test_a_record_that_fails_costs_nobody_the_answer(client, caplog):
    made = CertificateFactory(number="12/2026")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE certification_certificatecheck ADD CONSTRAINT full_disk CHECK (false)")

    response = client.get(PAGE, {"nomor": "12/2026"})

    assert [verdict.certificate for verdict in response.context["verdicts"]] == [made]
    assert rows() == []
    assert [record.message for record in caplog.records] == ["A check of a certificate could not be recorded"]


def test_who_guesses_too_often_waits_and_reads_until_when(client):
    CertificateFactory(number="12/2026")

    answers = guess(client, MISSES.amount)
    refused = client.get(PAGE, {"nomor": "12/2026"})

    assert answers == [200] * MISSES.amount
    assert (refused.status_code, refused["Retry-After"]) == (429, "301")
    assert "Coba lagi pukul 14.10 WIB." in " ".join(refused.content.decode().split())
    assert CertificateCheck.objects.count() == MISSES.amount


def test_the_wait_ends_when_it_says(client, monkeypatch):
    guess(client, MISSES.amount)

    monkeypatch.setattr(timezone, "now", lambda: LATER - timedelta(microseconds=1))
    before = client.get(PAGE, {"nomor": "12/2026"}).status_code
    monkeypatch.setattr(timezone, "now", lambda: LATER)
    after = client.get(PAGE, {"nomor": "12/2026"}).status_code

    assert (before, after) == (429, 200)


def test_certificates_that_are_found_are_never_counted(client):
    CertificateFactory(number="12/2026")

    answers = {client.get(PAGE, {"nomor": "12/2026"}).status_code for _ in range(MISSES.amount + 1)}

    assert answers == {200}


def test_the_form_itself_stays_open_to_who_must_wait(client):
    guess(client, MISSES.amount)

    assert client.get(PAGE).status_code == 200


def test_wrong_codes_count_too_but_a_true_code_is_always_answered(client):
    made = CertificateFactory()

    for number in range(MISSES.amount):
        client.get(f"/s/salah{number}/")

    assert client.get("/s/salah/").status_code == 429
    assert client.get(PAGE, {"nomor": "12/2026"}).status_code == 429
    assert client.get(made.get_absolute_url()).status_code == 200


def test_one_visitor_guessing_does_not_shut_out_another(client):
    guess(client, MISSES.amount)

    assert client.get(PAGE, {"nomor": "12/2026"}, REMOTE_ADDR="10.0.0.9").status_code == 200


def test_staff_read_the_checks_also_of_a_certificate_that_is_gone(client, petugas):
    made = CertificateFactory(number="12/2026")
    client.get(PAGE, {"nomor": "12/2026"})
    made.delete()
    client.force_login(petugas)
    check = CertificateCheck.objects.get()

    listed = client.get(reverse("admin:certification_certificatecheck_changelist"))
    opened = client.get(reverse("admin:certification_certificatecheck_change", args=[check.pk]))

    assert list(listed.context["cl"].result_list) == [check]
    assert "12/2026" in opened.content.decode()


def test_nobody_changes_a_check_at_the_desk(client, administrator):
    client.get(PAGE, {"nomor": "12/2026"})
    client.force_login(administrator)
    check = CertificateCheck.objects.get()

    answers = [
        client.post(
            reverse(f"admin:certification_certificatecheck_{deed}", args=[check.pk]), {"post": "yes"}
        ).status_code
        for deed in ("change", "delete")
    ]

    assert answers == [403, 403]
    assert client.get(reverse("admin:certification_certificatecheck_add")).status_code == 403
