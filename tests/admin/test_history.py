"""Histories tell who changed what and when, and never a secret."""

import pghistory
import pytest
from django.db import connection
from django.urls import reverse

from tests.admin.test_refusals import save
from tests.factories import BusinessFactory, CertificateFactory, PackageFactory, ProductFactory
from tkdnportal import audit
from umkm.models import Business

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client, petugas):
    client.force_login(petugas)
    return client


def history(client, model, record):
    return client.get(reverse(f"admin:{model}_history", args=[record.pk]))


def trail_of(response):
    return [entry for page in response.context["pages"] for entry in page.object_list]


def test_a_change_made_here_carries_the_name_and_both_values(signed_in, places):
    business = BusinessFactory(name="Keripik Lama", capital=5_000_000)
    save(signed_in, "umkm_business", business, name="Keripik Baru", capital=7_000_000)

    response = history(signed_in, "umkm_business", business)

    changed, recorded = trail_of(response)
    assert (changed.who, changed.deed) == ("Rina Petugas", "Diubah")
    assert changed.changes == (
        ("Nama usaha", "Keripik Lama", "Keripik Baru"),
        ("Modal usaha (Rp)", "5.000.000", "7.000.000"),
    )
    assert (recorded.deed, recorded.changes) == ("Dicatat", ())
    assert "Keripik Lama" in response.text


def test_a_change_by_sql_is_told_too(signed_in, places):
    business = BusinessFactory(name="Lama")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE umkm_business SET name = 'Lewat SQL'")

    changed = trail_of(history(signed_in, "umkm_business", business))[0]

    assert changed.who == "Impor atau tugas otomatis"
    assert changed.changes == (("Nama usaha", "Lama", "Lewat SQL"),)


def test_rows_below_a_record_are_part_of_its_history(signed_in, places):
    product = ProductFactory(name="Keripik", business=BusinessFactory())
    ProductFactory(name="Milik usaha lain")

    entries = trail_of(history(signed_in, "umkm_business", product.business))

    assert [(entry.kind, entry.label) for entry in entries if entry.kind == "Produk"] == [("Produk", "Keripik")]


def test_the_identity_number_and_the_public_link_never_show(signed_in, places):
    business = BusinessFactory(nik_hash="a" * 64, nik_encrypted="SANDI-SATU")
    Business.objects.filter(pk=business.pk).update(nik_hash="b" * 64, nik_encrypted="SANDI-DUA")
    certificate = CertificateFactory(token="token-satu")
    type(certificate).objects.filter(pk=certificate.pk).update(token="token-dua")

    businesses = history(signed_in, "umkm_business", business)
    certificates = history(signed_in, "certification_certificate", certificate)

    assert trail_of(businesses)[0].changes == (("NIK", "", ""),)
    assert "NIK diganti (isinya tidak ditampilkan)" in businesses.text
    for secret in ("SANDI", "a" * 64, "b" * 64):
        assert secret not in businesses.text
    assert "token-" not in certificates.text


def test_values_read_as_words(signed_in, places):
    package = PackageFactory(category="FOOD", is_announced=True, minimum_tkdn=None)
    type(package).objects.filter(pk=package.pk).update(
        category="CLOTHING", is_announced=False, minimum_tkdn=40, contract_from="2026-02-01"
    )

    changes = trail_of(history(signed_in, "procurement_package", package))[0].changes

    assert changes == (
        ("Kategori", "Makanan", "Pakaian"),
        ("TKDN minimum (%)", "kosong", "40.00"),
        ("Awal kontrak", "1 Mar 2026", "1 Feb 2026"),
        ("Terumumkan", "ya", "tidak"),
    )


def test_the_name_of_a_person_who_is_gone_is_not_invented(signed_in, places):
    with pghistory.context(user=999_999):
        business = BusinessFactory()

    assert trail_of(history(signed_in, "umkm_business", business))[0].who == "Pengguna yang sudah dihapus"


def test_a_history_asks_for_the_right_to_view(client, orang_lain, places):
    business = BusinessFactory(name="Rahasia")
    orang_lain.is_staff = True
    orang_lain.save()
    client.force_login(orang_lain)

    response = history(client, "umkm_business", business)

    assert response.status_code == 403
    assert "Rahasia" not in response.text


def test_the_history_of_nothing_is_not_found(signed_in):
    assert signed_in.get(reverse("admin:umkm_business_history", args=[1])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_of_the_trail_costs_three_queries_at_most(places, count, django_assert_max_num_queries):
    business = BusinessFactory()
    for number in range(count):
        Business.objects.filter(pk=business.pk).update(name=f"Nama {number}")

    with django_assert_max_num_queries(3):
        page = audit.page_of(audit.event_model_of(Business), 1, pgh_obj_id=business.pk)

    assert len(page.object_list) == count + 1


def test_the_administrator_reads_one_table_of_the_trail_at_a_time(client, administrator, places):
    BusinessFactory(name="Keripik")
    PackageFactory(name="Paket makan")
    client.force_login(administrator)
    url = reverse("admin:pghistory_events_changelist")

    businesses = client.get(url, {"tabel": "umkm.business"})
    packages = client.get(url, {"tabel": "procurement.package"})

    assert [entry.label for entry in businesses.context["page"].object_list] == ["Keripik"]
    assert [entry.label for entry in packages.context["page"].object_list] == ["Paket makan"]


def test_an_unknown_table_of_the_trail_is_not_found(client, administrator):
    client.force_login(administrator)

    assert client.get(reverse("admin:pghistory_events_changelist"), {"tabel": "auth.user"}).status_code == 404
