"""Rules that only the database knows reach people as sentences on the form."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from certification.models import Certificate, CertificateItem
from procurement.models import Budget, Package
from tests.admin.forms import filled, save
from tests.factories import (
    BudgetFactory,
    BusinessFactory,
    CertificateFactory,
    CertificateItemFactory,
    PackageFactory,
    ProductFactory,
)
from tests.umkm.files import PDF, upload
from umkm.models import Business

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client, petugas):
    client.force_login(petugas)
    return client


@pytest.fixture
def line(db):
    """A budget line of one billion with a package of 700 million on it."""
    budget = BudgetFactory(amount=1_000_000_000)
    PackageFactory(agency=budget.agency, budget=budget, ceiling=700_000_000)
    return budget


def test_a_package_beyond_its_budget_line_is_told_what_is_left(signed_in, line):
    package = PackageFactory(agency=line.agency, ceiling=200_000_000, budget=line)

    response = save(signed_in, "procurement_package", package, ceiling=400_000_000)

    assert response.status_code == 200
    assert response.context["adminform"].form.non_field_errors() == [
        f"Pagu Rp\u00a0400.000.000 melebihi sisa baris anggaran “{line}”, yaitu Rp\u00a0300.000.000 dari "
        "Rp\u00a01.000.000.000. Isi paling banyak Rp\u00a0300.000.000, atau tambah dulu anggarannya."
    ]
    assert 'value="400000000"' in response.text
    package.refresh_from_db()
    assert package.ceiling == 200_000_000


def test_a_package_that_fills_its_line_to_the_last_rupiah_is_saved(signed_in, line):
    package = PackageFactory(agency=line.agency, ceiling=200_000_000, budget=line)

    response = save(signed_in, "procurement_package", package, ceiling=300_000_000)

    assert response.status_code == 302
    package.refresh_from_db()
    assert package.ceiling == 300_000_000


def test_a_package_is_not_put_on_the_line_of_another_category(signed_in, line):
    package = PackageFactory(agency=line.agency, ceiling=1, category="CLOTHING")

    response = save(signed_in, "procurement_package", package, budget=line.pk)

    assert response.context["adminform"].form.non_field_errors() == [
        f"Baris anggaran “{line}” bukan untuk satuan kerja, tahun, dan kategori paket ini. "
        "Pilih baris yang sesuai, atau kosongkan."
    ]
    assert Package.objects.get(pk=package.pk).budget is None


def test_a_budget_line_does_not_fall_below_its_packages(signed_in, line):
    response = save(signed_in, "procurement_budget", line, amount=600_000_000)

    assert response.context["adminform"].form.non_field_errors() == [
        "Jumlah Rp\u00a0600.000.000 lebih kecil daripada pagu paket pada baris ini, yaitu Rp\u00a0700.000.000. "
        "Isi sedikitnya Rp\u00a0700.000.000, atau kurangi dulu pagu paketnya."
    ]
    assert Budget.objects.get(pk=line.pk).amount == 1_000_000_000


def test_a_product_with_two_live_certificates_is_told_which_is_the_other(signed_in):
    item = CertificateItemFactory(product=ProductFactory(name="Keripik"))
    second = CertificateItemFactory(certificate=CertificateFactory(business=item.certificate.business))

    response = save(signed_in, "certification_certificateitem", second, product=item.product_id)

    assert response.context["adminform"].form.non_field_errors() == [
        "Produk “Keripik” sudah punya sertifikat lain yang berlaku pada masa yang sama: "
        f"{item.certificate}, berlaku sampai 15 Jan 2031. Isi dulu tanggal sertifikat itu dicabut atau diganti, "
        "atau pilih produk yang lain."
    ]
    assert CertificateItem.objects.get(pk=second.pk).product is None


def test_a_certificate_whose_new_end_overlaps_another_one_is_told_which(signed_in):
    item = CertificateItemFactory(product=ProductFactory(name="Keripik"))
    earlier = CertificateFactory(issued_on=date(2020, 1, 1), valid_until=date(2025, 1, 1))
    CertificateItemFactory(certificate=earlier, product=item.product)

    response = signed_in.post(
        reverse("admin:certificate_deed", args=[earlier.pk, "tanggal"]),
        {"issued_on": "2020-01-01", "valid_until": "2027-01-01", "day": "2026-11-24", "reason": "Tercetak begitu.",
         "evidence": upload(PDF, "s.pdf"), "once": str(uuid4())},
    )  # fmt: skip

    assert f"berlaku pada masa yang sama: {item.certificate}," in str(response.context["form"].non_field_errors())
    assert Certificate.objects.get(pk=earlier.pk).valid_until == date(2025, 1, 1)


def test_one_product_twice_on_one_certificate_is_said(signed_in):
    certificate = CertificateFactory()
    product = ProductFactory(business=certificate.business)
    CertificateItemFactory(certificate=certificate, product=product)
    CertificateItemFactory(certificate=certificate)

    response = save(signed_in, "certification_certificate", certificate, **{"items-1-product": product.pk})

    assert response.context["adminform"].form.non_field_errors() == [
        "Satu produk tertulis dua kali pada sertifikat ini. Hapus salah satunya atau pilih produk yang lain."
    ]


def test_a_refused_attempt_leaves_no_message_of_success(signed_in, line):
    response = save(signed_in, "procurement_budget", line, amount=1)

    assert list(response.context["messages"]) == []


@pytest.mark.django_db(transaction=True)
def test_two_clerks_who_fill_one_line_at_once_do_not_both_succeed(client, petugas, places, monkeypatch):
    budget = BudgetFactory(amount=100)
    first, second = (PackageFactory(agency=budget.agency, ceiling=60) for _ in range(2))
    client.force_login(petugas)
    url = reverse("admin:procurement_package_change", args=[second.pk])
    form = filled(client.get(url), budget=budget.pk)

    one = save(client, "procurement_package", first, budget=budget.pk)
    other = client.post(url, form)

    assert one.status_code == 302
    assert "melebihi sisa baris anggaran" in str(other.context["adminform"].form.non_field_errors())
    assert Package.objects.get(pk=second.pk).budget is None


def test_a_number_taken_between_the_check_and_the_saving_is_a_sentence_too(signed_in, places, monkeypatch):
    BusinessFactory(nib="9120000000001")
    second = BusinessFactory(nib="9120000000002")
    monkeypatch.setattr(Business, "validate_unique", lambda self, exclude=None: None)
    monkeypatch.setattr(Business, "validate_constraints", lambda self, exclude=None: None)

    response = save(signed_in, "umkm_business", second, nib="9120000000001")

    assert "bertabrakan dengan data yang baru saja disimpan orang lain" in str(
        response.context["adminform"].form.non_field_errors()
    )
    second.refresh_from_db()
    assert second.nib == "9120000000002"


def test_a_constraint_that_a_form_cannot_foresee_speaks_its_own_sentence(signed_in, places, monkeypatch):
    business = BusinessFactory()
    monkeypatch.setattr(Business, "validate_constraints", lambda self, exclude=None: None)

    response = save(signed_in, "umkm_business", business, capital=-5)

    assert response.context["adminform"].form.non_field_errors() == [
        "Tulis nilai rupiah sebagai bilangan bulat, 0 atau lebih."
    ]
