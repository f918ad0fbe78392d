"""Lists of the desk: constant queries, no counting, pages that know their neighbours, filters that tell the truth."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from certification.models import Certificate, CertificateStatus
from procurement.models import PackageOutcome
from tests.factories import (
    ActionOutcomeFactory,
    AgencyFactory,
    ApplicationFactory,
    AwardFactory,
    BudgetFactory,
    BudgetStructureFactory,
    BulkChangeFactory,
    BusinessFactory,
    CertificateCheckFactory,
    CertificateFactory,
    CertificateItemFactory,
    ConsentFactory,
    DigestFactory,
    DisclosureFactory,
    DocumentFactory,
    ExportFactory,
    LeakageFactory,
    ListedItemFactory,
    MaterialInvoiceFactory,
    NextActionFactory,
    NoSupplierFactory,
    OfferFactory,
    PackageChangeFactory,
    PackageFactory,
    ProductFactory,
    ReminderFactory,
    RenewalFactory,
    ReportFactory,
    SellingFactory,
    SentraFactory,
    SentraTemplateFactory,
    SiinasAccountFactory,
    SiinasProofFactory,
    StandingPledgeFactory,
    UserFactory,
    VerificationFactory,
    WaitingContractFactory,
    WaitingFactory,
)
from umkm.models import Business, ImportRow, ImportRun

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)

FACTORIES = {
    "umkm_business": BusinessFactory,
    "umkm_consent": ConsentFactory,
    "umkm_product": ProductFactory,
    "umkm_waitingbusiness": WaitingFactory,
    "umkm_verification": VerificationFactory,
    "umkm_disclosure": DisclosureFactory,
    "umkm_export": ExportFactory,
    "umkm_document": DocumentFactory,
    "umkm_bulkchange": BulkChangeFactory,
    "certification_certificate": CertificateFactory,
    "certification_certificateitem": CertificateItemFactory,
    "certification_certificatecheck": CertificateCheckFactory,
    "certification_listeditem": ListedItemFactory,
    "certification_report": ReportFactory,
    "certification_siinasaccount": SiinasAccountFactory,
    "certification_siinasproof": SiinasProofFactory,
    "certification_application": ApplicationFactory,
    "certification_renewal": RenewalFactory,
    "certification_reminder": ReminderFactory,
    "procurement_agency": AgencyFactory,
    "procurement_budget": BudgetFactory,
    "procurement_package": PackageFactory,
    "procurement_award": AwardFactory,
    "procurement_nosupplier": NoSupplierFactory,
    "procurement_offer": OfferFactory,
    "procurement_leakage": LeakageFactory,
    "procurement_waitingcontract": WaitingContractFactory,
    "bimtek_nextaction": NextActionFactory,
    "bimtek_actionoutcome": ActionOutcomeFactory,
    "procurement_budgetstructure": BudgetStructureFactory,
    "procurement_packagechange": PackageChangeFactory,
    "procurement_digest": DigestFactory,
    "procurement_pledge": StandingPledgeFactory,
    "procurement_catalogseller": SellingFactory,
    "umkm_sentra": SentraFactory,
    "umkm_materialinvoice": MaterialInvoiceFactory,
    "certification_sentratemplate": SentraTemplateFactory,
    "accounts_user": UserFactory,
}


@pytest.fixture
def desk(client, administrator):
    client.force_login(administrator)
    return client


def rows_of(response):
    return [str(row) for row in response.context["cl"].result_list]


@pytest.mark.parametrize("name", FACTORIES)
def test_a_list_costs_the_same_for_one_row_and_for_three(desk, places, name):
    def queries_with(count):
        FACTORIES[name].create_batch(count)
        with CaptureQueriesContext(connection) as captured:
            desk.get(reverse(f"admin:{name}_changelist"))
        return len(captured)

    queries_with(1)
    one_more = queries_with(1)

    assert queries_with(2) == one_more


@pytest.mark.parametrize("name", FACTORIES)
def test_no_list_counts_its_table(desk, places, django_assert_max_num_queries, name):
    FACTORIES[name]()

    with django_assert_max_num_queries(12) as captured:
        desk.get(reverse(f"admin:{name}_changelist"), {"q": "a"} if name != "umkm_importrun" else {})

    assert [query["sql"] for query in captured if query["sql"].startswith("SELECT COUNT(")] == []


def test_a_full_page_leads_to_the_next_and_the_last_one_ends(desk, places):
    BusinessFactory.create_batch(31)
    url = reverse("admin:umkm_business_changelist")

    first = desk.get(url).context["cl"]
    last = desk.get(url, {"p": 2}).context["cl"]

    assert (first.extent, first.previous_url, first.next_url) == ("Baris 1–30", None, "?p=2")
    assert (last.extent, last.previous_url, last.next_url) == ("Baris 31–31", "?p=1", None)


def test_exactly_one_full_page_has_no_next(desk, places):
    BusinessFactory.create_batch(30)

    assert desk.get(reverse("admin:umkm_business_changelist")).context["cl"].next_url is None


def test_a_page_past_the_end_returns_to_the_list(desk, places):
    url = reverse("admin:umkm_business_changelist")

    response = desk.get(url, {"p": 9})

    assert response.status_code == 302
    assert response.url == f"{url}?e=1"


def test_an_empty_list_says_so(desk, places):
    assert "Tidak ada baris." in desk.get(reverse("admin:umkm_business_changelist")).text


@pytest.mark.parametrize(
    ("asked", "found"),
    [("91200555", ["Keripik Sari"]), ("55555", []), ("ripik sari", ["Keripik Sari"]), ("wati", ["Keripik Sari"])],
    ids=["NIB from its front", "not from its middle", "a piece of the name", "the owner"],
)
def test_businesses_are_found_by_number_name_and_owner(desk, places, asked, found):
    BusinessFactory(nib="9120055555001", name="Keripik Sari", owner_name="Sulastri Wati")
    BusinessFactory(nib="8120000000001", name="Mebel Jati", owner_name="Joko")

    response = desk.get(reverse("admin:umkm_business_changelist"), {"q": asked})

    assert rows_of(response) == found


def test_the_name_search_asks_what_the_trigram_index_answers():
    sql = str(Business.objects.filter(name__icontains="sari").query)

    assert 'UPPER("umkm_business"."name"::text) LIKE UPPER(' in sql


def test_businesses_are_filtered_by_nib_and_by_category(desk, places):
    ProductFactory(business=BusinessFactory(name="Pangan", nib=None), categories=["FOOD"])
    ProductFactory(business=BusinessFactory(name="Sandang"), categories=["CLOTHING"])
    url = reverse("admin:umkm_business_changelist")

    assert rows_of(desk.get(url, {"nib_ada": "tidak"})) == ["Pangan"]
    assert rows_of(desk.get(url, {"nib_ada": "ya"})) == ["Sandang"]
    assert rows_of(desk.get(url, {"kategori": "CLOTHING"})) == ["Sandang"]


def test_the_list_masks_the_phone_and_no_page_shows_the_identity_number(desk, places):
    business = BusinessFactory(phone="+6281234567890", nik_hash="a" * 64, nik_encrypted="RAHASIA")

    listed = desk.get(reverse("admin:umkm_business_changelist")).text
    form = desk.get(reverse("admin:umkm_business_change", args=[business.pk])).text

    assert "+6281••••890" in listed
    assert "+6281234567890" not in listed
    assert "tersimpan" in form
    assert "RAHASIA" not in form
    assert "a" * 64 not in form


def test_a_drop_down_of_businesses_is_asked_page_by_page(desk, places, django_assert_max_num_queries):
    BusinessFactory.create_batch(21, name="Keripik")
    query = {
        "app_label": "certification",
        "model_name": "certificate",
        "field_name": "business",
        "term": "kerip",
    }

    with django_assert_max_num_queries(5):
        first = desk.get(reverse("admin:autocomplete"), query).json()
    second = desk.get(reverse("admin:autocomplete"), query | {"page": 2}).json()

    assert (len(first["results"]), first["pagination"]["more"]) == (20, True)
    assert (len(second["results"]), second["pagination"]["more"]) == (1, False)


def certificate_that_is(status):
    soon = DAY + timedelta(days=30)
    facts = {
        "ACTIVE": {},
        "EXPIRING": {"valid_until": soon},
        "NOT_YET": {"issued_on": soon},
        "EXPIRED": {"valid_until": DAY - timedelta(days=1)},
        "FROZEN": {"frozen_from": DAY},
        "REVOKED": {"revoked_on": DAY, "superseded_on": DAY},
        "SUPERSEDED": {"superseded_on": DAY, "frozen_from": DAY},
    }[status]
    return CertificateFactory(**facts)


@pytest.mark.parametrize("status", CertificateStatus.values)
def test_the_filter_and_the_certificate_agree_on_its_status(places, status):
    certificate = certificate_that_is(status)

    found = Certificate.objects.with_status_on(DAY).filter(status=status)

    assert certificate.status_on(DAY) == status
    assert list(found) == [certificate]


def test_certificates_are_filtered_by_status_and_holder(desk, places):
    today = timezone.localdate()
    CertificateFactory(number="AKHIR", business=None, issued_on=None, valid_until=today + timedelta(days=10))
    CertificateFactory(number="LAMA", issued_on=None, valid_until=today + timedelta(days=900))
    url = reverse("admin:certification_certificate_changelist")

    assert rows_of(desk.get(url, {"keadaan": "EXPIRING"})) == ["AKHIR"]
    assert rows_of(desk.get(url, {"pemegang": "menunggu"})) == ["AKHIR"]
    assert rows_of(desk.get(url, {"pemegang": "terhubung"})) == ["LAMA"]


def test_packages_are_filtered_by_year_certifiability_and_outcome(desk, places):
    food = PackageFactory(name="Makanan rapat", year=2026)
    PackageFactory(name="Katering", year=2025, not_certifiable="CATERING")
    PackageOutcome.objects.create(package=food, state="OPEN", on=DAY)
    url = reverse("admin:procurement_package_changelist")

    assert rows_of(desk.get(url, {"tahun": "2026"})) == ["Makanan rapat"]
    assert rows_of(desk.get(url, {"bersertifikat": "tidak"})) == ["Katering"]
    assert rows_of(desk.get(url, {"bersertifikat": "ya"})) == ["Makanan rapat"]
    assert rows_of(desk.get(url, {"hasil": "OPEN"})) == ["Makanan rapat"]


def test_a_category_chosen_by_a_person_carries_name_and_day(client, petugas, places):
    from tests.admin.test_refusals import save

    package = PackageFactory(category="OTHER", category_source="NONE")
    client.force_login(petugas)

    save(client, "procurement_package", package, category="FOOD")

    package.refresh_from_db()
    assert (package.category, package.category_source) == ("FOOD", "OFFICER")
    assert package.category_hint.startswith("Rina Petugas, ")


def test_a_category_left_alone_keeps_what_decided_it(client, petugas, places):
    from tests.admin.test_refusals import save

    package = PackageFactory(category="FOOD", category_source="WORDS", category_hint="keripik")
    client.force_login(petugas)

    save(client, "procurement_package", package, name="Keripik lain")

    package.refresh_from_db()
    assert (package.name, package.category_source, package.category_hint) == ("Keripik lain", "WORDS", "keripik")


def test_the_package_form_shows_its_line_and_what_is_left(desk, places):
    budget = BudgetFactory(amount=1_000_000_000)
    package = PackageFactory(agency=budget.agency, budget=budget, ceiling=400_000_000)

    page = desk.get(reverse("admin:procurement_package_change", args=[package.pk])).text

    assert str(budget) in page
    assert "Rp\u00a0600.000.000 dari Rp\u00a01.000.000.000" in page


def test_refused_rows_of_a_run_are_paged_below_it_and_nothing_can_be_changed(desk, places):
    run = ImportRun.objects.create(kind="BUSINESSES", file_name="usaha.csv", file_hash="0" * 64, read=60, refused=60)
    ImportRow.objects.bulk_create(
        ImportRow(run=run, line=n, column="nib", value="12", reason=f"Alasan {n}.", cells={}) for n in range(1, 61)
    )
    url = reverse("admin:umkm_importrun_change", args=[run.pk])

    first, second, posted = desk.get(url), desk.get(url, {"p": 2}), desk.post(url, {})

    assert "Alasan 30." in first.text
    assert "Alasan 31." not in first.text
    assert "Alasan 31." in second.text
    assert posted.status_code == 403
