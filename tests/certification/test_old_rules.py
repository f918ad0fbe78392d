"""What old values are made of: the worked examples, the setting, and the pages that tell it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from certification.models import Scheme
from certification.old_rules import OldParts, old_values, parts_of, refusal
from certification.tkdn import Process
from tests.factories import CertificateFactory, CertificateItemFactory

ALL = OldParts(material=True, labour=True, overhead=True, development=True)
IMPORTED_MATERIAL = OldParts(material=False, labour=True, overhead=True, development=True)


@pytest.mark.parametrize(
    ("parts", "tkdn", "refused"),
    [
        (ALL, 40, None),
        (OldParts(material=True, labour=True, overhead=True, development=False), 38, None),
        (OldParts(material=True, labour=True, overhead=False, development=False), 34, None),
        (IMPORTED_MATERIAL, 16, "BELOW_LEAST"),
    ],
    ids=["everything", "without development", "material and labour", "material missing or imported"],
)
def test_the_worked_examples_of_the_old_rules(parts, tkdn, refused):
    assert (parts.tkdn, refusal(Process.MANUFACTURE, parts)) == (tkdn, refused)


def test_goods_that_are_only_packed_were_refused_whatever_their_value():
    assert refusal(Process.PACKAGING_ONLY, ALL) == "PACKAGING_ONLY"


def test_a_value_tells_the_parts_it_is_made_of():
    values = {value: parts_of(Decimal(value)) for value in range(101)}

    known = {value for value, parts in values.items() if parts}
    assert known == {26, 28, 30, 34, 36, 38, 40}
    assert all(parts.tkdn == value for value, parts in values.items() if parts)


def test_a_value_between_whole_percents_is_not_guessed():
    assert parts_of(Decimal("34.50")) is None


def certificate_of(*values, **fields):
    certificate = CertificateFactory(**{"scheme": Scheme.P46_2022, "issued_on": date(2025, 6, 1), **fields})
    return certificate, [CertificateItemFactory(certificate=certificate, tkdn=Decimal(value)) for value in values]


@pytest.mark.django_db
def test_only_old_certificates_are_explained_and_only_while_parts_are_known_to_count_whole(settings):
    old, (item,) = certificate_of("38.00")
    new, items = certificate_of("38.00", scheme=Scheme.P35_2025)

    explained = old_values(old, [item])
    settings.OLD_PARTS_ALL_OR_NOTHING = False

    assert [parts.tkdn for _item, parts in explained] == [38]
    assert (old_values(new, items), old_values(old, [item])) == ([], [])


@pytest.mark.django_db
def test_an_owner_reads_where_the_old_value_came_from(client, usaha, pemilik):
    today = timezone.localdate()
    certificate_of("34.00", business=usaha, issued_on=None, valid_until=today + timedelta(days=300))
    client.force_login(pemilik)

    page = client.get(f"/usaha/{usaha.pk}/perpanjangan/")

    assert "bahan utama 24 + tenaga kerja 10 = <strong>34,00 %</strong>" in " ".join(page.text.split())


@pytest.mark.django_db
def test_a_clerk_reads_that_a_value_cannot_come_from_the_old_rules(admin_client):
    certificate, _items = certificate_of("63.20")

    page = admin_client.get(f"/admin/certification/certificate/{certificate.pk}/change/")

    assert "63,20\u00a0% tidak dapat dibentuk dari bahan utama 24" in page.text
