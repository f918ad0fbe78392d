"""Words of the glossary beside the fields of the staff's forms."""

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils.html import escape

from tests.factories import ActivityFactory, CertificateFactory, CertificateItemFactory, PackageFactory
from tkdnportal.field_help import HELP, ExplainsFields

pytestmark = pytest.mark.django_db


def explained_models():
    for model, model_admin in admin.site._registry.items():
        yield model
        yield from (inline.model for inline in model_admin.inlines if issubclass(inline, ExplainsFields))


def said(name):
    return escape(str(HELP[name]))


def test_every_word_belongs_to_a_field_of_a_form_that_has_none_of_its_own():
    unexplained = {
        field.name for model in explained_models() for field in model._meta.fields if field.editable
        and not field.help_text
    }  # fmt: skip

    assert set(HELP) - unexplained == set()


def test_a_form_explains_its_fields_and_those_of_the_rows_below(client, petugas):
    item = CertificateItemFactory(certificate=CertificateFactory())
    activity = ActivityFactory()
    client.force_login(petugas)

    certificate = client.get(reverse("admin:certification_certificate_change", args=[item.certificate_id])).text
    business = client.get(reverse("admin:umkm_business_change", args=[activity.business_id])).text
    package = client.get(reverse("admin:procurement_package_change", args=[PackageFactory().pk])).text

    assert said("scheme") in certificate
    assert said("tkdn") in certificate
    assert said("risk") in business
    assert said("rup_code") in package


def test_a_field_that_explains_itself_keeps_its_words(rf, petugas):
    class Explained(ExplainsFields, admin.ModelAdmin):
        """Any admin."""

    form = Explained(CertificateFactory._meta.model, admin.site)
    number = CertificateFactory._meta.model._meta.get_field("valid_until")
    request = rf.get("/")
    request.user = petugas

    kept = form.formfield_for_dbfield(number, request, help_text="Kata sendiri.")

    assert kept.help_text == "Kata sendiri."
