"""Templates of a sentra taken over, parts of its cooperative's invoices as proof, and its page."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from certification.models import Calculation, ComponentShare, SentraTemplate
from certification.readiness_facts import facts_of
from certification.sentra_progress import Part, progress_of
from certification.sentra_templates import take_over
from certification.tkdn_pages import saving
from tests.conftest import TODAY
from tests.factories import (
    ActivityFactory,
    ApplicationEventFactory,
    ApplicationFactory,
    BusinessFactory,
    CalculationFactory,
    CertificateFactory,
    ComponentFactory,
    MaterialAllotmentFactory,
    ProductFactory,
    SentraFactory,
    SentraMemberFactory,
    SentraTemplateFactory,
    TemplateComponentFactory,
    UserFactory,
)
from umkm.models import Product

pytestmark = pytest.mark.django_db


@pytest.fixture
def sentra(places, usaha):
    """The owner's business is a member."""
    made = SentraFactory(name="Sentra keripik Metro Pusat")
    SentraMemberFactory(sentra=made, business=usaha)
    return made


@pytest.fixture
def template(sentra):
    made = SentraTemplateFactory(sentra=sentra, name="Keripik 250 gram")
    TemplateComponentFactory(template=made, position=1, name="Singkong", quantity=Decimal("0.5"), unit="kg")
    TemplateComponentFactory(template=made, position=2, name="Minyak", origin="DOMESTIC", unit_price=18_000)
    return made


@pytest.fixture
def product(usaha):
    return ProductFactory(business=usaha, name="Keripik singkong")


@pytest.fixture
def owner(client, pemilik):
    client.force_login(pemilik)
    return client


def take(template, product):
    where = {"pk": product.business_id, "product_pk": product.pk, "template_pk": template.pk}
    return reverse("tkdn:take", kwargs=where)


def page(sentra):
    return reverse("sentra:page", args=[sentra.pk])


def test_a_member_takes_a_template_over_with_one_press_as_a_draft(owner, template, product, pemilik):
    answer = owner.post(take(template, product))

    made = Calculation.objects.get()
    assert answer.url == reverse("tkdn:result", kwargs={"pk": product.business_id, "number": made.pk})
    assert (made.product, made.is_current, made.by) == (product, True, pemilik)
    assert (made.production, made.process, made.workers, made.capital) == ("OWN_FACTORY", "MANUFACTURE", None, None)
    assert [(each.name, each.quantity, each.origin) for each in made.components.all()] == [
        ("Singkong", Decimal("0.5"), "NATURAL"), ("Minyak", 1, "DOMESTIC"),
    ]  # fmt: skip
    assert "Isinya masih sama dengan contoh." in owner.get(answer.url).text


def test_pressed_twice_the_first_draft_stays_with_what_was_changed(owner, template, product):
    first = owner.post(take(template, product)).url
    Calculation.objects.get().components.filter(name="Minyak").update(unit_price=20_000)

    assert owner.post(take(template, product)).url == first
    assert Calculation.objects.get().components.get(name="Minyak").unit_price == 20_000


def test_after_the_copy_the_draft_is_the_owner_s_and_says_what_differs(owner, template, product, pemilik):
    made = take_over(template=template, product=product, by=pemilik, on=TODAY)
    made.components.filter(name="Singkong").update(quantity=Decimal("0.6"), unit_price=12_500, origin="DOMESTIC")
    made.components.filter(name="Minyak").delete()
    ComponentFactory(calculation=made, name="Garam")
    template.components.filter(name="Singkong").update(unit_price=11_000)

    text = owner.get(reverse("tkdn:result", kwargs={"pk": product.business_id, "number": made.pk})).text

    assert "“Singkong”: jumlah Anda 0,6 kg, pada contoh 0,5 kg." in text
    assert "“Singkong”: harga Anda Rp\u00a012.500, pada contoh Rp\u00a011.000." in text
    assert "“Singkong”: asalnya Anda ubah." in text
    assert "“Minyak” ada pada contoh, tidak ada pada hitungan Anda." in text
    assert "“Garam” Anda tambahkan sendiri." in text


@pytest.mark.parametrize("left_on", [None, TODAY], ids=["another sentra", "left"])
def test_only_members_take_a_template_over(owner, product, left_on):
    foreign = SentraTemplateFactory()
    if left_on:
        SentraMemberFactory(sentra=foreign.sentra, business=product.business, left_on=left_on)

    assert owner.post(take(foreign, product)).status_code == 404
    assert not Calculation.objects.exists()


def test_a_stranger_takes_nothing_over_for_others(client, orang_lain, template, product):
    client.force_login(orang_lain)

    assert client.post(take(template, product)).status_code == 404
    assert not Calculation.objects.exists()


@pytest.fixture
def allotment(sentra, usaha):
    """12 kg of the 100 that the cooperative bought."""
    return MaterialAllotmentFactory(
        invoice__sentra=sentra, invoice__number="N-7", invoice__buyer__name="Koperasi Maju",
        invoice__material="Singkong", invoice__quantity=100, invoice__unit="kg", quantity=12,
        member=sentra.memberships.get(business=usaha),
    )  # fmt: skip


def evidence(component):
    calculation = component.calculation
    where = {"pk": calculation.product.business_id, "number": calculation.pk, "component_pk": component.pk}
    return reverse("tkdn:evidence", kwargs=where)


def test_a_part_of_the_cooperative_s_invoice_proves_a_component(owner, allotment, product):
    component = ComponentFactory(calculation=CalculationFactory(product=product), name="Singkong")
    sentence = "Nota koperasi no. N-7 (Koperasi Maju): Singkong, bagian 12 kg dari 100 kg."
    assert sentence in owner.get(evidence(component)).text

    answer = owner.post(evidence(component), {"allotments": [allotment.pk]}, follow=True)

    assert "Bukti untuk “Singkong” sudah lengkap." in answer.text
    assert sentence in answer.text
    (facts,) = facts_of(Product.objects.filter(pk=product.pk), TODAY)
    assert facts.unproven == []
    owner.post(evidence(component), {"usaha": product.business_id})
    assert not ComponentShare.objects.exists()


def test_a_copy_keeps_the_parts_as_proof(allotment, product, pemilik):
    component = ComponentFactory(calculation=CalculationFactory(product=product))
    ComponentShare.objects.create(component=component, allotment=allotment)

    made = saving.copy(calculation=component.calculation, by=pemilik, on=TODAY)

    assert [share.allotment for share in made.components.get().shares.all()] == [allotment]


def test_another_member_s_part_is_neither_offered_nor_taken_nor_allowed_by_the_database(owner, sentra, product):
    foreign = MaterialAllotmentFactory(
        invoice__sentra=sentra, invoice__number="RAHASIA-9", member=SentraMemberFactory(sentra=sentra)
    )
    component = ComponentFactory(calculation=CalculationFactory(product=product))

    shown = owner.get(evidence(component)).text
    owner.post(evidence(component), {"allotments": [foreign.pk]})

    assert "RAHASIA-9" not in shown
    assert not ComponentShare.objects.exists()
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        ComponentShare.objects.create(component=component, allotment=foreign)
    assert refused.value.__cause__.diag.constraint_name == "component_share_is_of_its_own_business"


def test_a_share_stands_once(allotment, product):
    component = ComponentFactory(calculation=CalculationFactory(product=product))
    ComponentShare.objects.create(component=component, allotment=allotment)

    with pytest.raises(IntegrityError, match="component_share_once"), transaction.atomic():
        ComponentShare.objects.create(component=component, allotment=allotment)


@pytest.mark.parametrize(
    ("make", "rule"),
    [
        (lambda template: SentraTemplateFactory(sentra=template.sentra, name="KERIPIK 250 GRAM"), "template_name_once"),
        (lambda template: SentraTemplateFactory(process="X"), "sentra_template_answers_are_known"),
        (lambda template: TemplateComponentFactory(template=template, name="SINGKONG"), "templatecomponent_name_once"),
        (lambda template: TemplateComponentFactory(quantity=0), "templatecomponent_quantity_is_positive"),
        (lambda template: TemplateComponentFactory(unit_price=-1), "templatecomponent_price_is_not_negative"),
        (lambda template: TemplateComponentFactory(origin="X"), "templatecomponent_origin_is_known"),
        (lambda template: TemplateComponentFactory(origin="CERTIFIED"), "templatecomponent_certificate_is_whole"),
    ],
)
def test_the_database_refuses_a_template_that_cannot_be(template, make, rule):
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        make(template)


def member_at(sentra, part):
    business = BusinessFactory(name=f"Usaha {part.value}", nib=None)
    SentraMemberFactory(sentra=sentra, business=business)
    if part == Part.CERTIFIED:
        CertificateFactory(business=business)
    if part == Part.APPLIED:
        ApplicationEventFactory(application=ApplicationFactory(product=ProductFactory(business=business)))
    if part == Part.OUTSIDE:
        ActivityFactory(business=business, kbli_code="47243")
    return business


@pytest.fixture
def members(places):
    """One in most parts of the bar, one who has left, one merged into another."""
    sentra = SentraFactory()
    found = {part: member_at(sentra, part) for part in (Part.CERTIFIED, Part.APPLIED, Part.ON_THE_WAY, Part.OUTSIDE)}
    SentraMemberFactory(sentra=sentra, joined_on=date(2026, 1, 1), left_on=date(2026, 2, 1))
    SentraMemberFactory(sentra=sentra, business=BusinessFactory(merged_into=found[Part.CERTIFIED]))
    return sentra, found


def test_progress_counts_members_by_step_and_says_who_is_next(members):
    sentra, found = members

    progress = progress_of(sentra, TODAY)

    assert {part: count for part, count in progress.counts if count} == dict.fromkeys(found, 1)
    assert [part.name for part in progress.segments] == ["certified", "applied", "way", "outside"]
    assert [one.business for one in progress.next] == [found[Part.APPLIED], found[Part.ON_THE_WAY]]


def test_progress_costs_the_same_for_few_members_and_for_many(members, django_assert_num_queries):
    sentra, _found = members
    SentraMemberFactory.create_batch(10, sentra=sentra)

    with django_assert_num_queries(2):
        assert len(progress_of(sentra, TODAY).members) == 14


def test_staff_see_every_member_and_who_is_next(client, petugas, members):
    sentra, _found = members
    client.force_login(petugas)

    text = client.get(page(sentra)).text

    assert "1 dari 4 anggota bersertifikat" in text
    assert "Usaha applied" in text
    assert reverse("admin:umkm_sentra_change", args=[sentra.pk]) in text


def test_a_member_sees_its_own_and_the_others_only_as_numbers(owner, sentra, usaha):
    other = BusinessFactory(name="Tetangga Rahasia")
    SentraMemberFactory(sentra=sentra, business=other)

    text = owner.get(page(sentra)).text

    assert "0 dari 2 anggota bersertifikat" in text
    assert usaha.name in text
    assert "Tetangga Rahasia" not in text
    assert page(sentra) in owner.get(usaha.get_absolute_url()).text


def test_a_helper_of_a_member_sees_the_page(client, sentra, usaha, pemilik):
    helper = UserFactory()
    usaha.memberships.create(
        user=helper, kind="HELPER", since=TODAY, given_by=pemilik, given_at="2026-11-01T00:00Z", wording="2026-11"
    )
    client.force_login(helper)

    assert client.get(page(sentra)).status_code == 200
    usaha.memberships.filter(user=helper).update(withdrawn_at="2026-11-02T00:00Z")
    assert client.get(page(sentra)).status_code == 404


def test_strangers_and_those_who_left_find_nothing(client, owner, orang_lain, sentra):
    sentra.memberships.update(left_on=TODAY)

    assert owner.get(page(sentra)).status_code == 404
    client.force_login(orang_lain)
    assert client.get(page(sentra)).status_code == 404
    client.logout()
    assert client.get(page(sentra)).status_code == 302


def test_the_page_costs_the_same_for_one_member_and_for_twenty(client, petugas, sentra):
    client.force_login(petugas)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(page(sentra))
        return len(captured)

    queries()
    few = queries()
    SentraMemberFactory.create_batch(20, sentra=sentra)

    assert queries() == few <= 12


def test_a_clerk_writes_a_template_whose_components_keep_their_order(client, petugas, sentra):
    client.force_login(petugas)
    fields = {
        "sentra": sentra.pk, "name": "Keripik 250 gram", "production": "OWN_FACTORY", "process": "MANUFACTURE",
        "components-TOTAL_FORMS": "2", "components-INITIAL_FORMS": "0",
    }  # fmt: skip
    for at, name in enumerate(("Singkong", "Garam")):
        cells = {"name": name, "quantity": "0.5", "unit": "kg", "unit_price": "4000", "origin": "NATURAL"}
        fields |= {f"components-{at}-{cell}": value for cell, value in cells.items()}

    answer = client.post(reverse("admin:certification_sentratemplate_add"), fields)

    assert answer.status_code == 302
    made = SentraTemplate.objects.get().components.all()
    assert [(each.position, each.name) for each in made] == [(1, "Singkong"), (2, "Garam")]
