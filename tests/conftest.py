"""The cast: petugas verifies, pejabat buys, pemilik owns, orang_lain must see nothing."""

from datetime import date

import pytest
from django.core.cache import cache
from django.utils import translation

from accounts.models import User
from accounts.roles import Role
from tests.factories import BusinessFactory, UserFactory
from umkm.models import District, Regency

TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _fresh_start(settings, tmp_path):
    """No test meets the cache, the files or the language another one left behind."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MAINTENANCE_FILE = tmp_path / "maintenance"
    cache.clear()
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture
def places(db):
    """Bandar Lampung and Metro with one district each."""
    regencies = [
        Regency(code="18.71", kind="KOTA", name="Bandar Lampung"),
        Regency(code="18.72", kind="KOTA", name="Metro"),
    ]
    Regency.objects.bulk_create(regencies, ignore_conflicts=True)
    districts = [
        District(code="18.71.01", regency_id="18.71", name="Kedaton"),
        District(code="18.72.01", regency_id="18.72", name="Metro Pusat"),
    ]
    District.objects.bulk_create(districts, ignore_conflicts=True)
    return {regency.code: regency for regency in Regency.objects.all()}


def _person(role, **fields):
    from django.contrib.auth.models import Group

    user = UserFactory(**fields)
    user.groups.add(Group.objects.get(name=role))
    return user


@pytest.fixture
def petugas(db):
    """Staff of the office."""
    return _person(Role.STAFF, full_name="Rina Petugas", is_staff=True)


@pytest.fixture
def pejabat(db):
    """A procurement officer."""
    return _person(Role.OFFICER, full_name="Budi Pejabat")


@pytest.fixture
def pemilik(db):
    """The owner of `usaha`."""
    return _person(Role.OWNER, full_name="Sari Pemilik")


@pytest.fixture
def orang_lain(db):
    """Another owner, who must see nothing of `usaha`."""
    return _person(Role.OWNER, full_name="Joko Lain")


@pytest.fixture
def administrator(db):
    """May do everything."""
    return User.objects.create_superuser("admin@example.id", "rahasia123", full_name="Admin")


@pytest.fixture
def usaha(places, pemilik):
    """A business with its owner on the portal."""
    business = BusinessFactory(name="Keripik Sari Rasa")
    business.memberships.create(user=pemilik, since=TODAY)
    return business
