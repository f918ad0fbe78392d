"""Sentra: members, material bought together, and what the register suggests."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse

from tests.conftest import TODAY
from tests.factories import (
    BusinessFactory,
    DocumentFactory,
    MaterialAllotmentFactory,
    MaterialInvoiceFactory,
    ProductFactory,
    SentraFactory,
    SentraMemberFactory,
)
from tests.umkm.files import picture, upload
from umkm.documents import may_read
from umkm.models import District, MaterialAllotment, MaterialInvoice, Sentra, SentraMember
from umkm.sentra_candidates import candidates, found_sentra
from umkm.sentra_words import measured

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, petugas):
    client.force_login(petugas)
    return client


@pytest.fixture
def invoice(places):
    """100 kg for a sentra of two members."""
    made = MaterialInvoiceFactory(quantity=100, material="Singkong", unit="kg")
    SentraMemberFactory.create_batch(2, sentra=made.sentra)
    return made


def rule_of(error):
    return error.__cause__.diag.constraint_name


def test_all_members_together_get_what_the_invoice_holds_and_not_a_gram_more(invoice):
    first, second = invoice.sentra.memberships.all()
    MaterialAllotment.objects.create(invoice=invoice, member=first, quantity=40)

    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        MaterialAllotment.objects.create(invoice=invoice, member=second, quantity=Decimal("60.001"))
    MaterialAllotment.objects.create(invoice=invoice, member=second, quantity=60)

    assert rule_of(refused.value) == "material_allotment_within_its_invoice"
    assert sum(MaterialAllotment.objects.values_list("quantity", flat=True)) == 100


def test_raw_sql_cannot_give_more_than_there_is(invoice):
    given = MaterialAllotmentFactory(invoice=invoice, member=invoice.sentra.memberships.first(), quantity=40)

    with (
        pytest.raises(IntegrityError, match="holds 100") as refused,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE umkm_materialallotment SET quantity = 101 WHERE id = %s", [given.pk])

    assert rule_of(refused.value) == "material_allotment_within_its_invoice"


def test_an_invoice_never_falls_below_what_was_allotted(invoice):
    MaterialAllotmentFactory(invoice=invoice, member=invoice.sentra.memberships.first(), quantity=40)

    MaterialInvoice.objects.update(quantity=40)
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        MaterialInvoice.objects.update(quantity=39)

    assert rule_of(refused.value) == "material_invoice_covers_its_allotments"


def test_a_member_of_another_sentra_gets_nothing(invoice):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        MaterialAllotmentFactory(invoice=invoice, member=SentraMemberFactory(), quantity=1)

    assert rule_of(refused.value) == "material_allotment_to_a_member_of_its_sentra"


@pytest.mark.parametrize("make", [SentraMemberFactory, MaterialInvoiceFactory])
def test_members_and_invoices_stay_with_their_sentra(places, make):
    made = make()

    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        type(made).objects.filter(pk=made.pk).update(sentra=SentraFactory())


@pytest.mark.django_db(transaction=True)
def test_two_clerks_at_once_never_allot_more_than_there_is():
    invoice = MaterialInvoiceFactory(quantity=100)
    members = SentraMemberFactory.create_batch(4, sentra=invoice.sentra)
    start = Barrier(len(members))

    def allot(member):
        start.wait(timeout=10)
        try:
            MaterialAllotment.objects.create(invoice=invoice, member=member, quantity=40)
            return "in"
        except IntegrityError as error:
            return rule_of(error)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(members)) as pool:
        answers = sorted(pool.map(allot, members))

    assert answers == ["in", "in", *["material_allotment_within_its_invoice"] * 2]
    assert sum(MaterialAllotment.objects.values_list("quantity", flat=True)) == 80


@pytest.mark.parametrize(
    ("make", "rule"),
    [
        (lambda one: SentraMemberFactory(sentra=one.sentra, business=one.business), "sentra_member_once"),
        (lambda one: SentraMemberFactory(left_on=date(2025, 1, 1)), "sentra_member_leaves_after_joining"),
        (lambda one: MaterialInvoiceFactory(quantity=0), "material_invoice_quantity_is_positive"),
        (lambda one: MaterialInvoiceFactory(amount=-1), "material_invoice_amount_is_not_negative"),
        (lambda one: MaterialAllotmentFactory(quantity=0), "material_allotment_is_positive"),
        (lambda one: SentraFactory(category="X"), "sentra_category_is_known"),
        (
            lambda one: SentraFactory(product=one.sentra.product.upper(), district=one.sentra.district),
            "sentra_once_per_product_and_place",
        ),
    ],
)
def test_the_database_refuses(places, make, rule):
    member = SentraMemberFactory()

    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        make(member)


def test_a_member_gets_one_part_of_an_invoice_and_an_invoice_stands_once(invoice):
    given = MaterialAllotmentFactory(invoice=invoice, member=invoice.sentra.memberships.first(), quantity=1)

    with pytest.raises(IntegrityError, match="material_allotment_once_per_member"), transaction.atomic():
        MaterialAllotmentFactory(invoice=invoice, member=given.member, quantity=1)
    with pytest.raises(IntegrityError, match="material_invoice_once"), transaction.atomic():
        MaterialInvoiceFactory(
            sentra=invoice.sentra, buyer=invoice.buyer, number=invoice.number, seller=invoice.seller.upper(),
            material="SINGKONG",
        )  # fmt: skip


def test_an_invoice_is_read_by_those_who_got_a_part_and_by_no_other_member(invoice, usaha, pemilik, orang_lain):
    other = BusinessFactory()
    other.memberships.create(user=orang_lain, since=TODAY)
    SentraMemberFactory(sentra=invoice.sentra, business=other)
    invoice.scan = DocumentFactory(business=invoice.buyer, kind="PURCHASE_PROOF")
    invoice.save()

    MaterialAllotmentFactory(
        invoice=invoice, member=SentraMemberFactory(sentra=invoice.sentra, business=usaha), quantity=5
    )

    assert (may_read(pemilik, invoice.scan), may_read(orang_lain, invoice.scan)) == (True, False)


def makers(count, *, product="Keripik pisang", district="18.72.01"):
    return [
        ProductFactory(name=product, business=BusinessFactory(regency_id=district[:5], district_id=district)).business
        for _number in range(count)
    ]


def test_a_kecamatan_with_many_makers_of_one_product_is_suggested(places, settings):
    settings.SENTRA_MIN_MAKERS = 3
    makers(3)
    makers(2, district="18.71.01")
    makers(3, product="Makanan ringan")
    BusinessFactory(regency_id="18.72", district_id="18.72.01", merged_into=makers(1, product="Kopi bubuk")[0])

    found = candidates()

    assert [(one.district.code, one.term, one.category, one.makers) for one in found] == [
        ("18.72.01", "keripik", "FOOD", 3),
        ("18.72.01", "pisang", "FOOD", 3),
    ]


def test_one_press_founds_a_sentra_with_its_makers_and_a_second_changes_nothing(desk, places, settings):
    settings.SENTRA_MIN_MAKERS = 3
    members = makers(3)
    makers(1, product="Batik tulis")
    sent = {"term": "keripik", "district": "18.72.01"}

    for _time in range(2):
        answer = desk.post(reverse("admin:sentra_found"), sent)

    sentra = Sentra.objects.get()
    assert answer.url == reverse("admin:umkm_sentra_change", args=[sentra.pk])
    assert (sentra.name, sentra.category) == ("Sentra keripik Metro Pusat", "FOOD")
    assert [member.business for member in sentra.memberships.all()] == members
    assert candidates() == []


def test_a_sentra_that_a_clerk_wrote_down_by_hand_is_not_founded_again(desk, places):
    known = SentraFactory(product="Keripik", district=District.objects.get(code="18.72.01"))
    makers(1)

    answer = desk.post(reverse("admin:sentra_found"), {"term": "keripik", "district": "18.72.01"})

    assert answer.url == reverse("admin:umkm_sentra_change", args=[known.pk])
    assert Sentra.objects.count() == 1


def test_a_word_that_names_no_product_founds_nothing(desk, places):
    answer = desk.post(reverse("admin:sentra_found"), {"term": "makanan", "district": "18.72.01"})

    assert (answer.status_code, Sentra.objects.exists()) == (404, False)


def test_suggestions_cost_two_queries(places, settings, django_assert_num_queries):
    settings.SENTRA_MIN_MAKERS = 1
    makers(5)

    with django_assert_num_queries(2):
        assert len(candidates()) >= 1


def test_the_page_of_suggestions_says_what_to_do(desk, places, settings):
    assert "Belum ada calon" in desk.get(reverse("admin:sentra_candidates")).text

    settings.SENTRA_MIN_MAKERS = 2
    makers(2)

    assert "Buat sentra keripik Metro Pusat" in desk.get(reverse("admin:sentra_candidates")).text


def invoice_form(sentra, **more):
    return {
        "sentra": sentra.pk, "number": "12", "seller": "Gapoktan Maju", "bought_on": "2026-11-02",
        "material": "Singkong", "quantity": "500", "unit": "kg", "amount": "1500000",
        "allotments-TOTAL_FORMS": "0", "allotments-INITIAL_FORMS": "0",
    } | more  # fmt: skip


def test_a_clerk_records_an_invoice_with_its_photo_for_the_cooperative(desk, places, petugas):
    sentra = SentraFactory(cooperative=BusinessFactory(name="Koperasi Maju"))

    answer = desk.post(
        reverse("admin:umkm_materialinvoice_add"), invoice_form(sentra, photo=upload(picture(), "nota.jpg"))
    )

    invoice = MaterialInvoice.objects.get()
    assert answer.url == reverse("admin:umkm_materialinvoice_change", args=[invoice.pk])
    assert (invoice.buyer, invoice.by, invoice.scan.kind) == (sentra.cooperative, petugas, "PURCHASE_PROOF")
    assert invoice.scan.business == sentra.cooperative


def test_a_sentra_without_a_cooperative_has_no_invoices(desk, places):
    sentra = SentraFactory(cooperative=None)

    page = desk.post(reverse("admin:umkm_materialinvoice_add"), invoice_form(sentra))

    assert "belum punya koperasi. Isi koperasinya dulu" in page.text
    assert not MaterialInvoice.objects.exists()


def test_a_clerk_who_allots_too_much_reads_why(desk, invoice):
    first, second = invoice.sentra.memberships.all()
    other = SentraMemberFactory()
    url = reverse("admin:umkm_materialinvoice_change", args=[invoice.pk])
    fields = {
        "number": invoice.number, "seller": invoice.seller, "bought_on": "2026-11-02", "material": "Singkong",
        "quantity": "100", "unit": "kg", "amount": "5", "allotments-TOTAL_FORMS": "2",
        "allotments-INITIAL_FORMS": "0", "allotments-0-member": first.pk, "allotments-0-quantity": "60",
        "allotments-1-member": second.pk, "allotments-1-quantity": "41",
    }  # fmt: skip

    refused = desk.post(url, fields)
    stranger = desk.post(url, fields | {"allotments-1-member": other.pk, "allotments-1-quantity": "1"})
    accepted = desk.post(url, fields | {"allotments-1-quantity": "40"})

    assert "melebihi jumlah pada nota" in refused.text
    assert (stranger.status_code, accepted.status_code) == (200, 302)
    assert [given.quantity for given in MaterialAllotment.objects.all()] == [60, 40]


@pytest.mark.parametrize(
    ("quantity", "text"), [("120.000", "120 kg"), ("0.500", "0,5 kg"), ("1200.25", "1200,25 kg"), ("10", "10 kg")]
)
def test_a_quantity_is_written_as_people_do(quantity, text):
    assert measured(Decimal(quantity), "kg") == text


def test_a_founded_sentra_is_found_again_by_its_words(places):
    maker = makers(1)[0]
    sentra = found_sentra(term="keripik", district=maker.district, on=TODAY)

    assert (sentra.terms, SentraMember.objects.filter(sentra=sentra).count()) == (["keripik"], 1)
