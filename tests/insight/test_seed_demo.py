"""What `seed_demo` puts into an empty database, looked at once for all tests of this file."""

import re
from collections import Counter
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Count, F, Q, Sum
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from bimtek.actions import known_chances
from bimtek.models import NextAction
from bimtek.today import deadlines
from certification.caseload import caseload
from certification.differences import kinds_of
from certification.models import (
    AccountStatus,
    Certificate,
    CertificateCheck,
    CertificateDeed,
    CertificateItem,
    CertificateStatus,
    ListedItem,
    Report,
    Scheme,
    SiinasAccount,
)
from insight.demo import OFFICE_DAY, REFERENCE_DAY, cast
from insight.demo.actions import TRIED
from insight.demo.certificates import anniversary
from procurement.models import Agency, Award, Budget, Leakage, NotCertifiable, Package, PackageOutcome
from umkm.models import Activity, Business, Claim, District, Membership, Product, Regency
from umkm.words import terms

BUSINESSES = 600
NIK = re.compile(r"(?<![0-9])18[0-9]{14}(?![0-9])")


@pytest.fixture(scope="module", autouse=True)
def _seeded(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("seed_demo", "--businesses", str(BUSINESSES))
        yield
        transaction.set_rollback(True)


def test_makes_as_many_businesses_as_asked():
    assert Business.objects.count() == BUSINESSES


@pytest.mark.parametrize("model", [Business, Certificate, Budget, Package])
def test_every_row_says_that_it_is_demonstration_data(model):
    assert set(model.objects.values_list("source", flat=True)) == {"DEMO"}


def test_budget_lines_name_their_source_as_demonstration():
    assert not Budget.objects.exclude(source_text__startswith="Data contoh").exists()


def test_72_businesses_hold_a_certificate_valid_on_the_day_of_the_offices_statement():
    valid = Certificate.objects.valid_on(OFFICE_DAY)

    assert date(2024, 11, 28) == OFFICE_DAY
    assert valid.values("business").distinct().count() == 72
    assert not valid.filter(business=None).exists()


def test_every_certificate_of_that_day_is_of_the_legacy_scheme_and_worth_25_to_40():
    items = CertificateItem.objects.filter(certificate__in=Certificate.objects.valid_on(OFFICE_DAY))

    assert set(items.values_list("certificate__scheme", flat=True)) == {Scheme.P46_2022}
    assert not items.exclude(tkdn__gte=25, tkdn__lte=40).exists()


@pytest.mark.parametrize(("scheme", "years"), [(Scheme.P46_2022, 3), (Scheme.P35_2025, 5)])
def test_a_certificate_runs_as_long_as_its_regulation_says(scheme, years):
    found = Certificate.objects.filter(scheme=scheme)

    assert found
    assert all(one.valid_until == anniversary(one.issued_on, years) for one in found)


def test_no_legacy_certificate_was_issued_after_the_legacy_rules_ended():
    assert not Certificate.objects.filter(scheme=Scheme.P46_2022, issued_on__gte=date(2025, 12, 12)).exists()
    assert not Certificate.objects.filter(scheme=Scheme.P35_2025, issued_on__lt=date(2025, 12, 12)).exists()


def test_certificates_are_in_every_state_on_the_reference_day():
    states = {certificate.status_on(REFERENCE_DAY) for certificate in Certificate.objects.all()}

    assert states == set(CertificateStatus) - {CertificateStatus.NOT_YET}


def test_a_superseded_certificate_names_the_new_one_which_covers_the_same_products():
    for old in Certificate.objects.filter(superseded_on__isnull=False):
        new = old.superseded_by

        assert old.superseded_on == new.issued_on
        assert list(old.items.values_list("product", flat=True)) == list(new.items.values_list("product", flat=True))


def test_later_holders_follow_in_2025_and_2026():
    first = Certificate.objects.filter(supersedes=None, business__isnull=False)

    assert first.filter(issued_on__year=2025).count() == 60
    assert first.filter(issued_on__year=2026).count() == 90


def test_six_certificates_wait_for_a_holder_who_is_not_in_the_register():
    waiting = Certificate.objects.without_business()

    assert waiting.count() == 6
    assert not Business.objects.filter(name__in=waiting.values("holder_name")).exists()


def test_certified_products_serve_all_four_categories():
    categories = CertificateItem.objects.filter(product__isnull=False).values_list("product__categories", flat=True)

    assert {found[0] for found in categories} == {"MACHINERY", "SOUVENIR", "CLOTHING", "FOOD"}


def test_certificate_numbers_look_like_the_ministrys():
    numbers = Certificate.objects.values_list("number", flat=True)

    assert all(re.fullmatch(r"\d+/SJ-IND\.8/TKDN/\d{1,2}/20\d\d", number) for number in numbers)


def test_the_provinces_budget_of_2026_is_11_billion_in_the_four_categories():
    lines = Budget.objects.filter(year=2026, agency__level="PROVINCE")
    by_category = dict(lines.values_list("category").annotate(total=Sum("amount")).order_by("category"))

    assert lines.aggregate(total=Sum("amount"))["total"] == 11_000_000_000
    assert by_category == {
        "CLOTHING": 2_400_000_000,
        "FOOD": 2_800_000_000,
        "MACHINERY": 4_200_000_000,
        "SOUVENIR": 1_600_000_000,
    }


@pytest.mark.parametrize("level", ["REGENCY", "CENTRAL"])
def test_other_levels_have_money_of_their_own(level):
    assert Budget.objects.filter(year=2026, agency__level=level).exists()
    assert Package.objects.filter(year=2026, agency__level=level).exists()


def test_packages_plan_90_to_97_percent_of_each_line_and_never_more():
    lines = Budget.objects.annotate(planned=Sum("packages__ceiling"))

    assert lines.filter(planned__isnull=False).count() == Budget.objects.count()
    assert not lines.filter(planned__gt=F("amount")).exists()
    assert not lines.filter(planned__gt=F("amount") * 0.97).exists()
    assert not lines.filter(planned__lt=F("amount") * 0.88).exists()


def test_packages_are_as_many_as_a_year_has():
    provincial = Package.objects.filter(agency__level="PROVINCE", budget__isnull=False)
    counts = dict(provincial.values_list("year").annotate(n=Count("pk")).order_by("year"))

    assert counts == {2025: 200, 2026: 420, 2027: 150}


def test_a_package_without_a_budget_line_is_of_no_budget_category():
    assert set(Package.objects.filter(budget=None).values_list("category", flat=True)) == {"OTHER"}


def test_a_package_says_what_its_category_rests_on():
    by_account = Package.objects.filter(category_source="ACCOUNT")
    by_words = Package.objects.filter(category_source="WORDS")

    assert all(package.category_hint in package.account_codes for package in by_account)
    assert all(package.category_hint in package.terms for package in by_words)
    assert by_account.exists()
    assert by_words.exists()
    assert set(Package.objects.filter(category_source="NONE").values_list("category", flat=True)) == {"OTHER"}


def test_a_good_part_of_the_years_money_is_served_and_a_good_part_open():
    outcomes = PackageOutcome.objects.filter(package__year=2026, package__agency__level="PROVINCE")
    money = dict(outcomes.values_list("state").annotate(total=Sum("package__ceiling")).order_by("state"))

    assert money["SERVED"] > 2_000_000_000
    assert money["OPEN"] > 1_000_000_000
    assert money["NOT_CERTIFIABLE"] > 300_000_000


def test_catering_is_food_that_no_certificate_can_serve():
    catering = Package.objects.filter(not_certifiable=NotCertifiable.CATERING)

    assert set(catering.values_list("category", flat=True)) == {"FOOD"}
    assert set(Package.objects.values_list("not_certifiable", flat=True)) == {"", *NotCertifiable.values}


def test_contracts_of_2026_lie_on_both_sides_of_the_reference_day():
    packages = Package.objects.filter(year=2026, budget__isnull=False)

    assert packages.filter(contract_from__lte=REFERENCE_DAY).count() > 200
    assert packages.filter(contract_from__gt=REFERENCE_DAY).count() > 40
    assert not Package.objects.filter(year=2027).exclude(contract_from__range=("2027-01-01", "2027-10-31")).exists()


def test_every_current_package_has_an_outcome():
    current = Package.objects.current()

    assert PackageOutcome.objects.filter(package__in=current).count() == current.count()


def test_every_regency_has_businesses_in_districts_of_its_own():
    assert set(Business.objects.values_list("regency", flat=True)) == set(
        Regency.objects.values_list("code", flat=True)
    )
    assert Regency.objects.count() == 15
    assert not Business.objects.filter(district=None).exists()
    assert District.objects.filter(businesses__isnull=False).distinct().count() > 100


def test_every_siinas_status_is_there_and_certified_makers_are_validated():
    holders = SiinasAccount.objects.filter(business__certificates__isnull=False)

    assert set(SiinasAccount.objects.values_list("status", flat=True)) == set(AccountStatus.values)
    assert set(holders.values_list("status", flat=True)) == {AccountStatus.IK_VALIDATED}


def test_the_register_holds_every_gap_a_triage_looks_for():
    makers = Business.objects.filter(products__isnull=False).distinct()

    assert makers.filter(nib=None).exists()
    assert makers.filter(nib__isnull=False, activities=None).exists()
    assert makers.filter(activities__kbli_code__startswith="47").exists()
    assert Activity.objects.filter(risk="MED_HIGH", standard_certificate_verified=False).exists()
    assert Business.objects.filter(activities__kbli_code__startswith="56", products=None).exists()


def test_products_carry_their_terms_and_every_category():
    kept = Product.objects.values_list("name", "description", "terms")

    assert all(found == terms(f"{name} {description}") for name, description, found in kept)
    assert {category for found in Product.objects.values_list("categories", flat=True) for category in found} == {
        "MACHINERY", "SOUVENIR", "CLOTHING", "FOOD", "OTHER",
    }  # fmt: skip


@pytest.mark.parametrize("model", [Business, Activity, Product, SiinasAccount, Certificate, Package, Budget, Agency])
def test_the_audit_trail_has_every_row(model):
    inserted = model.pgh_event_model.objects.filter(pgh_label="insert").values("pgh_obj").distinct()

    assert inserted.count() == model.objects.count()


def test_no_identity_number_stands_in_clear_anywhere():
    with connection.cursor() as cursor:
        tables = [name for name in connection.introspection.table_names(cursor) if not name.startswith("django_")]
        for table in tables:
            cursor.execute(f"SELECT t::text FROM {connection.ops.quote_name(table)} t")  # noqa: S608
            assert not [row for (row,) in cursor.fetchall() if NIK.search(row)], table


def test_six_of_ten_businesses_have_their_identity_number_encrypted():
    encrypted = Business.objects.filter(~Q(nik_encrypted=""), nik_hash__isnull=False).count()

    assert encrypted > BUSINESSES * 0.5


def test_no_message_and_no_call_can_reach_a_stranger():
    assert not Business.objects.exclude(Q(email="") | Q(email__endswith="@contoh.example")).exists()
    assert not Business.objects.exclude(Q(phone="") | Q(phone__startswith="+62837")).exists()


def test_each_person_has_the_role_of_the_part():
    roles = {user.email: user.role_names for user in User.objects.all()}

    assert roles == {part.email: {part.role.value} if part.role else set() for part in cast.CAST}
    assert User.objects.get(is_superuser=True).email == "admin@contoh.example"


def test_each_person_can_sign_in_with_the_printed_password():
    for part in cast.CAST:
        assert Client().login(email=part.email, password=cast.PASSWORD), part.email


def test_the_officer_is_posted_to_two_agencies_with_many_packages():
    officer = User.objects.get(email="pejabat@contoh.example")

    assert officer.postings.count() == 2
    assert Package.objects.of_officer(officer).filter(year=2026).count() > 30


def test_one_owner_is_on_the_way_and_the_other_certified():
    nearly = Membership.objects.get(user__email="pemilik@contoh.example").business
    certified = Membership.objects.get(user__email="pemilik2@contoh.example").business

    assert not nearly.certificates.exists()
    assert nearly.siinas_accounts.get().status == AccountStatus.IK_VALIDATED
    assert certified.certificates.valid_on(REFERENCE_DAY).exists()
    assert Membership.objects.owners().count() == 2
    assert nearly.memberships.owners().get().user.full_name == nearly.owner_name


def test_a_helper_has_cases_at_several_steps_and_one_claim_waits():
    helper = User.objects.get(email="pendamping@contoh.example")

    entries = caseload(helper, REFERENCE_DAY)

    assert len({entry.step and entry.step.code for entry in entries}) > 2
    assert (entries[0].standing.state, entries[0].standing.left) == ("RETURNED", 1)
    assert Claim.objects.waiting_for_office().get().user.email == "pemohon@contoh.example"


def test_the_office_has_a_record_from_which_the_chances_are_learnt():
    known = known_chances(REFERENCE_DAY)

    assert {kind: chance.followed for kind, chance in known.items()} == {
        kind.value: count for kind, (count, _share) in TRIED.items()
    }
    assert NextAction.objects.waiting_on(REFERENCE_DAY).count() > 10


def test_the_helpers_day_has_something_with_a_deadline_and_something_that_opens_much():
    helper = User.objects.get(email="pendamping@contoh.example")
    cases = helper.memberships.active().values("business")

    assert deadlines(REFERENCE_DAY, cases) != []
    assert NextAction.objects.waiting_on(REFERENCE_DAY).filter(business__in=cases).count() >= 4


def test_sign_ins_are_printed_for_every_part(capsys):
    call_command("demo_sign_ins", "--url", "http://127.0.0.1:8123")
    printed = capsys.readouterr().out

    assert printed.startswith("Portal dengan data contoh: http://127.0.0.1:8123")
    assert [line for line in cast.EMAILS if line not in printed] == []
    assert printed.count(cast.PASSWORD) == len(cast.CAST)


def test_officers_and_owners_are_no_staff():
    staff = set(User.objects.filter(is_staff=True).values_list("groups__name", flat=True))

    assert staff == {None, Role.STAFF, Role.HEAD}


def test_nothing_happened_after_the_reference_day():
    assert not Business.objects.filter(registered_on__gte=REFERENCE_DAY).exists()
    assert not Certificate.objects.filter(issued_on__gt=REFERENCE_DAY - timedelta(days=4)).exists()
    assert not SiinasAccount.objects.filter(as_of__gt=REFERENCE_DAY).exists()


def test_names_are_written_as_people_write_them():
    names = list(Business.objects.filter(certificates=None).values_list("name", flat=True))
    capitals = Counter(name.isupper() for name in names)

    assert 0.08 < capitals[True] / len(names) < 0.3


def test_most_of_the_provinces_11_billion_is_still_open():
    [awarded, leaked] = [
        model.objects.living()
        .filter(package__year=2026, package__agency__level="PROVINCE")
        .aggregate(t=Sum("value"))["t"]
        for model in (Award, Leakage)
    ]

    assert 200_000_000 < awarded < 2_500_000_000
    assert 100_000_000 < leaked < 2_500_000_000


@pytest.mark.parametrize("year", [2025, 2026])
def test_contracts_are_at_every_stage_and_none_in_the_future(year):
    awards = Award.objects.filter(package__year=year)
    last = min(date(year, 12, 31), REFERENCE_DAY)

    assert {award.stage for award in awards} == {"AWARDED", "DELIVERED", "PAID"}
    assert not awards.filter(Q(signed_on__gt=last) | Q(delivered_on__gt=last) | Q(paid_on__gt=last)).exists()
    assert not Leakage.objects.filter(package__year=year, bought_on__gt=last).exists()


def test_an_officer_finds_purchases_to_explain():
    assert Leakage.objects.filter(reason="").count() == 7
    assert not Leakage.objects.filter(reason="NO_SUPPLIER", suppliers_then__gt=0).exists()


def test_every_date_on_a_certificate_has_its_deed():
    def recorded(kind):
        return dict(CertificateDeed.objects.filter(kind=kind).values_list("certificate", "day"))

    def dated(name):
        return dict(Certificate.objects.filter(**{f"{name}__isnull": False}).values_list("pk", name))

    assert recorded("REVOKE") == dated("revoked_on")
    assert recorded("SUPERSEDE") == dated("superseded_on")
    assert recorded("FREEZE") == dated("frozen_from")
    assert len(recorded("LIFT")) == 1


def test_the_ministrys_list_differs_in_every_way_but_one():
    open_ones = ListedItem.objects.differing()

    assert Counter(kind for listed in open_ones for kind in kinds_of(listed)) == {
        "VALUE": 4, "END": 2, "NOT_LISTED": 2, "HOLDER": 6,
    }  # fmt: skip


def test_reports_are_at_every_state():
    states = [report.state_now for report in Report.objects.order_by("pk")]

    assert states == ["OPEN", "OPEN", "SENT", "ANSWERED", "CLOSED"]


def test_checks_were_answered_as_the_certificate_was_on_their_day():
    known = CertificateCheck.objects.filter(certificate__isnull=False).select_related("certificate")

    assert CertificateCheck.objects.count() == 260
    assert all(check.status == check.certificate.status_on(check.at.date()) for check in known)
    assert CertificateCheck.objects.filter(status="UNKNOWN").count() > 5
