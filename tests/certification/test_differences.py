"""The ministry's list against the portal: what differs waits for a decision, and old lists overwrite nothing."""

from datetime import date
from decimal import Decimal
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from certification.differences import keep_own, kinds_of, take_list
from certification.importers.ministry import import_certificates
from certification.models import Certificate, CertificateItem, ListDecision, ListedItem
from tests.certification.ministry_list import LINE, line, only_certificate, write_csv, write_html
from tests.factories import BusinessFactory, CertificateFactory, CertificateItemFactory

pytestmark = pytest.mark.django_db
MAY, JUNE, JULY = date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1)
ELSEWHERE = line(Provinsi="Banten", Produk="Sambal", Nama_Perusahaan="PT Jauh")


@pytest.fixture
def read(tmp_path, places):
    """Imports rows as the list of a day."""

    def importing(day, *lines, write=write_csv):
        path = write(tmp_path / f"daftar-{day}", lines)
        return import_certificates(path, rejects_path=tmp_path / "ditolak.csv", as_of=day)[1]

    return importing


@pytest.fixture
def item(read):
    """One product of the list of May, whose holder is registered."""
    business = BusinessFactory(name="CV Sari Rasa")
    read(MAY, LINE)
    assert only_certificate().business == business
    return CertificateItem.objects.get()


def open_kinds():
    return [str(kind.value) for listed in ListedItem.objects.differing() for kind in kinds_of(listed)]


def the_one():
    return ListedItem.objects.with_differences().get()


def test_a_list_that_agrees_leaves_nothing_to_decide(read, item):
    read(JUNE, LINE)

    listed = ListedItem.objects.get()
    assert (listed.item, listed.tkdn, listed.valid_until, listed.seen_in.as_of) == (
        item, Decimal("62.50"), date(2031, 1, 15), JUNE,
    )  # fmt: skip
    assert open_kinds() == []


def test_an_older_list_after_a_newer_one_overwrites_nothing(read, item):
    read(JULY, line(Nilai_TKDN="70.00"))

    counts = read(JUNE, line(Nilai_TKDN="50.00"))

    item.refresh_from_db()
    assert (item.tkdn, only_certificate().source_on, ListedItem.objects.get().tkdn) == (70, JULY, 70)
    assert (counts.updated, counts.unchanged) == (0, 1)
    assert open_kinds() == []


def test_a_newer_list_is_taken_over_where_staff_changed_nothing(read, item):
    read(JUNE, line(Nilai_TKDN="70.00"))

    item.refresh_from_db()
    assert (item.tkdn, open_kinds()) == (70, [])


def test_a_value_that_staff_changed_stays_and_waits(read, item):
    CertificateItem.objects.update(tkdn=55)

    read(JUNE, line(Nilai_TKDN="70.00"))

    item.refresh_from_db()
    assert (item.tkdn, open_kinds()) == (55, ["VALUE"])


def test_an_end_that_staff_corrected_stays_and_makes_no_second_certificate(read, item):
    Certificate.objects.update(valid_until=date(2031, 1, 19))

    read(JUNE, LINE)

    assert (only_certificate().valid_until, open_kinds()) == (date(2031, 1, 19), ["END"])


def test_what_staff_wrote_themselves_is_not_overwritten_by_the_first_list(read):
    business = BusinessFactory(name="CV Sari Rasa")
    certificate = CertificateFactory(
        number="17/X", business=business, holder_name="CV Sari Rasa", valid_until=date(2031, 1, 10), source="STAFF"
    )
    own = CertificateItemFactory(
        certificate=certificate, product_name="Keripik Pisang", specification="250 g", hs_code="20081999", tkdn=50
    )

    read(JUNE, line(Nomor_Sertifikat="17/X"))

    own.refresh_from_db()
    assert (own.tkdn, only_certificate().valid_until) == (50, date(2031, 1, 10))
    assert open_kinds() == ["VALUE", "END"]


def test_taking_the_lists_value_settles_it(read, item):
    CertificateItem.objects.update(tkdn=55)

    take_list(listed=the_one(), kind="VALUE")

    item.refresh_from_db()
    assert (item.tkdn, open_kinds()) == (Decimal("62.50"), [])


def test_keeping_our_own_holds_until_the_list_changes(read, item, petugas):
    CertificateItem.objects.update(tkdn=55)
    keep_own(listed=the_one(), kind="VALUE", reason="Kertasnya 55.", by=petugas)

    read(JUNE, LINE)
    same = open_kinds()
    read(JULY, line(Nilai_TKDN="70.00"))

    assert (same, open_kinds(), ListDecision.objects.count()) == ([], ["VALUE"], 1)


def test_a_second_press_is_told_that_it_is_settled(read, item):
    CertificateItem.objects.update(tkdn=55)
    listed = the_one()
    take_list(listed=listed, kind="VALUE")

    with pytest.raises(ValidationError, match="sudah diselesaikan"):
        take_list(listed=listed, kind="VALUE")


def test_a_product_that_a_later_list_of_the_same_name_leaves_out_is_noticed(read, item):
    read(JUNE, line(Produk="Sambal", Nama_Perusahaan="PT Lain", Provinsi="Banten"))

    assert open_kinds() == ["NOT_LISTED"]


def test_a_list_of_another_name_or_of_other_years_misses_nothing(read, item):
    read(JUNE, line(Produk="Sambal", Provinsi="Banten", Tanggal_Kadaluarsa_Sertifikat="2030-01-15"))
    read(JULY, ELSEWHERE, write=partial(write_html, title="Daftar lain Per 1 Juli 2026"))

    assert open_kinds() == []


def test_a_product_removed_here_stays_away_until_staff_take_it_in_again(read, item):
    item.delete()

    read(JUNE, LINE)
    before = CertificateItem.objects.count(), open_kinds()
    take_list(listed=the_one(), kind="NOT_HERE")

    assert before == (0, ["NOT_HERE"])
    assert (CertificateItem.objects.get().tkdn, open_kinds(), ListedItem.objects.count()) == (Decimal("62.50"), [], 1)


def test_a_holder_of_this_province_outside_the_register_waits_with_suggestions(read, client, petugas):
    read(MAY, line(Nama_Perusahaan="CV Sari Rasa Jaya"), ELSEWHERE)
    business = BusinessFactory(name="Sari Rasa Jayya")
    client.force_login(petugas)
    (listed,) = ListedItem.objects.differing()
    url = reverse("admin:certification_listeditem_change", args=[listed.pk])

    page = client.get(url)
    client.post(reverse("admin:difference_link", args=[listed.pk]), {"business": business.pk})

    assert [each.business for each in page.context["suggestions"]] == [business]
    assert Certificate.objects.get(holder_name="CV Sari Rasa Jaya").business == business
    assert open_kinds() == []


def test_the_queue_holds_only_what_differs_and_one_press_decides(read, item, client, petugas):
    read(MAY, LINE, line(Produk="Sambal"))
    CertificateItem.objects.filter(pk=item.pk).update(tkdn=55)
    client.force_login(petugas)
    url = reverse("admin:certification_listeditem_changelist")
    (listed,) = client.get(url).context["cl"].result_list

    decide = reverse("admin:difference_decide", args=[listed.pk, "VALUE"])
    nothing = client.post(decide, {"keep": "1", "reason": ""}, follow=True)
    client.post(decide, {"keep": "1", "reason": "Kertasnya 55."})

    assert "Tulis mengapa catatan kita yang dipakai." in nothing.text
    assert (ListDecision.objects.get().reason, open_kinds()) == ("Kertasnya 55.", [])
    assert len(client.get(url).context["cl"].result_list) == 0


def test_the_same_file_read_again_is_as_old_as_it_was(read, tmp_path, places):
    path = write_csv(tmp_path / "sama.csv", [LINE])
    import_certificates(path, rejects_path=tmp_path / "r.csv", as_of=MAY)

    import_certificates(path, rejects_path=tmp_path / "r.csv")

    assert only_certificate().source_on == MAY
