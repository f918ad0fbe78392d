"""Many at once: counted before, told what stays, done in one go, and taken back."""

import re
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError
from django.urls import reverse

from tests.factories import (
    ActivityFactory,
    BulkChangeFactory,
    BusinessFactory,
    ProductFactory,
    VerificationFactory,
)
from umkm import bulk
from umkm.models import Activity, BulkChange, Business, District, Product, Verification
from umkm.verification import NotAllowed, waiting

AT = datetime(2026, 11, 24, 7, 35, tzinfo=UTC)
LIST = "/admin/umkm/business/"


@pytest.fixture
def desk(client, petugas):
    client.force_login(petugas)
    return client


def do(deed, by, value=""):
    return bulk.apply(deed=deed, businesses=Business.objects.all(), value=value, by=by, at=AT)


def look(deed, value=""):
    return bulk.preview(deed=deed, businesses=Business.objects.all(), value=value)


def take_back(change, by):
    return bulk.undo(change=change, by=by, at=AT)


def test_a_kecamatan_is_filled_in_only_where_it_fits_and_is_missing(places, petugas):
    empty = BusinessFactory(name="Kosong")
    BusinessFactory(name="Isi", district_id="18.71.01")
    BusinessFactory(name="Metro", regency=places["18.72"])

    seen = look("DISTRICT", "18.71.01")
    change = do("DISTRICT", petugas, "18.71.01")

    assert seen == bulk.Preview(
        1, ("Kosong",), (("kecamatannya sudah terisi", 1), ("berada di kabupaten/kota lain", 1))
    )
    assert change.changed == 1
    assert Business.objects.get(pk=empty.pk).district_id == "18.71.01"
    assert Business.objects.get(name="Metro").district_id is None


def test_only_certificates_that_are_needed_and_unmarked_are_marked(places, petugas):
    unknown, refused = (ActivityFactory(risk="HIGH", standard_certificate_verified=known) for known in (None, False))
    ActivityFactory(risk="MED_HIGH", standard_certificate_verified=True)
    low = ActivityFactory(risk="LOW")

    seen = look("STANDARD")
    change = do("STANDARD", petugas)
    marked = Activity.objects.filter(standard_certificate_verified=True).count()
    back = take_back(change, petugas)

    assert (seen.changes, seen.stays) == (
        2, (("kegiatannya sudah ditandai", 1), ("usaha tanpa kegiatan berisiko menengah tinggi ke atas", 1))
    )  # fmt: skip
    assert (marked, back) == (3, 2)
    for activity, known in ((unknown, None), (refused, False), (low, None)):
        activity.refresh_from_db()
        assert activity.standard_certificate_verified is known


def test_a_category_goes_to_products_that_have_none(places, petugas):
    other = ProductFactory(name="Kain perca", categories=["OTHER"])
    ProductFactory(name="Keripik", categories=["FOOD"])
    BusinessFactory()

    seen = look("CATEGORY", "CLOTHING")
    change = do("CATEGORY", petugas, "CLOTHING")
    given = Product.objects.get(pk=other.pk).categories
    take_back(change, petugas)

    assert seen.examples == (f"{other.business.name} – Kain perca",)
    assert seen.stays == (("produknya sudah berkategori", 1), ("usaha tanpa produk", 1))
    assert given == ["CLOTHING"]
    assert Product.objects.get(pk=other.pk).categories == ["OTHER"]


def test_businesses_join_the_queue_once_and_leave_it_again(places, petugas):
    BusinessFactory.create_batch(2)
    VerificationFactory(business=BusinessFactory())

    seen = look("VERIFY")
    change = do("VERIFY", petugas)
    waits = waiting(Business.objects.all()).count()
    taken = Verification.objects.filter(opened_at=AT).first()
    taken.assigned_to = petugas
    taken.save()
    back = take_back(change, petugas)

    assert (seen.changes, seen.stays) == (2, (("sudah menunggu verifikasi", 1),))
    assert (waits, change.changed, back) == (3, 2, 1)
    assert waiting(Business.objects.all()).count() == 2


def test_work_is_given_where_nobody_has_it(places, petugas, administrator):
    owner = BusinessFactory(source="OWNER")
    VerificationFactory(business=BusinessFactory(), assigned_to=administrator)
    BusinessFactory()

    seen = look("ASSIGN", str(petugas.pk))
    change = do("ASSIGN", petugas, str(petugas.pk))
    given = waiting(Business.objects.filter(pk=owner.pk)).get().clerk_id
    take_back(change, petugas)

    assert (seen.changes, seen.stays) == (1, (("sudah ditangani petugas", 1), ("tidak menunggu verifikasi", 1)))
    assert given == petugas.pk
    assert waiting(Business.objects.filter(pk=owner.pk)).get().clerk_id is None


def test_taking_back_leaves_what_a_colleague_changed_since(places, petugas):
    kept, changed = BusinessFactory.create_batch(2)
    District.objects.create(code="18.71.02", regency_id="18.71", name="Sukarame")
    change = do("DISTRICT", petugas, "18.71.01")
    Business.objects.filter(pk=changed.pk).update(district_id="18.71.02")

    back = take_back(change, petugas)

    assert back == 1
    assert Business.objects.get(pk=changed.pk).district_id == "18.71.02"
    assert Business.objects.get(pk=kept.pk).district_id is None


def test_it_is_taken_back_once(places, petugas):
    change = do("DISTRICT", petugas, "18.71.01")
    take_back(change, petugas)

    with pytest.raises(NotAllowed, match="sudah dibatalkan"):
        take_back(change, petugas)


def test_every_changed_row_is_in_the_audit_trail(desk, petugas, places):
    BusinessFactory.create_batch(3)

    desk.post(LIST, posted("district", step="do", value="18.71.01", seen="3", select_across="on"))

    events = Business.events.rel.related_model.objects.filter(pgh_label="update")
    assert [event.pgh_context.metadata["user"] for event in events] == [petugas.pk] * 3


@pytest.mark.parametrize("count", [1, 6])
def test_the_cost_does_not_grow_with_the_rows(petugas, places, django_assert_num_queries, count):
    BusinessFactory.create_batch(count)

    with django_assert_num_queries(8):
        do("DISTRICT", petugas, "18.71.01")


@pytest.mark.parametrize(
    ("facts", "rule"),
    [({"deed": "SELL"}, "bulk_change_deed_is_known"), ({"undone_at": AT}, "bulk_change_undone_iff_by_someone")],
)
def test_the_record_of_a_change_holds_only_what_may_be(db, facts, rule):
    with pytest.raises(IntegrityError, match=rule):
        BulkChangeFactory(**facts)


# On the desk


def posted(deed, *chosen, **more):
    return {"action": f"bulk_{deed}", "index": "0", "_selected_action": [one.pk for one in chosen], **more}


def test_nothing_happens_before_it_is_confirmed(desk, places):
    business = BusinessFactory(name="Kosong")

    page = desk.post(LIST, posted("district", business, step="look", value="18.71.01"))

    assert "1 data akan berubah" in page.text
    assert "Kosong" in page.text
    assert not BulkChange.objects.exists()


def test_all_that_match_are_reached_on_every_page_and_counted_only_then(desk, places):
    BusinessFactory.create_batch(51, name="Keripik")
    BusinessFactory(name="Mebel")

    listed = desk.get(f"{LIST}?q=keripik").text
    page = desk.post(f"{LIST}?q=keripik", posted("verify", select_across="on"))
    desk.post(f"{LIST}?q=keripik", posted("verify", select_across="on", step="do", seen="51"))

    above = re.sub(r'value="\w{64}"', "", listed[: listed.index("changelist-form")])
    assert "51" not in above
    assert page.context["count"] == 51
    assert Verification.objects.count() == 51


def test_only_ticked_rows_are_reached_without_the_word_all(desk, places):
    chosen, _left = BusinessFactory.create_batch(2)

    desk.post(LIST, posted("verify", chosen, step="do", seen="1"))

    assert [one.business_id for one in Verification.objects.all()] == [chosen.pk]


def test_a_number_that_moved_is_shown_again_and_nothing_is_done(desk, places):
    BusinessFactory.create_batch(2)

    page = desk.post(LIST, posted("verify", select_across="on", step="do", seen="1"))

    assert "Jumlahnya berubah sejak Anda melihatnya" in page.text
    assert not BulkChange.objects.exists()


def test_a_value_that_is_not_offered_is_refused(desk, places, orang_lain):
    business = BusinessFactory(source="OWNER")

    page = desk.post(LIST, posted("assign", business, step="do", value=str(orang_lain.pk), seen="1"))

    assert list(page.context["form"].errors) == ["value"]
    assert not BulkChange.objects.exists()


def test_it_is_taken_back_by_button(desk, petugas, places):
    BusinessFactory.create_batch(2)
    change = do("DISTRICT", petugas, "18.71.01")

    page = desk.post(reverse("admin:umkm_bulkchange_undo", args=[change.pk]), follow=True)

    assert "2 dari 2 data dikembalikan." in page.text
    assert not Business.objects.filter(district__isnull=False).exists()


def test_the_head_changes_nothing_at_once(client, places):
    from tests.conftest import _person

    business = BusinessFactory()
    client.force_login(_person("kepala bidang", is_staff=True))
    change = BulkChangeFactory()

    client.post(LIST, posted("verify", business, step="do", seen="1"))
    refused = client.post(reverse("admin:umkm_bulkchange_undo", args=[change.pk]))

    assert refused.status_code == 403
    assert not Verification.objects.exists()
