"""What every page shares: language, warning of demonstration data, safety headers, error pages."""

import pytest
from django.core.cache import cache
from django.template.loader import render_to_string
from django.urls import reverse
from pytest_django.asserts import assertInHTML

from tests.factories import BusinessFactory
from umkm.models import Source

PUBLIC = (
    "insight:home",
    "certification:suppliers",
    "certification:check",
    "procurement:packages",
    "insight:dashboard",
    "account_login",
    "account_signup",
    "account_reset_password",
    "accounts:notice",
    "prescreen:start",
)
pytestmark = pytest.mark.django_db
BANNER = "Data contoh: bukan usaha, sertifikat, dan paket yang nyata."


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_page_is_in_indonesian_and_says_whose_it_is(client, name):
    page = client.get(reverse(name)).content.decode()

    assert '<html lang="id">' in page
    assert "Dinas Perindustrian dan Perdagangan Provinsi Lampung" in page


@pytest.mark.parametrize("name", PUBLIC)
def test_a_page_turns_english_on_request(client, name):
    client.post(reverse("accounts:language"), {"language": "en", "next": reverse(name)})

    page = client.get(reverse(name)).content.decode()

    assert '<html lang="en">' in page
    assert "Office of Industry and Trade, Province of Lampung" in page
    assertInHTML('<button type="submit" name="language" value="id" lang="id">Bahasa Indonesia</button>', page)


@pytest.mark.parametrize("cookie", [None, "fr", "../en"])
def test_a_browser_set_to_english_still_reads_indonesian_until_its_reader_chooses(client, cookie):
    if cookie:
        client.cookies["django_language"] = cookie

    page = client.get("/", headers={"accept-language": "en-US,en;q=0.9"})

    assert page.headers["Content-Language"] == "id"
    assert '<html lang="id">' in page.content.decode()


@pytest.mark.parametrize(("source", "said"), [(Source.DEMO, 1), (Source.IMPORT, 0)])
def test_only_demonstration_data_is_announced(client, source, said):
    BusinessFactory(source=source)
    cache.clear()

    page = client.get("/").content.decode()

    assert page.count(BANNER) == said


@pytest.mark.parametrize("name", PUBLIC)
def test_a_page_has_no_inline_style_or_script_and_a_strict_policy(client, name):
    response = client.get(reverse(name))
    page = response.content.decode()

    assert [page.count(forbidden) for forbidden in ("<style", " style=", " onclick=")] == [0, 0, 0]
    assert page.count("<script") == page.count('<script src="/static/')
    assert "default-src 'self'" in response["Content-Security-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]


def test_a_wrong_address_gets_a_page_that_leads_on(client):
    response = client.get("/tidak-ada/")

    page = response.content.decode()
    assert response.status_code == 404
    assert "<h1>Halaman tidak ditemukan</h1>" in page
    assert f'href="{reverse("procurement:packages")}"' in page


def test_the_page_for_a_fault_needs_no_database_and_no_request(django_assert_num_queries):
    with django_assert_num_queries(0):
        page = render_to_string("500.html")

    assert "<h1>Terjadi gangguan</h1>" in page


def test_a_stale_form_says_what_to_do(client):
    from django.test import Client

    response = Client(enforce_csrf_checks=True).post(reverse("account_login"), {"login": "a@example.id"})

    assert response.status_code == 403
    assert "<h1>Isian tidak terkirim</h1>" in response.content.decode()


def test_private_pages_stay_out_of_search_engines(client, pejabat):
    client.force_login(pejabat)

    page = " ".join(client.get(reverse("procurement:desk")).content.decode().split())

    assert '<meta name="robots" content="noindex">' in page
