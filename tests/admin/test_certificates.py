"""Recording a certificate at the desk: what the paper does not print follows from its day of issue."""

from datetime import date

import pytest
from django.urls import reverse

from certification.models import Certificate, Scheme
from tests.admin.forms import filled

pytestmark = pytest.mark.django_db

ADD = reverse("admin:certification_certificate_add")


def recorded(client, **fields):
    return client.post(ADD, filled(client.get(ADD), holder_name="CV Sari Rasa", number="12/2026", **fields))


@pytest.mark.parametrize(
    ("issued_on", "printed", "scheme", "end"),
    [
        ("2026-01-15", "", Scheme.P35_2025, date(2031, 1, 15)),
        ("2023-11-28", "", Scheme.P46_2022, date(2026, 11, 28)),
        ("2024-02-29", "", Scheme.P46_2022, date(2027, 2, 28)),
        ("2026-01-15", "2030-12-31", Scheme.P35_2025, date(2030, 12, 31)),
    ],
    ids=["five years", "three years", "from a leap day", "the printed end wins"],
)
def test_the_end_follows_from_the_day_of_issue_unless_it_is_printed(admin_client, issued_on, printed, scheme, end):
    recorded(admin_client, issued_on=issued_on, valid_until=printed)

    certificate = Certificate.objects.get()
    assert (certificate.scheme, certificate.valid_until) == (scheme, end)


@pytest.mark.parametrize("issued_on", ["", "2021-05-04"], ids=["no day at all", "rules nobody knows"])
def test_an_end_that_no_rule_gives_is_asked_for(admin_client, issued_on):
    page = recorded(admin_client, issued_on=issued_on, valid_until="")

    assert page.context["adminform"].form.errors["valid_until"] == [
        "Isi tanggal akhir yang tercetak, atau tanggal terbitnya bila terbit sejak Desember 2022."
    ]
    assert Certificate.objects.count() == 0


def test_an_end_that_is_no_day_is_told_once(admin_client):
    page = recorded(admin_client, issued_on="2026-01-15", valid_until="31-02-2031")

    assert page.context["adminform"].form.errors["valid_until"] == ["Masukkan tanggal yang valid."]
