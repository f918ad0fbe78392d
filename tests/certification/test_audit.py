"""Every change of a certificate leaves a line that nobody can take back."""

import pytest
from django.apps import apps
from django.db import InternalError, connection

from certification.models import Certificate, SiinasAccount
from tests.factories import CertificateFactory, CertificateItemFactory, SiinasAccountFactory

pytestmark = pytest.mark.django_db


def events(model):
    rows = apps.get_model("certification", f"{model}Event").objects.order_by("pgh_id")
    return list(rows.values_list("pgh_label", flat=True))


def test_plain_sql_leaves_a_line_with_the_new_value():
    CertificateFactory(holder_name="PT Lama")

    with connection.cursor() as cursor:
        cursor.execute("UPDATE certification_certificate SET holder_name = 'PT Baru'")

    rows = apps.get_model("certification", "CertificateEvent").objects.order_by("pgh_id")
    assert list(rows.values_list("pgh_label", "holder_name")) == [("insert", "PT Lama"), ("update", "PT Baru")]


def test_an_update_that_changes_nothing_leaves_no_line():
    CertificateFactory(holder_name="PT Lama")

    Certificate.objects.update(holder_name="PT Lama")

    assert events("Certificate") == ["insert"]


def test_deleting_a_certificate_leaves_a_line_for_it_and_for_its_items():
    CertificateItemFactory()

    Certificate.objects.all().delete()

    assert events("Certificate") == ["insert", "delete"]
    assert events("CertificateItem") == ["insert", "delete"]


def test_a_revocation_shows_on_the_items_line_as_well():
    CertificateItemFactory()

    Certificate.objects.update(revoked_on="2027-01-01")

    assert events("CertificateItem") == ["insert", "update"]


def test_a_siinas_account_leaves_lines_too():
    SiinasAccountFactory()

    SiinasAccount.objects.update(note="menunggu kata sandi")

    assert events("SiinasAccount") == ["insert", "update"]


@pytest.mark.parametrize("table", ["certificateevent", "certificateitemevent", "siinasaccountevent"])
@pytest.mark.parametrize("statement", ["UPDATE certification_{} SET pgh_label = 'x'", "DELETE FROM certification_{}"])
def test_a_line_cannot_be_changed_or_deleted(table, statement):
    CertificateItemFactory()
    SiinasAccountFactory()

    with pytest.raises(InternalError, match="Cannot update or delete rows"), connection.cursor() as cursor:
        cursor.execute(statement.format(table))
