"""The file that proves why a purchase went elsewhere, and who may open it."""

from datetime import date
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from accounts.roles import Role
from procurement.models import Leakage
from tests.factories import AgencyFactory, LeakageFactory, PackageFactory, UserFactory
from tests.umkm.files import PDF, upload
from umkm.models import Document

pytestmark = pytest.mark.django_db


@pytest.fixture
def package(pejabat):
    agency = AgencyFactory()
    agency.postings.create(user=pejabat)
    return PackageFactory(rup_code="53999001", agency=agency)


@pytest.fixture
def desk(client, pejabat, package):
    client.force_login(pejabat)
    return client


def filled(**changes):
    return {
        "value": "5.000.000", "bought_on": "2026-03-05", "vendor_name": "CV Jauh", "reason": "PRICE",
        "reason_text": "", "evidence": "", "form_key": str(uuid4()),
    } | changes  # fmt: skip


def record(desk, content=PDF, name="berita-acara.pdf"):
    address = reverse("procurement:leakage_add", args=["53999001"])
    return desk.post(address, filled(proof=upload(content, name)))


def status(client, address):
    answer = client.get(address)
    answer.getvalue()
    return answer.status_code


def test_the_file_is_kept_and_opens_from_the_packages_purchases(desk, pejabat):
    record(desk)

    kept = Leakage.objects.get()
    address = reverse("procurement:leakage_proof", args=[kept.pk])
    assert (kept.proof.kind, kept.proof.business, kept.proof.uploaded_by) == ("LEAKAGE_PROOF", None, pejabat)
    assert address in desk.get(reverse("procurement:purchases", args=["53999001"])).text
    assert b"".join(desk.get(address).streaming_content) == PDF


def test_what_is_no_photo_or_pdf_is_refused_and_nothing_is_recorded(desk):
    answer = record(desk, b"MZ bukan dokumen", "laporan.pdf")

    assert (answer.status_code, Leakage.objects.count(), Document.objects.count()) == (400, 0, 0)
    assert "“laporan.pdf” bukan foto atau PDF." in answer.text


def test_an_explanation_may_bring_the_file_later_and_keeps_an_earlier_one(desk, package):
    waits = LeakageFactory(package=package, reason="", source="IMPORT", officer=None, bought_on=date(2026, 3, 5))
    address = reverse("procurement:leakage_change", args=[waits.pk])

    desk.post(address, filled(proof=upload(PDF, "surat.pdf")))
    desk.post(address, filled(reason="TIME", change_reason="Keliru memilih"))

    waits.refresh_from_db()
    assert (waits.reason, waits.proof.name) == ("TIME", "surat.pdf")


def test_colleagues_of_the_agency_and_staff_open_it_and_nobody_else(client, desk, package, petugas, pemilik):
    record(desk)
    kept = Leakage.objects.get()
    colleague, stranger = UserFactory.create_batch(2)
    Group.objects.get(name=Role.OFFICER).user_set.add(colleague, stranger)
    package.agency.postings.create(user=colleague)
    AgencyFactory().postings.create(user=stranger)
    answers = {}

    for name, person in {"colleague": colleague, "stranger": stranger, "owner": pemilik, "staff": petugas}.items():
        client.force_login(person)
        addresses = (reverse("procurement:leakage_proof", args=[kept.pk]), kept.proof.get_absolute_url())
        answers[name] = tuple(status(client, address) for address in addresses)

    assert answers == {"colleague": (200, 404), "stranger": (404, 404), "owner": (404, 404), "staff": (404, 200)}
