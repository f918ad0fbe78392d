"""A merged double is counted, listed and matched nowhere; what names it reaches the kept record."""

import csv
from datetime import date

import pytest
from django.urls import reverse

from certification.holders import Register, possible_holders
from certification.models import CertificateItem
from certification.search import SearchQuery, search_items
from certification.triage import Reach, Stage, at_stage, stages, that_reach
from insight.funnel import funnel_of
from procurement.matching import match
from tests.conftest import TODAY
from tests.factories import (
    BusinessFactory,
    CertificateFactory,
    CertificateItemFactory,
    PackageFactory,
    ProductFactory,
)
from umkm.identifiers import identity_key
from umkm.models import Business

pytestmark = pytest.mark.django_db
NIB, OTHER_NIB = "9120000000001", "9120000000002"


@pytest.fixture
def kept(places):
    return BusinessFactory(nib=NIB, name="Keripik Sari", regency=places["18.72"])


@pytest.fixture
def double(kept, places):
    return BusinessFactory(nib=OTHER_NIB, name="Kripik Sari", regency=places["18.72"], merged_into=kept)


def test_staff_see_only_records_that_stand(double, kept, petugas):
    assert list(Business.objects.visible_to(petugas)) == [kept]


def test_a_membership_that_stayed_with_the_double_opens_nothing(double, client, pemilik):
    double.memberships.create(user=pemilik, since=TODAY)
    client.force_login(pemilik)

    assert list(Business.objects.visible_to(pemilik)) == []
    assert client.get(reverse("umkm:desk")).context["entries"] == []


def test_triage_and_the_funnel_count_the_business_once(double, kept):
    assert [one.business_id for one in stages(TODAY)] == [kept.pk]
    assert funnel_of(on=TODAY).whole == 1
    assert list(at_stage(Business.objects.all(), Stage.NO_KBLI, TODAY)) == [kept]
    assert list(that_reach(Business.objects.all(), Reach.ALL, TODAY)) == [kept]


def test_the_search_of_suppliers_shows_no_double(double, kept):
    shown = CertificateItemFactory(certificate__business=kept, tkdn=40)
    CertificateItemFactory(certificate__business=double, tkdn=40)

    assert list(search_items(SearchQuery(q="keripik"), TODAY)) == [shown]
    assert list(CertificateItem.objects.of_registered_businesses()) == [shown]


def test_matching_counts_the_business_once(lampung, double, kept):
    for business in (kept, double):
        CertificateItemFactory(certificate__business=business, tkdn=40)
    PackageFactory()

    [answer] = match(year=2026, on=date(2026, 3, 1))

    assert answer.suppliers == 1
    assert [candidate.supplier.business_id for candidate in answer.candidates] == [kept.pk]


def test_a_certificate_that_names_the_doubles_nib_belongs_to_the_kept_record(double, kept):
    by_nib = CertificateFactory(business=None, holder_name="Apa saja", holder_nib=OTHER_NIB)
    by_name = CertificateFactory(business=None, holder_name="Kripik Sari")
    register = Register([by_nib, by_name])

    assert register.business_of(by_nib) == kept.pk
    assert register.business_of(by_name) is None
    assert [one.business for one in possible_holders(by_name)] == [kept]


def row(**cells):
    return {"nama_usaha": "Kripik Sari"} | cells


def test_a_row_with_the_doubles_nib_updates_the_kept_record(lampung, double, kept, listed, imported):
    counts = imported(listed(row(nib=OTHER_NIB, telepon="081234567890", produk="Keripik pisang")))

    kept.refresh_from_db()
    assert counts == (0, 1, 0, 0)
    assert (kept.nib, kept.phone, kept.products.get().name) == (NIB, "+6281234567890", "Keripik pisang")
    assert Business.objects.count() == 2


def test_a_row_with_the_doubles_nik_updates_the_kept_record_and_leaves_its_nik(lampung, kept, places, listed, imported):
    imported(listed(row(nik="1872014101850001")))
    double = Business.objects.exclude(pk=kept.pk).get()
    Business.objects.filter(pk=double.pk).update(merged_into=kept)

    counts = imported(listed(row(nik="1872014101850001", nama_usaha="Nama Lain", telepon="081234567890")))

    kept.refresh_from_db()
    assert counts == (0, 1, 0, 0)
    assert (kept.name, kept.phone, kept.nik_hash) == ("Nama Lain", "+6281234567890", None)


def test_a_row_without_numbers_that_describes_the_double_updates_the_kept_record(
    lampung, double, kept, listed, imported
):
    key = identity_key(name="Kripik Sari", regency="18.72")
    Business.objects.filter(pk=double.pk).update(nib=None, identity_key=key)

    counts = imported(listed(row()))

    assert counts == (0, 1, 0, 0)
    assert Business.objects.unmerged().get().name == "Kripik Sari"


def test_a_row_with_a_third_nib_that_describes_the_double_is_another_business(lampung, double, kept, listed, imported):
    key = identity_key(name="Kripik Sari", regency="18.72")
    Business.objects.filter(pk=double.pk).update(nib=None, identity_key=key)

    counts = imported(listed(row(nib="9120000000003")))

    assert counts == (1, 0, 0, 0)
    kept.refresh_from_db()
    assert kept.nib == NIB


def test_an_older_file_with_both_rows_keeps_what_staff_chose(lampung, double, kept, listed, imported, tmp_path):
    path = listed(row(nib=OTHER_NIB), row(nib=NIB, nama_usaha="Keripik Sari"))

    counts = imported(path)

    kept.refresh_from_db()
    assert counts == (0, 0, 1, 1)
    assert kept.name == "Keripik Sari"
    with (tmp_path / "ditolak.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [line["nib"] for line in csv.DictReader(file)] == [OTHER_NIB]


def test_the_old_page_of_the_double_opens_the_kept_record(client, double, kept, pemilik):
    kept.memberships.create(user=pemilik, since=TODAY)
    client.force_login(pemilik)

    response = client.get(reverse("umkm:business", args=[double.pk]), follow=True)

    assert response.redirect_chain == [(reverse("umkm:business", args=[kept.pk]), 302)]
    assert "sudah digabungkan. Ini catatan yang dipakai: “Keripik Sari”." in response.content.decode()


def test_a_stranger_learns_nothing_of_the_double(client, double, orang_lain):
    client.force_login(orang_lain)

    assert client.get(reverse("umkm:business", args=[double.pk])).status_code == 404


def test_the_register_lists_no_double_and_its_old_link_opens_the_kept_record(client, double, kept, petugas):
    client.force_login(petugas)

    listed = client.get(reverse("admin:umkm_business_changelist"))
    opened = client.get(reverse("admin:umkm_business_change", args=[double.pk]), follow=True)

    assert list(listed.context["cl"].result_list) == [kept]
    assert opened.redirect_chain == [(reverse("admin:umkm_business_change", args=[kept.pk]), 302)]
    assert "Ini catatan yang dipakai: “Keripik Sari”." in opened.content.decode()


@pytest.mark.parametrize("number", ["999999", "bukan-angka"])
def test_an_admin_address_of_nobody_stays_unknown(client, petugas, number):
    client.force_login(petugas)

    response = client.get(reverse("admin:umkm_business_change", args=[number]))

    assert response.headers["location"] == reverse("admin:index")


def test_products_of_a_double_are_not_listed(client, double, kept, petugas):
    ProductFactory(business=double, name="Keripik lama")
    shown = ProductFactory(business=kept, name="Keripik")
    client.force_login(petugas)

    response = client.get(reverse("admin:umkm_product_changelist"))

    assert list(response.context["cl"].result_list) == [shown]
