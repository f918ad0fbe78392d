"""What became of participants: the last day counts, what is not yet over is not counted, and who led the day."""

import csv
import io
from datetime import date, timedelta

import pytest

from bimtek import outcome_lists
from bimtek.outcomes import Outcome, Result, Share, by, outcomes, share
from tests.bimtek.days import at, came, in_days, url
from tests.certification.application_chains import application
from tests.factories import (
    BusinessFactory,
    CertificateFactory,
    CoachingDayFactory,
    InvitationFactory,
    ProductFactory,
)
from umkm.models import Export

HELD = date(2026, 6, 1)
LATER = date(2026, 11, 24)


def after(days):
    return HELD + timedelta(days=days)


def one(applied=None, certified=None, coach=None, held_on=HELD):
    return Outcome(1, 1, coach, held_on, applied, certified)


@pytest.mark.parametrize(
    ("outcome", "on", "result"),
    [
        (one(), after(29), Result.RUNNING),
        (one(), after(30), Result.NOTHING),
        (one(applied=after(30)), after(30), Result.APPLIED),
        (one(applied=after(31)), after(40), Result.NOTHING),
        (one(applied=after(3), certified=after(30)), after(40), Result.CERTIFIED),
        (one(applied=after(3), certified=after(31)), after(40), Result.APPLIED),
        (one(applied=after(3)), after(4), Result.APPLIED),
    ],
    ids=["runs", "over", "applied last day", "a day late", "certified last day", "certified late", "early"],
)
def test_what_a_participant_reached_within_thirty_days(outcome, on, result):
    assert outcome.within(30, on) == result


def test_a_share_counts_only_those_whose_period_is_over():
    found = [
        one(certified=after(10), applied=after(2)),
        one(applied=after(10)),
        one(),
        one(held_on=LATER, certified=LATER),
    ]

    assert share(found, 30, LATER) == Share(certified=1, applied=2, of=3)
    assert share(found[3:], 30, LATER) == Share(certified=0, applied=0, of=0)


def test_outcomes_are_grouped_by_who_led_the_day():
    mine, yours = one(coach=1), one(coach=2)

    assert by([mine, yours, mine], "coach_id") == {1: [mine, mine], 2: [yours]}


def attended(**fields):
    return came(CoachingDayFactory(held_on=HELD), BusinessFactory(**fields)).invitation.business


@pytest.mark.django_db
def test_only_what_came_after_the_day_and_is_known_by_now_counts():
    business = attended()
    CertificateFactory(business=business, issued_on=HELD)
    CertificateFactory(business=business, issued_on=after(20))
    CertificateFactory(business=BusinessFactory(), issued_on=after(2))

    assert [each.certified_on for each in outcomes(after(19))] == [None]
    assert [each.certified_on for each in outcomes(after(20))] == [after(20)]


@pytest.mark.django_db
def test_the_first_application_after_the_day_counts():
    business = attended()
    application(("SUBMITTED", after(-3)), product=ProductFactory(business=business))
    application(("SUBMITTED", after(12)), product=ProductFactory(business=business))

    assert [each.applied_on for each in outcomes(LATER)] == [after(12)]


@pytest.mark.django_db
def test_who_was_invited_and_stayed_away_is_no_participant():
    InvitationFactory(event=CoachingDayFactory(held_on=HELD))

    assert outcomes(LATER) == []


@pytest.mark.django_db
def test_outcomes_of_twenty_cost_one_query(django_assert_num_queries):
    for _number in range(20):
        attended()

    with django_assert_num_queries(1):
        found = outcomes(LATER)

    assert len(found) == 20


@pytest.mark.django_db
def test_the_file_tells_every_participant_without_a_telephone_number(petugas):
    business = attended(name="Keripik Sari", nib="9120001234567", phone="+6281234567890")
    CertificateFactory(business=business, issued_on=after(60))

    with outcome_lists.make(by=petugas, at=at(9)) as file:
        text = file.read().decode("utf-8-sig")

    [row] = [row for row in csv.DictReader(io.StringIO(text)) if row["kegiatan"]]
    assert row["nama_usaha"] == "Keripik Sari"
    assert row["nib"].strip() == "9120001234567"
    assert row["telepon"] == "'+6281••••890"
    assert (row["langkah_saat_hadir"], row["dalam_30_hari"], row["dalam_90_hari"]) == (
        "akun SIINas",
        "belum mengajukan",
        "bersertifikat",
    )
    assert (Export.objects.get().rows, Export.objects.get().with_contacts) == (1, False)


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 20])
def test_the_file_costs_the_same_for_one_and_for_twenty(petugas, count, django_assert_max_num_queries):
    for _number in range(count):
        attended()

    with django_assert_max_num_queries(11):
        outcome_lists.make(by=petugas, at=at(9)).close()


@pytest.mark.django_db
def test_the_report_counts_days_and_coaches(desk, petugas):
    event = in_days(-40, coach=petugas)
    for certified in (True, False):
        business = BusinessFactory()
        came(event, business)
        if certified:
            CertificateFactory(business=business, issued_on=event.held_on + timedelta(days=5))

    answer = desk.get(url("coaching_outcomes"))

    [(shown, (after_30, after_90))] = answer.context["rows"]
    assert (shown, after_30.certified, after_30.of, after_90.of) == (event, 1, 2, 0)
    assert [(person, count) for person, count, _shares in answer.context["coaches"]] == [(petugas, 2)]
    assert "1 dari 2 bersertifikat (50 %)" in answer.text


@pytest.mark.django_db
def test_the_report_without_days_says_when_there_will_be_one(desk):
    assert "Belum ada hari pembinaan yang lewat." in desk.get(url("coaching_outcomes")).text


@pytest.mark.django_db
def test_the_file_is_written_down(desk, petugas):
    came(in_days(-3), BusinessFactory())

    answer = desk.get(url("coaching_outcomes_file"))
    text = answer.getvalue().decode("utf-8-sig")

    assert text.startswith("hari,kegiatan,penanggung_jawab,nib,nama_usaha")
    assert answer["Content-Disposition"].startswith('attachment; filename="hasil-pembinaan-')
    assert Export.objects.get().by == petugas
