"""Every change of an account is a row, whoever writes it, and the account is always its newest row."""

import uuid
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction

from certification.models import SiinasAccount, SiinasChange, SiinasProof
from certification.siinas import services
from certification.siinas.rules import is_stale, needs_word, place_key, refuse_passwords
from certification.siinas.states import AHEAD, AccountStatus, StatusSource
from tests.conftest import TODAY
from tests.factories import BusinessFactory, ProofDocumentFactory, SiinasAccountFactory, SiinasProofFactory, UserFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 1)


@pytest.fixture
def account():
    return SiinasAccountFactory(as_of=DAY)


def change(account, status, day=DAY, **fields):
    """A change as staff tell it, written without any service."""
    fields = {"source": "STAFF", "by": UserFactory() if fields.get("source", "STAFF") == "STAFF" else None} | fields
    if status in AccountStatus.verified:
        fields = {"verified_on": day, "evidence": ProofDocumentFactory(business=account.business)} | fields
    return SiinasChange.objects.create(account=account, to_status=status, as_of=day, **fields)


def chain(account):
    return list(account.changes.order_by("position").values_list("from_status", "to_status", "source"))


def execute(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_a_change_becomes_the_state_of_its_account(account, petugas):
    change(account, "ACTIVE", TODAY, by=petugas)

    account.refresh_from_db()
    assert (account.status, account.as_of, account.verified_on, account.verified_by, account.source) == (
        "ACTIVE", TODAY, TODAY, petugas, "STAFF",
    )  # fmt: skip


def test_an_account_that_begins_with_a_status_begins_with_a_row():
    account = SiinasAccountFactory(status="REQUESTED", source="DEMO")

    assert chain(account) == [("NONE", "REQUESTED", "DEMO")]


def test_a_place_of_which_nothing_is_known_has_no_row(account):
    assert chain(account) == []


def test_a_bulk_update_leaves_rows(account):
    SiinasAccount.objects.update(status="REQUESTED", as_of=TODAY)

    assert chain(account) == [("NONE", "REQUESTED", "DIRECT")]


def test_raw_sql_leaves_a_row(account):
    execute("UPDATE certification_siinasaccount SET status = 'REQUESTED' WHERE id = %s", account.pk)

    account.refresh_from_db()
    assert chain(account) == [("NONE", "REQUESTED", "DIRECT")]
    assert account.source == "DIRECT"


def test_a_change_of_the_note_alone_is_no_change_of_status(account):
    SiinasAccount.objects.update(note="menunggu pemilik", email_on_nib="sari@contoh.id")

    assert chain(account) == []


def test_rows_written_together_follow_each_other(account, petugas):
    SiinasChange.objects.bulk_create(
        SiinasChange(account=account, to_status=status, as_of=DAY, source="STAFF", by=petugas)
        for status in ("REQUESTED", "CREDENTIALS_SENT", "PROFILE_INCOMPLETE")
    )

    account.refresh_from_db()
    assert [before for before, _after, _source in chain(account)] == ["NONE", "REQUESTED", "CREDENTIALS_SENT"]
    assert account.status == "PROFILE_INCOMPLETE"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE certification_siinaschange SET note = 'lain'",
        "UPDATE certification_siinaschange SET to_status = 'NONE'",
        "DELETE FROM certification_siinaschange",
    ],
)
def test_a_row_is_never_changed_or_deleted(account, statement):
    change(account, "REQUESTED")

    with pytest.raises(DatabaseError, match="siinas_change_is_never_changed"), transaction.atomic():
        execute(statement)

    assert chain(account) == [("NONE", "REQUESTED", "STAFF")]


@pytest.mark.parametrize(
    ("status", "fields", "rule"),
    [
        ("ENTAH", {"note": "salah ketik"}, "siinas_change_status_and_source_are_known"),
        ("REQUESTED", {"source": "KABAR"}, "siinas_change_status_and_source_are_known"),
        ("PROBLEM", {}, "siinas_change_problem_is_named"),
        ("REQUESTED", {"problem": "NO_MAIL"}, "siinas_change_problem_is_named"),
        ("PROBLEM", {"problem": "OTHER"}, "siinas_change_other_problem_is_told"),
        ("ACTIVE", {"evidence": None}, "siinas_change_verified_has_evidence"),
        ("IK_VALIDATED", {"evidence": None}, "siinas_change_verified_has_evidence"),
        ("ACTIVE", {"source": "OWNER"}, "siinas_change_verified_by_the_office"),
        ("ACTIVE", {"verified_on": None}, "siinas_change_verified_iff_dated"),
        ("REQUESTED", {"verified_on": DAY}, "siinas_change_verified_iff_dated"),
        ("REQUESTED", {"by": None}, "siinas_change_names_who_recorded_it"),
        ("REQUESTED", {"source": "FILE"}, "siinas_change_from_a_file_names_its_run"),
        ("REQUESTED", {"note": "Kata sandi: rahasia1"}, "siinas_change_holds_no_password"),
    ],
)
def test_a_change_keeps_its_rules(account, status, fields, rule):
    if fields.get("source") in ("OWNER", "KABAR"):
        fields = fields | {"by": UserFactory()}

    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        change(account, status, **fields)

    assert chain(account) == []


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"status": "PROBLEM"}, "siinas_account_problem_is_named"),
        ({"status": "ACTIVE", "verified_on": DAY, "source": "DIRECT"}, "siinas_account_verified_by_someone"),
        ({"filled": ["LAIN"]}, "siinas_account_source_and_sections_are_known"),
        ({"factory_location": "  "}, "siinas_account_location_is_told"),
        ({"note": "password SIINas = abc"}, "siinas_account_holds_no_password"),
        ({"factory_location": "Jl. Kartini, sandinya adalah abc"}, "siinas_account_holds_no_password"),
    ],
)
def test_an_account_keeps_its_rules_against_a_bulk_update(account, fields, rule):
    with pytest.raises(IntegrityError, match=rule):
        SiinasAccount.objects.update(**fields)


def test_raw_sql_cannot_call_an_account_active_without_evidence(account, petugas):
    with pytest.raises(IntegrityError, match="siinas_change_verified_has_evidence"):
        SiinasAccount.objects.update(status="ACTIVE", verified_on=DAY, verified_by=petugas)


def test_a_status_that_goes_back_says_why(account):
    change(account, "PROFILE_INCOMPLETE")

    with pytest.raises(IntegrityError, match="siinas_change_correction_says_why"), transaction.atomic():
        change(account, "REQUESTED")
    change(account, "REQUESTED", note="Salah pilih baris.")

    account.refresh_from_db()
    assert account.status == "REQUESTED"


@pytest.mark.parametrize("now", AccountStatus)
def test_every_status_says_what_may_follow_without_a_word(now):
    assert set(AHEAD) == set(AccountStatus)
    assert "PROBLEM" in AHEAD[now]
    assert needs_word(now, "NONE") is (now != "NONE")


def test_older_news_overwrite_nothing(account):
    change(account, "CREDENTIALS_SENT", TODAY)

    with pytest.raises(IntegrityError, match="as of"), transaction.atomic():
        change(account, "PROFILE_INCOMPLETE", DAY)

    account.refresh_from_db()
    assert account.status == "CREDENTIALS_SENT"


def test_the_proof_of_another_business_proves_nothing(account):
    foreign = ProofDocumentFactory(business=BusinessFactory())

    with pytest.raises(IntegrityError, match="proves no SIINas account"), transaction.atomic():
        change(account, "ACTIVE", evidence=foreign)
    with pytest.raises(IntegrityError, match="proves no SIINas account"), transaction.atomic():
        SiinasProofFactory(account=account, evidence=foreign)


def test_another_kind_of_paper_proves_nothing(account):
    paper = ProofDocumentFactory(business=account.business, kind="NIB")

    with pytest.raises(IntegrityError, match="proves no SIINas account"):
        change(account, "ACTIVE", evidence=paper)


@pytest.mark.parametrize("written", ["jl kartini 1", "JL.  KARTINI, 1", " Jl. Kartini-1 "])
def test_a_place_has_one_account_however_it_is_written(account, written):
    assert place_key(written) == place_key(account.factory_location)
    with pytest.raises(IntegrityError, match="siinas_account_once_per_location"):
        SiinasAccountFactory(business=account.business, factory_location=written)


def test_another_place_has_its_own_account(account):
    SiinasAccountFactory(business=account.business, factory_location="Jl. Kartini 2")

    assert account.business.siinas_accounts.count() == 2


def test_an_owner_who_confirms_moves_the_day_and_not_who_vouched(account, petugas, pemilik):
    change(account, "ACTIVE", by=petugas)
    account.refresh_from_db()

    services.confirm(account=account, on=TODAY, by=pemilik, once=uuid.uuid4())

    account.refresh_from_db()
    assert (account.as_of, account.verified_on, account.verified_by, account.source) == (TODAY, DAY, petugas, "STAFF")
    assert chain(account)[-1] == ("ACTIVE", "ACTIVE", "OWNER")


def test_a_form_posted_twice_is_one_change(account, pemilik):
    once = uuid.uuid4()
    told = {"account": account, "status": "REQUESTED", "as_of": TODAY, "by": pemilik, "source": StatusSource.OWNER}

    first, second = services.record(**told, once=once), services.record(**told, once=once)

    assert first == second
    assert account.changes.count() == 1


def test_what_the_database_refuses_is_a_sentence(account, pemilik):
    change(account, "CREDENTIALS_SENT", TODAY)

    with pytest.raises(ValidationError, match="Status yang lebih baru sudah tercatat"):
        services.record(
            account=account, status="PROFILE_INCOMPLETE", as_of=DAY, by=pemilik, source="OWNER", once=uuid.uuid4()
        )


def test_two_ticks_both_count(account):
    services.tick(account=account, section="KBLI", done=True)
    services.tick(account=account, section="MAIL", done=True)
    services.tick(account=account, section="KBLI", done=False)

    account.refresh_from_db()
    assert account.filled == ["MAIL"]


@pytest.mark.parametrize(("days", "stale"), [(90, False), (91, True)], ids=["the last day", "the day after"])
def test_an_account_is_asked_for_again(settings, days, stale):
    account = SiinasAccountFactory(as_of=date.fromordinal(TODAY.toordinal() - days))

    assert is_stale(account, TODAY) is stale
    assert SiinasAccount.objects.stale_on(TODAY).exists() is stale
    settings.SIINAS_STALE_DAYS = 200
    assert is_stale(account, TODAY) is False


@pytest.mark.parametrize(
    "text",
    ["password: Rahasia1", "Kata  sandi saya = abc", "KATASANDI:x", "sandinya adalah kopi", "pasword siinas: 123"],
)
def test_a_text_that_gives_a_password_away_is_refused(text):
    with pytest.raises(ValidationError, match="Jangan menulis kata sandi"):
        refuse_passwords(text)


@pytest.mark.parametrize("text", ["", "Kata sandi belum dikirim", "Menunggu e-mail kata sandi", "Desa Sandi Jaya"])
def test_a_text_about_passwords_is_fine(text):
    refuse_passwords(text)


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"status": "REQUESTED"}, "siinas_proof_claims_a_verified_status"),
        ({"decision": "ACCEPTED"}, "siinas_proof_decided_iff_dated_and_by_someone"),
        ({"reasons": ["UNREADABLE"]}, "siinas_proof_decided_iff_dated_and_by_someone"),
    ],
)
def test_a_proof_keeps_its_rules(fields, rule):
    SiinasProofFactory()

    with pytest.raises(IntegrityError, match=rule):
        SiinasProof.objects.update(**fields)


def test_one_proof_waits_for_each_account():
    proof = SiinasProofFactory()

    with pytest.raises(IntegrityError, match="siinas_proof_one_waits_per_account"):
        SiinasProofFactory(account=proof.account)
