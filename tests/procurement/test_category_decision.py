"""A person's word on a package's category: who may say it, what it moves, and that it sticks."""

import pytest

from procurement.models import Package
from tests.factories import AgencyFactory, BudgetFactory, PackageFactory
from tests.procurement.test_import_packages import RUP
from tests.procurement.test_package_changes import read  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
ANSWER = {"kategori": "SOUVENIR", "bukan_barang": "", "alasan": "Isinya plakat"}


@pytest.fixture
def package(pejabat):
    agency = AgencyFactory()
    agency.postings.create(user=pejabat)
    return PackageFactory(agency=agency, rup_code=RUP["kd_rup"])


def url_of(package):
    return f"/pengadaan/paket/{package.rup_code}/kategori/"


def test_an_officer_decides_and_the_page_says_who_and_why(client, pejabat, package):
    client.force_login(pejabat)

    page = client.post(url_of(package), ANSWER, follow=True)

    package.refresh_from_db()
    assert (package.category, package.category_source) == ("SOUVENIR", "OFFICER")
    assert package.category_hint.startswith("Budi Pejabat, ")
    assert package.category_hint.endswith(": Isinya plakat")
    assert "Kategori paket ini sekarang: Cindera mata. Impor tidak akan mengubahnya lagi." in page.content.decode()
    assert package.category_hint in page.content.decode()


def test_an_import_never_overrules_the_decision(client, pejabat, package, read):  # noqa: F811 - the fixture
    client.force_login(pejabat)
    client.post(url_of(package), ANSWER)

    from procurement.importers.packages import import_packages

    read(RUP, importer=import_packages)

    package.refresh_from_db()
    assert (package.category, package.category_source, package.ceiling) == ("SOUVENIR", "OFFICER", 10_000_000)


def test_the_package_moves_to_the_line_of_its_category(client, petugas, package):
    food = BudgetFactory(agency=package.agency)
    souvenir = BudgetFactory(agency=package.agency, category="SOUVENIR")
    Package.objects.update(budget=food)
    client.force_login(petugas)

    client.post(url_of(package), ANSWER)

    package.refresh_from_db()
    assert package.budget == souvenir


def test_a_line_without_room_keeps_the_package_where_it_is_and_says_so(client, petugas, package):
    BudgetFactory(agency=package.agency, category="SOUVENIR", amount=package.ceiling - 1)
    client.force_login(petugas)

    page = client.post(url_of(package), ANSWER)

    package.refresh_from_db()
    assert package.category == "FOOD"
    assert page.context["form"].non_field_errors() == [
        "Baris anggaran kategori itu tidak cukup untuk pagu paket ini. Tambah dulu anggarannya, "
        "atau minta Dinas memeriksa baris anggaran."
    ]


def test_a_decision_needs_its_reason(client, pejabat, package):
    client.force_login(pejabat)

    page = client.post(url_of(package), ANSWER | {"alasan": " "})

    package.refresh_from_db()
    assert package.category_source == "WORDS"
    assert page.context["form"].errors == {"alasan": ["Tulis alasannya, agar orang lain mengerti."]}


def test_nobody_else_finds_the_page(client, pemilik, pejabat, package):
    other = PackageFactory()
    client.force_login(pemilik)
    assert client.get(url_of(package)).status_code == 404
    client.force_login(pejabat)

    assert client.post(url_of(other), ANSWER).status_code == 404
    assert Package.objects.get(pk=other.pk).category_source == "WORDS"


def test_only_who_may_decide_sees_the_way_there(client, pejabat, package):
    assert url_of(package) not in client.get(package.get_absolute_url()).content.decode()
    client.force_login(pejabat)

    assert url_of(package) in client.get(package.get_absolute_url()).content.decode()
