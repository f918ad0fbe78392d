"""The public API: what it answers, in which shape, and what it refuses."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from certification.models import CertificateCheck
from insight.api.limits import COSTLY, USUAL
from procurement.services import refresh_outcomes
from tests.conftest import TODAY
from tests.factories import (
    ActivityFactory,
    AgencyFactory,
    BudgetFactory,
    BusinessFactory,
    CertificateFactory,
    CertificateItemFactory,
    PackageFactory,
)
from umkm.models import CategoryRule, Regency

pytestmark = pytest.mark.django_db
PROBLEM = "application/problem+json"


@pytest.fixture
def maker(places):
    """A certified maker of banana chips, with everything about it that must not leak."""
    CategoryRule.objects.get_or_create(version="2020", prefix="10", category="FOOD")
    business = BusinessFactory(
        name="Keripik Sari Rasa",
        owner_name="Sari Rahasia",
        phone="+628127654321",
        email="sari@rahasia.id",
        address="Jalan Rahasia 1",
        npwp="1234567890123456",
        regency=Regency.objects.get(pk="18.71"),
    )
    certificate = CertificateFactory(business=business, number="12/SJ-IND.8/E-TKDN/1/2026", token="kode-yang-panjang")
    CertificateItemFactory(certificate=certificate, product_name="Keripik pisang", tkdn=Decimal("59.69"), brand="Sari")
    return business


def get(client, address, status=200, **query):
    response = client.get(f"/api/v1/{address}", query)
    assert response.status_code == status, response.content
    return response.json()


def test_suppliers_are_certified_products_with_maker_and_certificate(client, maker, settings):
    settings.SITE_URL = "https://tkdn.example.id"

    answer = get(client, "suppliers", q="kripik pisang")

    item = CertificateItemFactory._meta.model.objects.get()
    assert answer == {
        "on": answer["on"],
        "page": 1,
        "next": None,
        "previous": None,
        "results": [
            {
                "item_id": item.pk,
                "product": "Keripik pisang",
                "specification": "",
                "brand": "Sari",
                "hs_code": "",
                "kbli_version": "2020",
                "kbli_code": "10794",
                "tkdn": "59.69",
                "bmp": None,
                "business": {
                    "id": maker.pk,
                    "name": "Keripik Sari Rasa",
                    "regency": {"code": "18.71", "name": "Kota Bandar Lampung"},
                },
                "certificate": {
                    "number": "12/SJ-IND.8/E-TKDN/1/2026",
                    "scheme": "P35_2025",
                    "issued_on": "2026-01-15",
                    "valid_until": "2031-01-15",
                    "status": "ACTIVE",
                    "check_url": "https://tkdn.example.id/s/kode-yang-panjang/",
                },
                "matched_terms": ["keripik", "pisang"],
            }
        ],
    }


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"category": "FOOD"}, 1),
        ({"category": "CLOTHING"}, 0),
        ({"regency": "18.71"}, 1),
        ({"regency": "18.72"}, 0),
        ({"tkdn_min": "59.69"}, 1),
        ({"tkdn_min": "59.70"}, 0),
        ({"order": "newest"}, 1),
        ({"q": "meja"}, 0),
    ],
)
def test_suppliers_are_narrowed(client, maker, query, found):
    assert len(get(client, "suppliers", **query)["results"]) == found


def test_no_answer_tells_anything_personal(client, maker):
    package = PackageFactory(year=TODAY.year, name="Belanja keripik pisang")
    addresses = [
        "suppliers",
        "certificates/12/SJ-IND.8/E-TKDN/1/2026",
        "packages",
        f"packages/{package.rup_code}/matches",
        "budget/summary",
        "releases",
    ]

    whole = "".join(json.dumps(get(client, address)) for address in addresses)

    assert "Keripik Sari Rasa" in whole
    for secret in ("Rahasia", "rahasia", "7654321", "1234567890123456", maker.nib):
        assert secret not in whole


def test_pages_lead_to_their_neighbours(client, maker, settings):
    settings.SITE_URL = "https://tkdn.example.id"
    certificate = maker.certificates.get()
    for number in range(20):
        CertificateItemFactory(certificate=certificate, product_name=f"Keripik {number}")

    first = get(client, "suppliers", q="keripik")
    second = get(client, "suppliers", q="keripik", page=2)

    assert (len(first["results"]), len(second["results"])) == (20, 1)
    assert first["next"] == "https://tkdn.example.id/api/v1/suppliers?q=keripik&page=2"
    assert (first["previous"], second["next"]) == (None, None)


@pytest.mark.parametrize("items", [1, 15])
def test_suppliers_cost_the_same_queries_at_any_number(client, maker, django_assert_num_queries, items):
    certificate = maker.certificates.get()
    for number in range(items):
        CertificateItemFactory(certificate=certificate, product_name=f"Keripik {number}")

    with django_assert_num_queries(1):
        get(client, "suppliers")


def test_a_certificate_is_found_by_its_number_however_it_is_written(client, maker):
    answer = get(client, "certificates/12 / sj-ind.8 / e-tkdn / 1 / 2026")

    (found,) = answer["certificates"]
    assert (found["status"], found["is_valid"], found["holder"]) == ("ACTIVE", True, "Keripik Sari Rasa")
    assert found["place"] == "Kota Bandar Lampung"
    assert [item["tkdn"] for item in found["items"]] == ["59.69"]
    assert CertificateCheck.objects.get().certificate_id == maker.certificates.get().pk


def test_an_unknown_certificate_is_a_problem_and_is_recorded(client, places):
    response = client.get("/api/v1/certificates/99/2026")

    assert (response.status_code, response["Content-Type"]) == (404, PROBLEM)
    assert response.json() == {
        "type": "about:blank",
        "title": "Tidak ditemukan",
        "status": 404,
        "detail": "Tidak ada sertifikat dengan nomor “99/2026”.",
    }
    assert CertificateCheck.objects.get().status == "UNKNOWN"


def test_guessing_numbers_ends(client, places):
    for number in range(30):
        get(client, f"certificates/{number}/2026", 404)

    assert get(client, "certificates/31/2026", 429)["status"] == 429


def test_packages_say_what_matching_said(client, maker):
    package = PackageFactory(name="Belanja keripik pisang", ceiling=50_000_000, year=2026)
    PackageFactory(name="Belanja meja", ceiling=90_000_000, year=2026, is_announced=False)
    refresh_outcomes(year=2026, on=TODAY)

    answer = get(client, "packages", year=2026)

    (row,) = answer["results"]
    assert answer["year"] == 2026
    assert (row["rup_code"], row["ceiling"], row["agency"]["level"]) == (package.rup_code, 50_000_000, "PROVINCE")
    assert row["state"] == package.outcome.state
    assert row["suppliers"] == package.outcome.suppliers


def test_matches_give_candidates_with_reasons(client, maker):
    ActivityFactory(business=maker, kbli_code="10794")
    package = PackageFactory(year=TODAY.year, contract_from=TODAY, contract_until=None, delivery_until=None)

    answer = get(client, f"packages/{package.rup_code}/matches")

    assert answer["rup_code"] == package.rup_code
    everyone = answer["candidates"] + answer["near_misses"]
    assert [supplier["business_name"] for supplier in everyone] == ["Keripik Sari Rasa"]
    assert all(reason["text"] for reason in everyone[0].get("reasons") or everyone[0]["obstacles"])


@pytest.mark.parametrize("hidden", [{"is_announced": False}, {"is_active": False}])
def test_a_package_that_is_not_announced_is_not_there(client, places, hidden):
    package = PackageFactory(**hidden)

    assert get(client, f"packages/{package.rup_code}/matches", 404)["title"] == "Tidak ditemukan"


def test_the_budget_is_summed_per_level_and_never_across(client, places):
    province = BudgetFactory(year=2026, category="FOOD", amount=1_000_000_000)
    BudgetFactory(year=2026, category="FOOD", amount=700, agency=AgencyFactory(level="REGENCY"), as_of=date(2026, 3, 1))
    PackageFactory(year=2026, agency=province.agency, budget=province, ceiling=400_000_000)
    refresh_outcomes(year=2026, on=TODAY)

    answer = get(client, "budget/summary", year=2026)

    sums = {level["level"]: {one["category"]: one for one in level["categories"]} for level in answer["levels"]}
    assert list(sums) == ["PROVINCE", "REGENCY"]
    assert sums["PROVINCE"]["FOOD"]["budget"] == 1_000_000_000
    assert sums["PROVINCE"]["FOOD"]["planned"] == sums["PROVINCE"]["FOOD"]["open"] == 400_000_000
    assert sums["REGENCY"]["FOOD"]["unplanned"] == 700
    assert answer["on"] == "2026-11-24"


def test_a_calculation_is_answered_as_the_command_answers_it(client, db):
    question = {
        "scheme": "P35_2025",
        "production": "OWN_FACTORY",
        "indonesian_workers_pct": "100",
        "domestic_investment": True,
        "process": "MANUFACTURE",
        "capital": 400000000,
        "components": [
            {"name": "kain", "quantity": "1", "unit_price": "30000", "origin": "CERTIFIED", "certificate_tkdn": "52"},
            {"name": "benang", "quantity": "1", "unit_price": "2000", "origin": "DOMESTIC"},
            {"name": "tinta", "quantity": "1", "unit_price": "8000", "origin": "IMPORT"},
        ],
    }

    response = client.post("/api/v1/tkdn/calculate", question, content_type="application/json")

    assert (response.status_code, response.json()) == (
        200,
        {"status": "OK", "material": "46.25", "labour": "100.00", "overhead": "100.00", "tkdn": "59.69"},
    )


def test_an_invalid_calculation_names_its_fields(client, db):
    response = client.post("/api/v1/tkdn/calculate", {"scheme": "P35_2025"}, content_type="application/json")

    assert response.json()["status"] == "INVALID"
    assert "production" in {error["field"] for error in response.json()["errors"]}


@pytest.mark.parametrize(
    ("body", "status"), [("bukan json", 400), ("[" * 100_000, 400), ('{"a": "' + "x" * 600_000 + '"}', 413)]
)
def test_a_calculation_that_cannot_be_read_is_a_problem(client, db, body, status):
    response = client.post("/api/v1/tkdn/calculate", body, content_type="application/json")

    assert (response.status_code, response["Content-Type"]) == (status, PROBLEM)


@pytest.mark.parametrize(
    ("address", "query", "field"),
    [
        ("suppliers", {"page": "0"}, "page"),
        ("suppliers", {"page": "99999999999999999999"}, "page"),
        ("suppliers", {"tkdn_min": "101"}, "tkdn_min"),
        ("suppliers", {"category": "SHOES"}, "category"),
        ("suppliers", {"regency": "Metro"}, "regency"),
        ("suppliers", {"q": "a\x00b"}, "q"),
        ("packages", {"year": "dua"}, "year"),
        ("packages", {"state": "GONE"}, "state"),
    ],
)
def test_a_wrong_parameter_is_named(client, db, address, query, field):
    response = client.get(f"/api/v1/{address}", query)

    assert (response.status_code, response["Content-Type"]) == (422, PROBLEM)
    assert [error["field"] for error in response.json()["errors"]] == [field]


@pytest.mark.parametrize("address", ["certificates/a%00b", "packages/a%00b/matches"])
def test_a_character_the_database_cannot_know_is_refused(client, db, address):
    assert client.get(f"/api/v1/{address}").status_code == 422


def test_an_address_the_api_does_not_have_is_a_problem(client, db):
    response = client.get("/api/v1/owners")

    assert (response.status_code, response["Content-Type"]) == (404, PROBLEM)


@pytest.mark.parametrize(("limit", "address"), [(USUAL, "suppliers"), (COSTLY, "releases")])
def test_a_client_that_asks_too_often_is_told_when_to_come_back(client, db, monkeypatch, limit, address):
    monkeypatch.setattr("tkdnportal.throttle.cache.get", lambda key, default: 10_000)

    response = client.get(f"/api/v1/{address}")

    assert (response.status_code, response["Content-Type"]) == (429, PROBLEM)
    assert 1 <= int(response["Retry-After"]) <= 61


def test_releases_are_one_planning_release_per_package(client, places, settings):
    settings.OCDS_PREFIX, settings.SITE_URL = "ocds-abc123", "https://tkdn.example.id"
    package = PackageFactory(year=2026, method="E-Purchasing", funding_source="APBD", ceiling=75_000_000)

    answer = get(client, "releases", year=2026)

    (release,) = answer["releases"]
    assert (answer["version"], answer["uri"]) == ("1.1", "https://tkdn.example.id/api/v1/releases?year=2026&page=1")
    assert release["ocid"] == f"ocds-abc123-rup-{package.rup_code}"
    assert release["tag"] == ["planning"]
    assert release["planning"]["budget"]["amount"] == {"amount": 75_000_000, "currency": "IDR"}
    assert release["tender"]["procurementMethod"] == "direct"
    assert release["tender"]["contractPeriod"] == {
        "startDate": "2026-03-01T00:00:00+07:00",
        "endDate": "2026-04-30T00:00:00+07:00",
    }
    assert release["buyer"]["id"] == release["parties"][0]["id"]


def test_a_changed_package_has_a_new_release(client, places):
    package = PackageFactory(year=2026)
    before = get(client, "releases", year=2026)["releases"][0]

    type(package).objects.filter(pk=package.pk).update(ceiling=1)

    after = get(client, "releases", year=2026)["releases"][0]
    assert after["ocid"] == before["ocid"]
    assert after["id"] != before["id"]
    assert after["tender"]["value"]["amount"] == 1


def test_the_openapi_document_names_every_address(client, db):
    document = client.get("/api/v1/openapi.json").json()

    assert document["openapi"].startswith("3.")
    assert set(document["paths"]) == {
        "/api/v1/suppliers",
        "/api/v1/certificates/{number}",
        "/api/v1/packages",
        "/api/v1/packages/{rup_code}/matches",
        "/api/v1/budget/summary",
        "/api/v1/releases",
        "/api/v1/tkdn/calculate",
        "/api/v1/agency",
        "/api/v1/agency/packages",
    }


def test_the_document_says_that_errors_are_problem_details(client, db):
    document = client.get("/api/v1/openapi.json").json()

    responses = document["paths"]["/api/v1/suppliers"]["get"]["responses"]
    types = {status: list(response["content"]) for status, response in responses.items()}
    assert types == {"200": ["application/json"], "422": [PROBLEM], "429": [PROBLEM]}


def test_people_can_read_it_too(client, db):
    page = client.get(reverse("api-docs"))

    assert page.status_code == 200
    assert "/api/v1/packages/{rup_code}/matches" in page.text
    assert "tkdn_min" in page.text
    assert "relevance, tkdn, newest" in page.text
