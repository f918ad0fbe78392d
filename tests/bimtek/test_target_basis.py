"""What targets are answered from: reckoned by the worker, kept until the next one is there."""

from datetime import UTC, date, datetime, timedelta
from unittest import mock

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from bimtek import target_basis, tasks
from bimtek.models import TargetBasis
from tests.bimtek.market import ON, package, ready, rules
from tests.factories import UserFactory
from tests.procurement.market import offer

pytestmark = pytest.mark.django_db
PAGE, RECKON = (reverse(f"admin:bimtek_unlockplan_{name}") for name in ("target", "reckon"))


@pytest.fixture(autouse=True)
def _market(places):
    rules()


@pytest.fixture
def question():
    """A target of a year in which everything is still to be signed."""
    day = timezone.localdate() + timedelta(days=200)
    package(year=day.year, contract_from=None, contract_until=None, delivery_until=None, ceiling=10_000_000)
    return {"kategori": "FOOD", "persen": "80", "sampai": day.isoformat()}


def reckoned(year=2026, on=ON):
    tasks.compute_basis(target_basis.request_basis(year=year, on=on).pk)
    return TargetBasis.objects.newest(year)


def test_it_keeps_for_each_category_what_is_planned_served_and_can_be_opened():
    package(ceiling=40_000_000)
    offer()
    package("Belanja sambal botol", ceiling=30_000_000)
    ready("Sambal botol")
    package("Belanja kemeja", category="CLOTHING", ceiling=5_000_000)

    found = reckoned().categories

    assert found == {
        "FOOD": {"planned": 70_000_000, "served": 40_000_000, "curve": [30_000_000]},
        "CLOTHING": {"planned": 5_000_000, "served": 0, "curve": []},
        "SOUVENIR": {"planned": 0, "served": 0, "curve": []},
        "MACHINERY": {"planned": 0, "served": 0, "curve": []},
    }


def test_asking_twice_asks_once_and_asking_on_a_later_day_asks_about_that_day():
    first = target_basis.request_basis(year=2026, on=ON)
    again = target_basis.request_basis(year=2026, on=ON)

    later = target_basis.request_basis(year=2026, on=ON + timedelta(days=1))

    later.refresh_from_db()
    assert first.pk == again.pk == later.pk
    assert later.on == ON + timedelta(days=1)


def test_a_worker_that_reckoned_an_older_day_keeps_nothing():
    waiting = target_basis.request_basis(year=2026, on=ON)

    def asked_meanwhile(**_options):
        target_basis.request_basis(year=2026, on=ON + timedelta(days=1))
        return {"FOOD": {}}

    with mock.patch.object(target_basis, "reckon_categories", asked_meanwhile):
        tasks.compute_basis(waiting.pk)

    waiting.refresh_from_db()
    assert (waiting.finished_at, waiting.on) == (None, ON + timedelta(days=1))


def test_the_newest_takes_the_place_of_those_before_it_and_of_no_other_year():
    old, other = reckoned(), reckoned(year=2027)

    new = reckoned(on=ON + timedelta(days=1))

    assert set(TargetBasis.objects.all()) == {new, other}
    assert old.pk != new.pk


def test_reckoning_what_is_finished_or_gone_changes_nothing():
    kept = reckoned()

    tasks.compute_basis(kept.pk)
    tasks.compute_basis(kept.pk + 1)

    assert TargetBasis.objects.get().finished_at == kept.finished_at


def test_what_a_worker_was_killed_over_is_taken_up_and_the_last_answer_stays_until_then():
    kept = reckoned()
    waiting = target_basis.request_basis(year=2026, on=ON + timedelta(days=1))
    TargetBasis.objects.filter(pk=waiting.pk).update(created_at=datetime.now(UTC) - timedelta(minutes=6))
    before = TargetBasis.objects.newest(2026)

    tasks.compute_waiting()

    assert before == kept
    assert TargetBasis.objects.newest(2026) == waiting
    assert not TargetBasis.objects.waiting().exists()


def test_each_night_reckons_the_years_whose_packages_are_known(django_capture_on_commit_callbacks):
    this = timezone.localdate().year
    for year in (this - 1, this, this + 1):
        package(f"Belanja {year}", year=year, contract_from=None, contract_until=None, delivery_until=None)

    with django_capture_on_commit_callbacks(execute=True):
        tasks.targets_tonight()

    assert set(TargetBasis.objects.finished().values_list("year", flat=True)) == {this, this + 1}


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("target_basis_year_is_sensible", {"year": 1999}),
        ("target_basis_finished_has_answer", {"finished_at": datetime(2026, 1, 1, tzinfo=UTC)}),
        ("target_basis_waits_once", {}),
    ],
)
def test_the_database_keeps_its_rules(rule, fields):
    TargetBasis.objects.create(year=2026, on=ON)

    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        TargetBasis.objects.create(**{"year": 2026 if rule.endswith("once") else 2027, "on": ON} | fields)

    assert caught.value.__cause__.diag.constraint_name == rule


def test_the_page_of_a_year_never_reckoned_says_so_and_asks_the_worker(
    client, petugas, question, django_capture_on_commit_callbacks
):
    client.force_login(petugas)
    first = client.get(PAGE, question)

    with django_capture_on_commit_callbacks() as asked:
        answer = client.post(RECKON, question, follow=True)
    waiting = TargetBasis.objects.get()

    assert "belum pernah dihitung" in first.text
    assert "sedang dihitung. Biasanya siap dalam satu menit." in answer.text
    assert (waiting.made_by, waiting.finished_at, len(asked)) == (petugas, None, 1)
    assert answer.redirect_chain[-1][0].endswith(f"sampai={question['sampai']}")


def test_while_the_worker_reckons_the_page_shows_the_last_answer(client, petugas, question):
    year = date.fromisoformat(question["sampai"]).year
    reckoned(year, timezone.localdate() - timedelta(days=1))
    ready("Keripik pisang")
    target_basis.request_basis(year=year, on=timezone.localdate())
    client.force_login(petugas)

    before = client.get(PAGE, question)
    tasks.compute_basis(TargetBasis.objects.waiting().get().pk)
    after = client.get(PAGE, question)

    assert "Sambil menunggu, di bawah ini jawaban menurut keadaan" in before.text
    assert "Sasaran ini tidak tercapai" in before.text
    assert "Perlu 1 sertifikat baru." in after.text
    assert "sedang dihitung" not in after.text


def test_the_page_costs_the_same_few_queries_whatever_the_year_holds(
    client, petugas, question, django_assert_max_num_queries
):
    reckoned(date.fromisoformat(question["sampai"]).year, timezone.localdate())
    client.force_login(petugas)

    with django_assert_max_num_queries(16):
        client.get(PAGE, question)


def test_a_question_that_makes_no_sense_asks_nobody(client, petugas):
    client.force_login(petugas)

    client.post(RECKON, {"kategori": "FOOD", "persen": "80", "sampai": "2020-01-01"})
    client.get(RECKON)

    assert not TargetBasis.objects.exists()


def test_who_may_not_see_plans_asks_for_no_target(client):
    client.force_login(UserFactory(is_staff=True))

    assert client.post(RECKON, {}).status_code == 403
