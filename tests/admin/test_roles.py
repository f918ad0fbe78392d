"""What each role finds at the staff's desk."""

from datetime import date

import pghistory.core
import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from bimtek.models import UnlockPlan
from certification.models import HolidayYear
from tests.factories import (
    ActionOutcomeFactory,
    AgencyFactory,
    AgencyTokenFactory,
    ApplicationFactory,
    AwardFactory,
    BudgetFactory,
    BudgetStructureFactory,
    BulkChangeFactory,
    BusinessFactory,
    CatalogSellerFactory,
    CertificateCheckFactory,
    CertificateFactory,
    CertificateItemFactory,
    CoachingDayFactory,
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
    ProofDocumentFactory,
    ReminderFactory,
    ReportFactory,
    SentraFactory,
    SentraTemplateFactory,
    SiinasAccountFactory,
    SiinasProofFactory,
    StandingPledgeFactory,
    UserFactory,
    VerificationFactory,
    WaitingContractFactory,
)
from umkm.models import CategoryRule, Claim, DoublePair, ImportRun, Kbli, Merge

pytestmark = pytest.mark.django_db

REGISTER = [
    "business",
    "product",
    "claim",
    "membership",
    "consent",
    "importrun",
    "kbli",
    "categoryrule",
    "regency",
    "district",
]
REGISTER += ["waitingbusiness", "verification", "bulkchange", "doublepair", "merge", "document"]
REGISTER += ["sentra", "materialinvoice"]
MONEY = ["agency", "budget", "package", "award", "leakage", "waitingcontract", "nosupplier", "offer", "pledge"]
MONEY += ["agencytoken", "budgetstructure", "packagechange", "digest", "catalogseller"]
LISTS = (
    [f"umkm_{name}" for name in REGISTER]
    + [
        f"certification_{name}"
        for name in (
            "certificate",
            "certificateitem",
            "certificatecheck",
            "siinasaccount",
            "siinasproof",
            "application",
            "holidayyear",
            "renewal",
            "reminder",
            "listeditem",
            "report",
            "sentratemplate",
        )
    ]
    + [f"procurement_{name}" for name in MONEY]
    + [f"bimtek_{name}" for name in ("coachingday", "decline", "unlockplan", "nextaction", "actionoutcome")]
)
STAFF_ONLY = ["accounts_countermessage"]
"""What the head, who only looks on, does not see; its own tests say what stands in it."""

ADMINISTRATORS_ONLY = ["umkm_disclosure", "umkm_export", "accounts_user", "auth_group", "pghistory_events"]


@pytest.fixture
def kepala(db):
    """The head, who looks at everything and changes nothing."""
    user = UserFactory(full_name="Kepala Bidang", is_staff=True)
    user.groups.add(Group.objects.get(name=Role.HEAD))
    return user


@pytest.fixture
def records(places):
    """One of each, with a word to look for."""
    business = BusinessFactory(name="Keripik Rahasia")
    CertificateItemFactory(
        certificate=CertificateFactory(business=business, holder_name="Keripik Rahasia"),
        product=ProductFactory(business=business, name="Keripik Rahasia"),
        product_name="Keripik Rahasia",
    )
    CertificateCheckFactory(asked="Rahasia 1")
    _register_records(business)
    _path_records(business)
    agency = AgencyFactory(name="Dinas Rahasia")
    BudgetFactory(agency=agency)
    AgencyTokenFactory(agency=agency)
    package = PackageFactory(agency=agency, name="Paket Rahasia")
    AwardFactory(package=package)
    LeakageFactory(package=package)
    WaitingContractFactory(package_name="Paket Rahasia")
    CatalogSellerFactory(name="Penjual Rahasia", business=BusinessFactory())
    BudgetStructureFactory(agency=agency)
    PackageChangeFactory(agency_name="Dinas Rahasia")
    DigestFactory(user=UserFactory(full_name="Penerima Rahasia"))
    StandingPledgeFactory(package__name="Belanja Rahasia")
    NoSupplierFactory(evidence__package=package)
    OfferFactory(entry__package=package)
    Kbli.objects.get_or_create(version="2020", code="10794", defaults={"title": "Industri Kerupuk"})
    CategoryRule.objects.get_or_create(version="2020", prefix="10", category="FOOD")


def _register_records(business):
    ConsentFactory(business=business)
    owner = UserFactory(full_name="Pemilik Rahasia")
    business.memberships.create(user=owner, since="2026-01-01")
    Claim.objects.create(user=owner, nib="9120001234567", how="EVIDENCE")
    VerificationFactory(business=business)
    BulkChangeFactory(value="Rahasia")
    DisclosureFactory(business=business, text="Rahasia")
    ExportFactory(query="q=Rahasia")
    other = BusinessFactory(name="Kripik Rahasia")
    DoublePair.objects.create(first=business, second=other, confidence=60)
    Merge.objects.create(kept=business, merged=other, at=timezone.localtime(), snapshot={})
    ImportRun.objects.create(kind="BUSINESSES", file_name="Rahasia.csv", file_hash="0" * 64)


def _path_records(business):
    NextActionFactory(business=business)
    ActionOutcomeFactory(business=business, kind="NIB")
    # A business whose owner declined is not called; another one stands on the list.
    NextActionFactory(business=BusinessFactory(name="Sambal Rahasia"))
    sentra = SentraFactory(name="Sentra Rahasia")
    MaterialInvoiceFactory(sentra=sentra)
    SentraTemplateFactory(sentra=sentra, name="Contoh Rahasia")
    business.declines.create(declined_on=date(2026, 11, 24), reason="NO_TIME")
    UnlockPlan.objects.create(year=2026, seats=50, on=date(2026, 11, 24))
    CoachingDayFactory(name="Bimtek Rahasia")
    account = SiinasAccountFactory(business=business, status="PROFILE_INCOMPLETE")
    SiinasProofFactory(account=account, evidence=ProofDocumentFactory(business=business))
    ReminderFactory(certificate__business=business)
    ListedItemFactory(holder_name="PT Rahasia")
    ReportFactory(certificate=CertificateFactory(number="Rahasia", business=None))
    DocumentFactory(business=business)
    ApplicationFactory(product=ProductFactory(business=business, name="Sambal Rahasia"))
    HolidayYear.objects.create(year=2026, decree="SKB Rahasia")


SHOWN = {
    "bimtek_unlockplan": "sedang dihitung",
    "umkm_kbli": "10794",
    "umkm_claim": "9120001234567",
    "umkm_categoryrule": "Makanan",
    "umkm_regency": "Bandar Lampung",
    "umkm_district": "Kedaton",
}


def word_on(name):
    return SHOWN.get(name, "Rahasia")


def changelist(name):
    return reverse(f"admin:{name}_changelist")


def test_every_list_of_the_desk_is_covered_here():
    names = {f"{model._meta.app_label}_{model._meta.model_name}" for model in admin.site._registry}

    assert names == {*LISTS, *STAFF_ONLY, *ADMINISTRATORS_ONLY}


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("role", ["petugas", "kepala"])
def test_staff_and_the_head_read_every_list_of_the_register(client, request, records, role, name):
    client.force_login(request.getfixturevalue(role))

    response = client.get(changelist(name))

    assert response.status_code == 200
    assert word_on(name) in response.text


@pytest.mark.parametrize("name", [*LISTS, *STAFF_ONLY, *ADMINISTRATORS_ONLY])
def test_the_administrator_reads_every_list(client, records, administrator, name):
    client.force_login(administrator)

    assert client.get(changelist(name)).status_code == 200


@pytest.mark.parametrize("name", ADMINISTRATORS_ONLY)
@pytest.mark.parametrize("role", ["petugas", "kepala"])
def test_people_and_the_trail_are_for_administrators(client, request, records, role, name):
    client.force_login(request.getfixturevalue(role))

    response = client.get(changelist(name))

    assert response.status_code == 403
    assert "Rahasia" not in response.text


@pytest.mark.parametrize("name", STAFF_ONLY)
def test_the_head_does_not_read_what_is_for_staff(client, kepala, records, name):
    client.force_login(kepala)

    assert client.get(changelist(name)).status_code == 403


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("role", ["pejabat", "pemilik"])
def test_who_is_not_staff_is_sent_to_the_door(client, request, records, role, name):
    client.force_login(request.getfixturevalue(role))

    response = client.get(changelist(name), follow=True)

    assert response.status_code == 403
    assert "hanya untuk petugas Dinas" in response.text
    assert "Rahasia" not in response.text


def test_a_stranger_is_sent_to_the_sign_in_of_the_portal(client, settings):
    settings.LOGIN_URL = "/masuk/"

    response = client.get(changelist("umkm_business"))
    response = client.get(response.url)

    assert response.status_code == 302
    assert response.url.startswith("/masuk/?next=")


def test_the_head_sees_no_button_that_changes_anything(client, kepala, records):
    business = BusinessFactory(name="Usaha Baca")
    client.force_login(kepala)

    page = client.get(reverse("admin:umkm_business_change", args=[business.pk]))
    saved = client.post(reverse("admin:umkm_business_change", args=[business.pk]), {"name": "Diganti"})

    assert 'name="_save"' not in page.text
    assert saved.status_code == 403
    business.refresh_from_db()
    assert business.name == "Usaha Baca"


@pytest.mark.parametrize(("role", "leads"), [("petugas", True), ("kepala", False)])
def test_only_who_may_record_an_application_is_led_there(client, request, records, usaha, role, leads):
    client.force_login(request.getfixturevalue(role))

    pages = [
        client.get(reverse("admin:umkm_business_change", args=[usaha.pk])),
        client.get(usaha.get_absolute_url()),
        client.get(reverse("applications:list", args=[usaha.pk])),
    ]

    assert [reverse("applications:sent", args=[usaha.pk]) in page.text for page in pages] == [leads] * 3


def test_staff_change_but_do_not_delete(client, petugas, records):
    business = BusinessFactory()
    client.force_login(petugas)

    response = client.post(reverse("admin:umkm_business_delete", args=[business.pk]), {"post": "yes"})

    assert response.status_code == 403
    assert type(business).objects.filter(pk=business.pk).exists()


def test_staff_without_a_role_read_what_to_do(client, db):
    client.force_login(UserFactory(is_staff=True))

    response = client.get(reverse("admin:index"))

    assert "Minta administrator memberi peran" in response.text


def test_no_role_holds_a_permission_on_the_audit_trail():
    trails = [event._meta.model_name for event in pghistory.core.event_models()]

    held = Permission.objects.filter(group__isnull=False, content_type__model__in=trails)

    assert list(held) == []


def test_staff_see_add_and_change_and_the_head_sees():
    staff = Group.objects.get(name=Role.STAFF).permissions.filter(content_type__model="business")
    head = Group.objects.get(name=Role.HEAD).permissions.filter(content_type__model="business")

    assert sorted(staff.values_list("codename", flat=True)) == ["add_business", "change_business", "view_business"]
    assert list(head.values_list("codename", flat=True)) == ["view_business"]


def test_the_administrator_makes_a_person_without_a_user_name(client, administrator):
    group = Group.objects.get(name=Role.STAFF)
    client.force_login(administrator)

    response = client.post(
        reverse("admin:accounts_user_add"),
        {
            "full_name": "Dewi Baru",
            "email": "Dewi@Example.id",
            "phone": "",
            "usable_password": "true",
            "password1": "kebun-kopi-88",
            "password2": "kebun-kopi-88",
            "groups": [group.pk],
            "is_staff": "on",
        },
    )

    assert response.status_code == 302
    person = User.objects.get(email="dewi@example.id")
    assert person.check_password("kebun-kopi-88")
    assert person.has_role(Role.STAFF)
    assert person.is_staff


def test_a_person_without_address_and_number_is_refused_in_a_sentence(client, administrator):
    client.force_login(administrator)

    response = client.post(
        reverse("admin:accounts_user_add"),
        {
            "full_name": "Tanpa Alamat",
            "email": "",
            "phone": "",
            "usable_password": "true",
            "password1": "kebun-kopi-88",
            "password2": "kebun-kopi-88",
        },
    )

    assert "Isi alamat e-mail atau nomor telepon." in response.text


def test_the_page_of_a_password_warns_once_and_in_words(client, administrator, petugas):
    client.force_login(administrator)

    page = client.get(reverse("admin:auth_user_password_change", args=[petugas.pk]))

    assert page.text.count('<span id="id_unusable_warning">Bila dimatikan, kata sandinya yang sekarang hilang.') == 1
    assert "&lt;ul" not in page.text


def test_the_administrator_changes_a_password_on_its_own_page(client, administrator, petugas):
    client.force_login(administrator)

    form = client.get(reverse("admin:accounts_user_change", args=[petugas.pk]))
    response = client.post(
        reverse("admin:auth_user_password_change", args=[petugas.pk]),
        {"usable_password": "true", "password1": "sawah-lada-21", "password2": "sawah-lada-21"},
    )

    assert form.status_code == 200
    assert response.status_code == 302
    petugas.refresh_from_db()
    assert petugas.check_password("sawah-lada-21")
