"""Claims: a code to the phone on file, or evidence for a clerk; exactly one record, and nothing for strangers."""

import logging
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pghistory.core
import pytest
from django.db import IntegrityError, connection

from tests.factories import BusinessFactory, UserFactory
from umkm import claims
from umkm.models import Business, Claim, ClaimCode, ClaimState, Membership

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
NIB = "9120001234567"
PHONE = "+628127654321"

pytestmark = pytest.mark.django_db


@pytest.fixture
def tercatat(places):
    """A record the office has, with a phone."""
    return BusinessFactory(nib=NIB, name="Tapis Rahasia", phone=PHONE)


@pytest.fixture
def sent(caplog):
    """The codes sent so far, as (phone, code)."""
    caplog.set_level(logging.WARNING, logger="accounts.gateways")
    return lambda: re.findall(r"Message to (\S+): \D*(\d{6})", caplog.text)


def claimed(user, nib=NIB, how="CODE"):
    return claims.open_claim(user=user, nib=nib, how=how)


def coded(user, sent, at=AT):
    """A claim with its code on the phone."""
    claim = claimed(user)
    claims.send_code(claim=claim, at=at)
    return claim, sent()[-1][1]


def wrong(code):
    return f"{(int(code) + 1) % 10**6:06}"


def state_of(claim):
    return Claim.objects.get(pk=claim.pk).state


def owners_of(business):
    return [member.user for member in business.memberships.active().owners()]


def test_the_code_on_the_phone_gives_exactly_that_record(tercatat, pemilik, sent):
    BusinessFactory(name="Usaha Lain", phone=PHONE)
    claim, code = coded(pemilik, sent)

    proved = claims.prove(claim=claim, code=code, at=AT)

    assert (proved, state_of(claim)) == (True, ClaimState.ACCEPTED)
    assert [phone for phone, _code in sent()] == [PHONE]
    assert list(Business.objects.acted_for_by(pemilik)) == [tercatat]
    assert owners_of(tercatat) == [pemilik]


def test_a_code_is_kept_as_a_hash_and_gone_after_use(tercatat, pemilik, sent):
    claim, code = coded(pemilik, sent)
    assert code not in ClaimCode.objects.get(claim=claim).code_hash

    claims.prove(claim=claim, code=code, at=AT)

    assert not ClaimCode.objects.exists()
    assert list(pghistory.core.event_models(tracks_model=ClaimCode)) == []


def test_a_wrong_code_gives_nothing(tercatat, pemilik, sent):
    claim, code = coded(pemilik, sent)

    assert claims.prove(claim=claim, code=wrong(code), at=AT) is False
    assert (state_of(claim), owners_of(tercatat)) == (ClaimState.CODE, [])


def test_after_five_wrong_codes_the_right_one_is_worth_nothing(tercatat, pemilik, sent):
    claim, code = coded(pemilik, sent)

    for _try in range(5):
        claims.prove(claim=claim, code=wrong(code), at=AT)

    assert claims.prove(claim=claim, code=code, at=AT) is False
    assert not ClaimCode.objects.exists()


@pytest.mark.parametrize(
    ("later", "proved"), [(timedelta(minutes=9, seconds=59), True), (timedelta(minutes=10), False)]
)
def test_a_code_lives_ten_minutes(tercatat, pemilik, sent, later, proved):
    claim, code = coded(pemilik, sent)

    assert claims.prove(claim=claim, code=code, at=AT + later) is proved


def test_a_new_code_replaces_the_old_one(tercatat, pemilik, sent):
    claim, old = coded(pemilik, sent)
    _claim, new = coded(pemilik, sent, at=AT + timedelta(minutes=2))

    answers = [claims.prove(claim=claim, code=code, at=AT + timedelta(minutes=2)) for code in (old, new)]

    assert answers == [old == new, True]


def test_a_button_pressed_twice_sends_one_code(tercatat, pemilik, sent):
    coded(pemilik, sent)
    coded(pemilik, sent, at=AT + timedelta(seconds=59))

    assert len(sent()) == 1


def test_one_phone_gets_five_codes_a_day_whoever_asks(tercatat, sent):
    for user in UserFactory.create_batch(7):
        claims.send_code(claim=claimed(user), at=AT)

    assert len(sent()) == 5


def test_the_code_of_one_claim_proves_no_other(tercatat, pemilik, orang_lain, sent):
    _claim, code = coded(pemilik, sent)
    other, own = coded(orang_lain, sent)

    assert claims.prove(claim=other, code=code, at=AT) is (code == own)


@pytest.mark.parametrize("facts", [{"nib": "9120009999999"}, {"phone": ""}], ids=["unknown NIB", "no phone"])
def test_no_record_or_no_phone_sends_nothing_and_looks_the_same(places, pemilik, sent, facts):
    BusinessFactory(**{"nib": NIB, "phone": PHONE} | facts)
    claim = claimed(pemilik)

    claims.send_code(claim=claim, at=AT)

    assert sent() == []
    assert state_of(claim) == ClaimState.CODE
    assert claims.prove(claim=claim, code="123456", at=AT) is False


def test_a_claim_made_twice_is_one(tercatat, pemilik):
    assert claimed(pemilik) == claimed(pemilik)
    assert Claim.objects.count() == 1


def test_a_second_claimant_with_the_phone_waits_for_the_office(tercatat, pemilik, orang_lain, sent):
    first, code = coded(pemilik, sent)
    claims.prove(claim=first, code=code, at=AT)
    second, code = coded(orang_lain, sent, at=AT + timedelta(minutes=2))

    proved = claims.prove(claim=second, code=code, at=AT + timedelta(minutes=2))

    assert (proved, state_of(second)) == (True, ClaimState.OFFICE)
    assert owners_of(tercatat) == [pemilik]
    assert list(Claim.objects.waiting_for_office()) == [second]


def test_an_owner_whom_staff_wrote_down_is_not_pushed_aside_by_a_code(tercatat, pemilik, orang_lain, sent):
    tercatat.memberships.create(user=pemilik, since=AT.date())
    claim, code = coded(orang_lain, sent)

    claims.prove(claim=claim, code=code, at=AT)

    assert (state_of(claim), owners_of(tercatat)) == (ClaimState.OFFICE, [pemilik])


def test_who_owns_it_already_is_told(tercatat, pemilik):
    tercatat.memberships.create(user=pemilik, since=AT.date())

    with pytest.raises(claims.NotAllowed, match="sudah ada di meja Anda"):
        claimed(pemilik)


def test_a_helper_who_proves_to_own_it_becomes_its_owner(tercatat, pemilik, orang_lain, sent):
    tercatat.memberships.create(
        user=orang_lain, since=AT.date(), kind="HELPER", given_by=pemilik, given_at=AT, wording="2026-1"
    )
    claim, code = coded(orang_lain, sent)

    claims.prove(claim=claim, code=code, at=AT)

    member = Membership.objects.get(user=orang_lain)
    assert (member.kind, member.given_by, member.wording) == ("OWNER", None, "")


def test_a_clerk_accepts_a_claim_of_a_nib_that_came_later(pemilik, petugas, places):
    claim = claimed(pemilik, how="EVIDENCE")
    late = BusinessFactory(nib=NIB)

    claims.accept(claim=claim, by=petugas, reason="KTP cocok", at=AT)

    assert (state_of(claim), owners_of(late)) == (ClaimState.ACCEPTED, [pemilik])


def test_a_claim_of_a_nib_nobody_has_cannot_be_accepted(pemilik, petugas, places):
    claim = claimed(pemilik, how="EVIDENCE")

    with pytest.raises(claims.NotAllowed, match=f"NIB {NIB} belum ada di register"):
        claims.accept(claim=claim, by=petugas, reason="KTP cocok", at=AT)


@pytest.mark.parametrize(("replace", "left"), [(False, ["Sari Pemilik", "Joko Lain"]), (True, ["Joko Lain"])])
def test_a_clerk_adds_an_owner_or_replaces_those_before(tercatat, pemilik, orang_lain, petugas, replace, left):
    tercatat.memberships.create(user=pemilik, since=AT.date())
    helper = UserFactory(full_name="Tono Pendamping")
    tercatat.memberships.create(
        user=helper, since=AT.date(), kind="HELPER", given_by=pemilik, given_at=AT, wording="2026-1"
    )
    claim = claimed(orang_lain, how="EVIDENCE")

    claims.accept(claim=claim, by=petugas, reason="Akta jual beli", at=AT, replace=replace)

    assert [user.full_name for user in owners_of(tercatat)] == left
    assert Business.objects.acted_for_by(helper).exists() is not replace


def test_a_question_waits_for_the_claimant_and_an_answer_for_the_clerk(tercatat, pemilik):
    claim = claimed(pemilik, how="EVIDENCE")
    seen = [state_of(claim)]

    for step in (
        lambda: claims.give_evidence(claim=claim, documents=[], note="", at=AT),
        lambda: claims.ask(claim=claim, question="Kirim foto KTP.", at=AT),
        lambda: claims.give_evidence(claim=claim, documents=[], note="Ini", at=AT),
    ):
        step()
        seen.append(state_of(claim))

    assert seen == [ClaimState.EVIDENCE, ClaimState.OFFICE, ClaimState.ASKED, ClaimState.OFFICE]


def test_a_decided_claim_is_decided_once(tercatat, pemilik, petugas):
    claim = claimed(pemilik, how="EVIDENCE")
    claims.refuse(claim=claim, by=petugas, reason="Foto tidak terbaca", on=AT.date())

    with pytest.raises(claims.NotAllowed, match="sudah diputuskan pada 24 Nov 2026: tidak diterima"):
        claims.accept(claim=claim, by=petugas, reason="Salah tekan", at=AT)
    assert owners_of(tercatat) == []


def test_sending_evidence_ends_the_code(tercatat, pemilik, sent):
    claim, code = coded(pemilik, sent)

    claims.give_evidence(claim=claim, documents=[], note="", at=AT)

    assert claims.prove(claim=claim, code=code, at=AT) is False
    assert state_of(claim) == ClaimState.OFFICE


def test_a_refused_claimant_may_claim_again(tercatat, pemilik, petugas):
    first = claimed(pemilik, how="EVIDENCE")
    claims.refuse(claim=first, by=petugas, reason="Foto tidak terbaca", on=AT.date())

    assert claimed(pemilik, how="EVIDENCE") != first


def facts(**more):
    return {"nib": NIB, "how": "CODE"} | more


@pytest.mark.parametrize(
    ("more", "rule"),
    [
        ({"nib": "912"}, "claim_nib_has_13_digits"),
        ({"how": "LUCK"}, "claim_way_is_known"),
        ({"outcome": "WITHDRAWN"}, "claim_decided_iff_dated"),
        ({"decided_on": AT.date()}, "claim_decided_iff_dated"),
        ({"outcome": "MAYBE", "decided_on": AT.date()}, "claim_decided_iff_dated"),
        ({"outcome": "REFUSED", "decided_on": AT.date()}, "claim_refusal_has_a_reason"),
        ({"outcome": "ACCEPTED", "decided_on": AT.date()}, "claim_accepted_was_proved_or_decided"),
        ({"asked_at": AT}, "claim_question_iff_asked"),
        ({"question": "KTP?"}, "claim_question_iff_asked"),
    ],
)
def test_the_database_refuses_a_claim_that_makes_no_sense(pemilik, more, rule):
    with pytest.raises(IntegrityError, match=rule):
        Claim.objects.create(user=pemilik, **facts(**more))


def test_one_open_claim_per_person_and_business(pemilik):
    Claim.objects.create(user=pemilik, **facts())

    with pytest.raises(IntegrityError, match="claim_one_open_per_user_and_business"):
        Claim.objects.create(user=pemilik, **facts())


def test_one_accepted_claim_without_the_office_also_against_sql(tercatat, pemilik, orang_lain):
    accepted = facts(business=tercatat, outcome="ACCEPTED", decided_on=AT.date(), proved_at=AT)
    Claim.objects.create(user=pemilik, **accepted)
    second = Claim.objects.create(user=orang_lain, **facts(business=tercatat, proved_at=AT))

    sql = "UPDATE umkm_claim SET outcome = 'ACCEPTED', decided_on = '2026-11-24' WHERE id = %s"
    with pytest.raises(IntegrityError, match="claim_one_accepted_without_the_office"), connection.cursor() as cursor:
        cursor.execute(sql, [second.pk])


@pytest.mark.parametrize(
    ("kept", "rule"),
    [({"code_hash": "123456"}, "claim_code_is_hashed"), ({"tries": 6}, "claim_code_tries_are_limited")],
)
def test_the_database_refuses_a_plain_code_and_a_sixth_try(pemilik, kept, rule):
    claim = Claim.objects.create(user=pemilik, **facts())

    with pytest.raises(IntegrityError, match=rule):
        ClaimCode.objects.create(claim=claim, **{"code_hash": "a" * 64, "expires_at": AT} | kept)


def at_once(*works):
    """Run all at the same moment, each on a connection of its own."""
    barrier = Barrier(len(works))

    def run(work):
        barrier.wait()
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


@pytest.mark.django_db(transaction=True)
def test_of_two_who_prove_at_once_one_owns_and_one_waits(tercatat, pemilik, orang_lain, sent):
    proofs = [coded(pemilik, sent), coded(orang_lain, sent)]

    answers = at_once(*(lambda p=p: claims.prove(claim=p[0], code=p[1], at=AT) for p in proofs))

    assert answers == [True, True]
    assert sorted(state_of(claim) for claim, _code in proofs) == [ClaimState.ACCEPTED, ClaimState.OFFICE]
    assert len(owners_of(tercatat)) == 1


@pytest.mark.django_db(transaction=True)
def test_guessing_from_many_sides_at_once_has_five_tries(tercatat, pemilik, sent):
    claim, code = coded(pemilik, sent)

    at_once(*(lambda: claims.prove(claim=claim, code=wrong(code), at=AT) for _side in range(8)))

    assert not ClaimCode.objects.filter(claim=claim).exists()
    assert claims.prove(claim=claim, code=code, at=AT) is False


@pytest.mark.django_db(transaction=True)
def test_a_claim_posted_twice_at_once_is_one(tercatat, pemilik):
    first, second = at_once(lambda: claimed(pemilik), lambda: claimed(pemilik))

    assert first == second
    assert Claim.objects.count() == 1
