"""The list of packages, the page of one, and the officer's desk."""

from datetime import date
from decimal import Decimal
from urllib.parse import quote

import pytest
from django.urls import reverse

from procurement.models import PackageOutcome
from tests.factories import (
    AgencyFactory,
    BudgetFactory,
    CertificateFactory,
    CertificateItemFactory,
    PackageFactory,
    ProductFactory,
)
from umkm.models import CategoryRule

pytestmark = pytest.mark.django_db
LIST = "/paket/"
DESK = "/pengadaan/"


def outcome(package, state="OPEN", suppliers=0):
    return PackageOutcome.objects.create(package=package, state=state, suppliers=suppliers, on=date(2026, 11, 24))


def listed(client, **query):
    return [package.rup_code for package in client.get(LIST, {"tahun": 2026} | query).context["page"].rows]


@pytest.fixture
def keripik(usaha):
    """A certified product of `usaha` that fits a package of keripik until 2099."""
    CategoryRule.objects.get_or_create(version="2020", prefix="10", category="FOOD")
    product = ProductFactory(business=usaha, name="Keripik pisang", price=20_000)
    certificate = CertificateFactory(business=usaha, issued_on=date(2025, 1, 1), valid_until=date(2099, 1, 1))
    return CertificateItemFactory(certificate=certificate, product=product, tkdn=Decimal("55.50"))


@pytest.fixture
def agency(pejabat):
    """An agency the officer is posted to."""
    agency = AgencyFactory(name="Biro Umum")
    agency.postings.create(user=pejabat)
    return agency


class TestList:
    def test_shows_the_years_current_packages_dearest_first(self, client):
        cheap = PackageFactory(ceiling=1_000_000)
        dear = PackageFactory(ceiling=9_000_000)
        PackageFactory(year=2025)
        PackageFactory(is_active=False)
        PackageFactory(is_announced=False)

        assert listed(client) == [dear.rup_code, cheap.rup_code]

    @pytest.mark.parametrize(
        "query",
        [
            {"kategori": "CLOTHING"},
            {"keadaan": "SERVED"},
            {"q": "kemeja"},
            {"q": "KEMEJA-KEMEJA"},
            {"q": "6100000"},
        ],
        ids=lambda query: "=".join(*query.items()),
    )
    def test_is_narrowed_by(self, client, query):
        shirt = PackageFactory(rup_code="61000001", name="Belanja kemeja", category="CLOTHING")
        outcome(shirt, "SERVED", 1)
        outcome(PackageFactory(rup_code="53000001", name="Belanja meja", category="OTHER"))

        assert listed(client, **query) == ["61000001"]

    def test_is_narrowed_by_agency(self, client):
        mine, _other = PackageFactory(), PackageFactory()

        assert listed(client, satker=mine.agency_id) == [mine.rup_code]

    def test_says_how_each_package_stands(self, client):
        outcome(PackageFactory(name="Keripik"), "SERVED", 4)
        PackageFactory(name="Sabun")

        page = client.get(LIST, {"tahun": 2026}).content.decode()

        assert page.count('data-status="SERVED">Terlayani<') == 1
        assert page.count('data-status="UNKNOWN">Belum dihitung<') == 1

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("tahun", "kemarin"),
            ("kategori", "EMAS"),
            ("keadaan", "MUNGKIN"),
            ("satker", "abc"),
            ("satker", "999999"),
            ("halaman", "0"),
            ("halaman", "9" * 30),
            ("q", "x" * 201),
        ],
    )
    def test_names_a_filter_it_cannot_read(self, client, field, value):
        PackageFactory()

        response = client.get(LIST, {field: value})

        assert response.status_code == 200
        assert list(response.context["form"].errors) == [field]
        assert response.context["page"] is None

    def test_leafs_through_many_and_keeps_the_filter(self, client):
        packages = PackageFactory.create_batch(25, ceiling=5, agency=AgencyFactory())
        codes = sorted(package.rup_code for package in packages)

        first, second = listed(client), listed(client, halaman=2)

        assert first + second == codes
        page = client.get(LIST, {"tahun": 2026, "kategori": "FOOD"}).content.decode()
        assert 'href="?tahun=2026&amp;kategori=FOOD&amp;halaman=2"' in page

    @pytest.mark.parametrize(
        ("query", "said"),
        [
            ({}, "Belum ada paket tahun"),
            ({"q": "intan"}, "Tidak ada paket yang cocok dengan saringan."),
            ({"halaman": 7}, "Halaman ini kosong."),
        ],
    )
    def test_an_empty_list_says_why(self, client, query, said):
        assert said in client.get(LIST, query).content.decode()

    @pytest.mark.parametrize("count", [1, 3])
    def test_costs_four_queries(self, client, django_assert_num_queries, count):
        for package in PackageFactory.create_batch(count):
            outcome(package)
        client.get("/masuk/")

        with django_assert_num_queries(4):
            client.get(LIST, {"tahun": 2026})


class TestPackage:
    def test_shows_who_can_serve_it_and_why(self, client, keripik, usaha):
        package = PackageFactory(name="Belanja keripik pisang", category_hint="keripik")

        response = client.get(package.get_absolute_url())

        candidates = response.context["answer"].candidates
        page = response.content.decode()
        assert [candidate.supplier.business_name for candidate in candidates] == [usaha.name]
        assert "55,50\xa0%" in page
        assert all(reason.text in page for reason in candidates[0].reasons if "&" not in str(reason))
        assert "Cocok karena …" in page

    def test_leafs_through_many_suppliers(self, client, keripik):
        for _ in range(21):
            certificate = CertificateFactory(issued_on=date(2025, 1, 1), valid_until=date(2099, 1, 1))
            CertificateItemFactory(certificate=certificate)
        address = PackageFactory(name="Belanja keripik pisang").get_absolute_url()

        pages = [client.get(address, {"halaman": number}).context["page"].rows for number in (1, 2, "x")]

        assert [len(rows) for rows in pages] == [20, 2, 20]

    def test_shows_what_stands_in_the_way_of_a_near_miss(self, client, keripik):
        keripik.certificate.valid_until = date(2026, 12, 10)
        keripik.certificate.save()
        package = PackageFactory(
            name="Belanja keripik pisang",
            contract_from=date(2026, 12, 1),
            contract_until=date(2026, 12, 31),
            delivery_until=date(2026, 12, 31),
        )

        response = client.get(package.get_absolute_url())

        assert response.context["answer"].candidates == []
        assert len(response.context["near_misses"]) == 1
        assert "Belum bisa karena:" in response.content.decode()

    def test_explains_that_catering_has_no_certificate(self, client, keripik):
        package = PackageFactory(name="Jasa boga keripik", not_certifiable="CATERING")

        page = " ".join(client.get(package.get_absolute_url()).content.decode().split())

        assert "Isi paket ini jasa boga (katering), bukan barang." in page
        assert "Pemasok yang dapat melayani" not in page

    def test_explains_a_package_outside_the_categories(self, client):
        package = PackageFactory(category="OTHER", category_source="NONE", name="Alat tulis")

        assert "di luar empat kategori anggaran" in client.get(package.get_absolute_url()).content.decode()

    def test_a_package_nobody_can_serve_offers_the_search(self, client, db):
        page = client.get(PackageFactory(name="Belanja permata").get_absolute_url()).content.decode()

        assert "Belum ada pemasok bersertifikat yang dapat melayani paket ini." in page
        assert reverse("certification:suppliers") in page

    def test_a_withdrawn_package_is_shown_without_suppliers(self, client, keripik):
        package = PackageFactory(is_active=False)

        response = client.get(package.get_absolute_url())

        assert response.context["answer"] is None
        assert "sudah dibatalkan" in response.content.decode()

    @pytest.mark.parametrize("code", ["00000000", "abc", "1' OR 1=1", "53000000\x00", "5" * 40])
    def test_an_unknown_code_is_not_found(self, client, code):
        response = client.get(f"/paket/{quote(code)}/")

        assert response.status_code == 404
        assert "Halaman tidak ditemukan" in response.content.decode()

    def test_a_past_year_is_asked_on_its_last_day(self, client):
        assert client.get(PackageFactory(year=2024).get_absolute_url()).context["on"] == date(2024, 12, 31)


class TestDesk:
    def test_asks_a_visitor_to_sign_in(self, client):
        assert client.get(DESK).url == f"/masuk/?next={DESK}"

    @pytest.mark.parametrize("who", ["pemilik", "petugas"])
    def test_tells_others_whose_page_it_is(self, client, who, agency, request):
        PackageFactory(agency=agency, name="Belanja rahasia")
        client.force_login(request.getfixturevalue(who))

        response = client.get(DESK)

        page = response.content.decode()
        assert response.status_code == 403
        assert "Halaman ini untuk pejabat pengadaan." in page
        assert "Belanja rahasia" not in page

    def test_an_officer_without_a_posting_reads_what_to_do(self, client, pejabat):
        PackageFactory(name="Belanja orang lain")
        client.force_login(pejabat)

        page = client.get(DESK).content.decode()

        assert "Akun Anda belum ditempatkan di satuan kerja mana pun." in page
        assert "Belanja orang lain" not in page

    def test_states_add_up_to_the_own_packages(self, client, pejabat, agency):
        outcome(PackageFactory(agency=agency, ceiling=30), "SERVED", 1)
        outcome(PackageFactory(agency=agency, ceiling=20))
        outcome(PackageFactory(agency=agency, ceiling=5))
        PackageFactory(agency=agency, ceiling=1)
        outcome(PackageFactory(ceiling=1_000_000))
        client.force_login(pejabat)

        context = client.get(DESK, {"tahun": 2026}).context

        assert {row["state"]: (row["packages"], row["amount"]) for row in context["states"]} == {
            "AT_RISK": (0, 0),
            "OPEN": (2, 25),
            "THIN": (0, 0),
            "SERVED": (1, 30),
            "AWARDED": (0, 0),
            "UNKNOWN": (1, 1),
            "OUTSIDE": (0, 0),
            "NOT_CERTIFIABLE": (0, 0),
            "DONE": (0, 0),
        }
        assert context["total"] == {"packages": 4, "amount": 56}
        assert context["on"] == date(2026, 11, 24)

    def test_a_budget_line_says_what_is_left(self, client, pejabat, agency):
        line = BudgetFactory(agency=agency, amount=100)
        outcome(PackageFactory(agency=agency, budget=line, ceiling=30), "SERVED", 1)
        outcome(PackageFactory(agency=agency, budget=line, ceiling=20))
        PackageFactory(agency=agency, budget=line, ceiling=40, is_active=False)
        BudgetFactory(amount=999)
        client.force_login(pejabat)

        lines = client.get(DESK, {"tahun": 2026}).context["lines"]

        assert [(row.amount, row.planned, row.served, row.open, row.unplanned) for row in lines] == [
            (100, 50, 30, 20, 50)
        ]

    def test_the_list_is_narrowed_by_state_and_the_sums_stay(self, client, pejabat, agency):
        served = PackageFactory(agency=agency, ceiling=30)
        outcome(served, "SERVED", 1)
        outcome(PackageFactory(agency=agency, ceiling=20))
        client.force_login(pejabat)

        context = client.get(DESK, {"tahun": 2026, "keadaan": "SERVED"}).context

        assert context["page"].rows == [served]
        assert context["total"]["packages"] == 2

    @pytest.mark.parametrize(("field", "value"), [("keadaan", "X"), ("tahun", "1900"), ("halaman", "-1")])
    def test_names_a_filter_it_cannot_read(self, client, pejabat, agency, field, value):
        client.force_login(pejabat)

        assert list(client.get(DESK, {field: value}).context["form"].errors) == [field]

    @pytest.mark.parametrize("count", [1, 3])
    def test_costs_twelve_queries(self, client, pejabat, agency, django_assert_num_queries, count):
        for number in range(count):
            other = AgencyFactory()
            other.postings.create(user=pejabat)
            line = BudgetFactory(agency=other, amount=100 + number)
            outcome(PackageFactory(agency=other, budget=line, ceiling=1))
        client.force_login(pejabat)
        client.get("/masuk/")

        with django_assert_num_queries(12):
            client.get(DESK, {"tahun": 2026})


class TestNextBestStep:
    def test_an_empty_list_offers_changed_questions_that_have_packages(self, client):
        PackageFactory(name="Belanja keripik pisang")

        page = client.get(LIST, {"tahun": 2026, "q": "kripk", "kategori": "FOOD"})

        assert [(each.text, each.query) for each in page.context["wider"]] == [
            ("mencari “keripik”", "q=keripik&tahun=2026&kategori=FOOD"),
            ("menghapus kata yang dicari", "tahun=2026&kategori=FOOD"),
        ]

    def test_a_changed_question_without_packages_is_not_offered(self, client):
        page = client.get(LIST, {"tahun": 2026, "q": "kripk", "kategori": "FOOD"})

        assert page.context["wider"] == []
