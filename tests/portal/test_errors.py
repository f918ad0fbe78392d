"""Pages for what goes wrong: what happened, that nothing saved is lost, where to go; also without a database."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import DEFAULT_DB_ALIAS, connections
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from tkdnportal import maintenance


@pytest.fixture
def now():
    """This second; the pages read the clock themselves."""
    return timezone.localtime().replace(microsecond=0)


@pytest.fixture
def visitor():
    """Somebody whose request may end in a fault, as in real life."""
    return Client(raise_request_exception=False)


@pytest.fixture
def no_database(settings, monkeypatch):
    """Every connection fails, as when the database is away."""
    from django.db import OperationalError

    def refuse(*args, **kwargs):
        raise OperationalError("connection refused")

    for method in ("ensure_connection", "cursor"):
        monkeypatch.setattr(connections[DEFAULT_DB_ALIAS], method, refuse)


def test_a_fault_is_told_of_while_the_database_is_away(visitor, no_database):
    response = visitor.get("/paket/")

    assertContains(response, "<h1>Terjadi gangguan</h1>", status_code=500, html=True)
    assertContains(response, "Yang sudah tersimpan tetap aman.", status_code=500)


def test_a_fault_is_told_of_in_the_readers_language(visitor, no_database):
    visitor.cookies["django_language"] = "en"

    response = visitor.get("/paket/")

    assertContains(response, '<html lang="en">', status_code=500)


@pytest.mark.parametrize("name", ["400.html", "500.html", "503.html"])
def test_a_page_for_hard_times_has_no_inline_style_or_script(name):
    page = render_to_string(name)

    assert [page.count(forbidden) for forbidden in ("<style", " style=", "<script")] == [0, 0, 0]
    assert page.count("<h1>") == 1


@pytest.mark.django_db
def test_a_wrong_host_gets_a_page_in_the_portals_clothes(client):
    response = client.get("/", headers={"host": "elsewhere.example"})

    assertContains(response, "<h1>Kiriman tidak dapat dibaca</h1>", status_code=400, html=True)


@pytest.mark.django_db
def test_a_page_of_somebody_else_is_not_found_and_leads_to_ones_own_desk(client, usaha, orang_lain):
    client.force_login(orang_lain)

    response = client.get(usaha.get_absolute_url())

    assertContains(response, f'href="{reverse("accounts:desk")}"', status_code=404)
    assertNotContains(response, usaha.name, status_code=404)


@pytest.mark.django_db
def test_who_must_sign_in_first_reads_why(client):
    response = client.get(reverse("procurement:desk"), follow=True)

    assertContains(response, "Sesudah masuk, Anda kembali ke halaman itu.")


@pytest.mark.django_db
def test_who_opens_the_sign_in_themselves_reads_no_explanation(client):
    response = client.get(reverse("account_login"))

    assertNotContains(response, "Sesudah masuk, Anda kembali ke halaman itu.")


class TestAStaleForm:
    TYPED = {
        "note": "Kami mengolah singkong sendiri.",
        "password": "kata sandi yang panjang sekali",
        "nik": "1871 0145 0580 0001",
        "choice": "FOOD",
        "csrfmiddlewaretoken": "x" * 64,
    }

    @pytest.fixture
    def sender(self, db):
        return Client(enforce_csrf_checks=True)

    def send(self, sender, origin):
        address = reverse("account_login")
        headers = {"origin": origin, "referer": f"http://testserver{address}"}
        return sender.post(address, self.TYPED, headers=headers)

    def test_shows_what_was_typed_but_no_secret(self, sender):
        response = self.send(sender, "http://testserver")

        assertContains(response, "Kami mengolah singkong sendiri.", status_code=403)
        for secret in (self.TYPED["password"], self.TYPED["nik"], self.TYPED["csrfmiddlewaretoken"], "FOOD"):
            assertNotContains(response, secret, status_code=403)

    def test_leads_back_to_its_page(self, sender):
        response = self.send(sender, "http://testserver")

        assertContains(response, f'href="http://testserver{reverse("account_login")}"', status_code=403)

    def test_of_another_site_puts_no_words_here(self, sender):
        response = self.send(sender, "https://elsewhere.example")

        assertNotContains(response, "singkong", status_code=403)


class TestMaintenance:
    @pytest.mark.django_db
    def test_closes_every_page_without_a_query(self, client, django_assert_num_queries):
        maintenance.close()

        with django_assert_num_queries(0):
            pages = [client.get(address) for address in ("/", "/admin/", "/usaha/1/", "/tidak-ada/")]

        assert [page.status_code for page in pages] == [503] * 4
        assert {page["Retry-After"] for page in pages} == {"600"}
        assertContains(pages[0], "<h1>Portal sedang dirawat</h1>", status_code=503, html=True)

    def test_says_until_when_and_programs_may_come_back_then(self, client, now):
        until = now + timedelta(hours=2)
        maintenance.close(until)

        response = client.get("/")

        assertContains(response, f"pukul {until:%H.%M} WIB", status_code=503)
        assert 7_100 < int(response["Retry-After"]) <= 7_201

    @pytest.mark.parametrize("written", ["", "kemarin", "2020-01-01T00:00:00+07:00", "2099-01-01T00:00:00"])
    def test_says_no_time_when_none_is_known_or_it_has_passed(self, client, settings, written):
        with open(settings.MAINTENANCE_FILE, "w") as file:
            file.write(written)

        response = client.get("/")

        assertContains(response, "biasanya beberapa menit saja", status_code=503)
        assert response["Retry-After"] == "600"

    def test_tells_who_sends_a_form_that_it_is_not_saved(self, client):
        maintenance.close()

        assertContains(client.post("/masuk/"), "belum tersimpan", status_code=503)
        assertNotContains(client.get("/masuk/"), "belum tersimpan", status_code=503)

    def test_answers_programs_with_a_problem(self, client):
        maintenance.close()

        response = client.get("/api/v1/packages")

        assert (response.status_code, response["Content-Type"]) == (503, "application/problem+json")
        assert response.json() == {"type": "about:blank", "title": "Portal sedang dirawat", "status": 503}

    def test_leaves_the_monitors_their_answers(self, client):
        maintenance.close()

        assert client.get("/healthz").json() == {"status": "ok"}

    @pytest.mark.django_db
    def test_ends_at_once(self, client):
        maintenance.close()
        maintenance.reopen()
        maintenance.reopen()

        assert client.get("/masuk/").status_code == 200


class TestTheCommand:
    def test_closes_and_opens(self, capsys, now):
        tomorrow = now + timedelta(days=1)
        for arguments in (["on", f"--until={tomorrow:%Y-%m-%d %H:%M}"], [], ["on"], ["off"]):
            call_command("maintenance", *arguments)

        closed = f"The portal is closed until {tomorrow:%Y-%m-%d %H:%M}."
        assert capsys.readouterr().out.splitlines() == [closed, closed, "The portal is closed.", "The portal is open."]

    def test_takes_a_time_of_day_as_the_next_one(self, capsys, now):
        past, coming = now - timedelta(minutes=30), now + timedelta(minutes=30)

        for moment in (past, coming):
            call_command("maintenance", "on", until=f"{moment:%H:%M}")

        assert capsys.readouterr().out.splitlines() == [
            f"The portal is closed until {past + timedelta(days=1):%Y-%m-%d %H:%M}.",
            f"The portal is closed until {coming:%Y-%m-%d %H:%M}.",
        ]

    @pytest.mark.parametrize("until", ["besok", "25:00", "2026-02-30 10:00", "2020-01-01 10:00"])
    def test_refuses_a_moment_that_is_none_and_stays_open(self, until):
        with pytest.raises(CommandError, match="give a moment to come"):
            call_command("maintenance", "on", until=until)

        assert not maintenance.is_closed()
