"""What an agency's program sees with its token, and what a bad token reads."""

import json

import pytest

from insight.api import limits
from procurement.models import PackageOutcome
from tests.conftest import TODAY
from tests.factories import AgencyFactory, AgencyTokenFactory, PackageFactory

pytestmark = pytest.mark.django_db
PROBLEM = "application/problem+json"
BUDI = {"Authorization": "Bearer tkdn_SIPD"}


@pytest.fixture
def agency(places, pejabat):
    """Where Budi is posted, and whose program shows a token."""
    agency = AgencyFactory(name="Dinas Sosial", code="1.06")
    agency.postings.create(user=pejabat)
    AgencyTokenFactory(agency=agency, officer=pejabat, name="SIPD", expires_on="2027-01-05")
    return agency


def test_a_token_tells_what_it_is(client, agency):
    answer = client.get("/api/v1/agency", headers=BUDI)

    assert answer.json() == {
        "name": "SIPD",
        "agency": {"code": "1.06", "name": "Dinas Sosial", "level": "PROVINCE"},
        "officer": "Budi Pejabat",
        "expires_on": "2027-01-05",
    }


def test_a_program_sees_the_packages_of_its_agency_and_of_no_other(client, agency, pejabat):
    other = AgencyFactory()
    other.postings.create(user=pejabat)
    own = PackageFactory(agency=agency, year=TODAY.year, name="Belanja kursi")
    PackageFactory(agency=other, year=TODAY.year, name="Belanja lain")
    PackageFactory(year=TODAY.year, name="Belanja orang")
    PackageFactory(agency=agency, year=TODAY.year, name="Belum diumumkan", is_announced=False)
    PackageOutcome.objects.filter(package=own).delete()

    answer = client.get("/api/v1/agency/packages", {"year": TODAY.year}, headers=BUDI).json()

    (row,) = answer["results"]
    assert (row["rup_code"], row["name"], row["desk_state"]) == (own.rup_code, "Belanja kursi", "UNKNOWN")
    assert row["next_step"] == "Belum dihitung; lihat sendiri pemasoknya."
    assert (row["shortlisted"], row["asked"], row["answered"]) == (0, 0, 0)


@pytest.mark.parametrize("packages", [1, 20])
def test_packages_of_an_agency_cost_the_same_queries_at_any_number(client, agency, django_assert_num_queries, packages):
    for _number in range(packages):
        PackageFactory(agency=agency, year=TODAY.year)
    client.get("/api/v1/agency", headers=BUDI)

    with django_assert_num_queries(2):
        client.get("/api/v1/agency/packages", {"year": TODAY.year}, headers=BUDI)


@pytest.mark.parametrize("address", ["agency", "agency/packages"])
@pytest.mark.parametrize("shown", [None, "Bearer tkdn_salah", "Bearer", "Basic tkdn_SIPD", "tkdn_SIPD"])
def test_what_is_an_agencys_needs_a_token_that_opens(client, agency, address, shown):
    PackageFactory(agency=agency, year=TODAY.year, name="Belanja rahasia")

    response = client.get(f"/api/v1/{address}", headers={"Authorization": shown} if shown else {})

    assert (response.status_code, response["Content-Type"]) == (401, PROBLEM)
    assert response["WWW-Authenticate"] == 'Bearer realm="api", error="invalid_token"'
    assert response.json()["title"] == "Token tidak berlaku"
    assert "Minta token baru kepada Dinas." in response.json()["detail"]
    assert "rahasia" not in response.text


def test_a_bad_token_is_refused_also_where_none_is_needed(client, agency):
    assert client.get("/api/v1/suppliers", headers={"Authorization": "Bearer tkdn_salah"}).status_code == 401
    assert client.get("/api/v1/suppliers", headers=BUDI).status_code == 200


def test_a_signed_in_officer_needs_the_token_too(client, agency, pejabat):
    client.force_login(pejabat)

    assert client.get("/api/v1/agency/packages").status_code == 401


def test_a_program_has_a_count_of_its_own(client, agency, monkeypatch):
    monkeypatch.setattr(limits.USUAL, "limit", limits.Limit("api-usual", 1, 60))
    client.get("/api/v1/suppliers")

    assert client.get("/api/v1/suppliers").status_code == 429
    assert client.get("/api/v1/suppliers", headers=BUDI).status_code == 200


def test_a_program_that_asks_too_often_is_told_when_to_come_back(client, agency, monkeypatch):
    monkeypatch.setattr(limits.USUAL, "limit_of_a_token", limits.Limit("api-token-usual", 1, 60))
    client.get("/api/v1/agency", headers=BUDI)

    response = client.get("/api/v1/agency", headers=BUDI)

    assert response.status_code == 429
    assert 1 <= int(response["Retry-After"]) <= 61


def test_people_read_where_a_token_is_needed(client, db):
    page = client.get("/api/v1/docs").text

    assert page.count("Hanya dengan token satuan kerja, yang diterbitkan Dinas.") == 2
    assert 'href="/api/v1/agency"' not in page
    assert 'href="/api/v1/suppliers"' in page


def test_the_document_says_where_a_token_is_needed(client, db):
    document = client.get("/api/v1/openapi.json").json()

    needed = {
        path for path, methods in document["paths"].items() if methods.popitem()[1]["security"] == [{"AgencyToken": []}]
    }
    assert needed == {"/api/v1/agency", "/api/v1/agency/packages"}
    assert document["components"]["securitySchemes"] == {"AgencyToken": {"type": "http", "scheme": "bearer"}}
    assert "tkdn_SIPD" not in json.dumps(document)
