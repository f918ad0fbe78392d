"""Recording purchases: who may, what is offered, what is refused, and what a second click does."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse

from procurement.models import Award, Leakage
from tests.factories import (
    AgencyFactory,
    AwardFactory,
    CertificateFactory,
    CertificateItemFactory,
    LeakageFactory,
    PackageFactory,
    UserFactory,
)
from tests.procurement.market import offer, rules

pytestmark = pytest.mark.django_db
SIGNED = "2026-03-02"


@pytest.fixture
def package(pejabat):
    """A package of keripik of the officer's own agency."""
    rules()
    agency = AgencyFactory(name="Biro Umum")
    agency.postings.create(user=pejabat)
    return PackageFactory(rup_code="53999001", agency=agency, ceiling=50_000_000)


@pytest.fixture
def desk(client, pejabat, package):
    client.force_login(pejabat)
    return client


def url(name, *arguments):
    return reverse(f"procurement:{name}", args=arguments)


def contract(item, **changes):
    return {
        "form_key": str(uuid4()), "signed_on": SIGNED, "item": item.pk, "value": "Rp 12.500.000",
        "contract_number": "027/12/2026", "override_reason": "",
    } | changes  # fmt: skip


def add(desk, data, day=SIGNED):
    return desk.post(f"{url('award_add', '53999001')}?tanggal={day}", data)


def errors(response):
    return [error for found in response.context["form"].errors.values() for error in found]


class TestWho:
    PAGES = (
        ("purchases", "53999001"), ("award_add", "53999001"), ("leakage_add", "53999001"),
    )  # fmt: skip

    @pytest.mark.parametrize("page", PAGES, ids=lambda page: page[0])
    def test_officers_of_the_agency_come_in(self, desk, page):
        assert desk.get(url(*page)).status_code == 200

    @pytest.mark.parametrize("page", PAGES, ids=lambda page: page[0])
    def test_an_officer_of_another_agency_finds_nothing(self, client, pejabat, package, page):
        other = UserFactory()
        other.groups.set(pejabat.groups.all())
        AgencyFactory().postings.create(user=other)
        client.force_login(other)

        assert client.get(url(*page)).status_code == 404

    @pytest.mark.parametrize("role", ["pemilik", "petugas", "administrator"])
    def test_who_is_no_officer_finds_nothing(self, client, request, package, role):
        client.force_login(request.getfixturevalue(role))

        assert client.get(url("purchases", "53999001")).status_code == 404

    def test_a_visitor_signs_in_first(self, client, package):
        assert client.get(url("purchases", "53999001")).url.startswith("/masuk/")

    def test_purchases_of_others_are_not_found_by_number(self, desk):
        award, leakage = AwardFactory(), LeakageFactory()

        answers = [
            desk.post(url("award_cancel", "53999001", award.pk), {"cancel_reason": "x"}).status_code,
            desk.post(url("award_cancel", award.package.rup_code, award.pk), {"cancel_reason": "x"}).status_code,
            desk.post(url("leakage_cancel", leakage.pk), {"cancel_reason": "x"}).status_code,
            desk.get(url("leakage_change", leakage.pk)).status_code,
        ]

        assert answers == [404] * 4
        assert not Award.objects.exclude(cancelled_on=None).exists()


class TestContract:
    def test_is_recorded_with_what_the_certificate_says(self, desk, pejabat, package):
        item = offer(tkdn=Decimal("55.50"))

        response = add(desk, contract(item))

        award = Award.objects.get()
        assert response.url == url("purchases", "53999001")
        assert (award.package, award.value, award.signed_on, award.tier) == (package, 12_500_000, date(2026, 3, 2), 1)
        assert (award.tkdn, award.officer, award.source) == (Decimal("55.50"), pejabat, "OFFICER")

    def test_sent_twice_counts_once(self, desk):
        data = contract(offer())

        answers = [add(desk, data).status_code for _click in range(2)]

        assert answers == [302, 302]
        assert Award.objects.count() == 1

    def test_offers_what_fits_first_and_what_nearly_fits_with_its_obstacle(self, desk):
        fits = offer("Keripik pisang", tkdn=40)
        weak = offer("Keripik pisang manis", tkdn=20)
        expires = offer("Keripik pisang asin", valid_until=date(2026, 4, 1))
        offer("Keripik pisang lama", valid_until=date(2026, 3, 1))

        page = desk.get(f"{url('award_add', '53999001')}?tanggal={SIGNED}")

        offered = {choice.pk: choice.fits for choice in page.context["choices"]}
        assert offered == {fits.pk: True, weak.pk: False, expires.pk: False}
        assert next(iter(offered)) == fits.pk
        assert "sebelum penyerahan" in page.text

    def test_answers_as_of_the_signing_day_and_not_the_planned_one(self, desk):
        early = offer(issued_on=date(2026, 1, 15), superseded_on=date(2026, 2, 20))

        page = desk.get(f"{url('award_add', '53999001')}?tanggal=2026-02-10")

        assert [choice.pk for choice in page.context["choices"]] == [early.pk]

    @pytest.mark.parametrize("facts", [{"tkdn": 20}, {"product_name": "Meja rotan"}, {"valid_until": date(2026, 4, 1)}])
    def test_what_is_beside_the_list_needs_a_written_reason(self, desk, facts):
        package_name = {"product_name": "Keripik singkong pisang"} if "product_name" in facts else facts
        item = offer(**({"valid_until": date(2026, 4, 1)} | package_name))

        refused = add(desk, contract(item))
        accepted = add(desk, contract(item, override_reason="Tidak ada yang lain"))

        assert refused.status_code == 400
        assert "Tulis alasan" in " ".join(errors(refused))
        assert accepted.status_code == 302
        assert Award.objects.get().override_reason == "Tidak ada yang lain"

    def test_over_the_ceiling_is_refused_with_what_is_left(self, desk, package):
        AwardFactory(package=package, value=45_000_000)

        response = add(desk, contract(offer()))

        assert response.status_code == 400
        assert errors(response) == [
            "Nilai Rp\u00a012.500.000 melebihi sisa pagu paket ini, yaitu Rp\u00a05.000.000 dari Rp\u00a050.000.000. "
            "Isi paling banyak Rp\u00a05.000.000, atau periksa belanja yang sudah tercatat."
        ]

    def test_a_product_that_is_not_certified_that_day_cannot_be_chosen(self, desk):
        late = offer(issued_on=date(2026, 3, 3))

        assert add(desk, contract(late)).status_code == 400
        assert not Award.objects.exists()

    def test_a_day_of_another_year_is_refused_in_words(self, desk):
        item = offer(issued_on=date(2025, 1, 1))

        response = add(desk, contract(item, signed_on="2025-09-30", override_reason="x"), day="2025-09-30")

        assert "1 Oktober tahun sebelumnya" in " ".join(errors(response))

    @pytest.mark.parametrize(
        ("value", "said"), [("0", "Nilai 0"), ("banyak", "bukan nilai rupiah"), ("", "tidak boleh kosong")]
    )
    def test_a_value_that_is_none_is_refused_in_words(self, desk, value, said):
        response = add(desk, contract(offer(), value=value))

        assert response.status_code == 400
        assert said in " ".join(errors(response))

    def test_many_products_cost_no_more_queries(self, desk, django_assert_num_queries):
        address = f"{url('award_add', '53999001')}?tanggal={SIGNED}"
        offer()
        desk.get(address)
        with django_assert_num_queries(10):
            desk.get(address)
        for _number in range(19):
            offer()

        with django_assert_num_queries(10):
            desk.get(address)


class TestProgress:
    def test_delivery_and_payment_are_recorded(self, desk, package):
        award = AwardFactory(package=package, value=10_000_000)

        desk.post(
            url("award_progress", "53999001", award.pk),
            {"delivered_on": "2026-04-01", "paid_on": "2026-04-10", "paid_value": "9.900.000"},
        )

        award.refresh_from_db()
        assert (award.delivered_on, award.paid_on, award.paid_value, award.stage) == (
            date(2026, 4, 1), date(2026, 4, 10), 9_900_000, "PAID",
        )  # fmt: skip

    @pytest.mark.parametrize(
        ("data", "said"),
        [
            ({"delivered_on": "2026-03-01"}, "Urutan tanggal"),
            ({"delivered_on": "2026-04-01", "paid_on": "2026-04-02"}, "Isi tanggal bersama nilai"),
            ({"delivered_on": "2099-01-01"}, "belum tiba"),
        ],
    )
    def test_what_cannot_be_is_refused_in_words(self, desk, package, data, said):
        award = AwardFactory(package=package)

        response = desk.post(url("award_progress", "53999001", award.pk), data)

        assert said in " ".join(errors(response))

    def test_a_correction_says_why_and_is_kept_within_the_ceiling(self, desk, package):
        award = AwardFactory(package=package, value=40_000_000)
        fields = {"value": "50.000.001", "signed_on": SIGNED, "contract_number": "", "change_reason": "Salah ketik"}
        address = url("award_correct", "53999001", award.pk)

        over, unsaid = desk.post(address, fields), desk.post(address, fields | {"value": "1", "change_reason": ""})
        desk.post(address, fields | {"value": "50.000.000"})

        assert "Isi paling banyak Rp\u00a050.000.000" in errors(over)[0]
        assert unsaid.status_code == 400
        assert Award.objects.get().value == 50_000_000

    def test_a_cancelled_contract_frees_its_rupiah_and_is_cancelled_once(self, desk, package):
        award = AwardFactory(package=package, value=50_000_000)
        address = url("award_cancel", "53999001", award.pk)

        answers = [desk.post(address, {"cancel_reason": f"Putus {n}"}).status_code for n in range(2)]

        award.refresh_from_db()
        assert (answers, award.cancel_reason) == ([302, 302], "Putus 0")
        assert desk.get(url("purchases", "53999001")).context["left"] == 50_000_000


class TestOutside:
    FILLED = {
        "value": "5.000.000", "bought_on": "2026-03-05", "vendor_name": "CV Jauh", "reason": "NO_SUPPLIER",
        "reason_text": "", "evidence": "Berita acara 7",
    }  # fmt: skip

    def filled(self, **changes):
        return self.FILLED | {"form_key": str(uuid4())} | changes

    def test_is_recorded_with_how_many_suppliers_there_were(self, desk, package):
        offer()

        desk.post(url("leakage_add", "53999001"), self.filled())

        leakage = Leakage.objects.get()
        assert (leakage.package, leakage.value, leakage.reason, leakage.suppliers_then) == (
            package, 5_000_000, "NO_SUPPLIER", 1,
        )  # fmt: skip
        assert "tercatat 1 pemasok bersertifikat" in desk.get(url("purchases", "53999001")).text

    def test_sent_twice_counts_once(self, desk):
        data = self.filled()

        for _click in range(2):
            desk.post(url("leakage_add", "53999001"), data)

        assert Leakage.objects.count() == 1

    @pytest.mark.parametrize("changes", [{"reason": ""}, {"reason": "OTHER"}, {"value": "60.000.000"}])
    def test_without_a_reason_or_over_the_ceiling_is_refused(self, desk, changes):
        assert desk.post(url("leakage_add", "53999001"), self.filled(**changes)).status_code == 400
        assert not Leakage.objects.exists()

    def test_without_a_package_belongs_to_the_officers_own_agency(self, desk, package):
        other = AgencyFactory()
        fields = {"agency": package.agency_id, "year": 2026, "category": "FOOD"}

        refused = desk.post(url("outside_plan"), self.filled(**fields | {"agency": other.pk}))
        accepted = desk.post(url("outside_plan"), self.filled(**fields))

        assert (refused.status_code, accepted.status_code) == (400, 302)
        assert Leakage.objects.get().agency == package.agency

    def test_one_from_a_file_waits_for_its_reason(self, desk, package):
        waits = LeakageFactory(package=package, reason="", source="IMPORT", officer=None)
        LeakageFactory(reason="", source="IMPORT", officer=None)

        listed = desk.get(url("unexplained")).context["page"].rows
        desk.post(url("leakage_change", waits.pk), self.filled(reason="PRICE", value="5.000.000", change_reason=""))

        assert listed == [waits]
        waits.refresh_from_db()
        assert waits.reason == "PRICE"
        assert desk.get(url("unexplained")).context["page"].rows == []


class TestLists:
    def test_everyone_sees_contracts_but_no_vendor_outside(self, client, package):
        AwardFactory(package=package, value=7_000_000)
        LeakageFactory(package=package, value=3_000_000, vendor_name="Toko Rahasia")

        page = client.get("/paket/53999001/")

        assert "Rp\u00a07.000.000" in page.text
        assert "Rp\u00a03.000.000" in page.text
        assert "Toko Rahasia" not in page.text
        assert "Catat kontrak" not in page.text

    def test_the_desk_says_how_far_each_package_has_come(self, desk, package):
        rows = [
            PackageFactory(agency=package.agency, ceiling=ceiling) for ceiling in (40_000_000, 30_000_000, 20_000_000)
        ]
        AwardFactory(package=rows[0])
        AwardFactory(package=rows[1], delivered_on=date(2026, 4, 1), paid_on=date(2026, 4, 1), paid_value=1)
        LeakageFactory(package=rows[2])

        stages = [found.stage for found in desk.get("/pengadaan/?tahun=2026").context["page"].rows]

        assert stages == ["AWARDED", "", "OUTSIDE", "DONE"]

    @pytest.mark.parametrize("count", [1, 20])
    def test_lists_cost_the_same_for_one_and_for_twenty(self, desk, package, django_assert_max_num_queries, count):
        for _number in range(count):
            AwardFactory(package=package, value=1_000_000)
            LeakageFactory(package=package, value=1_000_000, reason="", source="IMPORT")

        for page in ("/pengadaan/?tahun=2026", "/paket/?tahun=2026&serapan=dikontrak", url("unexplained")):
            with django_assert_max_num_queries(12):
                desk.get(page)
        with django_assert_max_num_queries(9):
            desk.get(url("purchases", "53999001"))


def test_a_certificate_of_another_province_cannot_be_bought(desk):
    foreign = CertificateItemFactory(certificate=CertificateFactory(business=None))

    assert add(desk, contract(foreign)).status_code == 400
