"""The ticket page: the state without signing in, nothing about anyone, the same answer for every wrong code."""

from datetime import date

import pytest
from django.urls import reverse

from certification import status_views
from certification.holiday_data import load_holidays
from tests.certification.application_chains import application
from tests.factories import BusinessFactory, ProductFactory
from tkdnportal.throttle import Limit

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    load_holidays()
    business = BusinessFactory(
        name="Keripik Sari Rahasia", owner_name="Sari Wulandari", phone="+6281234567890", email="sari@example.id",
        address="Jl. Rahasia 9", nib="9120055555001",
    )  # fmt: skip
    return application(
        ("SUBMITTED", date(2026, 3, 2)),
        ("REFUSED", date(2026, 3, 3), {"reasons": ["OTHER"], "note": "Catatan rahasia."}),
        product=ProductFactory(business=business, name="Produk rahasia"),
        siinas_number="P-12345678",
    )


def ask(client, code):
    return client.get(reverse("certification:status"), {"kode": code})


def words(response):
    return " ".join(response.text.split())


def test_a_ticket_shows_the_state_the_day_and_the_next_step(client, made):
    text = words(ask(client, made.written_ticket.lower()))

    assert '<h2 id="keadaan">Ditolak</h2>' in text
    assert "Sejak 3 Mar 2026." in text
    assert "ajukan permohonan baru" in text


def test_a_ticket_of_a_returned_application_shows_its_deadline(client, made):
    from django.utils import timezone

    today = timezone.localdate()
    back = application(("SUBMITTED", today), ("RETURNED", today), product=made.product)

    assert "Tinggal 5 hari kerja, paling lambat" in words(ask(client, back.ticket))


def test_nothing_about_the_business_or_the_product_is_shown(client, made):
    text = ask(client, made.ticket).text

    told = [
        word
        for word in ("Rahasia", "rahasia", "Sari", "81234567890", "sari@", "9120055555001", "P-12345678", "Lain")
        if word in text
    ]
    assert told == []


@pytest.mark.parametrize("code", ["K7MQ29XWTBH4RZ3", "K7MQ2", "0000", "' OR 1=1 --", "\x00", "９１２００"])
def test_every_wrong_code_gets_the_same_answer(client, made, code):
    right = words(ask(client, "22222-22222-22222")).split("</h1>")[1].split("<form")[0]

    response = ask(client, code)

    assert response.status_code == 200
    if "\x00" not in code:
        assert words(response).split("</h1>")[1].split("<form")[0] == right


def test_an_empty_code_is_asked_for(client):
    assert "Isi kode yang tertulis pada tiket Anda." in ask(client, "").text


def test_the_form_alone_answers_nothing(client):
    assert client.get(reverse("certification:status")).status_code == 200


def test_who_guesses_too_often_waits_even_with_the_right_code(client, made, monkeypatch):
    monkeypatch.setattr(status_views, "MISSES", Limit("status-test", amount=2, seconds=600))
    ask(client, "22222-22222-22222")
    ask(client, "22222-22222-22223")

    response = ask(client, made.ticket)

    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert "Ditolak" not in response.text


def test_right_codes_are_never_counted(client, made, monkeypatch):
    monkeypatch.setattr(status_views, "MISSES", Limit("status-test", amount=1, seconds=600))

    assert [ask(client, made.ticket).status_code for _ in range(3)] == [200, 200, 200]


def test_the_page_is_never_kept_by_a_cache_nor_found_by_a_search_engine(client, made):
    response = ask(client, made.ticket)

    assert "no-store" in response["Cache-Control"]
    assert 'content="noindex"' in words(response)


def test_the_slip_carries_the_code_and_a_qr_code_to_its_state(client, made, petugas, settings):
    client.force_login(petugas)
    address = reverse("applications:ticket", args=[made.business_id, made.pk])

    slip = client.get(address).text
    image = client.get(reverse("applications:ticket_qr", args=[made.business_id, made.pk]))

    assert made.written_ticket in slip
    assert image["Content-Type"] == "image/svg+xml"
    assert status_views.status_address(made) == f"{settings.SITE_URL}/status/?kode={made.ticket}"
    assert made.business.name not in slip


def test_the_page_costs_few_queries(client, made, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        ask(client, made.ticket)
