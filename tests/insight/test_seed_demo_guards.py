"""When `seed_demo` refuses, keeps quiet, or gives the same again."""

import hashlib
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from accounts.models import User
from certification.models import (
    Certificate,
    CertificateCheck,
    CertificateDeed,
    CertificateItem,
    CertificateList,
    ListedItem,
    Report,
    SiinasAccount,
)
from insight.demo import seeding
from procurement.models import Agency, Award, Budget, Leakage, Package, PackageOutcome, Posting, WaitingContract
from tests.factories import (
    AgencyFactory,
    BudgetFactory,
    BusinessFactory,
    CertificateFactory,
    PackageFactory,
    UserFactory,
)
from umkm.models import Activity, Business, Claim, ImportRun, Membership, Product

MODELS = (
    Business, Activity, Product, Membership, SiinasAccount, Certificate, CertificateItem, Agency, Budget, Package,
    PackageOutcome, User, Posting, Claim, Award, Leakage, WaitingContract, ImportRun, CertificateList, ListedItem,
    CertificateDeed, Report, CertificateCheck,
)  # fmt: skip
NOT_COMPARED = {
    "created_at",
    "recorded_at",
    "received_at",
    "joined_at",
    "computed_at",
    "last_login",
    "password",
    "nik_encrypted",
}
"""Times of the clock, and what is salted anew each time on purpose."""


def digest():
    """One hash over every value of every table; identities count as their rank, since sequences never go back."""
    ranks = {model: {pk: rank for rank, pk in enumerate(_keys(model))} for model in MODELS}
    whole = hashlib.sha256()
    for model in MODELS:
        for made in model.objects.order_by("pk"):
            whole.update(repr([_value(field, made, ranks) for field in _fields(model)]).encode())
    return whole.hexdigest()


def _keys(model):
    return model.objects.order_by("pk").values_list("pk", flat=True)


def _fields(model):
    return [field for field in model._meta.concrete_fields if field.name not in NOT_COMPARED | {"id"}]


def _value(field, made, ranks):
    value = getattr(made, field.attname)
    return ranks[field.related_model].get(value) if field.related_model in ranks else value


def seeded_digest(*arguments):
    """Seed, take the digest, and leave nothing behind."""
    with transaction.atomic():
        call_command("seed_demo", "--businesses", "400", *arguments)
        found = digest()
        transaction.set_rollback(True)
    return found


@pytest.mark.django_db
def test_the_same_seed_gives_the_same_data_and_another_seed_other_data():
    first = seeded_digest("--seed", "7")

    assert seeded_digest("--seed", "7") == first
    assert seeded_digest("--seed", "8") != first


REAL = [
    lambda: BusinessFactory(),
    lambda: CertificateFactory(business=None),
    lambda: PackageFactory(),
    lambda: BudgetFactory(),
    lambda: AgencyFactory(),
    lambda: UserFactory(),
    lambda: ImportRun.objects.create(kind="BUSINESSES", file_name="usaha.csv", file_hash="0" * 64),
]
NAMES = ["business", "certificate", "package", "budget", "agency", "user", "import"]


@pytest.mark.django_db
@pytest.mark.parametrize("make", REAL, ids=NAMES)
def test_refuses_a_database_with_real_records(make):
    make()

    with pytest.raises(CommandError, match="berisi catatan asli atau pengguna asli") as refusal:
        call_command("seed_demo", "--businesses", "400")

    assert refusal.value.returncode == 1
    assert not Business.objects.filter(source="DEMO").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("make", REAL, ids=NAMES)
def test_does_nothing_quietly_with_real_records_when_asked_to_fill_only_an_empty_database(make, capsys):
    make()

    call_command("seed_demo", "--if-empty")

    assert capsys.readouterr().out == ""
    assert not Business.objects.filter(source="DEMO").exists()


@pytest.mark.django_db
def test_demonstration_data_is_never_seeded_twice(capsys):
    BusinessFactory(source="DEMO")

    with pytest.raises(CommandError, match="Data contoh sudah ada"):
        call_command("seed_demo", "--businesses", "400")
    call_command("seed_demo", "--if-empty")

    assert capsys.readouterr().out == ""
    assert Business.objects.count() == 1


@pytest.mark.django_db
def test_refuses_too_few_businesses_by_number():
    with pytest.raises(CommandError, match="sedikitnya 400 usaha, bukan 399"):
        call_command("seed_demo", "--businesses", "399")


@pytest.mark.django_db
def test_progress_counts_up_to_the_number_of_steps():
    counted = []

    seeding.seed(businesses=400, seed=1, progress=counted.append)

    assert sum(counted) == pytest.approx(seeding.steps(400))


@pytest.mark.django_db
def test_a_seeding_that_is_killed_leaves_nothing():
    def killed(_rows):
        if Business.objects.exists():
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        seeding.seed(businesses=400, seed=1, progress=killed)

    assert not Business.objects.exists()
    assert not Business.pgh_event_model.objects.exists()


@pytest.mark.django_db
def test_sign_ins_print_nothing_without_demonstration_data(capsys):
    BusinessFactory(registered_on=date(2026, 1, 1))

    call_command("demo_sign_ins")

    assert capsys.readouterr().out == ""
