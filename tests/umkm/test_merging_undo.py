"""A merge taken back, as far as nothing newer forbids."""

import pytest

from tests.factories import (
    ActivityFactory,
    BusinessFactory,
    CertificateFactory,
    ProductFactory,
)
from tests.umkm.test_merging import AT, HASH, join, pair_of
from umkm.merging import NotAllowed, undo
from umkm.models import Activity, Business, DoublePair, Membership, PairState, Product

pytestmark = pytest.mark.django_db
SECRETS = {"nik_hash": HASH, "nik_encrypted": "token"}


@pytest.fixture
def pair(places):
    first = BusinessFactory(nib=None, name="Keripik Sari", identity_key="satu", registered_on="2026-01-02", capital=5)
    second = BusinessFactory(name="Kripik Sari", identity_key="dua", regency=places["18.72"], **SECRETS)
    return pair_of(first, second)


def everything():
    """All rows of the register, without what the audit trail keeps."""
    return {model: list(model.objects.order_by("pk").values()) for model in (Business, Activity, Product, Membership)}


def test_both_records_and_their_children_come_back(pair, petugas, pemilik):
    ActivityFactory(business=pair.first), ActivityFactory(business=pair.second)
    product = ProductFactory(business=pair.second)
    certificate = CertificateFactory(business=pair.second)
    pair.second.memberships.create(user=pemilik, since="2026-01-01")
    earlier = BusinessFactory(merged_into=pair.second)
    before = everything()
    every_field = dict.fromkeys(("name", "place", "registered_on", "capital", "nib", "nik"), pair.second_id)
    made = join(pair, petugas, choices=every_field)
    assert everything() != before

    left = undo(merge=made, by=petugas, at=AT)

    assert left == []
    assert everything() == before
    certificate.refresh_from_db(), product.refresh_from_db(), earlier.refresh_from_db(), pair.refresh_from_db()
    assert (certificate.business, product.business, earlier.merged_into) == (pair.second, pair.second, pair.second)
    assert (pair.state, pair.decided_by) == (PairState.OPEN, None)
    made.refresh_from_db()
    assert (made.undone_by, made.undone_at) == (petugas, AT)


def test_what_was_changed_since_stays_and_is_named(pair, petugas):
    product = ProductFactory(business=pair.second, name="Keripik")
    gone = ActivityFactory(business=pair.second)
    made = join(pair, petugas, choices={"name": pair.second_id, "place": pair.second_id})
    Business.objects.filter(pk=pair.first_id).update(name="Keripik Sari Rasa")
    ProductFactory(business=pair.second, name="KERIPIK")
    Activity.objects.filter(pk=gone.pk).delete()

    left = undo(merge=made, by=petugas, at=AT)

    assert left == [
        "Produk “Keripik”: tetap di catatan yang dipakai, karena bertabrakan dengan data baru.",
        f"Kegiatan usaha nomor {gone.pk}: sudah dihapus atau dipindahkan setelah penggabungan.",
        "Nama usaha: diubah setelah penggabungan, jadi isi yang baru dibiarkan.",
    ]
    kept = Business.objects.get(pk=pair.first_id)
    assert (kept.name, kept.regency_id, kept.nib) == ("Keripik Sari Rasa", "18.71", None)
    product.refresh_from_db()
    assert product.business == pair.first


def test_a_number_somebody_else_bears_now_is_not_given_back(pair, petugas):
    made = join(pair, petugas)
    BusinessFactory(nib=None, identity_key="satu")

    left = undo(merge=made, by=petugas, at=AT)

    assert left == ["NIB: nomor itu sekarang tercatat pada usaha lain, jadi dibiarkan."]
    assert Business.objects.get(pk=pair.first_id).nib
    assert Business.objects.get(pk=pair.second_id).nik_hash == HASH


def test_a_merge_is_undone_once(pair, petugas):
    made = join(pair, petugas)
    undo(merge=made, by=petugas, at=AT)

    with pytest.raises(NotAllowed, match="sudah dibatalkan oleh Rina Petugas"):
        undo(merge=made, by=petugas, at=AT)


def test_a_later_merge_is_undone_first(pair, petugas):
    earlier = join(pair, petugas)
    third = BusinessFactory()
    later = join(pair_of(pair.first, third), petugas, kept=third)

    with pytest.raises(NotAllowed, match="Batalkan penggabungan yang lebih baru dulu"):
        undo(merge=earlier, by=petugas, at=AT)
    undo(merge=later, by=petugas, at=AT)
    left = undo(merge=earlier, by=petugas, at=AT)

    assert left == []
    assert Business.objects.unmerged().count() == 3


def test_a_pair_made_two_again_may_be_rejected_then(pair, petugas):
    made = join(pair, petugas)

    undo(merge=made, by=petugas, at=AT)

    assert list(DoublePair.objects.waiting()) == [pair]
