"""The owner's pages for the TKDN value: questions, components, result."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from certification.models import Calculation, Component, ComponentEvidence
from certification.tkdn_pages import saving
from tests.conftest import TODAY
from tests.factories import BusinessFactory, CalculationFactory, ComponentFactory, ProductFactory, UserFactory
from tests.umkm.files import picture, upload
from umkm.documents import keep
from umkm.models import DocumentKind

ONLY_CERTIFIED = "Ini hanya untuk bahan bersertifikat TKDN. Kosongkan, atau pilih asal “punya sertifikat”."
PISANG = {"name": "Pisang kepok", "quantity": "0,3", "unit": "kg", "unit_price": "70.000", "origin": "NATURAL"}


@pytest.fixture
def product(usaha):
    return ProductFactory(business=usaha, name="Kopi bubuk")


@pytest.fixture
def calculation(product):
    return CalculationFactory(product=product)


@pytest.fixture
def owner(client, pemilik, usaha):
    client.force_login(pemilik)
    return client


def page(name, calculation, **more):
    where = {"pk": calculation.product.business_id, "number": calculation.pk}
    return reverse(f"tkdn:{name}", kwargs=where | more)


def errors_of(response):
    return {name: [str(error) for error in errors] for name, errors in response.context["form"].errors.items()}


def told(response):
    return [str(message) for message in response.context["messages"]]


def test_an_owner_answers_five_questions_and_comes_to_the_first_component(owner, usaha, product):
    usaha.capital = 50_000_000
    usaha.save(update_fields=["capital"])
    start = reverse("tkdn:start", kwargs={"pk": usaha.pk, "product_pk": product.pk})
    sent = (
        {"production": "OWN_FACTORY"},
        {"process": "MANUFACTURE"},
        {"workers": "3", "indonesian_workers": "3"},
        {"domestic_investment": "True"},
        {"capital": "Rp 50.000.000"},
    )

    asked = [owner.post(start).url]
    for answer in sent:
        asked.append(owner.post(asked[-1], answer).url)

    made = Calculation.objects.get()
    slugs = ("pembuat", "cara", "pekerja", "alat", "modal")
    assert asked == [*(page("question", made, slug=slug) for slug in slugs), page("component_add", made)]
    assert (made.production, made.process, made.workers, made.indonesian_workers) == (
        "OWN_FACTORY", "MANUFACTURE", 3, 3,
    )  # fmt: skip
    assert (made.domestic_investment, made.capital, made.is_current, made.status) == (True, 50_000_000, True, "INVALID")


def test_the_capital_the_register_knows_stands_there_already(owner, usaha, calculation):
    usaha.capital, calculation.capital = 75_000_000, None
    usaha.save(update_fields=["capital"])
    calculation.save(update_fields=["capital"])

    response = owner.get(page("question", calculation, slug="modal"))

    assert 'value="75.000.000"' in response.content.decode()


def test_pressing_start_twice_makes_one_calculation(owner, usaha, product):
    start = reverse("tkdn:start", kwargs={"pk": usaha.pk, "product_pk": product.pk})

    assert owner.post(start).url == owner.post(start).url
    assert product.calculations.count() == 1


def test_coffee_is_worked_out_component_by_component(owner, calculation):
    """G2 of domain 10: 92,97."""
    add = page("component_add", calculation)
    owner.post(add, PISANG | {"name": "Biji kopi"})
    owner.post(add, {"name": "Kemasan", "quantity": "1", "unit_price": "2.500", "origin": "DOMESTIC"})

    response = owner.post(
        add, {"name": "Label", "quantity": "1", "unit_price": "500", "origin": "DOMESTIC"}, follow=True
    )

    calculation.refresh_from_db()
    assert (calculation.status, calculation.value) == ("OK", Decimal("92.97"))
    parts = [(part.name, part.points) for part, _title in response.context["parts"]]
    assert parts == [("material", Decimal("67.97")), ("labour", Decimal("10.00")), ("overhead", Decimal("15.00"))]
    assert [(one.value, component.name) for one, component, _text in response.context["advice"]] == [
        (Decimal("98.83"), "Kemasan"), (Decimal("94.14"), "Label"),
    ]  # fmt: skip
    assert "92,97\xa0%" in response.content.decode()


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        (
            {"quantity": "0"},
            {"quantity": ["Jumlah 0 berarti bahan ini tidak dipakai. Isi jumlah untuk satu barang, misalnya 0,3."]},
        ),
        ({"quantity": "-1"}, {"quantity": ["“-1” bukan jumlah. Tulis angka, misalnya 0,3 atau 1.500."]}),
        ({"quantity": "9" * 19}, {"quantity": [f"“{'9' * 19}” terlalu besar untuk satu barang. Periksa angkanya."]}),
        ({"unit_price": "murah"}, {"unit_price": ["“murah” bukan harga. Tulis angkanya saja, misalnya 70.000."]}),
        ({"origin": ""}, {"origin": ["Pilih dari mana bahan ini. Bila ragu, tanyakan kepada penjualnya."]}),
        (
            {"origin": "CERTIFIED", "certificate_tkdn": "52", "certificate_valid_until": "2030-01-01"},
            {"certificate_number": ["Isi nomor sertifikat TKDN bahan ini, atau pilih asal yang lain."]},
        ),
        (
            {"origin": "CERTIFIED", "certificate_number": "1", "certificate_tkdn": "52"}
            | {"certificate_valid_until": "2330-01-01"},
            {"certificate_valid_until": ["Tanggal itu terlalu jauh. Periksa tahunnya."]},
        ),
        (
            {"certificate_tkdn": "52"},
            {"certificate_tkdn": [ONLY_CERTIFIED]},
        ),
    ],
)  # fmt: skip
def test_a_wrong_component_is_named_and_not_kept(owner, calculation, changes, errors):
    response = owner.post(page("component_add", calculation), PISANG | changes)

    assert errors_of(response) == errors
    assert not calculation.components.exists()


def test_the_same_component_sent_twice_is_recorded_once(owner, calculation):
    answers = [owner.post(page("component_add", calculation), PISANG).status_code for _twice in range(2)]

    assert (answers, calculation.components.count()) == ([302, 302], 1)


def test_another_component_of_the_same_name_is_refused_in_words(owner, calculation):
    owner.post(page("component_add", calculation), PISANG)

    response = owner.post(page("component_add", calculation), PISANG | {"name": "PISANG KEPOK", "quantity": "1"})

    assert errors_of(response) == {"__all__": ["Bahan dengan nama ini sudah ada. Pakai nama lain, atau ubah yang ada."]}
    assert calculation.components.count() == 1


def test_two_tabs_do_not_overwrite_each_other(owner, calculation):
    owner.post(page("component_add", calculation), PISANG)
    made = Component.objects.get()
    edit = page("component", calculation, component_pk=made.pk)
    seen = owner.get(edit).context["form"]["revision"].value()
    owner.post(edit, PISANG | {"revision": seen, "quantity": "0,5"})

    late = owner.post(edit, PISANG | {"revision": seen, "quantity": "0,9"}, follow=True)

    made.refresh_from_db()
    assert made.quantity == Decimal("0.5")
    assert told(late)[-1:] == [
        "Isian ini baru saja diubah di tempat lain. Di bawah ini yang tercatat sekarang; ubah bila perlu."
    ]
    assert late.context["form"]["quantity"].value() == "0,5"


def test_the_same_change_sent_twice_is_no_conflict(owner, calculation):
    question = page("question", calculation, slug="pekerja")
    answer = {"workers": "4", "indonesian_workers": "2", "revision": calculation.revision}

    first, again = owner.post(question, answer), owner.post(question, answer)

    assert first.url == again.url == page("component_add", calculation)
    calculation.refresh_from_db()
    assert (calculation.workers, calculation.indonesian_workers) == (4, 2)


def test_more_indonesians_than_people_are_refused(owner, calculation):
    response = owner.post(page("question", calculation, slug="pekerja"), {"workers": "2", "indonesian_workers": "3"})

    assert errors_of(response) == {
        "indonesian_workers": ["3 orang WNI lebih banyak daripada 2 orang seluruhnya. Periksa keduanya."]
    }


def test_just_under_half_is_not_half(owner, calculation):
    ComponentFactory(calculation=calculation)

    owner.post(page("question", calculation, slug="pekerja"), {"workers": "25000", "indonesian_workers": "12499"})

    calculation.refresh_from_db()
    assert calculation.value == Decimal("90.00")


@pytest.mark.parametrize(
    ("process", "code"),
    [("PACKAGING_ONLY", "PACKAGING_ONLY"), ("UNPROCESSED_NATURAL", "UNPROCESSED_NATURAL")],
)
def test_what_cannot_be_counted_says_so_at_once_with_its_code_and_how_to_mend_it(owner, calculation, process, code):
    response = owner.post(page("question", calculation, slug="cara"), {"process": process}, follow=True)

    calculation.refresh_from_db()
    assert (calculation.status, calculation.reason, calculation.value) == ("REFUSED", code, None)
    assert response.redirect_chain[-1][0] == page("result", calculation)
    assert response.context["mend"]
    assert code in response.content.decode()


def test_all_imported_is_refused_and_the_advice_opens_the_way(owner, calculation):
    response = owner.post(page("component_add", calculation), PISANG | {"origin": "IMPORT"}, follow=True)

    assert response.context["told"].reason == "ALL_IMPORTED"
    assert [text for _one, _component, text in response.context["advice"]] == [
        "Beli “Pisang kepok” dari pembuat di Indonesia."
    ]


def test_an_ended_certificate_counts_as_none_and_the_page_says_so(owner, calculation):
    ComponentFactory(
        calculation=calculation, origin="CERTIFIED", certificate_number="1", certificate_tkdn=Decimal(90),
        certificate_valid_until=date(2020, 1, 1), name="Kain",
    )  # fmt: skip

    response = owner.get(page("result", calculation))

    assert response.context["told"].value == Decimal("43.75")
    assert [row["has_lapsed"] for row in response.context["rows"]] == [True]
    assert [text for *_rest, text in response.context["advice"]] == [
        "Minta sertifikat TKDN terbaru “Kain” kepada penjual; yang Anda catat sudah berakhir."
    ]


def step(owner, calculation):
    """Where the button above everything else leads, and what stands over it."""
    found = owner.get(page("result", calculation)).context["next"]
    return str(found.title), found.url


def prove(calculation, component, pemilik):
    kind = DocumentKind.PURCHASE_PROOF
    kept = keep(upload=upload(picture()), kind=kind, business=calculation.product.business, by=pemilik)
    ComponentEvidence.objects.create(component=component, document=kept)


def test_the_page_says_what_comes_next_from_the_first_question_to_readiness(owner, pemilik, product):
    empty = CalculationFactory(product=product, process="", capital=None)
    first = step(owner, empty)
    Calculation.objects.filter(pk=empty.pk).update(process="MANUFACTURE", capital=1)
    second = step(owner, empty)
    component = ComponentFactory(calculation=empty, name="Pisang kepok", origin="NATURAL")
    third = step(owner, empty)
    prove(empty, component, pemilik)

    assert first == ("Jawab dahulu", page("question", empty, slug="cara"))
    assert second == ("Catat bahan pertama", page("component_add", empty))
    assert third == ("Lampirkan bukti: Pisang kepok", page("evidence", empty, component_pk=component.pk))
    ready = reverse("tkdn:ready", args=[product.business_id]) + f"?produk={product.pk}"
    assert step(owner, empty) == ("Periksa kesiapan permohonan", ready)


@pytest.mark.parametrize(
    ("changes", "origin", "to"),
    [
        ({"process": "PACKAGING_ONLY"}, "NATURAL", "cara"),
        ({"capital": 6_000_000_000}, "NATURAL", "modal"),
        ({}, "IMPORT", ""),
    ],
    ids=["the process", "the capital", "the components"],
)
def test_a_refusal_leads_to_what_causes_it(owner, calculation, changes, origin, to):
    Calculation.objects.filter(pk=calculation.pk).update(**changes)
    ComponentFactory(calculation=calculation, origin=origin)

    found = step(owner, calculation)

    assert found == ("Periksa penyebabnya", page("question", calculation, slug=to) if to else "#bahan")


def test_a_component_without_proof_stands_open_and_one_with_it_is_folded(owner, pemilik, calculation):
    prove(calculation, ComponentFactory(calculation=calculation, name="Label", origin="NATURAL"), pemilik)
    ComponentFactory(calculation=calculation, name="Minyak", origin="NATURAL")

    text = owner.get(page("result", calculation)).content.decode()

    label, oil = text.index(">Label</h3>"), text.index(">Minyak</h3>")
    assert '<details class="past" >' in text[label:oil]
    assert '<details class="past" open>' in text[oil:]


def test_the_live_result_counts_with_the_form_and_keeps_nothing(owner, calculation):
    ComponentFactory(calculation=calculation, name="Gula", origin="IMPORT", unit_price=21_000)

    response = owner.post(page("live", calculation), PISANG)

    assert response.context["told"].value == Decimal("62.50")
    assert "Dengan bahan ini nilainya menjadi" in response.content.decode()
    assert [component.name for component in calculation.components.all()] == ["Gula"]


def test_the_live_result_of_a_half_filled_form_is_what_is_recorded(owner, calculation):
    gula = ComponentFactory(calculation=calculation, name="Gula", unit_price=21_000)

    response = owner.post(page("live", calculation), {"bahan": gula.pk, "name": "Gula", "origin": "IMPORT"})

    assert response.context["told"].value == Decimal("100.00")
    assert "Lengkapi isian bahan" in response.content.decode()


def test_components_are_moved_and_removed(owner, calculation):
    for name in ("Satu", "Dua", "Tiga"):
        ComponentFactory(calculation=calculation, name=name)
    ids = {component.name: component.pk for component in calculation.components.all()}

    owner.post(page("component_move", calculation, component_pk=ids["Tiga"], step="naik"))
    owner.post(page("component_move", calculation, component_pk=ids["Satu"], step="turun"))
    owner.post(page("component_move", calculation, component_pk=ids["Dua"], step="turun"))
    order = [component.name for component in calculation.components.all()]
    owner.post(page("component_remove", calculation, component_pk=ids["Satu"]))

    assert order == ["Tiga", "Satu", "Dua"]
    assert [component.name for component in calculation.components.all()] == ["Tiga", "Dua"]


def test_proof_given_before_is_used_again(owner, usaha, pemilik, calculation):
    kain = ComponentFactory(
        calculation=calculation, origin="CERTIFIED", certificate_number="1", certificate_tkdn=Decimal(90),
        certificate_valid_until=date(2099, 1, 1), name="Kain",
    )  # fmt: skip
    nota = keep(upload=upload(picture()), kind=DocumentKind.PURCHASE_PROOF, business=usaha, by=pemilik)
    proof = page("evidence", calculation, component_pk=kain.pk)

    half = owner.post(proof, {"documents": [nota.pk]}, follow=True)
    whole = owner.post(
        proof, {"documents": [nota.pk], "new_component_certificate": upload(picture(colour="blue"))}, follow=True
    )

    assert told(half) == ["Tersimpan. Untuk “Kain” masih kurang: sertifikat TKDN bahan."]
    assert told(whole) == ["Bukti untuk “Kain” sudah lengkap."]
    assert whole.context["unproven"] == 0


def test_a_strangers_document_proves_nothing(owner, pemilik, calculation):
    bahan = ComponentFactory(calculation=calculation)
    other = BusinessFactory()
    foreign = keep(upload=upload(picture()), kind=DocumentKind.PURCHASE_PROOF, business=other, by=pemilik)

    response = owner.post(page("evidence", calculation, component_pk=bahan.pk), {"documents": [foreign.pk]})

    assert response.status_code == 200
    assert not bahan.evidence.exists()


def test_a_copy_is_tried_and_then_used(owner, calculation):
    ComponentFactory(calculation=calculation, name="Gula")

    owner.post(page("copy", calculation))
    twin = Calculation.objects.exclude(pk=calculation.pk).get()
    before = twin.is_current
    owner.post(page("use", twin))

    twin.refresh_from_db()
    calculation.refresh_from_db()
    assert (before, twin.is_current, calculation.is_current) == (False, True, False)
    assert (twin.value, [each.name for each in twin.components.all()]) == (Decimal("100.00"), ["Gula"])


def test_the_newest_other_takes_the_place_of_a_discarded_current_one(owner, calculation):
    other = CalculationFactory(product=calculation.product, is_current=False)

    asked = owner.get(page("discard", calculation))
    owner.post(page("discard", calculation))

    other.refresh_from_db()
    assert asked.status_code == 200
    assert (other.is_current, list(Calculation.objects.all())) == (True, [other])


def test_no_more_than_five_hundred_components(owner, calculation):
    rows = [
        Component(calculation=calculation, position=n, name=f"b{n}", quantity=1, unit_price=1, origin="NATURAL")
        for n in range(500)
    ]
    Component.objects.bulk_create(rows)

    refused = owner.post(page("component_add", calculation), PISANG, follow=True)

    assert told(refused) == ["Satu hitungan paling banyak 500 bahan. Gabungkan bahan kecil yang sejenis."]
    assert refused.context["told"].value == Decimal("100.00")
    assert (calculation.components.count(), len(refused.context["rows"])) == (500, 20)


@pytest.mark.parametrize("count", [1, 20])
def test_the_result_costs_the_same_for_one_component_and_for_twenty(
    owner, calculation, count, django_assert_num_queries
):
    ComponentFactory.create_batch(count, calculation=calculation)
    owner.get(page("result", calculation))

    with django_assert_num_queries(8):
        owner.get(page("result", calculation))


@pytest.mark.parametrize("count", [1, 20])
def test_the_list_costs_the_same_for_one_product_and_for_twenty(owner, usaha, count, django_assert_num_queries):
    for made in ProductFactory.create_batch(count, business=usaha):
        CalculationFactory(product=made)
    address = reverse("tkdn:list", args=[usaha.pk])
    owner.get(address)

    with django_assert_num_queries(5):
        owner.get(address)


ADDRESSES = ("result", "copy", "use", "discard", "live", "component_add")


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_stranger_finds_nothing(client, orang_lain, calculation, name):
    client.force_login(orang_lain)

    answers = [
        client.get(page(name, calculation)).status_code,
        client.post(page(name, calculation), PISANG).status_code,
    ]

    expected = 302 if name in ("copy", "use", "live") else 404
    assert answers == [expected, 404]
    assert Calculation.objects.count() == 1


def test_another_businesss_calculation_is_not_opened_through_ones_own(owner, usaha):
    foreign = CalculationFactory()

    response = owner.get(reverse("tkdn:result", kwargs={"pk": usaha.pk, "number": foreign.pk}))

    assert response.status_code == 404


def test_staff_read_that_they_have_their_own_desk(client, petugas, calculation):
    client.force_login(petugas)

    assert client.get(page("result", calculation)).status_code == 403


def test_a_form_of_another_case_is_refused(owner, calculation):
    response = owner.post(page("component_add", calculation), PISANG | {"usaha": "999999"})

    assert response.status_code == 403
    assert not calculation.components.exists()


def test_old_rules_are_shown_and_never_changed(owner, product):
    old = CalculationFactory(product=product, scheme="P46_2022", started_on=date(2024, 5, 1))

    answers = (owner.get(page("result", old)).status_code, owner.post(page("component_add", old), PISANG).status_code)

    assert answers == (200, 404)


def test_a_product_with_a_calculation_is_not_removed_unseen(owner, usaha, calculation):
    address = reverse("umkm:product_remove", args=[usaha.pk, calculation.product_id])

    response = owner.post(address, follow=True)

    assert told(response) == [
        "“Kopi bubuk” tidak dapat dihapus karena masih tercatat pada: hitungan nilai TKDN. Hubungi Dinas bila keliru."
    ]


def test_start_uses_the_empty_one_and_only_the_first_is_current(product):
    by = UserFactory()
    first = saving.start(product=product, by=by, on=TODAY)
    ComponentFactory(calculation=first)

    second = saving.start(product=product, by=by, on=TODAY)

    assert (first.is_current, second.is_current) == (True, False)
