"""“Tell me when ready”: asked in one tap, told once each, by mail never at night, and a note that stands."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from procurement import ready_mail, ready_watches
from procurement.models import ReadyNotice, ReadyWatch
from tests.certification.mail_server import BUSY, GOOD, REFUSES, mail_server
from tests.conftest import TODAY
from tests.factories import (
    AgencyFactory,
    BusinessFactory,
    CertificateFactory,
    CertificateItemFactory,
    PackageFactory,
    UserFactory,
)
from tests.procurement.market import rules
from umkm.merge_children import move_all

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=ZoneInfo("Asia/Jakarta"))
NIGHT = NOON.replace(hour=3)
PAGE, ASK = "/pengadaan/menunggu/", "/pengadaan/menunggu/kabari/"
LONG = {"issued_on": date(2025, 1, 1), "valid_until": date(2099, 1, 1)}


@pytest.fixture
def signed_in(client, pejabat):
    client.force_login(pejabat)
    return client


@pytest.fixture
def waited(pejabat, places):
    """A maker `pejabat` waits for."""
    business = BusinessFactory(name="Dapur Ibu")
    ready_watches.watch_business(officer=pejabat, business=business, package=None, on=TODAY)
    return business


def certify(business, product="Keripik pisang"):
    return CertificateItemFactory(certificate=CertificateFactory(business=business, **LONG), product_name=product)


def told():
    return [(notice.watch.officer, notice.business) for notice in ReadyNotice.objects.order_by("pk")]


class TestAsking:
    def test_one_tap_begins_and_one_tap_ends_it(self, signed_in, pejabat, places):
        business = BusinessFactory()

        for _press in range(2):
            signed_in.post(ASK, {"usaha": business.pk})
        watch = ReadyWatch.objects.get()
        for _press in range(2):
            signed_in.post(f"{PAGE}{watch.pk}/berhenti/")

        watch.refresh_from_db()
        assert (watch.officer, watch.business) == (pejabat, business)
        assert watch.ended_on == timezone.localdate()

    def test_the_button_leads_back_to_where_it_stood_and_nowhere_else(self, signed_in, places):
        business = BusinessFactory()

        back = signed_in.post(ASK, {"usaha": business.pk, "kembali": "/pemasok/?q=keripik"})
        away = signed_in.post(ASK, {"usaha": business.pk, "kembali": "https://jahat.example/"})

        assert (back.url, away.url) == ("/pemasok/?q=keripik", PAGE)

    def test_the_package_is_kept_only_where_it_is_of_the_own_agency(self, signed_in, pejabat, places):
        agency = AgencyFactory()
        agency.postings.create(user=pejabat)
        own, other = PackageFactory(agency=agency), PackageFactory()
        first, second = BusinessFactory(), BusinessFactory()

        signed_in.post(ASK, {"usaha": first.pk, "paket": own.rup_code})
        signed_in.post(ASK, {"usaha": second.pk, "paket": other.rup_code})

        assert dict(ReadyWatch.objects.values_list("business", "package")) == {first.pk: own.pk, second.pk: None}

    @pytest.mark.parametrize(
        "asked",
        [{}, {"usaha": "9999999"}, {"usaha": "x"}, {"usaha": "9" * 40}, {"q": " "}, {"q": "a", "kategori": "OTHER"}],
    )
    def test_what_nobody_can_wait_for_is_not_found(self, signed_in, asked):
        assert signed_in.post(ASK, asked).status_code == 404
        assert not ReadyWatch.objects.exists()

    def test_a_certified_maker_needs_no_waiting(self, signed_in, places):
        item = certify(BusinessFactory())

        assert signed_in.post(ASK, {"usaha": item.certificate.business_id}).status_code == 404

    def test_goods_are_waited_for_by_words_and_category(self, signed_in):
        signed_in.post(ASK, {"q": "  Keripik   Pisang ", "kategori": "FOOD"})

        watch = ReadyWatch.objects.get()
        assert (watch.business, watch.words, watch.category) == (None, "keripik pisang", "FOOD")

    def test_owners_have_no_such_page(self, client, pemilik, places):
        client.force_login(pemilik)

        assert client.get(PAGE).status_code == 404
        assert client.post(ASK, {"usaha": BusinessFactory().pk}).status_code == 404

    def test_nobody_ends_the_watch_of_another(self, client, waited, pejabat):
        stranger = UserFactory()
        stranger.groups.set(pejabat.groups.all())
        client.force_login(stranger)
        watch = ReadyWatch.objects.get()

        assert client.post(f"{PAGE}{watch.pk}/berhenti/").status_code == 404
        watch.refresh_from_db()
        assert watch.ended_on is None

    def test_signed_out_nothing_is_asked(self, client, places):
        response = client.post(ASK, {"usaha": BusinessFactory().pk})

        assert response.url.startswith("/masuk/")
        assert not ReadyWatch.objects.exists()


class TestFinding:
    def test_a_maker_is_told_of_once_and_the_watch_is_over(self, waited, pejabat):
        certify(waited)

        counts = [ready_watches.find_ready(on=TODAY) for _run in range(2)]

        assert counts == [1, 0]
        assert told() == [(pejabat, waited)]
        assert ReadyWatch.objects.get().ended_on == TODAY

    def test_nothing_is_told_without_a_valid_certificate(self, waited):
        CertificateFactory(business=waited, valid_until=TODAY - timedelta(1))
        CertificateFactory(business=waited, revoked_on=TODAY, **LONG)
        certify(BusinessFactory())

        assert ready_watches.find_ready(on=TODAY) == 0

    def test_an_ended_watch_is_told_nothing(self, waited, pejabat):
        ready_watches.stop(officer=pejabat, pk=ReadyWatch.objects.get().pk, on=TODAY)
        certify(waited)

        assert ready_watches.find_ready(on=TODAY) == 0

    def test_goods_bring_every_new_maker_once_and_none_that_was_there_before(self, pejabat, places):
        rules()
        certify(BusinessFactory(name="Lama"))
        ready_watches.watch_goods(officer=pejabat, words="kripik", category="FOOD", on=TODAY)
        new, other = certify(BusinessFactory(name="Baru")), certify(BusinessFactory(), product="Sambal")

        counts = [ready_watches.find_ready(on=TODAY) for _run in range(2)]
        later = certify(BusinessFactory(name="Lebih baru"))
        counts.append(ready_watches.find_ready(on=TODAY))

        assert counts == [1, 0, 1]
        assert [business for _officer, business in told()] == [new.certificate.business, later.certificate.business]
        assert other.certificate.business not in dict(told()).values()
        assert ReadyWatch.objects.get().ended_on is None

    def test_a_watch_follows_its_maker_into_the_kept_record(self, waited, pejabat):
        kept = BusinessFactory(name="Dapur Ibu Kedaton")
        move_all(waited, kept)
        certify(kept)

        ready_watches.find_ready(on=TODAY)

        assert told() == [(pejabat, kept)]


class TestMail:
    @pytest.fixture
    def ready(self, waited):
        certify(waited)
        ready_watches.find_ready(on=TODAY)
        return ReadyNotice.objects.get()

    def test_the_officer_gets_one_letter_by_day(self, ready, pejabat):
        sent = [ready_mail.send_waiting(at=at) for at in (NIGHT, NOON, NOON)]

        [letter] = mail.outbox
        assert sent == [0, 1, 0]
        assert (letter.to, letter.subject) == ([pejabat.email], "1 pembuat yang Anda tunggu sudah bersertifikat")
        assert "Dapur Ibu" in letter.body
        assert ready.certificate.get_absolute_url() in letter.body

    def test_all_news_of_an_officer_goes_in_one_letter(self, ready, pejabat):
        second = BusinessFactory(name="Warung Ayu")
        ready_watches.watch_business(officer=pejabat, business=second, package=None, on=TODAY)
        certify(second)
        ready_watches.find_ready(on=TODAY)

        ready_mail.send_waiting(at=NOON)

        [letter] = mail.outbox
        assert letter.subject == "2 pembuat yang Anda tunggu sudah bersertifikat"

    def test_who_left_is_not_written_to(self, ready, pejabat):
        pejabat.is_active = False
        pejabat.save()

        assert ready_mail.send_waiting(at=NOON) == 0

    @pytest.mark.parametrize(
        ("mood", "then", "refused"), [(BUSY, 1, False), (REFUSES, 0, True)], ids=["busy", "refuses"]
    )
    def test_a_server_that_does_not_take_it(self, ready, settings, mood, then, refused):
        with mail_server() as server:
            settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
            settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 1
            server.mood = mood
            first = ready_mail.send_waiting(at=NOON)
            server.mood = GOOD
            again = ready_mail.send_waiting(at=NOON)

        ready.refresh_from_db()
        assert (first, again, len(server.letters)) == (0, then, then)
        assert ready.is_refused == refused


class TestPage:
    def test_the_desk_says_so_until_it_is_read(self, signed_in, waited, pejabat):
        AgencyFactory().postings.create(user=pejabat)
        certify(waited)
        ready_watches.find_ready(on=TODAY)

        before = signed_in.get("/pengadaan/").text
        news = signed_in.get(PAGE).text
        signed_in.post(f"{PAGE}dibaca/")
        after = signed_in.get("/pengadaan/").text

        assert "1 pembuat yang Anda tunggu sudah bersertifikat." in before
        assert "Dapur Ibu" in news
        assert "pembuat yang Anda tunggu" not in after
        assert ReadyNotice.objects.exists()

    def test_a_maker_without_consent_is_not_named_while_waited_for(self, signed_in, waited):
        page = signed_in.get(PAGE).text

        assert "Pembuat di Kota Bandar Lampung" in page
        assert "Dapur Ibu" not in page

    def test_an_empty_page_says_where_to_begin(self, signed_in):
        page = signed_in.get(PAGE).text

        assert "Anda belum meminta kabar" in page
        assert "Belum ada paket yang disisihkan" in page

    @pytest.mark.parametrize("count", [1, 20])
    def test_costs_the_same_for_one_and_twenty(self, signed_in, pejabat, places, django_assert_num_queries, count):
        for number in range(count):
            ready_watches.watch_business(
                officer=pejabat, business=BusinessFactory(), package=PackageFactory(), on=TODAY
            )
            ready_watches.watch_goods(officer=pejabat, words=f"kata {number}", category="", on=TODAY)
            known = BusinessFactory()
            ready_watches.watch_business(officer=pejabat, business=known, package=None, on=TODAY)
            certify(known)
        ready_watches.find_ready(on=TODAY)
        signed_in.get("/syarat/")

        with django_assert_num_queries(7):
            signed_in.get(PAGE)


@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        ("UPDATE procurement_readywatch SET words = 'keripik'", "ready_watch_is_of_a_business_or_of_goods"),
        ("UPDATE procurement_readywatch SET business_id = NULL", "ready_watch_is_of_a_business_or_of_goods"),
        (
            "UPDATE procurement_readywatch SET business_id = NULL, category = 'OTHER'",
            "ready_watch_category_is_one_of_four",
        ),
        ("UPDATE procurement_readywatch SET ended_on = since - 1", "ready_watch_ends_after_it_begins"),
        (
            "INSERT INTO procurement_readywatch (officer_id, business_id, words, category, known, since)"
            " SELECT officer_id, business_id, '', '', '{}', since FROM procurement_readywatch",
            "ready_watch_once_per_business",
        ),
        (
            "INSERT INTO procurement_readywatch (officer_id, words, category, known, since)"
            " SELECT officer_id, 'kopi', '', '{}', since FROM procurement_readywatch, generate_series(1, 2)",
            "ready_watch_once_per_goods",
        ),
        (
            "INSERT INTO procurement_readynotice (watch_id, business_id, certificate_id, found_on, is_refused)"
            " SELECT w.id, c.business_id, c.id, w.since, false"
            " FROM procurement_readywatch w, certification_certificate c, generate_series(1, 2)",
            "ready_notice_once_per_business",
        ),
    ],
)
def test_raw_sql_cannot_break_a_rule(waited, statement, rule):
    CertificateFactory(business=waited)

    with pytest.raises(IntegrityError) as broken, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert broken.value.__cause__.diag.constraint_name == rule
