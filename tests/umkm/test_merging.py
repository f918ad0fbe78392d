"""Two records made one, field by field."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction

from certification.models import CertificateItem
from tests.conftest import TODAY
from tests.factories import (
    ActivityFactory,
    BusinessFactory,
    CertificateFactory,
    CertificateItemFactory,
    ProductFactory,
    SiinasAccountFactory,
    UserFactory,
)
from umkm import merge_fields
from umkm.merging import NotAllowed, merge, reject, seen
from umkm.models import Business, DoublePair, Merge, PairState

AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
HASH = "a" * 64
NOW, EARLIER = {"registered_on": TODAY}, {"registered_on": "2020-01-01"}


def pair_of(one, other, **fields):
    return DoublePair.objects.create(first=one, second=other, **{"confidence": 80, "evidence": ["SAME_NAME"]} | fields)


def join(pair, by, *, kept=None, choices=None):
    """Merge as the page does, keeping the first unless told otherwise."""
    pair.refresh_from_db()
    return merge(
        pair=pair, kept=(kept or pair.first).pk, choices=choices or {}, by=by, at=AT,
        fingerprint=seen(Business.objects.get(pk=pair.first_id), Business.objects.get(pk=pair.second_id)),
    )  # fmt: skip


@pytest.fixture
def pair(places):
    return pair_of(
        BusinessFactory(nib=None, name="Keripik Sari", identity_key="satu"),
        BusinessFactory(nib=None, name="Kripik Sari", identity_key="dua", phone="+628123456789"),
    )


@pytest.mark.django_db
def test_each_field_takes_the_value_that_was_chosen(pair, petugas):
    first, second = pair.first, pair.second

    join(pair, petugas, choices={"name": second.pk, "phone": second.pk, "address": first.pk})

    first.refresh_from_db(), second.refresh_from_db()
    assert (first.name, first.phone) == ("Kripik Sari", "+628123456789")
    assert (second.name, second.merged_into) == ("Kripik Sari", first)
    pair.refresh_from_db()
    assert (pair.state, pair.decided_by, pair.decided_at) == (PairState.MERGED, petugas, AT)


@pytest.mark.django_db
def test_the_second_record_may_be_the_one_that_is_kept(pair, petugas):
    made = join(pair, petugas, kept=pair.second, choices={"name": pair.first_id})

    assert (made.kept, made.merged) == (pair.second, pair.first)
    assert Business.objects.unmerged().get().name == "Keripik Sari"


@pytest.mark.django_db
def test_a_nib_the_kept_record_lacks_is_never_lost(pair, petugas):
    Business.objects.filter(pk=pair.second_id).update(nib="9120000000001", nik_hash=HASH, nik_encrypted="token")

    join(pair, petugas, choices={"nib": pair.first_id, "nik": pair.first_id})

    kept = Business.objects.get(pk=pair.first_id)
    assert (kept.nib, kept.nik_hash, kept.nik_encrypted) == ("9120000000001", HASH, "token")
    assert Business.objects.get(pk=pair.second_id).nib is None


@pytest.mark.django_db
def test_two_nib_are_exchanged_so_that_both_are_still_found(pair, petugas):
    Business.objects.filter(pk=pair.first_id).update(nib="9120000000001")
    Business.objects.filter(pk=pair.second_id).update(nib="9120000000002")

    join(pair, petugas, choices={"nib": pair.second_id})

    assert dict(Business.objects.values_list("pk", "nib")) == {
        pair.first_id: "9120000000002",
        pair.second_id: "9120000000001",
    }


@pytest.mark.django_db
def test_giving_up_its_nib_never_makes_two_records_of_one_identity(pair, petugas):
    Business.objects.filter(pk=pair.second_id).update(nib="9120000000001")
    BusinessFactory(nib=None, identity_key="dua")

    join(pair, petugas)

    assert Business.objects.get(pk=pair.second_id).identity_key == ""


@pytest.mark.django_db
def test_everything_that_belongs_to_the_double_moves_to_the_kept_record(pair, petugas, pemilik):
    double = pair.second
    product = ProductFactory(business=double)
    activity = ActivityFactory(business=double)
    account = SiinasAccountFactory(business=double)
    certificate = CertificateFactory(business=double)
    membership = double.memberships.create(user=pemilik, since=TODAY)

    made = join(pair, petugas)

    for row in (product, activity, account, certificate, membership):
        row.refresh_from_db()
        assert row.business == pair.first
    assert made.snapshot["stayed"] == []
    assert len(made.snapshot["moved"]) == 5


@pytest.mark.django_db
def test_what_the_kept_record_has_already_stays_and_its_certificate_moves_to_the_like(pair, petugas, pemilik):
    ours = ProductFactory(business=pair.first, name="Keripik pisang")
    theirs = ProductFactory(business=pair.second, name="KERIPIK PISANG")
    item = CertificateItemFactory(certificate__business=pair.second, product=theirs)
    for record in (pair.first, pair.second):
        ActivityFactory(business=record)
        record.memberships.create(user=pemilik, since=TODAY)

    made = join(pair, petugas)

    item.refresh_from_db(), theirs.refresh_from_db()
    assert (item.product, item.certificate.business) == (ours, pair.first)
    assert theirs.business == pair.second
    assert {label for label, _pk in made.snapshot["stayed"]} == {"umkm.Activity", "umkm.Product", "umkm.Membership"}


@pytest.mark.django_db
def test_two_live_certificates_of_one_product_both_survive(pair, petugas):
    ours = CertificateItemFactory(
        certificate__business=pair.first, product=ProductFactory(business=pair.first, name="Keripik")
    )
    theirs = CertificateItemFactory(
        certificate__business=pair.second, product=ProductFactory(business=pair.second, name="Keripik")
    )

    join(pair, petugas)

    assert CertificateItem.objects.of_registered_businesses().count() == 2
    ours.refresh_from_db(), theirs.refresh_from_db()
    assert (ours.product.business, theirs.product.business) == (pair.first, pair.second)


@pytest.mark.django_db
def test_what_was_merged_into_the_double_before_follows_it(pair, petugas):
    earlier = BusinessFactory(merged_into=pair.second)

    join(pair, petugas)

    earlier.refresh_from_db()
    assert earlier.merged_into == pair.first


@pytest.mark.django_db
def test_whom_the_double_was_told_apart_from_the_kept_record_is_told_apart_from(pair, petugas):
    third = BusinessFactory()
    reject(pair=pair_of(pair.second, third), by=petugas, at=AT)

    join(pair, petugas)

    assert DoublePair.objects.between(third.pk, pair.first_id).get().state == PairState.REJECTED


@pytest.mark.django_db
def test_a_decided_pair_is_not_decided_again(pair, petugas):
    reject(pair=pair, by=petugas, at=AT)

    with pytest.raises(NotAllowed, match="sudah dinyatakan bukan ganda oleh Rina Petugas"):
        join(pair, petugas)

    assert not Merge.objects.exists()


@pytest.mark.django_db
def test_a_record_changed_since_the_page_was_opened_is_compared_again(pair, petugas):
    fingerprint = seen(pair.first, pair.second)
    Business.objects.filter(pk=pair.second_id).update(phone="+628999999999")

    with pytest.raises(NotAllowed, match="baru saja diubah orang lain"):
        merge(pair=pair, kept=pair.first_id, choices={}, fingerprint=fingerprint, by=petugas, at=AT)

    assert Business.objects.unmerged().count() == 2


@pytest.mark.django_db
def test_a_record_merged_elsewhere_meanwhile_is_left_alone(pair, petugas):
    Business.objects.filter(pk=pair.second_id).update(merged_into=BusinessFactory())

    with pytest.raises(NotAllowed, match="Kripik Sari” sudah digabungkan ke catatan lain"):
        join(pair, petugas)


@pytest.mark.django_db(transaction=True)
def test_of_two_clerks_at_once_one_wins_and_the_other_reads_why(pair, petugas):
    other = UserFactory(full_name="Dewi Kedua")
    start = Barrier(2)

    def press(by):
        try:
            start.wait()
            join(DoublePair.objects.get(), by)
        except NotAllowed as refusal:
            return str(refusal)
        finally:
            connection.close()
        return "digabungkan"

    with ThreadPoolExecutor(2) as clerks:
        answers = sorted(clerks.map(press, (petugas, other)))

    winner = Merge.objects.get().by.full_name
    assert answers == sorted(["digabungkan", f"Pasangan ini sudah digabungkan oleh {winner}. Tidak ada yang berubah."])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("first", "second", "owner", "proposed"),
    [
        ({"phone": ""}, {"phone": "+628123456789"}, "first", "second"),
        ({"phone": "+628111111111"}, {"phone": "+628123456789"}, "first", "first"),
        ({"phone": "+6281111111", **NOW}, {"phone": "+6281222222", **EARLIER}, "", "first"),
        ({"phone": "+628111111111"}, {"phone": "+628123456789"}, "", "second"),
    ],
    ids=["the filled one", "the owner's", "the newer one", "the later recorded one"],
)  # fmt: skip
def test_a_sensible_value_is_proposed(places, first, second, owner, proposed):
    records = {"first": BusinessFactory(**first), "second": BusinessFactory(**second)}
    for record in records.values():
        record.refresh_from_db()
    choice = next(choice for choice in merge_fields.choices() if choice.name == "phone")

    found = merge_fields.proposed(choice, *records.values(), {records[owner].pk} if owner else set())

    assert found == records[proposed]


def test_every_field_of_a_business_is_a_choice_or_belongs_to_the_row():
    columns = {column for choice in merge_fields.choices() for column in choice.columns}

    assert columns | merge_fields.UNTOUCHED == {field.attname for field in Business._meta.concrete_fields}
    assert not columns & merge_fields.UNTOUCHED


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("rule", "statement"),
    [
        ("business_is_not_merged_into_itself", "SET merged_into_id = id WHERE id = %(b)s"),
        ("business_kept_record_is_not_merged", "SET merged_into_id = %(b)s WHERE id = %(a)s"),
        ("business_kept_record_is_not_merged", "SET merged_into_id = %(a)s WHERE id = %(c)s"),
    ],
    ids=["itself", "a record others were merged into", "a merged record"],
)  # fmt: skip
def test_merged_records_make_no_loop_and_no_chain(places, rule, statement):
    c, b = BusinessFactory(), BusinessFactory()
    a = BusinessFactory()
    if "id = %(c)s" in statement:
        Business.objects.filter(pk=a.pk).update(merged_into=b)
    else:
        Business.objects.filter(pk=c.pk).update(merged_into=a)

    with pytest.raises(IntegrityError, match=rule), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE umkm_business {statement}", {"a": a.pk, "b": b.pk, "c": c.pk})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("double_pair_in_order", {"swap": True}),
        ("double_pair_once", {"twice": True}),
        ("double_pair_confidence_is_a_percentage", {"confidence": 101}),
        ("double_pair_evidence_is_known", {"evidence": ["GUESS"]}),
        ("double_pair_decided_iff_dated", {"state": "MERGED"}),
        ("double_pair_decided_iff_dated", {"decided_at": AT}),
        ("double_pair_decided_iff_dated", {"state": "GUESS", "decided_at": AT}),
    ],
)
def test_a_pair_keeps_its_rules(places, rule, fields):
    one, other = BusinessFactory(), BusinessFactory()
    if fields.pop("swap", False):
        one, other = other, one
    if fields.pop("twice", False):
        pair_of(one, other)

    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        pair_of(one, other, **fields)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("merge_of_two_records", {"same": True}),
        ("merge_once_until_undone", {"twice": True}),
        ("merge_undone_after_it_was_made", {"undone_at": AT - timedelta(days=1)}),
    ],
)
def test_a_merge_keeps_its_rules(places, petugas, rule, fields):
    one, other = BusinessFactory(), BusinessFactory()
    merged = one if fields.pop("same", False) else other
    if fields.pop("twice", False):
        Merge.objects.create(kept=one, merged=merged, by=petugas, at=AT, snapshot={})

    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Merge.objects.create(kept=one, merged=merged, by=petugas, at=AT, snapshot={}, **fields)
