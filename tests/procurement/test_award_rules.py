"""The database's own rules about awards and leakage, each hit by name, also with raw SQL and 50 officers at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError, Sum

from procurement.models import Award, Leakage, Package
from tests.factories import (
    AgencyFactory,
    AwardFactory,
    CertificateFactory,
    CertificateItemFactory,
    LeakageFactory,
    PackageFactory,
)
from tkdnportal.refusals import sentence_of
from umkm.models import CategoryRule

pytestmark = pytest.mark.django_db
SIGNED = date(2026, 3, 2)
KEY = UUID(int=7)


class refused:
    """The block breaks exactly the rule `name`, and that rule has a sentence of its own."""

    def __init__(self, name):
        self.name = name

    def __enter__(self):
        self.point = transaction.atomic()
        self.point.__enter__()

    def __exit__(self, kind, error, trace):
        self.point.__exit__(kind, error, trace)
        assert kind is IntegrityError, f"{self.name} was not broken"
        assert error.__cause__.diag.constraint_name == self.name
        assert "aturan “" not in sentence_of(self.name)
        return True


def item(**certificate):
    return CertificateItemFactory(certificate=CertificateFactory(**certificate))


def raw(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


class TestCertificate:
    @pytest.mark.parametrize(
        "facts",
        [
            {"issued_on": date(2026, 3, 3)},
            {"valid_until": date(2026, 3, 1)},
            {"revoked_on": SIGNED},
            {"superseded_on": SIGNED},
            {"frozen_from": SIGNED},
            {"frozen_from": date(2026, 3, 1), "frozen_until": SIGNED},
        ],
        ids=lambda facts: "+".join(facts),
    )
    def test_one_that_is_not_valid_on_the_signing_day_buys_nothing(self, facts):
        with refused("award_certificate_is_valid"):
            AwardFactory(item=item(**facts), signed_on=SIGNED)

    @pytest.mark.parametrize(
        "facts",
        [
            {"issued_on": SIGNED},
            {"issued_on": None},
            {"valid_until": SIGNED},
            {"revoked_on": date(2026, 3, 3)},
            {"superseded_on": date(2026, 3, 3)},
            {"frozen_from": date(2026, 2, 24), "frozen_until": date(2026, 3, 1)},
            {"frozen_from": date(2026, 3, 3)},
        ],
        ids=lambda facts: "+".join(facts),
    )
    def test_first_and_last_day_count(self, facts):
        AwardFactory(item=item(**facts), signed_on=SIGNED)

        assert Award.objects.count() == 1

    def test_one_without_a_registered_holder_buys_nothing(self):
        with refused("award_holder_is_registered"):
            AwardFactory(item=item(business=None))

    def test_what_becomes_of_it_later_never_touches_the_award(self):
        made = AwardFactory()
        certificate = made.item.certificate
        before = Award.objects.values().get()

        certificate.revoked_on = date(2026, 3, 10)
        certificate.number = "anders/2027"
        certificate.save()
        made.item.tkdn = 1
        made.item.save()
        Award.objects.update(delivered_on=date(2026, 4, 1))

        assert Award.objects.values().get() == before | {"delivered_on": date(2026, 4, 1)}

    def test_it_is_never_deleted_under_its_award(self):
        made = AwardFactory()

        with pytest.raises(ProtectedError):
            made.item.certificate.delete()

    def test_a_snapshot_is_not_for_writing(self):
        made = AwardFactory()

        raw("UPDATE procurement_award SET tkdn = 99, holder_name = 'Orang lain'")

        found = Award.objects.get()
        assert (found.tkdn, found.holder_name) == (made.tkdn, made.item.certificate.holder_name)

    def test_the_snapshot_says_what_the_certificate_said(self):
        good = CertificateItemFactory(bmp=12, bmp_valid_until=date(2026, 3, 1))

        made = AwardFactory(item=good, signed_on=SIGNED)

        assert (made.certificate_number, made.product_name) == (good.certificate.number, good.product_name)
        assert (made.tkdn, made.bmp) == (good.tkdn, 0)


class TestPackage:
    @pytest.mark.parametrize(
        "fields", [{"category": "CLOTHING"}, {"category": "OTHER"}, {"not_certifiable": "CATERING"}]
    )
    def test_goods_of_another_category_do_not_serve_it(self, fields):
        CategoryRule.objects.get_or_create(version="2020", prefix="141", category="CLOTHING")

        with refused("award_item_serves_the_package"):
            AwardFactory(package=PackageFactory(**fields))

    def test_the_longest_prefix_decides_what_serves_it(self):
        CategoryRule.objects.get_or_create(version="2020", prefix="10794", category="OTHER")

        with refused("award_item_serves_the_package"):
            AwardFactory()

    @pytest.mark.parametrize("fields", [{"is_announced": False}, {"is_active": False}])
    def test_out_of_force_gets_no_award(self, fields):
        with refused("award_package_is_in_force"):
            AwardFactory(package=PackageFactory(**fields))

    @pytest.mark.parametrize("day", [date(2025, 9, 30), date(2027, 1, 1)])
    def test_of_another_year_gets_no_award(self, day):
        with refused("award_signed_in_its_budget_year"):
            AwardFactory(signed_on=day, item=item(issued_on=None))

    @pytest.mark.parametrize("day", [date(2025, 10, 1), date(2026, 12, 31)])
    def test_gets_awards_from_october_before_to_the_years_last_day(self, day):
        AwardFactory(signed_on=day, item=item(issued_on=None))

        assert Award.objects.count() == 1

    def test_never_falls_below_what_was_bought(self):
        made = AwardFactory(value=30)
        LeakageFactory(package=made.package, value=20)
        Package.objects.update(ceiling=50)

        with refused("package_ceiling_covers_its_purchases"):
            raw("UPDATE procurement_package SET ceiling = 49")


class TestCeiling:
    def test_awards_and_leakage_use_it_to_the_last_rupiah_and_no_further(self):
        package = PackageFactory(ceiling=100)
        AwardFactory(package=package, value=60)
        LeakageFactory(package=package, value=40)

        with refused("award_stays_within_the_ceiling"):
            AwardFactory(package=package, value=1)
        with refused("leakage_stays_within_the_ceiling"):
            LeakageFactory(package=package, value=1)

    def test_what_is_cancelled_takes_nothing(self):
        package = PackageFactory(ceiling=100)
        AwardFactory(package=package, value=100, cancelled_on=SIGNED, cancel_reason="Salah ketik")

        AwardFactory(package=package, value=100)

        assert Award.objects.living().count() == 1

    def test_raw_sql_meets_it_too(self):
        AwardFactory(package=PackageFactory(ceiling=100), value=100)

        with refused("award_stays_within_the_ceiling"):
            raw("UPDATE procurement_award SET value = 101")

    def test_leakage_without_a_package_has_none(self):
        LeakageFactory(package=None, agency=AgencyFactory(), year=2026, category="FOOD", value=10**12)

        assert Leakage.objects.count() == 1


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("award_value_is_positive", {"value": 0}),
        ("award_dates_are_in_order", {"delivered_on": date(2026, 3, 1)}),
        ("award_dates_are_in_order", {"paid_on": date(2026, 4, 1), "paid_value": 1}),
        (
            "award_dates_are_in_order",
            {"delivered_on": date(2026, 4, 2), "paid_on": date(2026, 4, 1), "paid_value": 1},
        ),
        ("award_payment_is_dated_and_within_the_value", {"paid_value": 1}),
        ("award_payment_is_dated_and_within_the_value", {"delivered_on": SIGNED, "paid_on": SIGNED}),
        (
            "award_payment_is_dated_and_within_the_value",
            {"delivered_on": SIGNED, "paid_on": SIGNED, "paid_value": 10_000_001},
        ),
        ("award_tier_is_1_to_3", {"tier": 4}),
        ("award_cancelled_with_a_reason", {"cancelled_on": SIGNED}),
        ("award_cancelled_with_a_reason", {"cancel_reason": "Salah"}),
        ("award_is_recorded_by_someone", {"officer": None}),
        ("award_is_recorded_by_someone", {"source": "RUMOUR"}),
    ],
)
def test_an_award_keeps_its_own_rules(rule, fields):
    with refused(rule):
        AwardFactory(**fields)


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("leakage_value_is_positive", {"value": 0}),
        ("leakage_reason_is_known", {"reason": "WHIM"}),
        ("leakage_of_an_officer_says_why", {"reason": ""}),
        ("leakage_other_reason_is_explained", {"reason": "OTHER"}),
        ("leakage_cancelled_with_a_reason", {"cancelled_on": SIGNED}),
        ("leakage_is_recorded_by_someone", {"officer": None}),
        ("leakage_is_of_a_package_or_of_an_agencys_year", {"package": None}),
        ("leakage_is_of_a_package_or_of_an_agencys_year", {"year": 2026}),
        ("leakage_bought_in_its_budget_year", {"bought_on": date(2027, 1, 1)}),
    ],
)
def test_leakage_keeps_its_own_rules(rule, fields):
    with refused(rule):
        LeakageFactory(**fields)


def test_a_product_below_25_is_bought_only_with_a_reason():
    weak = CertificateItemFactory(tkdn=24)

    with refused("award_below_25_says_why"):
        AwardFactory(item=weak)

    assert AwardFactory(item=weak, override_reason="Tidak ada yang lain").tkdn == 24


@pytest.mark.parametrize("make", [AwardFactory, LeakageFactory])
def test_nothing_is_deleted_and_what_is_cancelled_stays(make):
    made, name = make(), make._meta.model._meta.model_name

    with refused(f"{name}_is_never_deleted"):
        raw(f"DELETE FROM procurement_{name}")  # noqa: S608 - of this test
    type(made).objects.update(cancelled_on=SIGNED, cancel_reason="Salah ketik")
    with refused(f"{name}_cancelled_is_final"):
        raw(f"UPDATE procurement_{name} SET cancelled_on = NULL, cancel_reason = ''")  # noqa: S608 - of this test


@pytest.mark.parametrize("make", [AwardFactory, LeakageFactory])
def test_a_form_and_an_imported_row_count_once(make):
    name = make._meta.model._meta.model_name
    make(form_key=KEY, import_key="nontender:1")

    with refused(f"{name}_form_counts_once"):
        make(form_key=KEY)
    with refused(f"{name}_import_row_counts_once"):
        make(import_key="nontender:1")


def test_every_change_leaves_a_trail():
    made = AwardFactory()

    Award.objects.update(value=9_000_000, change_reason="Nilai setelah negosiasi")

    trail = made._meta.apps.get_model("procurement", "AwardEvent").objects.order_by("pgh_id")
    assert list(trail.values_list("pgh_label", "value")) == [("insert", 10_000_000), ("update", 9_000_000)]


def at_once(count, act):
    """`act(n)` in `count` threads that start together, each with its own connection."""
    start = Barrier(count, timeout=60)

    def one(number):
        try:
            with transaction.atomic():
                start.wait()
                act(number)
        except IntegrityError as problem:
            return problem.__cause__.diag.constraint_name
        finally:
            connection.close()
        return "in"

    with ThreadPoolExecutor(count) as pool:
        return sorted(pool.map(one, range(count)))


@pytest.mark.django_db(transaction=True)
def test_fifty_officers_at_once_spend_exactly_the_ceiling():
    CategoryRule.objects.get_or_create(version="2020", prefix="10", category="FOOD")
    package, good = PackageFactory(ceiling=2_000_000), CertificateItemFactory()
    officer = AwardFactory(package=PackageFactory()).officer

    def buy(number):
        shared = {"package": package, "value": 100_000, "officer": officer}
        if number % 2:
            Award.objects.create(item=good, signed_on=SIGNED, **shared)
        else:
            Leakage.objects.create(bought_on=SIGNED, reason="TIME", **shared)

    answers = at_once(50, buy)

    spent = [
        found.filter(package=package).aggregate(total=Sum("value", default=0))["total"]
        for found in (Award.objects, Leakage.objects)
    ]
    assert answers.count("in") == 20
    assert set(answers) <= {"in", "award_stays_within_the_ceiling", "leakage_stays_within_the_ceiling"}
    assert sum(spent) == 2_000_000
