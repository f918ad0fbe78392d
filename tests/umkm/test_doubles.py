"""Finding records that may be one business."""

from itertools import count

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from tests.factories import BusinessFactory, ProductFactory
from umkm import doubles_sql, tasks
from umkm.doubles import THRESHOLD, WEIGHTS, find_doubles
from umkm.models import DoublePair, Evidence, PairState

pytestmark = pytest.mark.django_db
NIKS = count(1)


def business(**fields):
    """Keripik Bu Sari of Sari Wulandari in Kedaton, without NIB, unless a field says otherwise."""
    usual = {"nib": None, "name": "Keripik Bu Sari", "owner_name": "Sari Wulandari", "district_id": "18.71.01"}
    return BusinessFactory(**usual | fields)


def nik():
    return {"nik_hash": f"{next(NIKS):064x}", "nik_encrypted": "token"}


def pairs():
    return [(pair.first, pair.second) for pair in DoublePair.objects.order_by("pk")]


def evidence():
    return DoublePair.objects.get().evidence


@pytest.mark.parametrize(
    "other",
    [
        {"name": "UD. KRIPIK IBU SARI"},
        {"name": "Keripk Bu Sari", "phone": "+628123456789"},
        {"name": "Dapur Wulandari", "phone": "+628123456789"},
        {"owner_name": "", "address": "Jl. Kartini 5"},
        {"name": "Keripik Sari", "email": "SARI@example.id", "owner_name": "Hj. Sari Wulandari"},
        {"npwp": "0123456789012345", "name": "Keripik Sari", "regency_id": "18.72", "district_id": "18.72.01"},
    ],
    ids=[
        "a prefix",
        "a typing error",
        "another name on the same telephone",
        "no owner, same address",
        "e-mail",
        "npwp",
    ],
)
def test_a_double_is_found(places, other):
    known = {"phone": "+628123456789", "email": "sari@example.id", "npwp": "0123456789012345"}
    first = business(address="Jalan Kartini No. 5", **known)
    second = business(**other)

    find_doubles()

    assert pairs() == [(first, second)]


@pytest.mark.parametrize(
    "other",
    [
        {"owner_name": "Budi Santoso"},
        {"name": "Bengkel Las Jaya", "owner_name": "Budi Santoso", "phone": "+628123456789"},
        {"nib": "9120000000002"},
        {"nib": "9120000000002", "phone": "+628123456789"},
        {"phone": "+628123456789", **nik()},
        {"regency_id": "18.72", "district_id": "18.72.01", "owner_name": ""},
    ],
    ids=["another owner", "a neighbour's telephone", "another NIB", "same telephone", "another NIK", "a namesake"],
)  # fmt: skip
def test_two_businesses_are_not_asked_about(places, other):
    business(nib="9120000000001", phone="+628123456789", **nik())
    business(**other)

    find_doubles()

    assert pairs() == []


def test_the_reasons_name_what_speaks_for_and_against(places):
    business(phone="+628123456789", npwp="0123456789012345")
    business(phone="+628123456789", npwp="0123456789012346")

    find_doubles()

    pair = DoublePair.objects.get()
    assert list(map(str, pair.reasons)) == [
        "nomor telepon sama", "nama usaha sama", "nama pemilik sama", "kecamatan sama",
    ]  # fmt: skip
    assert list(map(str, pair.doubts)) == ["NPWP berbeda"]
    assert pair.confidence == 40 + 35 + 25 + 10 - 30


def test_more_evidence_than_enough_is_still_one_hundred(places):
    business(phone="+628123456789", npwp="0123456789012345")
    business(phone="+628123456789", npwp="0123456789012345")

    find_doubles()

    assert DoublePair.objects.get().confidence == 100


def test_the_same_specific_product_is_evidence_and_a_generic_one_is_not(places):
    for name in ("Keripik pisang", "Makanan"):
        for place in ("18.71.01", None):
            ProductFactory(name=name, business=business(owner_name=f"Sari {name}", district_id=place))

    find_doubles()

    found = {pair.first.owner_name: pair.evidence for pair in DoublePair.objects.select_related("first")}
    assert found == {
        "Sari Keripik pisang": ["SAME_NAME", "SAME_OWNER", "SAME_PRODUCT"],
        "Sari Makanan": ["SAME_NAME", "SAME_OWNER"],
    }


def test_a_telephone_of_an_office_is_no_evidence(places):
    for number in range(doubles_sql.SHARED_BY + 1):
        business(name=f"{'abcdefghijk'[number] * 9}", owner_name=f"{'lmnopqrstuv'[number] * 9}", phone="+628123456789")

    find_doubles()

    assert pairs() == []


def test_a_name_many_owners_share_counts_less(places):
    for number in range(doubles_sql.RARE_OWNER + 1):
        business(name=f"{'abcdef'[number] * 9}", address=f"Jl. {number}", district_id=None)
    business(name="abcdefgh", district_id=None)

    find_doubles()

    assert pairs() == []


def test_two_kinds_of_evidence_for_one_thing_never_stand_together(places):
    business()
    business(name="Keripik Bu Sarii")

    find_doubles()

    assert evidence() == ["CLOSE_NAME", "SAME_OWNER", "SAME_DISTRICT"]


def test_every_evidence_has_a_weight_a_condition_and_the_right_sign():
    assert set(WEIGHTS) == set(doubles_sql.CONDITIONS) == set(Evidence)
    assert {kind for kind, points in WEIGHTS.items() if points < 0} == {kind for kind in Evidence if kind.is_against}


def test_a_search_run_again_changes_nothing(places):
    business(), business()
    first = find_doubles()
    before = DoublePair.objects.values().get()

    again = find_doubles()

    assert (first.changed, first.forgotten, first.waiting) == (1, 0, 1)
    assert (again.changed, again.forgotten, again.waiting) == (0, 0, 1)
    assert DoublePair.objects.values().get() == before


def test_a_rejected_pair_is_never_asked_again(places, petugas):
    one, other = business(), business()
    find_doubles()
    DoublePair.objects.update(state=PairState.REJECTED, decided_by=petugas, decided_at=timezone.localtime())
    other.phone = one.phone = "+628123456789"
    one.save(), other.save()

    found = find_doubles()

    assert found.waiting == 0
    assert DoublePair.objects.values_list("state", "confidence").get() == (PairState.REJECTED, 70)


def test_a_pair_that_no_longer_looks_alike_leaves_the_queue(places):
    _one, other = business(), business()
    find_doubles()
    other.name, other.owner_name = "Bengkel Jaya", "Budi"
    other.save()

    found = find_doubles()

    assert (found.forgotten, found.waiting) == (1, 0)
    assert not DoublePair.objects.exists()


def test_a_merged_record_is_no_candidate(places):
    kept = business(name="Lain", owner_name="Lain")
    business(merged_into=kept), business()

    find_doubles()

    assert pairs() == []


def test_the_command_and_the_nightly_task_say_and_do_the_same(places, capsys):
    business(), business()

    call_command("find_doubles")
    tasks.find_doubles.delay()

    assert capsys.readouterr().out == (
        "Pasangan baru atau berubah: 1. Tidak lagi ditanyakan: 0. Menunggu: 1.\n"
    )  # fmt: skip
    assert DoublePair.objects.count() == 1


def test_the_trigram_block_meets_every_close_pair_of_one_place(places):
    """The prefix filter loses nothing: compared with every pair there is."""
    names = [
        "keripik pisang sari",
        "keripik pisang sri",
        "kripik pisang sari",
        "kue kering",
        "kue kerring",
        "tapis ayu",
    ]
    made = [business(name=name, owner_name="") for name in names]
    find_doubles()

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.id, b.id FROM double_records a JOIN double_records b ON a.id < b.id AND a.place = b.place "
            "WHERE similarity(a.name_key, b.name_key) >= %s ORDER BY 1, 2",
            [doubles_sql.CLOSE],
        )
        wanted = cursor.fetchall()
        cursor.execute("SELECT first, second FROM double_candidates ORDER BY 1, 2")
        met = cursor.fetchall()

    assert len(wanted) >= 3
    assert met == wanted
    assert len(made) == 6


def test_the_threshold_is_within_reach_of_the_plainest_double():
    assert WEIGHTS[Evidence.SAME_NAME] + WEIGHTS[Evidence.SAME_OWNER] >= THRESHOLD
