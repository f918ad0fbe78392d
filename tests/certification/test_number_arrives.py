"""A later list brings the number of a certificate that had none, or leaves one out: never a double."""

from datetime import date
from decimal import Decimal
from functools import partial

import pytest

from certification.models import Certificate
from tests.certification.ministry_list import LINE, NUMBERED, line, only_certificate, read, stored, write_html
from tests.factories import BusinessFactory, CertificateFactory

pytestmark = pytest.mark.django_db

PISANG, KOPI, TEH = line(), line(Produk="Kopi"), line(Produk="Teh")
FIRST, SECOND = {"Nomor Sertifikat": "17/TKDN/2026"}, {"Nomor Sertifikat": "18/TKDN/2026"}


def by_number():
    certificates = Certificate.objects.order_by("number")
    return {c.number: sorted(c.items.values_list("product_name", flat=True)) for c in certificates}


def test_the_number_and_the_issue_date_come_to_the_certificate_that_waits_for_them(tmp_path):
    read(tmp_path, PISANG, KOPI)
    key = only_certificate().pk

    counts, _reasons = read(tmp_path, PISANG | NUMBERED, KOPI | NUMBERED)

    certificate = only_certificate()
    assert counts == (0, 2, 0, 0)
    assert (certificate.pk, certificate.number) == (key, "17/SJ-IND.8/E-TKDN/1/2026")
    assert certificate.issued_on == date(2026, 1, 15)


def test_the_list_with_numbers_twice_changes_nothing(tmp_path):
    read(tmp_path, PISANG)
    read(tmp_path, PISANG | NUMBERED)

    assert read(tmp_path, PISANG | NUMBERED)[0] == (0, 0, 1, 0)


def test_the_list_without_numbers_afterwards_finds_the_numbered_certificate(tmp_path):
    read(tmp_path, PISANG | NUMBERED)

    counts, _reasons = read(tmp_path, PISANG)

    assert counts == (0, 0, 1, 0)
    assert by_number() == {"17/SJ-IND.8/E-TKDN/1/2026": ["Keripik Pisang"]}


def test_the_number_finds_its_certificate_though_the_address_is_written_differently(tmp_path):
    read(tmp_path, PISANG)

    read(tmp_path, PISANG | NUMBERED | {"Alamat": "Jalan Kartini No. 1, Bandar Lampung"})

    assert by_number() == {"17/SJ-IND.8/E-TKDN/1/2026": ["Keripik Pisang"]}
    assert only_certificate().holder_address == "Jalan Kartini No. 1, Bandar Lampung"


def test_one_certificate_without_number_may_turn_out_to_be_several(tmp_path):
    read(tmp_path, PISANG, KOPI, TEH)

    counts, _reasons = read(tmp_path, PISANG | FIRST, KOPI | SECOND, TEH | SECOND)

    assert counts == (0, 3, 0, 0)
    assert by_number() == {"17/TKDN/2026": ["Keripik Pisang"], "18/TKDN/2026": ["Kopi", "Teh"]}


def test_products_that_join_a_known_number_leave_no_empty_certificate_behind(tmp_path):
    read(tmp_path, PISANG | FIRST)
    read(tmp_path, KOPI)

    read(tmp_path, PISANG | FIRST, KOPI | FIRST)

    assert by_number() == {"17/TKDN/2026": ["Keripik Pisang", "Kopi"]}


def test_a_product_without_number_beside_them_gets_a_certificate_of_its_own(tmp_path):
    read(tmp_path, PISANG | FIRST)
    read(tmp_path, KOPI)

    read(tmp_path, PISANG | FIRST, KOPI | FIRST, TEH)

    assert by_number() == {"17/TKDN/2026": ["Keripik Pisang", "Kopi"], None: ["Teh"]}


def test_a_certificate_split_off_keeps_what_staff_decided(tmp_path):
    read(tmp_path, PISANG, KOPI)
    business = BusinessFactory()
    Certificate.objects.update(business=business, revoked_on=date(2027, 1, 1))

    read(tmp_path, PISANG | FIRST, KOPI | SECOND)

    decided = Certificate.objects.order_by("number").values_list("number", "business", "revoked_on")
    assert list(decided) == [
        ("17/TKDN/2026", business.pk, date(2027, 1, 1)),
        ("18/TKDN/2026", business.pk, date(2027, 1, 1)),
    ]


def test_another_holder_or_another_end_is_another_certificate(tmp_path):
    read(tmp_path, PISANG)

    counts, _reasons = read(
        tmp_path,
        PISANG | FIRST | {"Nama Perusahaan": "CV Lain"},
        PISANG | SECOND | {"Tanggal Kadaluarsa Sertifikat": "2031-02-01"},
    )

    assert counts == (2, 0, 0, 0)
    assert by_number() == {
        None: ["Keripik Pisang"], "17/TKDN/2026": ["Keripik Pisang"], "18/TKDN/2026": ["Keripik Pisang"],
    }  # fmt: skip


def test_a_number_entered_by_staff_with_a_blank_is_the_same_number(tmp_path):
    Certificate.objects.create(number="17 / tkdn / 2026", holder_name="CV Sari Rasa", valid_until=date(2031, 1, 15))

    read(tmp_path, PISANG | FIRST)

    assert (only_certificate().source, only_certificate().items.count()) == ("MINISTRY", 1)


def test_a_row_with_and_one_without_number_for_one_product_are_one_item(tmp_path):
    counts, _reasons = read(tmp_path, PISANG, PISANG | FIRST)

    assert counts == (1, 0, 1, 0)
    assert stored() == [
        ("17/TKDN/2026", "CV Sari Rasa", date(2031, 1, 15), "Keripik Pisang", "250 g", "", Decimal("62.50"))
    ]


@pytest.mark.parametrize(
    ("title", "as_of"),
    [("Per 3 Maret 2026", date(2026, 5, 27)), ("Per 1 Agustus 2026", date(2026, 8, 1))],
    ids=["an older list", "a newer list"],
)
def test_only_a_newer_list_dates_a_certificate_anew(tmp_path, title, as_of):
    read(tmp_path, LINE, write=write_html)

    counts, _reasons = read(tmp_path, LINE, write=partial(write_html, title=title))

    assert (counts, only_certificate().source_on) == ((0, 0, 1, 0), as_of)


def test_an_end_before_the_issue_date_that_an_earlier_list_gave_is_refused(tmp_path):
    read(tmp_path, PISANG | NUMBERED)
    number = {"Nomor Sertifikat": NUMBERED["Nomor Sertifikat"]}

    counts, reasons = read(tmp_path, PISANG | number | {"Tanggal Kadaluarsa Sertifikat": "2025-12-31"}, KOPI)

    assert counts == (1, 0, 0, 1)
    assert [reason for _line, _column, _value, reason in reasons] == [
        "Sertifikat berakhir 2025-12-31, sebelum terbit 2026-01-15; periksa kedua tanggal pada sertifikat."
    ]
    assert by_number() == {"17/SJ-IND.8/E-TKDN/1/2026": ["Keripik Pisang"], None: ["Kopi"]}


def test_the_same_number_of_another_issuer_is_left_alone(tmp_path):
    CertificateFactory(number="17/TKDN/2026", issuer="Badan lain", holder_name="PT Lain")

    read(tmp_path, PISANG | FIRST)

    assert sorted(Certificate.objects.values_list("issuer", "holder_name")) == [
        ("Badan lain", "PT Lain"), ("Kementerian Perindustrian", "CV Sari Rasa"),
    ]  # fmt: skip
