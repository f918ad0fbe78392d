"""Fills an empty database with the demonstration data, all of it or nothing."""

import pghistory
from django.core.management import call_command
from django.db import connection, transaction

from accounts.models import User
from certification.models import Application, ApplicationEvent, Certificate, CertificateItem, SiinasAccount
from insight.demo import REFERENCE_DAY, cast
from insight.demo.actions import make_actions
from insight.demo.agency_tokens import make_agency_tokens
from insight.demo.applications import ApplicationMaker
from insight.demo.awards import make_purchases
from insight.demo.calculations import fill_calculations
from insight.demo.catalog_sales import make_catalog_sales
from insight.demo.certificate_desk import LIST_HASH, fill_certificate_desk
from insight.demo.certificates import CertificateMaker, sectors_of_holders
from insight.demo.changes import make_changes, make_news
from insight.demo.coaching import make_coaching
from insight.demo.doubles import write_doubles
from insight.demo.helping import make_helping
from insight.demo.loading import copy_in, reserve_ids
from insight.demo.money import agencies, budgets
from insight.demo.officer_desk import fill_officer_desk
from insight.demo.packages import PackageMaker
from insight.demo.register import RegisterMaker
from insight.demo.reminders import make_reminders
from insight.demo.sentra import make_sentra
from insight.demo.siinas import accounts, make_proofs
from insight.demo.staff_desk import fill_desk
from insight.demo.vocabulary import rows
from insight.demo.waiting import fill_waiting
from procurement.matching import default_day
from procurement.models import Agency, AgencyLevel, Budget, Package
from procurement.risk import refresh_stakes
from procurement.services import refresh_outcomes
from umkm.doubles import find_doubles
from umkm.models import Activity, Business, ImportRun, Product, Source

LEAST_BUSINESSES = 400
"""Fewer would not hold the certified ones and those on their way."""

YEARS = (2025, 2026, 2027)


def holds_real_records():
    """Whether anything in the database was not made here."""
    marked = (Business, Certificate, Package, Budget)
    return (
        any(model.objects.exclude(source=Source.DEMO).exists() for model in marked)
        or User.objects.exclude(email__in=cast.EMAILS).exists()
        or Agency.objects.exclude(budgets__source=Source.DEMO).exists()
        or ImportRun.objects.exclude(file_hash=LIST_HASH).exists()
    )


def holds_demo_records():
    """Whether the demonstration data is already there."""
    return Business.objects.filter(source=Source.DEMO).exists()


def steps(count):
    """How many steps `progress` will count up to for this many businesses: made, written, and their products."""
    return 3 * count


@transaction.atomic
def seed(*, businesses, seed, progress):
    """Make `businesses` businesses and everything around them; `progress(n)` counts `steps(businesses)` up."""
    with pghistory.context(command="seed_demo", seed=seed):
        _check_at_once()
        _fill(businesses, seed, progress)


def _check_at_once():
    """Check foreign keys row by row instead of at the end.

    Every audited row ends a subtransaction, and each of those walks all checks still waiting: with 100,000 of
    them waiting, rows would take ten times as long.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _fill(businesses, seed, progress):
    call_command("load_reference", "--quiet")
    entries = _register(businesses, seed, progress)
    SiinasAccount.objects.bulk_create(accounts(seed, entries))
    _certificates(seed, entries)
    _procurement(seed)
    cast.make_people()
    make_helping()
    fill_desk(seed)
    make_proofs(seed)
    fill_calculations(seed)
    fill_certificate_desk(seed)
    make_catalog_sales(seed)
    make_sentra(seed)
    _settle()
    make_news()
    find_doubles()
    for year in YEARS:
        refresh_outcomes(year=year, on=default_day(year, REFERENCE_DAY))
    refresh_stakes(years=YEARS, on=REFERENCE_DAY)
    make_reminders()
    make_purchases(seed)
    fill_officer_desk(seed)
    make_agency_tokens(seed)
    make_coaching(seed)
    make_actions(seed)
    fill_waiting(seed)


def lock():
    """Nobody else may add businesses until this transaction ends, another seeding included."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE umkm_business IN SHARE ROW EXCLUSIVE MODE")


def _register(count, seed, progress):
    """The businesses with their activities and products, written; returns the entries."""
    entries = []
    for entry in RegisterMaker(seed).entries(count=count, certified=sectors_of_holders(seed)):
        entries.append(entry)
        progress(1)
    write_doubles(seed, entries)
    products = [product for entry in entries for product in entry.products]
    for product, pk in zip(products, reserve_ids(Product, len(products)), strict=True):
        product.pk = pk
    copy_in(Business, [entry.business for entry in entries], progress)
    copy_in(Activity, [activity for entry in entries for activity in entry.activities], lambda _rows: None)
    copy_in(Product, products, lambda written: progress(written * count / len(products)))
    return entries


def _certificates(seed, entries):
    certificates, items = CertificateMaker(seed).make(entries)
    Certificate.objects.bulk_create(certificates)
    CertificateItem.objects.bulk_create(items)
    applications, events = ApplicationMaker(seed).make()
    Application.objects.bulk_create(applications)
    ApplicationEvent.objects.bulk_create(events)


def _procurement(seed):
    weighted = agencies()
    Agency.objects.bulk_create([agency for agency, _weights in weighted])
    lines = Budget.objects.bulk_create(budgets(weighted))
    maker, packages = PackageMaker(seed), []
    for row in rows("budgets"):
        year = int(row["year"])
        own = [line for line in lines if line.year == year and line.agency.level == row["level"]]
        packages += maker.of_lines(own, int(row["packages"]))
    provincial = [agency for agency, _weights in weighted if agency.level == AgencyLevel.PROVINCE]
    for year in YEARS:
        packages += maker.outside(provincial, year)
    Package.objects.bulk_create(packages)
    make_changes(seed, lines)


def _settle():
    """Let the planner know the new tables."""
    with connection.cursor() as cursor:
        for model in (Business, Activity, Product, Certificate, CertificateItem, Budget, Package):
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")
