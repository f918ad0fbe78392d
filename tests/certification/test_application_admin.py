"""Applications on the desk: events with evidence, filters that agree with the rules, statistics, the calendar."""

import uuid
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from certification.holiday_data import load_holidays
from certification.models import Application, Holiday, HolidayYear
from certification.working_days import Calendar
from tests.admin.forms import save
from tests.certification.application_chains import add, application
from tests.factories import CertificateItemFactory, UserFactory
from tests.umkm.files import PDF, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, petugas):
    load_holidays()
    client.force_login(petugas)
    return client


def today(days=0):
    return timezone.localdate() + timedelta(days=days)


def record(client, made, slug, **fields):
    data = {"day": today().isoformat(), "once": uuid.uuid4()} | fields
    return client.post(reverse("admin:application_record", args=[made.pk, slug]), data)


def listed(client, **filters):
    response = client.get(reverse("admin:certification_application_changelist"), filters)
    return set(response.context["cl"].result_list)


@pytest.fixture
def sent():
    return application(("SUBMITTED", today(-1)))


def test_staff_record_a_refusal_with_its_reasons_and_evidence(desk, sent, petugas):
    response = record(desk, sent, "ditolak", reasons=["NOT_SMALL"], evidence=upload(PDF, "surat.pdf"))

    event = sent.events.last()
    assert response.url == reverse("admin:certification_application_change", args=[sent.pk])
    assert (event.kind, event.reasons, event.source, event.by) == ("REFUSED", ["NOT_SMALL"], "STAFF", petugas)
    assert event.evidence.name == "surat.pdf"


def test_what_is_refused_is_said_on_the_form(desk, sent):
    page = record(desk, sent, "disetujui").text

    assert "Persetujuan perlu bukti" in page
    assert sent.events.count() == 1


def test_the_last_record_is_struck_with_its_reason(desk, sent):
    add(sent, "REFUSED", today())
    address = reverse("admin:application_strike", args=[sent.pk])

    without = desk.post(address, {"once": uuid.uuid4()})
    desk.post(address, {"once": uuid.uuid4(), "note": "Salah usaha."})

    made = Application.objects.get(pk=sent.pk)
    assert "Tulis mengapa catatan ini dibatalkan." in without.text
    assert [event.kind for event in made.chain] == ["SUBMITTED"]
    assert made.closed_on is None


def test_an_application_whose_records_are_all_struck_has_nothing_to_strike(desk, sent):
    add(sent, "VOID", today(), strikes=sent.chain[0], note="Keliru.")

    assert desk.get(reverse("admin:application_strike", args=[sent.pk])).status_code == 404


def test_one_application_shows_its_chain_and_what_comes_next(desk, sent):
    page = desk.get(reverse("admin:certification_application_change", args=[sent.pk])).text

    assert "Catat: dikembalikan untuk diperbaiki" in page
    assert "Catat: dikirim ulang" not in page
    assert "Batalkan catatan terakhir, karena keliru" in page


def test_nothing_of_an_application_is_edited_or_deleted_here(desk, administrator, sent):
    desk.force_login(administrator)
    address = reverse("admin:certification_application_change", args=[sent.pk])

    assert desk.post(address, {"siinas_number": "X"}).status_code == 403
    assert desk.post(reverse("admin:certification_application_delete", args=[sent.pk])).status_code == 403


def test_the_filters_find_each_state(desk):
    back = application(("SUBMITTED", today(-1)), ("RETURNED", today()))
    refused = application(("SUBMITTED", today(-1)), ("REFUSED", today()))
    signed = application(("SUBMITTED", today(-1)), ("SIGNED", today()))
    Application.objects.filter(pk=signed.pk).update(item=None)
    presumed = application(("SUBMITTED", today(-30)), ("RETURNED", today(-29)))
    add(presumed, "AUTO_REJECTED", today(-10), source="CALENDAR", is_presumed=True)

    assert listed(desk) == {back, refused, signed, presumed}
    assert listed(desk, keadaan="proses") == {back}
    assert listed(desk, keadaan="RETURNED") == {back}
    assert listed(desk, keadaan="REFUSED") == {refused}
    assert listed(desk, keadaan="dugaan") == {presumed}
    assert listed(desk, keadaan="menunggu") == {signed}


def test_the_deadline_filters_share_the_applications_out(desk):
    calendar = Calendar.load()
    found = {}
    for name, end in (("lewat", today(-1)), ("hariini", today()), ("segera", calendar.after(today(), 2))):
        start = calendar.latest_start(end, 5)
        found[name] = application(("SUBMITTED", start), ("RETURNED", start))
    application(("SUBMITTED", today()), ("RETURNED", today()))

    assert listed(desk, batas="lewat") == {found["lewat"]}
    assert found["segera"] in listed(desk, batas="segera")
    assert found["lewat"] not in listed(desk, batas="segera") | listed(desk, batas="hariini")


def test_a_calendar_without_the_year_shows_nothing_and_says_why(desk, sent):
    Holiday.objects.all().delete()
    HolidayYear.objects.all().delete()

    response = desk.get(reverse("admin:certification_application_changelist"), {"batas": "lewat"}, follow=True)

    assert "belum tercatat, jadi hari kerjanya belum dapat dihitung." in response.text


@pytest.mark.parametrize("count", [1, 20])
def test_the_list_costs_the_same_for_one_and_for_twenty(desk, django_assert_num_queries, count):
    for _ in range(count):
        application(("SUBMITTED", today()), ("RETURNED", today()))
    address = reverse("admin:certification_application_changelist")

    with django_assert_num_queries(10):
        desk.get(address, {"keadaan": "proses"})


def test_the_statistics_name_their_denominators(desk):
    application(("SUBMITTED", today(-3)), ("REFUSED", today(-2), {"reasons": ["NO_NIE"]}))
    application(("SUBMITTED", today(-3)), ("SIGNED", today(-2)))

    page = " ".join(desk.get(reverse("admin:application_statistics")).text.split())

    assert "Dari 2 yang diputus, 1 disetujui (50,0 %)." in page
    assert "Izin edar (NIE) tidak ada" in page
    assert "1 dari 1 (100,0 %)" in page


def test_statistics_of_nothing_say_so(desk):
    page = desk.get(reverse("admin:application_statistics")).text

    assert "Belum ada yang diputus." in page
    assert "Belum ada permohonan yang dikembalikan atau ditolak" in page


def test_the_head_reads_and_records_nothing(client, sent):
    head = UserFactory(is_staff=True)
    head.groups.add(Group.objects.get(name=Role.HEAD))
    client.force_login(head)

    assert client.get(reverse("admin:application_statistics")).status_code == 200
    assert "Catat:" not in client.get(reverse("admin:certification_application_change", args=[sent.pk])).text
    assert record(client, sent, "ditarik").status_code == 403


@pytest.mark.parametrize("name", ["application_statistics", "certification_application_changelist"])
def test_who_is_not_staff_sees_nothing_of_the_desk(client, pemilik, name):
    client.force_login(pemilik)

    assert client.get(reverse(f"admin:{name}")).status_code == 302


def test_a_clerk_corrects_a_holiday(desk):
    day = Holiday.objects.get(day="2026-12-24")
    year = HolidayYear.objects.get(year=2026)
    row = list(year.holidays.all()).index(day)

    save(desk, "certification_holidayyear", year, **{f"holidays-{row}-name": "Dipindah"})

    day.refresh_from_db()
    assert day.name == "Dipindah"


def test_linking_a_certificate_in_the_admin_completes_the_signed_application(desk, petugas):
    made = application(("SUBMITTED", today(-9)), ("SIGNED", today(-1)))
    Application.objects.filter(pk=made.pk).update(item=None)
    made.item.certificate.items.all().delete()
    item = CertificateItemFactory(
        certificate__business=None, certificate__issued_on=today(-1), product_name=made.product.name
    )

    save(desk, "certification_certificate", item.certificate, business=made.business.pk)

    made.refresh_from_db()
    assert made.item == item
