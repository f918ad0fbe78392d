"""Renewals as owners, strangers and clerks meet them."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from certification.models import Reminder, ReminderPause, Stake
from certification.reminder_texts import SALT
from tests.factories import CertificateFactory, CertificateItemFactory, ProductFactory, ReminderFactory, UserFactory
from umkm.models import Disclosure, Export
from umkm.owner.papers import missing

pytestmark = pytest.mark.django_db


def ends_in(days, **fields):
    """A certificate that ends so many days from today, as the pages read the clock."""
    return CertificateFactory(issued_on=None, valid_until=timezone.localdate() + timedelta(days=days), **fields)


def at_risk(certificate, rupiah):
    Stake.objects.create(
        certificate=certificate, packages=2, rupiah=rupiah, packages_at_risk=1, rupiah_at_risk=rupiah,
        on=date(2026, 11, 24),
    )  # fmt: skip


def pause_page(certificate, user):
    token = signing.dumps([certificate.pk, user and user.pk], salt=SALT)
    return reverse("certification:pause", args=[token])


def test_a_link_ends_reminders_for_its_holder_alone_without_signing_in(client, usaha, pemilik):
    certificate = ends_in(30, business=usaha)
    url = pause_page(certificate, pemilik)

    shown = client.get(url)
    before = ReminderPause.objects.count()
    done = client.post(url, {"List-Unsubscribe": "One-Click"}, follow=True)
    client.post(url)

    assert (shown.status_code, before) == (200, 0)
    assert "Pengingat sudah dihentikan" in done.text
    assert list(ReminderPause.objects.values_list("certificate", "user")) == [(certificate.pk, pemilik.pk)]
    assert usaha.name not in done.text


def test_who_stopped_by_mistake_starts_again(client, usaha, pemilik):
    url = pause_page(ends_in(30, business=usaha), pemilik)
    client.post(url)

    client.post(url, {"lanjut": "1"})

    assert ReminderPause.objects.count() == 0


def test_a_programs_post_needs_no_token_of_the_page(usaha, pemilik):
    response = Client(enforce_csrf_checks=True).post(pause_page(ends_in(30, business=usaha), pemilik))

    assert response.status_code == 302
    assert ReminderPause.objects.count() == 1


@pytest.mark.parametrize("token", ["x", "WzEsMV0:1abcde:forged"])
def test_a_forged_link_finds_nothing(client, usaha, token):
    ends_in(30, business=usaha)

    assert client.post(reverse("certification:pause", args=[token])).status_code == 404
    assert ReminderPause.objects.count() == 0


def test_the_owner_reads_what_to_do_and_what_is_different(client, usaha, pemilik):
    certificate = ends_in(100, business=usaha, scheme="P46_2022", number="7/SJ/2023")
    CertificateItemFactory(certificate=certificate, product=ProductFactory(business=usaha))
    at_risk(certificate, 75_000_000)
    client.force_login(pemilik)

    desk = client.get(usaha.get_absolute_url()).text
    page = client.get(reverse("umkm:renewal", args=[usaha.pk])).text

    assert "Sertifikat 7/SJ/2023 berakhir 100 hari lagi." in desk
    assert reverse("umkm:renewal", args=[usaha.pk]) in desk
    assert "Permenperin 35/2025" in page
    assert "surat pernyataan bermeterai" in page
    assert page.count("Belum ada") == len(missing([]))


def test_long_before_the_end_the_desk_is_silent(client, usaha, pemilik):
    ends_in(181, business=usaha)
    client.force_login(pemilik)

    assert "Perpanjang sertifikat" not in client.get(usaha.get_absolute_url()).text
    assert "Belum ada sertifikat yang perlu diperpanjang" in client.get(reverse("umkm:renewal", args=[usaha.pk])).text


def test_a_stranger_finds_no_renewal(client, usaha, orang_lain):
    ends_in(30, business=usaha)
    client.force_login(orang_lain)

    assert client.get(reverse("umkm:renewal", args=[usaha.pk])).status_code == 404


RENEWALS = "admin:certification_renewal_changelist"


def listed(client, **query):
    return [row.pk for row in client.get(reverse(RENEWALS), query).context["cl"].result_list]


def test_renewals_stand_by_rupiah_at_risk_then_by_end(client, places, petugas):
    dear, soon, late, cheap = ends_in(170), ends_in(20), ends_in(60), ends_in(10)
    at_risk(dear, 900)
    at_risk(cheap, 5)
    ends_in(30, revoked_on=timezone.localdate())
    ends_in(-400)
    client.force_login(petugas)

    assert listed(client) == [dear.pk, cheap.pk, soon.pk, late.pk]


def test_filters_find_month_scheme_and_the_unreached(client, places, petugas):
    one, other = ends_in(20, scheme="P46_2022"), ends_in(170)
    ReminderFactory(certificate=other, end_on=other.valid_until)
    client.force_login(petugas)

    assert listed(client, berakhir=f"{one.valid_until:%Y-%m}") == [one.pk]
    assert listed(client, berakhir="90") == [one.pk]
    assert listed(client, scheme__exact="P46_2022") == [one.pk]
    assert listed(client, pemilik="belum") == [other.pk]


def test_a_renewal_tells_how_far_it_is(client, usaha, pemilik, petugas):
    certificate = ends_in(30, business=usaha)
    CertificateItemFactory(certificate=certificate, product=ProductFactory(business=usaha))
    ReminderFactory(
        certificate=certificate, end_on=certificate.valid_until, channel="MAIL", user=pemilik, state="SENT", why="",
        sent_at=timezone.localtime(),
    )  # fmt: skip
    client.force_login(petugas)

    [row] = client.get(reverse(RENEWALS)).context["cl"].result_list

    assert (len(row.told), row.reached, row.stage) == (1, True, "NONE")


def phone_list(client, certificate, **answers):
    data = {"action": "phone_list", "_selected_action": [certificate.pk]} | answers
    return client.post(reverse(RENEWALS), data)


def test_a_phone_list_asks_why_and_is_written_down(client, usaha, petugas):
    usaha.phone = "+6281234567890"
    usaha.save()
    certificate = ends_in(30, business=usaha)
    client.force_login(petugas)

    asked = phone_list(client, certificate)
    before = Export.objects.count()
    file = b"".join(phone_list(client, certificate, purpose="CALL").streaming_content).decode()

    assert "Nama Anda, waktu, dan alasannya dicatat" in asked.text
    assert before == 0
    assert "081234567890" in file
    assert list(Export.objects.values_list("by", "rows", "with_contacts", "purpose")) == [(petugas.pk, 1, True, "CALL")]


@pytest.fixture
def queued(usaha):
    """A reminder a clerk must tell, of a business with a phone."""
    usaha.phone = "+6281234567890"
    usaha.save()
    certificate = ends_in(30, business=usaha)
    return ReminderFactory(certificate=certificate, end_on=certificate.valid_until)


def test_a_clerk_sees_the_number_only_after_it_is_written_down(client, queued, petugas):
    client.force_login(petugas)

    page = client.get(reverse("admin:certification_reminder_change", args=[queued.pk]))
    shown = client.post(reverse("admin:reminder_whatsapp", args=[queued.pk]))

    assert "81234567890" not in page.text
    assert "https://wa.me/6281234567890?text=" in shown.text
    assert list(Disclosure.objects.values_list("by", "datum", "purpose")) == [(petugas.pk, "PHONE", "CALL")]


def test_looking_at_the_number_needs_a_post(client, queued, petugas):
    client.force_login(petugas)

    client.get(reverse("admin:reminder_whatsapp", args=[queued.pk]))

    assert Disclosure.objects.count() == 0


def do(client, reminder, deed):
    return client.post(reverse("admin:reminder_done", args=[reminder.pk, deed]), follow=True)


def test_the_second_clerk_learns_that_the_first_was_faster(client, queued, petugas):
    client.force_login(petugas)

    first, second = do(client, queued, "diberitahu"), do(client, queued, "diberitahu")

    queued.refresh_from_db()
    assert (queued.state, queued.handed_by) == ("HANDED", petugas)
    assert "pemilik sudah diberi tahu" in first.text
    assert "sudah diurus orang lain" in second.text


def test_no_answer_keeps_it_in_the_queue(client, queued, petugas):
    client.force_login(petugas)

    do(client, queued, "tidak-menjawab")

    queued.refresh_from_db()
    assert (queued.state, queued.why) == ("STAFF", "NO_ANSWER")


def test_a_mail_that_came_back_becomes_a_clerks_work(client, usaha, pemilik, petugas):
    certificate = ends_in(30, business=usaha)
    sent = ReminderFactory(
        certificate=certificate, end_on=certificate.valid_until, channel="MAIL", user=pemilik, state="SENT", why="",
        sent_at=timezone.localtime(),
    )  # fmt: skip
    client.force_login(petugas)

    do(client, sent, "kembali")

    assert list(Reminder.objects.of_staff().values_list("why", flat=True)) == ["BOUNCED"]


def test_the_head_looks_but_tells_nobody(client, queued, db):
    head = UserFactory(is_staff=True)
    head.groups.add(Group.objects.get(name=Role.HEAD))
    client.force_login(head)

    page = client.get(reverse("admin:certification_reminder_change", args=[queued.pk]))

    assert "Tampilkan nomor" not in page.text
    assert client.post(reverse("admin:reminder_whatsapp", args=[queued.pk])).status_code == 403
    assert do(client, queued, "diberitahu").status_code == 403
    phone_list(client, queued.certificate, purpose="CALL")
    assert (Export.objects.count(), Disclosure.objects.count()) == (0, 0)
