"""What a form of the desk only shows links to nothing that would refuse the person."""

import pytest
from django.urls import reverse

from tests.factories import ConsentFactory, DocumentFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(places):
    """The page of a document that Sari handed in."""
    document = DocumentFactory(uploaded_by=UserFactory(full_name="Sari Pengunggah"))
    return reverse("admin:umkm_document_change", args=[document.pk])


def test_staff_read_who_handed_a_document_in_without_a_link_to_a_page_they_may_not_open(client, petugas, page):
    client.force_login(petugas)

    shown = client.get(page).text

    assert "Sari Pengunggah" in shown
    assert "/admin/accounts/user/" not in shown


def test_the_administrator_follows_the_link(client, administrator, page):
    client.force_login(administrator)

    assert "/admin/accounts/user/" in client.get(page).text


def test_links_to_what_staff_may_open_stay(client, petugas, places):
    consent = ConsentFactory()
    client.force_login(petugas)

    shown = client.get(reverse("admin:umkm_consent_change", args=[consent.pk])).text

    assert f'href="/admin/umkm/business/{consent.business_id}/change/"' in shown
    assert "/admin/accounts/user/" not in shown
