"""Anyone checks a certificate: every status reads differently, and nothing personal shows."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from certification.checking import MEANINGS
from certification.models import CertificateStatus
from tests.factories import BusinessFactory, CertificateFactory, CertificateItemFactory

pytestmark = pytest.mark.django_db
NUMBER = "3822/SJ-IND.8/E-TKDN/6/2024"


def days(number):
    return timezone.localdate() + timedelta(days=number)


def certificate(**fields):
    made = CertificateFactory(**{"number": NUMBER, "issued_on": days(-100), "valid_until": days(900)} | fields)
    CertificateItemFactory(certificate=made, product_name="Keripik pisang", brand="Sari")
    return made


STATES = {
    CertificateStatus.ACTIVE: {},
    CertificateStatus.EXPIRING: {"valid_until": days(90)},
    CertificateStatus.NOT_YET: {"issued_on": days(1)},
    CertificateStatus.EXPIRED: {"valid_until": days(-1)},
    CertificateStatus.FROZEN: {"frozen_from": days(0)},
    CertificateStatus.REVOKED: {"revoked_on": days(0)},
    CertificateStatus.SUPERSEDED: {"superseded_on": days(0)},
}


def test_every_status_has_its_own_meaning():
    assert set(MEANINGS) == set(STATES) == set(CertificateStatus)
    assert len({str(meaning) for meaning in MEANINGS.values()}) == len(CertificateStatus)


@pytest.mark.parametrize("status", CertificateStatus)
def test_a_certificate_is_found_by_its_number_with_what_its_status_means(client, status):
    certificate(**STATES[status])

    response = client.get("/cek/", {"nomor": NUMBER})

    [result] = response.context["results"]
    assert (result.status, result.meaning) == (status, MEANINGS[status])
    assert f'data-status="{status}"' in response.content.decode()


@pytest.mark.parametrize("asked", [NUMBER.lower(), "  3822 / SJ-IND.8 / E-TKDN / 6 / 2024 "])
def test_spacing_and_case_of_a_number_say_nothing(client, asked):
    made = certificate()

    assert [result.certificate for result in client.get("/cek/", {"nomor": asked}).context["results"]] == [made]


def test_two_issuers_of_one_number_are_both_shown(client):
    certificate()
    certificate(issuer="Lembaga Lain")

    assert len(client.get("/cek/", {"nomor": NUMBER}).context["results"]) == 2


@pytest.mark.parametrize("asked", ["9/UNKNOWN", "' OR 1=1 --", "%"])
def test_an_unknown_number_is_not_taken_for_valid(client, asked):
    certificate()

    response = client.get("/cek/", {"nomor": asked})

    assert response.context["results"] == []
    assert "jangan anggap berlaku" in response.content.decode()


def test_a_public_link_shows_its_one_certificate(client):
    made, other = certificate(), certificate(number="1/LAIN")

    page = client.get(reverse("certification:token", args=[made.token])).content.decode()

    assert NUMBER in page
    assert other.number not in page


def test_an_unknown_link_says_how_else_to_check(client):
    response = client.get("/s/tidak-dikenal/")

    assert response.status_code == 404
    assert 'name="nomor"' in response.content.decode()


def test_a_superseded_certificate_leads_to_the_newer_one(client):
    newer = certificate(number="2/BARU")
    certificate(superseded_on=days(0), superseded_by=newer)

    page = client.get("/cek/", {"nomor": NUMBER}).content.decode()

    assert reverse("certification:token", args=[newer.token]) in page


def test_nothing_personal_of_the_holder_shows(client):
    business = BusinessFactory(
        name="Sari Rasa", nib="9120000000001", owner_name="Sari Dewi", phone="+6281234567890", address="Jl. Kartini 7"
    )
    certificate(business=business, holder_nib="9120000000001", holder_address="Jl. Kartini 7")

    page = client.get("/cek/", {"nomor": NUMBER}).content.decode()

    assert "Sari Rasa" in page
    assert "Kota Bandar Lampung" in page
    for secret in ("9120000000001", "Sari Dewi", "81234567890", "Kartini"):
        assert secret not in page


@pytest.mark.parametrize("count", [1, 3])
def test_a_check_costs_the_same_for_one_and_three(client, django_assert_num_queries, count):
    for number in range(count):
        certificate(issuer=f"Lembaga {number}")
    client.get("/cek/")

    with django_assert_num_queries(2):
        client.get("/cek/", {"nomor": NUMBER})
