"""Certificates of the old rules are asked to move to the new ones."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from certification.campaign import Move, lines_on, with_move
from certification.models import Kind, Reminder, Renewal, Stake
from certification.reminder_texts import mail, short
from certification.reminders import step_on
from certification.sending import drop_needless, plan
from tests.certification.application_chains import application
from tests.conftest import TODAY
from tests.factories import (
    BusinessFactory,
    CertificateFactory,
    CertificateItemFactory,
    ProductFactory,
    ReminderFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 24, 9, 0, tzinfo=ZoneInfo("Asia/Jakarta"))
END = date(2028, 6, 30)


def old(business=None, end=END, **fields):
    """A certificate of the old rules with one product."""
    business = business or BusinessFactory()
    fields = {"scheme": "P46_2022", "issued_on": date(2025, 6, 30), "valid_until": end, "number": None} | fields
    made = CertificateFactory(business=business, **fields)
    CertificateItemFactory(certificate=made, product=ProductFactory(business=business))
    return made


def moves(on=TODAY):
    return {each.pk: each.move for each in with_move(Renewal.objects.all(), on)}


# The message


@pytest.mark.parametrize(
    ("end", "on", "step"),
    [
        (END, TODAY, (Kind.LEGACY, date(2025, 12, 12))),
        (END, date(2025, 12, 11), None),
        (END, END - timedelta(days=181), (Kind.LEGACY, date(2025, 12, 12))),
        (END, END - timedelta(days=180), (Kind.BEFORE_180, END - timedelta(days=180))),
        (date(2029, 6, 30), TODAY, (Kind.LEGACY, date(2026, 6, 30))),
        (date(2029, 12, 31), TODAY, None),
    ],
)
def test_old_rules_have_one_step_before_the_ladder_from_the_first_day_of_the_new_ones(end, on, step):
    assert step_on(end, on, is_legacy=True) == step


def test_the_owner_is_asked_once_to_move_and_of_new_rules_nobody_is(usaha, pemilik):
    old(usaha)
    CertificateFactory(issued_on=date(2026, 1, 5), valid_until=END)

    made = [plan(on=TODAY, at=AT), plan(on=TODAY + timedelta(days=30), at=AT)]

    assert made == [1, 0]
    assert list(Reminder.objects.values_list("kind", "channel", "user", "state")) == [
        ("LEGACY", "MAIL", pemilik.pk, "WAITING")
    ]


def test_who_has_applied_under_the_new_rules_is_not_asked(usaha, pemilik):
    item = old(usaha).items.get()
    application(("SUBMITTED", TODAY), product=item.product, business=usaha)

    assert plan(on=TODAY, at=AT) == 0


def test_an_unsent_question_gives_way_to_the_ladder(usaha, pemilik):
    old(usaha, end=TODAY + timedelta(days=190))
    plan(on=TODAY, at=AT)
    later = TODAY + timedelta(days=10)

    plan(on=later, at=AT)
    drop_needless(on=later)

    assert list(Reminder.objects.order_by("pk").values_list("kind", "state", "why")) == [
        ("LEGACY", "SKIPPED", "LATER"), ("BEFORE_180", "WAITING", ""),
    ]  # fmt: skip


def test_the_letter_says_what_the_owner_gains(usaha, pemilik):
    old(usaha, number="12/SJ/2025")
    plan(on=TODAY, at=AT)
    reminder = Reminder.objects.get()

    letter, text = mail(reminder, TODAY), short(reminder, TODAY)

    assert letter.subject == f"Sertifikat TKDN {usaha.name} masih memakai aturan lama"
    for words in (
        "Sertifikat TKDN 12/SJ/2025 masih memakai aturan lama dan berlaku sampai 30 Jun 2028.",
        "Sertifikat lama tetap berlaku sampai yang baru terbit.",
        "pindah ke aturan baru, tidak perlu menunggu sampai habis. Gratis.",
    ):
        assert words in letter.body
    assert "hari lagi" not in letter.body
    assert "masih memakai aturan lama, berlaku sampai 30 Jun 2028" in text


# The owner's desk


def test_the_desk_invites_to_move_long_before_the_end(client, usaha, pemilik):
    certificate = old(usaha, end=timezone.localdate() + timedelta(days=500), number="12/SJ/2025")
    client.force_login(pemilik)

    desk = client.get(usaha.get_absolute_url()).text
    page = client.get(reverse("umkm:renewal", args=[usaha.pk]))

    assert "Pindah ke aturan baru" in desk
    assert "Sertifikat 12/SJ/2025 masih memakai aturan lama: nilainya paling tinggi 40%" in desk
    assert [case.certificate for case in page.context["renewals"]] == [certificate]
    assert reverse("tkdn:list", args=[usaha.pk]) in page.text


# The staff's campaign


def test_each_certificate_of_the_old_rules_stands_at_one_move():
    left, lapsed, revoked = old(), old(end=TODAY - timedelta(days=1)), old(revoked_on=date(2026, 3, 1))
    old(end=date(2025, 12, 11), issued_on=date(2022, 12, 12))
    CertificateFactory()
    renewed, applied, replaced = old(), old(), old(superseded_on=date(2026, 5, 4))
    newer = CertificateFactory(
        business=renewed.business, issued_on=END + timedelta(days=1), valid_until=date(2031, 1, 1)
    )
    CertificateItemFactory(certificate=newer, product=renewed.items.get().product)
    application(("SUBMITTED", TODAY), product=applied.items.get().product, business=applied.business)

    assert moves() == {
        left.pk: Move.LEFT, lapsed.pk: Move.LAPSED, renewed.pk: Move.MOVED, applied.pk: Move.APPLIED,
        replaced.pk: Move.MOVED,
    }  # fmt: skip
    assert moves(date(2026, 2, 1))[revoked.pk] == Move.LEFT


def test_places_are_counted_with_the_money_and_who_knows(places, django_assert_num_queries):
    city = BusinessFactory(regency=places["18.71"])
    one, other = old(city), old(city)
    old(BusinessFactory(regency=places["18.72"]), superseded_on=date(2026, 5, 4))
    for certificate, rupiah in ((one, 700), (other, 200)):
        Stake.objects.create(
            certificate=certificate, packages=1, rupiah=rupiah, packages_at_risk=1, rupiah_at_risk=rupiah, on=TODAY
        )
    ReminderFactory(
        certificate=one, kind="LEGACY", end_on=END, state="HANDED", why="", sent_at=AT, handed_by=UserFactory()
    )

    with django_assert_num_queries(1):
        total, lines = lines_on(TODAY)

    assert [(line.title, line.total, line.counts[Move.LEFT], line.rupiah, line.told) for line in (*lines, total)] == [
        ("Kota Bandar Lampung", 2, 2, 900, 1), ("Kota Metro", 1, 0, 0, 0), ("", 3, 2, 900, 1),
    ]  # fmt: skip


def test_the_numbers_lead_to_their_lists(client, places, petugas):
    city, town = BusinessFactory(regency=places["18.71"]), BusinessFactory(regency=places["18.72"])
    end = timezone.localdate() + timedelta(days=400)
    left, elsewhere = old(city, end=end), old(town, end=end)
    applied = old(city, end=end)
    application(("SUBMITTED", date(2026, 11, 2)), product=applied.items.get().product, business=city)
    client.force_login(petugas)
    renewals = reverse("admin:certification_renewal_changelist")

    def listed(query):
        return {row.pk for row in client.get(renewals + query).context["cl"].result_list}

    page = client.get(reverse("admin:renewal_campaign")).text

    assert listed("?pindah=LEFT") == {left.pk, elsewhere.pk}
    assert f"{renewals}?pindah=LEFT&amp;business__regency__code__exact=18.71" in page
    assert listed("?pindah=LEFT&business__regency__code__exact=18.71") == {left.pk}
    assert listed("?pindah=APPLIED") == {applied.pk}
    assert reverse("admin:renewal_campaign") in client.get(renewals).text


def test_an_empty_campaign_says_so(client, places, petugas):
    client.force_login(petugas)

    assert "Tidak ada sertifikat aturan lama" in client.get(reverse("admin:renewal_campaign")).text


def test_the_head_reads_the_campaign_and_an_outsider_does_not(client, places, pemilik):
    head = UserFactory(is_staff=True)
    head.groups.add(Group.objects.get(name=Role.HEAD))
    client.force_login(head)
    seen = client.get(reverse("admin:renewal_campaign")).status_code
    client.force_login(UserFactory(is_staff=True))

    assert (seen, client.get(reverse("admin:renewal_campaign")).status_code) == (200, 403)
