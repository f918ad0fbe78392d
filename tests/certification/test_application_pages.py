"""The owner's pages of applications: what is recorded, what is refused with a sentence, and who sees nothing."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from certification.holiday_data import load_holidays
from certification.models import Application, ApplicationEvent
from tests.certification.application_chains import add, application
from tests.factories import CertificateFactory, CertificateItemFactory, ProductFactory
from tests.umkm.files import PDF, picture, upload

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def calendar():
    load_holidays()


@pytest.fixture
def product(usaha):
    return ProductFactory(business=usaha, name="Keripik pisang")


@pytest.fixture
def owner(client, pemilik):
    client.force_login(pemilik)
    return client


def today(days=0):
    return timezone.localdate() + timedelta(days=days)


def report(client, product, **fields):
    data = {"product": product.pk, "day": today().isoformat(), "once": uuid.uuid4()} | fields
    return client.post(reverse("applications:sent", args=[product.business_id]), data)


def page(made, slug=None):
    if slug:
        return reverse("applications:happened", args=[made.business_id, made.pk, slug])
    return made.get_absolute_url()


def tell(client, made, slug, **fields):
    return client.post(page(made, slug), {"day": today().isoformat(), "once": uuid.uuid4()} | fields)


def errors(response):
    return response.context["form"].non_field_errors()


@pytest.fixture
def sent(product):
    return application(("SUBMITTED", today(-1)), product=product)


@pytest.fixture
def returned(product):
    return application(("SUBMITTED", today(-1)), ("RETURNED", today()), product=product)


def test_an_owner_says_that_an_application_was_sent(owner, product, pemilik):
    response = report(owner, product, siinas_number="P-77", evidence=upload(picture()), follow=True)

    made = Application.objects.get()
    [event] = made.events.all()
    assert response.url == made.get_absolute_url()
    assert (made.product, made.siinas_number, made.purpose) == (product, "P-77", "NEW")
    assert (event.kind, event.day, event.by, event.source) == ("SUBMITTED", today(), pemilik, "OWNER")
    assert (event.evidence.kind, event.evidence.business) == ("APPLICATION_PROOF", product.business)


def test_the_form_posted_twice_leads_to_the_same_application(owner, product):
    once = uuid.uuid4()

    first, second = report(owner, product, once=once), report(owner, product, once=once)

    assert (first.url, Application.objects.count()) == (second.url, 1)


def test_a_day_that_has_not_come_is_refused_by_name(owner, product):
    response = report(owner, product, day=today(1).isoformat())

    assert "belum tiba; hari ini" in response.context["form"].errors["day"][0]
    assert not Application.objects.exists()


@pytest.mark.parametrize("typed", ["", "kemarin", "32-13-2026"])
def test_a_day_that_cannot_be_read_is_refused(owner, product, typed):
    assert report(owner, product, day=typed).context["form"].errors["day"]


def test_the_product_of_another_business_cannot_be_chosen(owner, product):
    response = owner.post(
        reverse("applications:sent", args=[product.business_id]),
        {"product": ProductFactory().pk, "day": today().isoformat(), "once": uuid.uuid4()},
    )

    assert "product" in response.context["form"].errors


def test_a_second_open_application_for_the_product_is_refused(owner, product, sent):
    assert "masih diproses" in errors(report(owner, product))[0]


def test_a_certified_product_asks_for_the_statement_and_then_renews(owner, product):
    certificate = CertificateFactory(business=product.business, number="12/2026")
    CertificateItemFactory(certificate=certificate, product=product)

    refused = report(owner, product)
    renewed = report(owner, product, again="on")

    assert "sudah punya sertifikat 12/2026" in errors(refused)[0]
    assert renewed.status_code == 302
    assert Application.objects.get().purpose == "AGAIN"


def test_the_statement_alone_makes_no_renewal(owner, product):
    report(owner, product, again="on")

    assert Application.objects.get().purpose == "NEW"


def test_a_barred_business_reads_from_when_on_it_may_apply(owner, product):
    CertificateFactory(business=product.business, issued_on=None, revoked_on=today(-10))

    assert "dapat diajukan lagi mulai" in errors(report(owner, product))[0]


def test_a_file_that_is_no_picture_is_refused_by_name(owner, product):
    response = report(owner, product, evidence=upload(b"halo", "surat.txt"))

    assert "surat.txt" in response.context["form"].errors["evidence"][0]


def test_an_owner_says_why_it_came_back_and_then_mends_it(owner, sent):
    tell(owner, sent, "dikembalikan", reasons=["NO_VIDEO", "OTHER"], note="Foto buram.")
    text = owner.get(page(sent)).text
    tell(owner, sent, "dikirim-ulang")

    assert "Video proses produksi tidak ada atau tidak jelas" in text
    assert "Rekam dengan ponsel dari bahan sampai barang jadi" in text
    assert "Tinggal 5 hari kerja" in text
    assert [event.kind for event in Application.objects.get().chain] == ["SUBMITTED", "RETURNED", "RESUBMITTED"]


def test_returned_without_a_reason_is_refused(owner, sent):
    assert "Pilih sedikitnya satu alasan." in tell(owner, sent, "dikembalikan").context["form"].errors["reasons"]


def test_another_reason_is_told_in_words(owner, sent):
    response = tell(owner, sent, "dikembalikan", reasons=["OTHER"])

    assert response.context["form"].errors["note"] == ["Tulis apa alasan lainnya."]


def test_the_wrong_order_is_refused_with_what_may_come(owner, sent):
    [sentence] = errors(tell(owner, sent, "dikirim-ulang"))

    assert sentence.startswith("Permohonan ini sekarang dikirim, jadi “dikirim ulang” belum dapat dicatat.")


def test_an_event_before_the_application_was_sent_is_refused(owner, sent):
    [sentence] = errors(tell(owner, sent, "ditarik", day=today(-2).isoformat()))

    assert "mendahului kejadian sebelumnya" in sentence


def test_signed_without_proof_is_refused_and_with_a_scan_it_waits_for_its_data(owner, sent):
    refused = tell(owner, sent, "disetujui")
    tell(owner, sent, "disetujui", evidence=upload(PDF, "sertifikat.pdf"))

    assert "Persetujuan perlu bukti" in errors(refused)[0]
    assert "Disetujui, menunggu data sertifikat" in owner.get(page(sent)).text


def test_a_number_with_other_spacing_leads_to_the_certificate(owner, sent):
    certificate = CertificateFactory(business=sent.business, number="12/SJ-IND.8/E-TKDN/1/2026")
    CertificateItemFactory(certificate=certificate, product=sent.product)

    tell(owner, sent, "disetujui", certificate_number="12 /sj-ind.8/e-tkdn/1/2026")

    assert certificate.get_absolute_url() in owner.get(page(sent)).text


def test_an_event_posted_twice_is_one(owner, sent):
    once = uuid.uuid4()

    first, second = (tell(owner, sent, "ditarik", once=once) for _ in range(2))

    assert (first.status_code, second.status_code) == (302, 302)
    assert ApplicationEvent.objects.filter(kind="WITHDRAWN").count() == 1


def test_late_news_replaces_what_the_calendar_presumed(owner, product):
    made = application(("SUBMITTED", today(-40)), ("RETURNED", today(-39)), product=product)
    add(made, "AUTO_REJECTED", today(-20), source="CALENDAR", is_presumed=True)

    tell(owner, made, "dikirim-ulang", day=today(-38).isoformat())

    made = Application.objects.get()
    assert [event.kind for event in made.chain] == ["SUBMITTED", "RETURNED", "RESUBMITTED"]
    assert made.events.count() == 4


def test_the_owners_desk_counts_the_days_of_a_returned_application(owner, returned):
    text = " ".join(owner.get(returned.business.get_absolute_url()).text.split())

    assert "Langkah berikutnya: Perbaiki permohonan yang dikembalikan" in text
    assert "Keripik pisang: dikembalikan, perlu diperbaiki. Tinggal 5 hari kerja" in text


def test_a_finished_application_offers_nothing_more(owner, product):
    made = application(("SUBMITTED", today()), ("REFUSED", today()), product=product)

    assert owner.get(page(made)).context["deeds"] == []


def test_an_event_page_out_of_turn_says_so_before_anything_is_typed(owner, sent):
    assert "Ini belum dapat dicatat sekarang." in owner.get(page(sent, "dikirim-ulang")).text


def test_a_business_without_products_is_told_to_record_them_first(owner, usaha):
    assert "Belum ada produk yang tercatat" in owner.get(reverse("applications:sent", args=[usaha.pk])).text


@pytest.mark.parametrize("count", [1, 20])
def test_the_list_of_applications_costs_the_same_for_one_and_for_twenty(owner, usaha, django_assert_num_queries, count):
    for number in range(count):
        application(("SUBMITTED", today()), product=ProductFactory(business=usaha, name=f"Keripik {number}"))
    url = reverse("applications:list", args=[usaha.pk])
    owner.get(url)

    with django_assert_num_queries(6):
        response = owner.get(url)

    assert len(response.context["rows"]) == count


def test_an_empty_list_says_what_to_do(owner, usaha):
    assert "Belum ada permohonan yang tercatat." in owner.get(reverse("applications:list", args=[usaha.pk])).text


def pages(made):
    names = ("list", "sent"), ("application", "ticket", "ticket_qr")
    addresses = [reverse(f"applications:{name}", args=[made.business_id]) for name in names[0]]
    addresses += [reverse(f"applications:{name}", args=[made.business_id, made.pk]) for name in names[1]]
    return [*addresses, page(made, "ditarik")]


def test_strangers_find_nothing(client, orang_lain, pejabat, sent):
    for person in (orang_lain, pejabat):
        client.force_login(person)
        assert [client.get(address).status_code for address in pages(sent)] == [404] * 6
        assert tell(client, sent, "ditarik").status_code == 404
    assert sent.events.count() == 1


def test_who_is_not_signed_in_signs_in_first(client, sent):
    assert {client.get(address).status_code for address in pages(sent)} == {302}


def test_an_application_is_not_found_under_another_business(owner, pemilik, sent):
    other = ProductFactory().business
    other.memberships.create(user=pemilik, since=today())

    assert owner.get(reverse("applications:application", args=[other.pk, sent.pk])).status_code == 404


def test_an_unknown_kind_of_event_is_not_found(owner, sent):
    assert owner.get(page(sent, "hilang")).status_code == 404


def test_staff_record_for_an_owner_and_are_named_as_staff(client, petugas, sent):
    client.force_login(petugas)

    tell(client, sent, "lengkap")

    event = sent.events.last()
    assert (event.source, event.by) == ("STAFF", petugas)


def test_the_head_looks_and_records_nothing(client, sent):
    from django.contrib.auth.models import Group

    from accounts.roles import Role
    from tests.factories import UserFactory

    head = UserFactory(is_staff=True)
    head.groups.add(Group.objects.get(name=Role.HEAD))
    client.force_login(head)

    assert client.get(page(sent)).context["deeds"] == []
    assert tell(client, sent, "ditarik").status_code == 403
