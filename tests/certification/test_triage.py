"""Triage: a stage with its reason for every fact and boundary; the same answer for all, for one, and on the path."""

import random
from datetime import date, timedelta

import pytest
from django.urls import reverse

from certification.applications import standings
from certification.models import AccountStatus
from certification.path import path_of
from certification.triage import Reach, Stage, at_stage, stage_of, stages, that_reach
from certification.triage_words import SENTENCES, sentence_of
from tests.certification.application_chains import add, application
from tests.conftest import TODAY
from tests.factories import ActivityFactory, BusinessFactory, CertificateFactory, ProductFactory, SiinasAccountFactory
from umkm.models import Business, CategoryRule
from umkm.path import StepState

pytestmark = pytest.mark.django_db

LIMIT = 5_000_000_000


@pytest.fixture(autouse=True)
def rules(places):
    """Food, clothing, and within food one code that serves none of the four categories."""
    for prefix, category in (("10", "FOOD"), ("14", "CLOTHING"), ("109", "OTHER")):
        CategoryRule.objects.get_or_create(version="2020", prefix=prefix, category=category)


def maker(*, activities=({},), products=({},), account="IK_VALIDATED", certificates=(), applications=(), **facts):
    """A business that lacks nothing but a certificate, unless a test says otherwise."""
    business = BusinessFactory(**facts)
    for each in activities:
        ActivityFactory(business=business, **each)
    for each in products:
        ProductFactory(business=business, **each)
    if account:
        verified = TODAY if account in AccountStatus.verified else None
        SiinasAccountFactory(business=business, status=account, verified_on=verified)
    for each in certificates:
        CertificateFactory(business=business, **each)
    for number, chain in enumerate(applications):
        application(*chain, product=ProductFactory(business=business, name=f"Diajukan {number}"))
    return business


def day(days):
    return TODAY + timedelta(days=days)


SENT = ("SUBMITTED", day(-9))
BACK = (SENT, ("RETURNED", day(-3)))
CLOTHES = {"name": "Seragam", "kbli_code": "14111", "categories": ["CLOTHING"]}
UNCODED = {"kbli_version": "", "kbli_code": ""}
RISKY = {"risk": "MED_HIGH"}

CASES = {
    "nothing missing": ({}, Stage.READY),
    "trade": ({"activities": [{"kbli_code": "47911"}], "products": []}, Stage.NOT_INDUSTRY),
    "repair is a service": ({"activities": [{"kbli_code": "33121"}], "products": []}, Stage.NOT_INDUSTRY),
    "last code before industry": ({"activities": [{"kbli_code": "09900"}], "products": []}, Stage.NOT_INDUSTRY),
    "last code of industry": ({"activities": [{"kbli_code": "32909"}], "products": []}, Stage.READY),
    "product of trade, no entry": ({"activities": [], "products": [{"kbli_code": "47911"}]}, Stage.NOT_INDUSTRY),
    "trade with uncoded product": ({"activities": [{"kbli_code": "47911"}], "products": [UNCODED]}, Stage.NOT_INDUSTRY),
    "nothing known": ({"activities": [], "products": []}, Stage.NO_KBLI),
    "product without entry": ({"activities": []}, Stage.NO_KBLI),
    "trade that makes": ({"activities": [{"kbli_code": "47911"}]}, Stage.WRONG_KBLI),
    "food entry, clothes made": ({"products": [CLOTHES]}, Stage.WRONG_KBLI),
    "one product covered": ({"products": [CLOTHES, {}]}, Stage.READY),
    "goods of no category": ({"products": [{"categories": ["OTHER"], "kbli_code": "31001"}]}, Stage.READY),
    "longest prefix decides": (
        {"activities": [{"kbli_code": "10901"}], "products": [UNCODED]},
        Stage.WRONG_KBLI,
    ),
    "same code covers": ({"activities": [{"kbli_code": "10901"}], "products": [{"kbli_code": "10901"}]}, Stage.READY),
    "same code of another version": (
        {"activities": [{"kbli_code": "10901", "kbli_version": "2025"}], "products": [{"kbli_code": "10901"}]},
        Stage.WRONG_KBLI,
    ),
    "no NIB": ({"nib": None}, Stage.NO_NIB),
    "risky, not verified": ({"activities": [RISKY | {"standard_certificate_verified": False}]},
                            Stage.STANDARD_UNVERIFIED),
    "risky, unknown": ({"activities": [RISKY]}, Stage.STANDARD_UNVERIFIED),
    "high risk": ({"activities": [{"risk": "HIGH"}]}, Stage.STANDARD_UNVERIFIED),
    "risky, verified": ({"activities": [RISKY | {"standard_certificate_verified": True}]}, Stage.READY),
    "low risk": ({"activities": [{"risk": "MED_LOW"}]}, Stage.READY),
    "one easy entry is enough": ({"activities": [RISKY, {"kbli_code": "10710", "risk": "LOW"}]}, Stage.READY),
    "an easy trade is not": ({"activities": [RISKY, {"kbli_code": "47911", "risk": "LOW"}]}, Stage.STANDARD_UNVERIFIED),
    "at the limit": ({"capital": LIMIT, "account": "ACTIVE"}, Stage.NOT_VALIDATED),
    "above the limit": ({"capital": LIMIT + 1, "account": "ACTIVE"}, Stage.TOO_LARGE),
    "above the limit, no account": ({"capital": LIMIT + 1, "account": None}, Stage.TOO_LARGE),
    "above the limit, validated": ({"capital": LIMIT + 1}, Stage.READY),
    "no account": ({"account": None}, Stage.NO_SIINAS),
    "account not asked for": ({"account": "NONE"}, Stage.NO_SIINAS),
    "account asked for": ({"account": "REQUESTED"}, Stage.SIINAS_UNFINISHED),
    "password sent": ({"account": "CREDENTIALS_SENT"}, Stage.SIINAS_UNFINISHED),
    "profile incomplete": ({"account": "PROFILE_INCOMPLETE"}, Stage.SIINAS_UNFINISHED),
    "account in trouble": ({"account": "PROBLEM"}, Stage.SIINAS_UNFINISHED),
    "account active": ({"account": "ACTIVE"}, Stage.NOT_VALIDATED),
    "certified": ({"certificates": [{}]}, Stage.CERTIFIED),
    "91 days left": ({"certificates": [{"valid_until": day(91)}]}, Stage.CERTIFIED),
    "90 days left": ({"certificates": [{"valid_until": day(90)}]}, Stage.EXPIRING),
    "last day": ({"certificates": [{"valid_until": TODAY}]}, Stage.EXPIRING),
    "ended yesterday": ({"certificates": [{"valid_until": day(-1)}]}, Stage.EXPIRED),
    "first day": ({"certificates": [{"issued_on": TODAY}]}, Stage.CERTIFIED),
    "begins tomorrow": ({"certificates": [{"issued_on": day(1)}]}, Stage.READY),
    "issue day not printed": ({"certificates": [{"issued_on": None}]}, Stage.CERTIFIED),
    "the later end counts": ({"certificates": [{"valid_until": day(5)}, {}]}, Stage.CERTIFIED),
    "superseded": ({"certificates": [{"superseded_on": TODAY}]}, Stage.EXPIRED),
    "frozen today": ({"certificates": [{"frozen_from": TODAY}]}, Stage.FROZEN),
    "frozen tomorrow": ({"certificates": [{"frozen_from": day(1)}]}, Stage.CERTIFIED),
    "last frozen day": ({"certificates": [{"frozen_from": day(-6), "frozen_until": TODAY}]}, Stage.FROZEN),
    "freeze over": ({"certificates": [{"frozen_from": day(-6), "frozen_until": day(-1)}]}, Stage.CERTIFIED),
    "one frozen, one valid": ({"certificates": [{"frozen_from": TODAY}, {}]}, Stage.CERTIFIED),
    "revoked today": ({"certificates": [{"revoked_on": TODAY}]}, Stage.BARRED),
    "revoked tomorrow": ({"certificates": [{"revoked_on": day(1)}]}, Stage.CERTIFIED),
    "last barred day": ({"certificates": [{"issued_on": None, "revoked_on": date(2025, 11, 25)}]}, Stage.BARRED),
    "a year has passed": ({"certificates": [{"issued_on": None, "revoked_on": date(2025, 11, 24)}]}, Stage.EXPIRED),
    "revoked, another valid": ({"certificates": [{"revoked_on": TODAY}, {}]}, Stage.CERTIFIED),
    "application sent": ({"applications": [[SENT]]}, Stage.APPLIED),
    "application sent today": ({"applications": [[("SUBMITTED", TODAY)]]}, Stage.APPLIED),
    "application sent tomorrow": ({"applications": [[("SUBMITTED", day(1))]]}, Stage.READY),
    "application returned": ({"applications": [BACK]}, Stage.RETURNED),
    "application returned tomorrow": ({"applications": [[SENT, ("RETURNED", day(1))]]}, Stage.APPLIED),
    "application sent again": ({"applications": [[*BACK, ("RESUBMITTED", day(-1))]]}, Stage.APPLIED),
    "application complete": ({"applications": [[SENT, ("COMPLETE", day(-1))]]}, Stage.APPLIED),
    "application refused": ({"applications": [[SENT, ("REFUSED", day(-1))]]}, Stage.READY),
    "application rejected automatically": ({"applications": [[*BACK, ("AUTO_REJECTED", TODAY)]]}, Stage.READY),
    "application withdrawn": ({"applications": [[SENT, ("WITHDRAWN", TODAY)]]}, Stage.READY),
    "a returned one goes before one sent": ({"applications": [[SENT], BACK]}, Stage.RETURNED),
    "application sent, nothing else known": (
        {"nib": None, "activities": [], "products": [], "account": None, "applications": [[SENT]]},
        Stage.APPLIED,
    ),
    "applied, another certificate runs": ({"applications": [BACK], "certificates": [{}]}, Stage.CERTIFIED),
    "renewal sent": ({"applications": [[SENT]], "certificates": [{"valid_until": day(9)}]}, Stage.EXPIRING),
    "renewal sent after the end": ({"applications": [[SENT]], "certificates": [{"valid_until": day(-1)}]},
                                   Stage.APPLIED),
    "applied, then revoked": ({"applications": [[SENT]], "certificates": [{"revoked_on": TODAY}]}, Stage.BARRED),
    "applied, frozen": ({"applications": [[SENT]], "certificates": [{"frozen_from": TODAY}]}, Stage.FROZEN),
    "certified, nothing else known": (
        {"nib": None, "activities": [], "products": [], "account": None, "certificates": [{}]},
        Stage.CERTIFIED,
    ),
    "barred, no NIB": ({"nib": None, "certificates": [{"revoked_on": TODAY}]}, Stage.BARRED),
    "ended, no account": ({"account": None, "certificates": [{"valid_until": day(-1)}]}, Stage.NO_SIINAS),
}  # fmt: skip


@pytest.mark.parametrize(("facts", "stage"), CASES.values(), ids=CASES)
def test_each_fact_leads_to_its_stage(facts, stage):
    business = maker(**facts)

    assert stage_of(business, TODAY).stage == stage


def test_the_table_has_a_case_for_every_stage():
    assert {stage for _facts, stage in CASES.values()} == set(Stage) == set(SENTENCES)


@pytest.mark.parametrize(
    ("codes", "why"),
    [
        (["56210", "47911"], "CATERING"),
        (["82920"], "REPACKING"),
        (["45101"], "TRADE"),
        (["47911", "96200"], "TRADE"),
        (["01134"], "NATURAL"),
        (["33121"], "SERVICE"),
        (["48000"], "SERVICE"),
    ],
)
def test_what_is_no_industry_says_what_it_is(codes, why):
    business = maker(activities=[{"kbli_code": code} for code in codes], products=[])

    assert stage_of(business, TODAY).why == why


REASONS = {
    "bukan industri": (
        {"activities": [{"kbli_code": "56210"}], "products": []},
        "KBLI 56210 adalah penyediaan makan minum (jasa boga), bukan pembuatan barang.",
    ),
    "kbli": ({"products": [CLOTHES]}, "KBLI 10794 tidak mencakup produk “Seragam”."),
    "standar": (
        {"activities": [RISKY]},
        "KBLI 10794 berisiko menengah tinggi ke atas, dan Sertifikat Standar belum terverifikasi.",
    ),
    "modal": (
        {"capital": 6_000_000_000, "account": None},
        "Modal usaha yang tercatat Rp 6.000.000.000, lebih dari batas industri kecil Rp 5.000.000.000.",
    ),
    "siinas": ({"account": "REQUESTED"}, "Akun SIINas: sudah mendaftar, menurut catatan 1 Jan 2026."),
    "validasi": (
        {"account": "ACTIVE"},
        "Akun SIINas aktif menurut catatan 1 Jan 2026, tetapi belum divalidasi sebagai industri kecil.",
    ),
    "berlaku": ({"certificates": [{}]}, "Sertifikat berlaku sampai 15 Jan 2031."),
    "berakhir": (
        {"certificates": [{"valid_until": day(-1)}]},
        "Tidak ada sertifikat yang berlaku; yang terakhir berakhir 23 Nov 2026.",
    ),
    "dikirim": (
        {"applications": [[("SUBMITTED", day(-1))]]},
        "Permohonan dikirim 23 Nov 2026 dan sedang diperiksa kelengkapannya.",
    ),
    "lengkap": (
        {"applications": [[SENT, ("COMPLETE", day(-1))]]},
        "Permohonan dinyatakan lengkap 23 Nov 2026 dan menunggu keputusan.",
    ),
    "dikembalikan": ({"applications": [BACK]}, "Permohonan dikembalikan 21 Nov 2026 untuk diperbaiki."),
    "beku": (
        {"certificates": [{"frozen_from": TODAY, "frozen_until": day(2)}]},
        "Sertifikat dibekukan sampai 26 Nov 2026.",
    ),
    "beku lima hari kerja": ({"certificates": [{"frozen_from": TODAY}]}, "Sertifikat dibekukan sampai 1 Des 2026."),
}


@pytest.mark.parametrize(("facts", "reason"), REASONS.values(), ids=REASONS)
def test_the_reason_names_its_values(facts, reason):
    business = maker(**facts)

    assert sentence_of(stage_of(business, TODAY)).reason == reason


@pytest.mark.parametrize("stage", Stage)
def test_every_stage_but_certified_says_what_to_do(stage):
    facts = next(facts for facts, found in CASES.values() if found == stage)

    sentence = sentence_of(stage_of(maker(**facts), TODAY))

    assert bool(sentence.action) == (stage != Stage.CERTIFIED)


def test_who_is_barred_is_not_told_to_renew():
    business = maker(certificates=[{"revoked_on": TODAY}, {"valid_until": day(9)}])

    assert sentence_of(stage_of(business, TODAY)).action == "Permohonan baru dapat diajukan lagi mulai 24 Nov 2027."


REACHES = {
    "nothing known": 0, "trade": 0, "product without entry": 1, "food entry, clothes made": 1, "no NIB": 2,
    "high risk": 3, "above the limit": 4, "no account": 4, "account asked for": 4, "account active": 5,
    "nothing missing": 6, "ended yesterday": 6, "frozen today": 6, "barred, no NIB": 2, "ended, no account": 4,
    "application sent": 7, "application sent, nothing else known": 7, "application refused": 6,
    "applied, frozen": 7, "certified": 8, "certified, nothing else known": 8, "last day": 8,
}  # fmt: skip


@pytest.mark.parametrize(("case", "reach"), REACHES.items())
def test_the_funnel_counts_the_facts_and_a_valid_certificate_all_of_them(case, reach):
    business = maker(**CASES[case][0])

    assert stage_of(business, TODAY).reach == Reach(reach)


def test_a_struck_event_plays_no_part_in_the_stage():
    business = maker(applications=[BACK])
    made = business.applications.get()

    add(made, "VOID", day(-3), strikes=made.chain[-1], note="Keliru.")

    assert stage_of(business, TODAY).stage == Stage.APPLIED


def test_who_has_applied_for_the_next_certificate_is_not_told_to_apply():
    business = maker(applications=[[SENT]], certificates=[{"valid_until": day(9)}])

    action = sentence_of(stage_of(business, TODAY)).action

    assert action == "Permohonan berikutnya sedang diproses. Buka SIINas dan e-mail setiap hari kerja."


def test_all_at_once_say_the_same_as_each_alone(django_assert_num_queries):
    businesses = [maker(**facts) for facts, _stage in CASES.values()]

    with django_assert_num_queries(1):
        together = {triaged.business_id: triaged for triaged in stages(TODAY)}

    assert together == {business.pk: stage_of(business, TODAY) for business in businesses}


def test_every_business_stands_at_one_stage_and_the_lists_say_the_same():
    for facts, _stage in CASES.values():
        maker(**facts)
    found = list(stages(TODAY))

    listed = {
        stage: set(at_stage(Business.objects.all(), stage, TODAY).values_list("pk", flat=True)) for stage in Stage
    }
    behind = {reach: that_reach(Business.objects.all(), reach, TODAY).count() for reach in Reach}

    assert listed == {stage: {one.business_id for one in found if one.stage == stage} for stage in Stage}
    assert sum(map(len, listed.values())) == Business.objects.count()
    assert behind == {reach: sum(one.reach >= reach for one in found) for reach in Reach}


STEP = {
    Stage.NOT_INDUSTRY: "KBLI", Stage.NO_KBLI: "KBLI", Stage.WRONG_KBLI: "KBLI", Stage.NO_NIB: "NIB",
    Stage.STANDARD_UNVERIFIED: "STANDARD", Stage.TOO_LARGE: "SIZE", Stage.NO_SIINAS: "SIINAS",
    Stage.SIINAS_UNFINISHED: "SIINAS", Stage.NOT_VALIDATED: "VALIDATED", None: "CERTIFICATE",
}  # fmt: skip
LAST_STEP = {
    Stage.CERTIFIED: StepState.DONE, Stage.EXPIRING: StepState.TODO, Stage.EXPIRED: StepState.TODO,
    Stage.READY: StepState.TODO, Stage.FROZEN: StepState.BLOCKED, Stage.BARRED: StepState.BLOCKED,
    Stage.APPLIED: StepState.WAITING, Stage.RETURNED: StepState.BLOCKED,
}  # fmt: skip


def random_maker(dice):
    """Facts drawn at random, each value near its boundary."""
    codes = dice.sample(["10794", "14111", "10901", "47911", "56210"], dice.choice([0, 1, 1, 2]))
    plain = {"name": "Kain", **UNCODED, "categories": ["OTHER"]}
    near = [None, day(-400), date(2025, 11, 24), date(2025, 11, 25), day(-1), TODAY, day(1)]
    return maker(
        nib=dice.choice([None, *(f"{dice.randrange(10**13):013}" for _ in range(3))]),
        owner_name="Sari", phone="+62812345678", address="Jl. Kartini 1",
        capital=dice.choice([None, 1, LIMIT, LIMIT + 1]),
        activities=[
            {"kbli_code": code, "risk": dice.choice(["", "LOW", "HIGH"]),
             "standard_certificate_verified": dice.choice([None, True, False])} for code in codes
        ],
        products=dice.sample([{}, CLOTHES, plain], dice.choice([0, 1, 2])),
        applications=dice.choice([(), (), (), ([SENT],), (BACK,), ([SENT], BACK), ([SENT, ("WITHDRAWN", TODAY)],),
                                  ([SENT, ("RETURNED", day(1))],), ([*BACK, ("RESUBMITTED", TODAY)],)]),
        account=dice.choice([None, *AccountStatus.values, "ACTIVE", "IK_VALIDATED"]),
        certificates=[
            {"issued_on": dice.choice([None, day(-500)]),
             "valid_until": dice.choice([day(-1), TODAY, day(90), day(91)]),
             "revoked_on": dice.choice(near), "superseded_on": dice.choice([None, None, TODAY, day(1)]),
             "frozen_from": dice.choice([None, None, day(-2), day(1)])} for _ in range(dice.choice([0, 0, 0, 1, 1, 2]))
        ],
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_stage_and_path_never_contradict_each_other(seed):
    dice = random.Random(seed)

    for _ in range(60):
        business = random_maker(dice)
        triaged = stage_of(business, TODAY)
        path = path_of(
            business=business,
            activities=list(business.activities.all()),
            accounts=list(business.siinas_accounts.all()),
            certificates=list(business.certificates.all()),
            on=TODAY,
            uncovered=triaged.product if triaged.obstacle == Stage.WRONG_KBLI else "",
            standings=standings(business.applications.all(), TODAY),
        )
        if triaged.applied == "RETURNED":
            assert path.next_step == path.urgent, triaged
            assert path.urgent.state == StepState.BLOCKED
        if triaged.stage in LAST_STEP:
            assert path.steps[-1].state == LAST_STEP[triaged.stage], triaged
        else:
            assert path.next_step.code == STEP[triaged.stage], triaged
        if triaged.obstacle and triaged.reach < Reach.APPLIED:
            assert path.next_step.code == STEP[triaged.obstacle], triaged


def test_the_owners_page_says_the_stage_in_a_sentence(client, usaha, pemilik):
    client.force_login(pemilik)

    page = " ".join(client.get(usaha.get_absolute_url()).content.decode().split())

    assert 'data-status="NO_KBLI"' in page
    assert "Kode KBLI belum tercatat." in page


def listed(client, **filters):
    return client.get(reverse("admin:umkm_business_changelist"), filters).context["cl"].queryset


def test_staff_filter_businesses_by_stage(client, petugas):
    ready = maker()
    maker(nib=None)
    client.force_login(petugas)

    assert list(listed(client, tahap="READY")) == [ready]


def test_staff_open_the_list_behind_a_bar(client, petugas):
    ready, waiting = maker(), maker(account="ACTIVE")
    maker(nib=None)
    client.force_login(petugas)

    assert set(listed(client, sampai="SIINAS")) == {ready, waiting}


@pytest.mark.parametrize("filters", [{"tahap": "ADA"}, {"sampai": "9"}])
def test_an_unknown_stage_in_the_address_filters_nothing(client, petugas, filters):
    business = maker()
    client.force_login(petugas)

    assert list(listed(client, **filters)) == [business]


@pytest.mark.parametrize("count", [0, 1, 3])
def test_the_filtered_list_costs_the_same_for_any_number_of_rows(client, petugas, django_assert_max_num_queries, count):
    for _ in range(count):
        maker()
    client.force_login(petugas)

    with django_assert_max_num_queries(12):
        listed(client, tahap="READY", sampai="NIB")


def test_the_form_of_a_business_shows_its_stage(client, petugas):
    business = maker(nib=None)
    client.force_login(petugas)

    page = client.get(reverse("admin:umkm_business_change", args=[business.pk])).content.decode()

    assert "<p>Belum punya NIB</p><p>NIB belum tercatat.</p><p>Daftar gratis di oss.go.id" in page


def test_the_form_for_a_new_business_has_no_stage_yet(client, petugas):
    client.force_login(petugas)

    assert client.get(reverse("admin:umkm_business_add")).status_code == 200
