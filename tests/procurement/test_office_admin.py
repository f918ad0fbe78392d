"""What officers hand to the office: packages without a supplier, and requests to pass on."""

import uuid
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from procurement import offers
from procurement.coachable import nearest
from procurement.evidence import declare_no_supplier, freeze_package
from procurement.models import Offer, PackageOutcome, ShortlistEntry
from tests.conftest import TODAY
from tests.factories import (
    ActivityFactory,
    AgencyFactory,
    BusinessFactory,
    PackageFactory,
    ProductFactory,
    SiinasAccountFactory,
)
from tests.procurement.market import offer, rules

pytestmark = pytest.mark.django_db
QUEUE = "admin:procurement_nosupplier_changelist"
OFFERS = "admin:procurement_offer_changelist"
AT = datetime(2026, 2, 1, tzinfo=UTC)


@pytest.fixture
def declared(pejabat):
    rules()
    return _declared(pejabat)


def _declared(officer, **fields):
    package = PackageFactory(agency=AgencyFactory(), name="Belanja keripik pisang", **fields)
    kept = freeze_package(package=package, officer=officer, at=AT, form_key=uuid.uuid4())
    return declare_no_supplier(evidence=kept, officer=officer, note="", on=AT.date())


def maker(name, **fields):
    """An uncertified maker of keripik with its licence."""
    business = BusinessFactory(name=name, **fields)
    ProductFactory(business=business, name="Keripik pisang")
    ActivityFactory(business=business)
    return business


def test_the_nearest_makers_come_first(declared):
    far, near = maker("Jauh"), maker("Dekat")
    SiinasAccountFactory(business=near, status="ACTIVE", verified_on=date(2026, 1, 1))
    ProductFactory(business=BusinessFactory(name="Lain"), name="Meja", categories=["MACHINERY"])

    found = nearest(declared.package, AT.date())

    assert [one.business for one in found] == [near, far]


def test_certified_and_barred_businesses_are_not_coached(declared):
    certified = maker("Bersertifikat")
    offer("Sirup pala", business=certified)

    assert nearest(declared.package, AT.date()) == []


def test_staff_see_what_waits_with_whom_to_coach(client, petugas, declared):
    business = maker("Keripik Bu Ani")
    client.force_login(petugas)

    home, queue = client.get("/admin/"), client.get(reverse(QUEUE))
    page = client.get(reverse("admin:procurement_nosupplier_change", args=[declared.pk]))

    cards = {card.title: card.count for card in home.context["cards"]}
    assert cards["Belum ada pemasok"] == 1
    assert declared.package.name in queue.text
    assert business.name in page.text
    assert declared.evidence.code in page.text


def test_a_served_package_leaves_the_queue_and_stays_in_the_record(client, petugas, declared):
    PackageOutcome.objects.create(package=declared.package, state="SERVED", suppliers=1, on=TODAY)
    client.force_login(petugas)

    waiting, everything = client.get(reverse(QUEUE)), client.get(reverse(QUEUE), {"antrean": "semua"})

    assert list(waiting.context["cl"].result_list) == []
    assert list(everything.context["cl"].result_list) == [declared]


@pytest.mark.parametrize("who", ["pejabat", "pemilik"])
def test_the_queue_is_the_offices(client, who, declared, request):
    client.force_login(request.getfixturevalue(who))

    assert client.get(reverse(QUEUE)).status_code in (302, 403)


@pytest.mark.parametrize("name", [QUEUE, OFFERS])
def test_lists_cost_the_same_for_one_and_twenty(client, administrator, pejabat, django_assert_max_num_queries, name):
    rules()
    client.force_login(administrator)
    client.get(reverse(name))
    costs = []
    for count in (1, 19):
        for _ in range(count):
            record = _declared(pejabat)
            item = offer("Sirup pala", kbli_code="32903")
            entry = ShortlistEntry.objects.create(package=record.package, item=item, added_by=pejabat, added_at=AT)
            Offer.objects.create(entry=entry, channel="OFFICE", text="x", deadline=date(2099, 1, 1),
                                 asked_by=pejabat, asked_on=AT.date())  # fmt: skip
        with django_assert_max_num_queries(12) as captured:
            client.get(reverse(name))
        costs.append(len(captured))

    assert costs[0] == costs[1]


@pytest.fixture
def asked(pejabat):
    entry = ShortlistEntry.objects.create(package=PackageFactory(), item=offer(), added_by=pejabat, added_at=AT)
    today = timezone.localdate()
    [made] = offers.ask(entries=[entry], text="x", deadline=today, officer=pejabat, on=today)
    return made


def press(client, deed, *rows, **more):
    chosen = {"action": deed, "_selected_action": [row.pk for row in rows], **more}
    return client.post(reverse(OFFERS) + "?antrean=semua", chosen)


def test_staff_see_what_passing_on_means_before_it_is_noted(client, petugas, asked):
    client.force_login(petugas)

    shown = press(client, "pass_on", asked)
    asked.refresh_from_db()
    before = asked.sent_at
    press(client, "pass_on", asked, seen="1")

    asked.refresh_from_db()
    assert "1 baris akan berubah" in shown.text
    assert "Ternyata belum disampaikan" in shown.text
    assert before is None
    assert asked.sent_at is not None
    assert not Offer.objects.waiting().exists()


def test_what_was_noted_by_mistake_is_put_back_unless_the_supplier_answered(client, petugas, asked):
    client.force_login(petugas)
    press(client, "pass_on", asked, seen="1")

    press(client, "put_back", asked, seen="1")
    waits_again = list(Offer.objects.waiting())
    press(client, "pass_on", asked, seen="1")
    Offer.objects.filter(pk=asked.pk).update(answered_on=asked.asked_on, declined=True)
    refused = press(client, "put_back", asked, seen="1")

    asked.refresh_from_db()
    assert waits_again == [asked]
    assert "0 baris akan berubah" in refused.text
    assert "1 lainnya tidak berubah" in refused.text
    assert asked.sent_at is not None


def test_nothing_is_done_when_the_number_has_moved(client, petugas, asked):
    client.force_login(petugas)

    page = press(client, "pass_on", asked, seen="2")

    assert "Jumlahnya berubah sejak Anda melihatnya" in page.text
    assert list(Offer.objects.waiting()) == [asked]
