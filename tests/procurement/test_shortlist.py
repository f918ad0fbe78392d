"""The shortlist, asking for offers, their answers, and hints of conflicts."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, connection
from django.urls import reverse
from django.utils import timezone

from procurement import offers
from procurement.conflicts import hints
from procurement.models import Offer, ShortlistEntry
from tests.factories import AgencyFactory, BusinessFactory, ConsentFactory, PackageFactory, UserFactory
from tests.procurement.market import offer, rules

pytestmark = pytest.mark.django_db
LONG = {"issued_on": date(2025, 1, 1), "valid_until": date(2099, 1, 1)}


@pytest.fixture
def package(pejabat):
    rules()
    agency = AgencyFactory(name="Biro Umum")
    agency.postings.create(user=pejabat)
    return PackageFactory(agency=agency, rup_code="53000777", name="Belanja keripik pisang", volume="500 bungkus")


@pytest.fixture
def signed_in(client, pejabat):
    client.force_login(pejabat)
    return client


def address(name, package, *args):
    return reverse(f"procurement:{name}", args=[package.rup_code, *args])


def listed(package, by, **business):
    item = offer(business=BusinessFactory(**business), **LONG)
    return ShortlistEntry.objects.create(package=package, item=item, added_by=by, added_at=timezone.localtime())


def asking(*entries, **changes):
    tomorrow = timezone.localdate() + timedelta(days=1)
    return {"pilihan": [entry.pk for entry in entries], "volume": "500 bungkus", "batas": tomorrow} | changes


class TestList:
    def test_a_candidate_is_added_once_with_who_and_when(self, signed_in, package, pejabat):
        item = offer(**LONG)

        for _press in range(2):
            signed_in.post(address("shortlist_add", package), {"item": item.pk})

        entry = package.shortlist.get()
        assert (entry.item, entry.added_by) == (item, pejabat)

    def test_what_cannot_serve_the_package_is_not_added(self, signed_in, package):
        other = offer("Mesin pompa", kbli_code="28130", **LONG)

        answers = [signed_in.post(address("shortlist_add", package), {"item": asked}) for asked in (other.pk, "x", "")]

        assert [answer.status_code for answer in answers] == [404] * 3
        assert not package.shortlist.exists()

    def test_a_note_is_kept_and_a_removed_entry_stays_in_the_record(self, signed_in, package, pejabat):
        entry = listed(package, pejabat)

        signed_in.post(address("shortlist_note", package, entry.pk), {"note": "Pernah memasok"})
        signed_in.post(address("shortlist_remove", package, entry.pk))

        entry.refresh_from_db()
        assert (entry.note, entry.removed_by) == ("Pernah memasok", pejabat)
        assert not package.shortlist.standing().exists()

    def test_one_product_stands_once_per_package(self, package, pejabat):
        entry = listed(package, pejabat)
        entry.pk, entry._state.adding = None, True

        with pytest.raises(IntegrityError, match="shortlist_item_once_per_package"):
            entry.save()

    def test_another_agencys_list_is_not_found(self, client, package, pejabat):
        entry = listed(package, pejabat)
        stranger = UserFactory()
        stranger.groups.set(pejabat.groups.all())
        AgencyFactory().postings.create(user=stranger)
        client.force_login(stranger)

        assert client.get(address("shortlist", package)).status_code == 404
        for name, *args in [("shortlist_add",), ("shortlist_note", entry.pk), ("shortlist_remove", entry.pk),
                            ("offers_ask",), ("offer_answer", entry.pk)]:  # fmt: skip
            assert client.post(address(name, package, *args)).status_code == 404
        assert package.shortlist.standing().count() == 1

    @pytest.mark.parametrize("count", [1, 20])
    def test_costs_the_same_for_one_and_twenty(self, signed_in, package, pejabat, django_assert_num_queries, count):
        entries = [listed(package, pejabat) for _ in range(count)]
        Offer.objects.bulk_create(
            Offer(
                entry=entry, channel="OFFICE", text="x", deadline="2099-01-01", asked_by=pejabat, asked_on="2026-01-01"
            )
            for entry in entries[: count // 2]
        )
        signed_in.get("/masuk/")

        with django_assert_num_queries(9):
            signed_in.get(address("shortlist", package))


@pytest.mark.parametrize(
    ("sql", "rule"),
    [
        ("answered_on = '2099-01-01', price = NULL, declined = false", "offer_answer_is_a_price_or_a_refusal"),
        ("answered_on = NULL, price = 5", "offer_answer_is_a_price_or_a_refusal"),
        ("answered_on = '2099-01-01', price = 5, declined = true", "offer_answer_is_a_price_or_a_refusal"),
        ("deadline = '2000-01-01'", "offer_dates_are_in_order"),
        ("channel = 'POST'", "offer_channel_is_known"),
    ],
)
def test_raw_sql_cannot_break_an_offer(package, pejabat, sql, rule):
    today = timezone.localdate()
    offers.ask(entries=[listed(package, pejabat)], text="x", deadline=today, officer=pejabat, on=today)

    with pytest.raises(IntegrityError, match=rule), connection.cursor() as cursor:
        cursor.execute(f"UPDATE procurement_offer SET {sql}")  # noqa: S608 - the test's own words


class TestOffers:
    def test_a_consenting_supplier_gets_one_mail_and_a_whatsapp_link(
        self, signed_in, package, pejabat, django_capture_on_commit_callbacks
    ):
        entry = listed(package, pejabat, email="usaha@example.id", phone="+628127770001")
        ConsentFactory(business=entry.item.certificate.business, purpose="SHARE_CONTACT")

        with django_capture_on_commit_callbacks(execute=True):
            for _press in range(2):
                signed_in.post(address("offers_ask", package), asking(entry))

        [letter] = mail.outbox
        assert (letter.to, letter.reply_to) == (["usaha@example.id"], [pejabat.email])
        assert "Volume: 500 bungkus" in letter.body
        assert "Kode RUP: 53000777" in letter.body
        assert entry.offer.sent_at is not None
        assert "https://wa.me/628127770001?text=" in signed_in.get(address("shortlist", package)).text

    def test_without_consent_the_office_passes_it_on_and_nothing_shows(
        self, signed_in, package, pejabat, django_capture_on_commit_callbacks
    ):
        entry = listed(package, pejabat, email="usaha@example.id", phone="+628127770001")

        with django_capture_on_commit_callbacks(execute=True):
            signed_in.post(address("offers_ask", package), asking(entry))

        page = signed_in.get(address("shortlist", package)).text
        assert mail.outbox == []
        assert list(Offer.objects.waiting()) == [entry.offer]
        assert "628127770001" not in page
        assert "usaha@example.id" not in page

    def test_a_consent_withdrawn_before_the_mail_goes_sends_none(self, package, pejabat):
        entry = listed(package, pejabat, email="usaha@example.id")
        consent = ConsentFactory(business=entry.item.certificate.business, purpose="SHARE_CONTACT")
        today = timezone.localdate()
        [asked] = offers.ask(entries=[entry], text="x", deadline=today, officer=pejabat, on=today)
        consent.withdrawn_at = timezone.localtime()
        consent.save()

        from procurement.tasks import send_offer_request

        send_offer_request(asked.pk)

        asked.refresh_from_db()
        assert (mail.outbox, asked.channel, asked.sent_at) == ([], "OFFICE", None)

    def test_a_task_that_runs_twice_mails_once(self, package, pejabat):
        entry = listed(package, pejabat, email="usaha@example.id")
        ConsentFactory(business=entry.item.certificate.business, purpose="SHARE_CONTACT")
        today = timezone.localdate()
        [asked] = offers.ask(entries=[entry], text="x", deadline=today, officer=pejabat, on=today)

        from procurement.tasks import send_offer_request

        for _run in range(2):
            send_offer_request(asked.pk)

        assert len(mail.outbox) == 1

    @pytest.mark.parametrize(
        ("changes", "field"),
        [({"batas": "2020-01-01"}, "batas"), ({"pilihan": []}, "pilihan"), ({"volume": ""}, "volume")],
    )
    def test_names_what_is_missing(self, signed_in, package, pejabat, changes, field):
        entry = listed(package, pejabat)

        page = signed_in.post(address("offers_ask", package), asking(entry, **changes))

        assert page.status_code == 422
        assert list(page.context["ask_form"].errors) == [field]
        assert not Offer.objects.exists()

    def test_answers_are_written_down_and_compared(self, signed_in, package, pejabat):
        cheap, dear = listed(package, pejabat), listed(package, pejabat)
        today = timezone.localdate()
        offers.ask(entries=[cheap, dear], text="x", deadline=today, officer=pejabat, on=today)

        for entry, price in ((dear, 900), (cheap, 800)):
            signed_in.post(address("offer_answer", package, entry.pk), {"answered_on": today, "price": price})

        compared = signed_in.get(address("shortlist", package)).context["compared"]
        assert [(entry.pk, row.rank, row.final_price) for entry, row in compared] == [
            (cheap.pk, 1, 800),
            (dear.pk, 2, 900),
        ]

    @pytest.mark.parametrize(
        "answer", [{}, {"price": 5, "declined": "on"}, {"price": 0}, {"price": -1}],
        ids=["neither", "both", "a price of nothing", "less than nothing"],
    )  # fmt: skip
    def test_an_answer_is_a_price_or_a_refusal(self, signed_in, package, pejabat, answer):
        entry = listed(package, pejabat)
        today = timezone.localdate()
        offers.ask(entries=[entry], text="x", deadline=today, officer=pejabat, on=today)

        page = signed_in.post(address("offer_answer", package, entry.pk), {"answered_on": today} | answer)

        assert page.status_code == 422
        assert "Isi harga penawaran, atau tandai bahwa pemasok tidak menawar." in page.text
        assert Offer.objects.get().answered_on is None

    def test_every_form_that_posts_carries_its_token(self, signed_in, package, pejabat):
        asked, _unasked = listed(package, pejabat), listed(package, pejabat)
        today = timezone.localdate()
        offers.ask(entries=[asked], text="x", deadline=today, officer=pejabat, on=today)

        page = signed_in.get(address("shortlist", package)).text

        assert page.count("csrfmiddlewaretoken") == page.count('method="post"')
        assert page.count("/jawaban/") == 1

    def test_who_was_asked_stays_on_the_list(self, signed_in, package, pejabat):
        entry = listed(package, pejabat)
        today = timezone.localdate()
        offers.ask(entries=[entry], text="x", deadline=today, officer=pejabat, on=today)

        signed_in.post(address("shortlist_remove", package, entry.pk))

        assert package.shortlist.standing().get() == entry


class TestHints:
    ADDRESS = "Jl. Kartini No. 5"

    def test_bidders_who_share_something_are_named_without_the_thing(self, signed_in, package, pejabat):
        nik = {"nik_hash": "a" * 64, "nik_encrypted": "x"}
        listed(package, pejabat, name="Usaha A", phone="+628127770001", address=self.ADDRESS, **nik)
        listed(package, pejabat, name="Usaha B", phone="+628127770001", address="jalan kartini 5")
        listed(package, pejabat, name="Usaha C", phone="+628127770002", address="Jl. Kartini No. 6")

        page = signed_in.get(address("shortlist", package))

        assert [(hint.code, hint.names) for hint in page.context["hints"]] == [
            ("SAME_PHONE", ("Usaha A", "Usaha B")),
            ("SAME_ADDRESS", ("Usaha A", "Usaha B")),
        ]
        assert "bukan tuduhan" in page.text
        assert "628127770001" not in page.text
        assert "kartini" not in page.text.lower()

    def test_the_same_owner_is_told_by_the_hash_of_the_nik(self, pejabat):
        first, second = BusinessFactory.build(name="A", pk=1), BusinessFactory.build(name="B", pk=2)
        first.nik_hash = second.nik_hash = "a" * 64

        assert [hint.code for hint in hints([first, second], pejabat)] == ["SAME_OWNER"]

    def test_the_officers_own_telephone_and_business_are_told(self, pejabat, usaha):
        pejabat.phone = "+628127770009"
        usaha.memberships.create(user=pejabat, since=date(2026, 1, 1))
        stranger = BusinessFactory(name="Usaha D", phone="+628127770009")

        assert [(hint.code, hint.names) for hint in hints([usaha, stranger], pejabat)] == [
            ("OFFICER_ACTS_FOR_IT", (usaha.name,)),
            ("OFFICER_CONTACT", ("Usaha D",)),
        ]

    def test_empty_fields_and_one_business_twice_are_no_hint(self, pejabat):
        one, other = BusinessFactory(phone="+628127770001", address=self.ADDRESS), BusinessFactory()

        assert hints([one, one, other], pejabat) == []
