"""Who may see a business and act for it; a withdrawal and a save at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event

import pghistory
import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import Http404
from django.utils import timezone

from tests.conftest import TODAY
from tests.factories import BusinessFactory, ProductFactory, UserFactory
from umkm.access import change_case, open_case, own_case
from umkm.models import Business, Membership, Product

pytestmark = pytest.mark.django_db


def consent(user, business, by, **more):
    at = timezone.localtime() - timedelta(days=1)
    given = {"kind": "HELPER", "since": TODAY, "given_by": by, "given_at": at, "wording": "2026-1"}
    return business.memberships.create(user=user, **given | more)


@pytest.fixture
def pendamping(db, usaha, pemilik):
    """A helper of `usaha`."""
    user = UserFactory(full_name="Tono Pendamping")
    consent(user, usaha, pemilik)
    return user


@pytest.fixture
def asks(rf):
    """A request of a user."""

    def make(user, data=None):
        request = rf.get("/") if data is None else rf.post("/", data)
        request.user = user
        return request

    return make


@pytest.mark.parametrize(
    ("who", "opens", "changes", "owns"),
    [
        ("pemilik", True, True, True),
        ("pendamping", True, True, False),
        ("petugas", True, True, False),
        ("orang_lain", False, False, False),
        ("pejabat", False, False, False),
    ],
)
def test_each_person_gets_what_is_theirs(request, asks, usaha, pendamping, who, opens, changes, owns):
    user = request.getfixturevalue(who)

    def lets_in(door):
        try:
            with transaction.atomic():
                return door(asks(user), usaha.pk).business == usaha
        except Http404:
            return False

    assert [lets_in(door) for door in (open_case, change_case, own_case)] == [opens, changes, owns]
    assert Business.objects.visible_to(user).filter(pk=usaha.pk).exists() is opens


@pytest.mark.parametrize("kind", ["OWNER", "HELPER"])
def test_who_was_withdrawn_is_a_stranger(asks, usaha, pendamping, pemilik, kind):
    member = usaha.memberships.get(kind=kind)
    member.withdraw(at=timezone.localtime())

    with pytest.raises(Http404):
        open_case(asks(member.user), usaha.pk)
    assert not Business.objects.visible_to(member.user).exists()


def test_a_withdrawal_pressed_twice_keeps_the_first_moment(usaha, pendamping):
    member = usaha.memberships.get(kind="HELPER")
    first = timezone.localtime()

    answers = [member.withdraw(at=first), member.withdraw(at=first + timedelta(hours=1))]

    member.refresh_from_db()
    assert (answers, member.withdrawn_at) == ([True, False], first)


def test_a_case_knows_as_what_it_is_open(asks, usaha, pemilik, pendamping, petugas):
    cases = [open_case(asks(user), usaha.pk) for user in (pemilik, pendamping, petugas)]

    assert [(case.is_owned, case.is_helped) for case in cases] == [(True, False), (False, True), (False, False)]


def test_a_form_of_another_case_is_refused(asks, usaha, pendamping, pemilik):
    other = BusinessFactory()
    consent(pendamping, other, pemilik)

    with pytest.raises(PermissionDenied, match="dibuat untuk usaha lain"), transaction.atomic():
        change_case(asks(pendamping, {"usaha": str(other.pk)}), usaha.pk)
    with transaction.atomic():
        assert change_case(asks(pendamping, {"usaha": str(usaha.pk)}), usaha.pk).business == usaha


def test_what_a_helper_changes_is_marked_in_the_trail(asks, usaha, pemilik, pendamping):
    for user in (pemilik, pendamping):
        with pghistory.context(user=user.pk), transaction.atomic():
            change_case(asks(user, {}), usaha.pk)
            ProductFactory(business=usaha, name=f"Keripik {user}")

    marked = Product.pgh_event_model.objects.filter(pgh_context__metadata__helper_of=usaha.pk)
    assert [event.name for event in marked] == ["Keripik Tono Pendamping"]


def slowly():
    """Time for the other thread to come to the lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.3)")


def on_its_own(work):
    """`work` with a connection that is closed after it."""
    try:
        return work()
    finally:
        connection.close()


def test_a_withdrawal_waits_for_a_save_under_way_and_ends_the_next(asks, usaha, pendamping, transactional_db):
    member, opened = Membership.objects.get(user=pendamping), Event()

    def save():
        with transaction.atomic():
            case = change_case(asks(pendamping, {}), usaha.pk)
            opened.set()
            slowly()
            ProductFactory(business=case.business, name="Terakhir")

    def withdraw():
        opened.wait(5)
        member.withdraw(at=timezone.localtime())
        return list(Product.objects.values_list("name", flat=True))

    with ThreadPoolExecutor(2) as pool:
        _saved, seen = pool.map(on_its_own, (save, withdraw))

    assert seen == ["Terakhir"]
    with pytest.raises(Http404), transaction.atomic():
        change_case(asks(pendamping, {}), usaha.pk)


def test_a_withdrawal_under_way_refuses_the_save_behind_it(asks, usaha, pendamping, transactional_db):
    member, withdrawn = Membership.objects.get(user=pendamping), Event()

    def withdraw():
        with transaction.atomic():
            member.withdraw(at=timezone.localtime())
            withdrawn.set()
            slowly()

    def save():
        withdrawn.wait(5)
        try:
            with transaction.atomic():
                change_case(asks(pendamping, {}), usaha.pk)
        except Http404:
            return "refused"

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(on_its_own, (withdraw, save)))

    assert answers == [None, "refused"]
