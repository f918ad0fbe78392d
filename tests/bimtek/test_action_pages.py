"""The day's actions on the staff's desk and on the helper's pages: who sees what, and what pressing does."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from bimtek.action_words import why
from bimtek.models import ActionOutcome, NextAction
from bimtek.today import deadlines
from certification.holiday_data import load_holidays
from tests.certification.application_chains import application
from tests.factories import BusinessFactory, ProductFactory, UserFactory
from umkm.consent import WORDING
from umkm.models import Disclosure

pytestmark = pytest.mark.django_db
LIST = "admin:bimtek_nextaction_changelist"
PAGE = "admin:bimtek_nextaction_change"
PHONE = "+6283712345678"


def waiting(name="Keripik Bu Sari", kind="SIINAS", rupiah=10_000_000, **fields):
    """A business with an action on last night's list."""
    business = BusinessFactory(name=name, phone=PHONE, **fields)
    NextAction.objects.create(
        business=business, kind=kind, steps=["SIINAS", "VALIDATION", "APPLICATION"], packages=2, rupiah=rupiah,
        chance=0.125, effort=8, score=rupiah // 64, since=timezone.localdate() - timedelta(days=40),
        on=timezone.localdate(),
    )  # fmt: skip
    return business


def returned(business):
    """An application of the business that came back today."""
    load_holidays()
    day = timezone.localdate()
    product = ProductFactory(business=business)
    return application(("SUBMITTED", day - timedelta(days=3)), ("RETURNED", day), product=product)


def help_(user, business):
    return business.memberships.create(
        user=user, kind="HELPER", since="2026-01-01", given_by=UserFactory(), given_at=timezone.localtime(),
        wording=WORDING,
    )  # fmt: skip


@pytest.fixture
def pendamping(db):
    user = UserFactory(full_name="Tono Pendamping")
    user.groups.add(Group.objects.get(name=Role.HELPER))
    return user


@pytest.fixture
def kepala(db):
    user = UserFactory(is_staff=True)
    user.groups.add(Group.objects.get(name=Role.HEAD))
    return user


def test_the_desk_lists_what_opens_most_first_and_hides_the_number(client, petugas, places):
    small, large = waiting("Kecil", rupiah=1_000_000), waiting("Besar", rupiah=9_000_000)
    client.force_login(petugas)

    answer = client.get(reverse(LIST))

    assert [row.business for row in answer.context["cl"].result_list] == [large, small]
    assert "83712345678" not in answer.text


def test_what_has_a_deadline_stands_above_the_list_at_once(client, petugas, places):
    waiting("Tanpa batas")
    business = BusinessFactory(name="Dikembalikan hari ini")
    returned(business)
    client.force_login(petugas)

    answer = client.get(reverse(LIST))

    assert [today.business for today, _why in answer.context["deadlines"]] == [business]
    assert "5 hari kerja lagi" in answer.text


def test_a_correction_in_the_nights_list_gives_its_rupiah_to_the_deadline_and_stands_only_once(client, petugas, places):
    business = waiting(kind="CORRECTION")
    returned(business)
    client.force_login(petugas)

    answer = client.get(reverse(LIST))

    assert [today.rupiah for today, _why in answer.context["deadlines"]] == [10_000_000]
    assert list(answer.context["cl"].result_list) == []


def test_the_list_can_be_narrowed_to_one_helper(client, petugas, pendamping, places):
    helped, _other = waiting("Didampingi"), waiting("Sendiri")
    help_(pendamping, helped)
    withdrawn = waiting("Dicabut")
    help_(pendamping, withdrawn).withdraw(at=timezone.localtime())
    client.force_login(petugas)

    answer = client.get(reverse(LIST), {"pendamping": pendamping.pk})

    assert [row.business for row in answer.context["cl"].result_list] == [helped]


@pytest.mark.parametrize("nobody", ["abc", "9" * 30])
def test_a_helper_who_is_nobody_has_no_cases(client, petugas, pendamping, places, nobody):
    help_(pendamping, waiting())
    client.force_login(petugas)

    answer = client.get(reverse(LIST), {"pendamping": nobody})

    assert list(answer.context["cl"].result_list) == []


@pytest.mark.parametrize("count", [1, 20])
def test_the_desk_asks_the_same_questions_for_one_and_for_twenty(
    client, petugas, places, count, django_assert_max_num_queries
):
    for number in range(count):
        returned(waiting(f"Dikembalikan {number}", kind="CORRECTION"))
        waiting(f"Usaha {number}")
    client.force_login(petugas)

    with django_assert_max_num_queries(12) as listed:
        client.get(reverse(LIST))
    with django_assert_max_num_queries(9) as steps:
        client.get(reverse("admin:bimtek_nextaction_steps"))

    assert (len(listed), len(steps)) == (12, 8)


def test_an_action_says_why_and_shows_the_number_only_to_who_asks_for_it(client, petugas, places):
    business = waiting()
    client.force_login(petugas)

    first = client.get(reverse(PAGE, args=[business.pk]))
    shown = client.post(reverse("admin:bimtek_nextaction_reveal", args=[business.pk]))

    assert "2 paket (Rp" in first.text
    assert "Kantor belum punya catatan" in first.text
    assert "Sertifikat tidak menjamin barang Anda dibeli." in first.text
    assert "83712345678" not in first.text
    assert "https://wa.me/6283712345678?text=" in shown.text
    assert "no-store" in shown["Cache-Control"]
    assert list(Disclosure.objects.values_list("business", "by", "datum")) == [(business.pk, petugas.pk, "PHONE")]


def test_looking_at_the_number_by_address_alone_shows_nothing(client, petugas, places):
    business = waiting()
    client.force_login(petugas)

    answer = client.get(reverse("admin:bimtek_nextaction_reveal", args=[business.pk]))

    assert answer.url == reverse(PAGE, args=[business.pk])
    assert not Disclosure.objects.exists()


def test_a_decision_is_kept_and_the_action_leaves_the_list(client, petugas, places):
    business = waiting()
    client.force_login(petugas)

    for _press in range(2):
        answer = client.post(
            reverse(PAGE, args=[business.pk]), {"kind": "SIINAS", "result": "DONE", "note": "datang besok"}, follow=True
        )

    told = ActionOutcome.objects.get()
    assert (told.business, told.kind, told.result, told.by, told.note) == (
        business, "SIINAS", "DONE", petugas, "datang besok",
    )  # fmt: skip
    assert "sudah mencatat" in answer.text
    assert list(answer.context["cl"].result_list) == []


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({}, "Pilih salah satu hasil."),
        ({"result": "SNOOZED"}, "Isi tanggal kapan ditanyakan lagi."),
        ({"result": "SNOOZED", "until": "2020-01-01"}, "1 Jan 2020 bukan sesudah hari ini"),
        ({"result": "SNOOZED", "until": "besok"}, "Tanggal ini tidak dikenal."),
        ({"result": "DECLINED"}, "Pilih alasan pemilik menolak."),
    ],
)
def test_a_decision_that_lacks_something_is_asked_again_in_words(client, petugas, places, said, sentence):
    business = waiting()
    client.force_login(petugas)

    answer = client.post(reverse(PAGE, args=[business.pk]), {"kind": "SIINAS"} | said)

    assert sentence in answer.text
    assert not ActionOutcome.objects.exists()


def test_the_head_reads_and_changes_nothing(client, kepala, places):
    business = waiting()
    client.force_login(kepala)

    page = client.get(reverse(PAGE, args=[business.pk]))
    post = client.post(reverse(PAGE, args=[business.pk]), {"kind": "SIINAS", "result": "DONE"})
    number = client.post(reverse("admin:bimtek_nextaction_reveal", args=[business.pk]))

    assert (page.status_code, post.status_code, number.status_code) == (200, 403, 403)
    assert "Simpan hasil" not in page.text
    assert not ActionOutcome.objects.exists()


def test_a_business_without_an_action_says_so_and_one_that_is_not_there_is_not_found(client, petugas, places):
    client.force_login(petugas)

    quiet = client.get(reverse(PAGE, args=[BusinessFactory().pk]))

    assert "Tidak ada yang perlu dikerjakan untuk usaha ini hari ini" in quiet.text
    assert client.get(reverse(PAGE, args=[999_999])).status_code == 404


def test_who_stands_longest_comes_first_with_the_median_of_the_step(client, petugas, places):
    waiting("Baru")
    old = waiting("Lama")
    NextAction.objects.filter(pk=old.pk).update(since=timezone.localdate() - timedelta(days=400))
    client.force_login(petugas)

    answer = client.get(reverse("admin:bimtek_nextaction_steps"))

    assert [(today.business.name, days) for today, days in answer.context["rows"]] == [("Lama", 400), ("Baru", 40)]
    siinas = next(usual for usual, _label, _chance in answer.context["steps"] if usual.step == "SIINAS")
    assert (siinas.standing, siinas.standing_days, siinas.passed) == (2, 220, 0)


def test_a_helper_sees_own_cases_alone(client, pendamping, places):
    own, _others = waiting("Dampingan saya"), waiting("Milik orang lain")
    help_(pendamping, own)
    gone = waiting("Persetujuan dicabut")
    help_(pendamping, gone).withdraw(at=timezone.localtime())
    client.force_login(pendamping)

    answer = client.get(reverse("actions:today"))

    assert [entry["today"].business for entry in answer.context["entries"]] == [own]
    assert "https://wa.me/6283712345678?text=" in answer.text
    assert "Milik orang lain" not in answer.text
    assert "Persetujuan dicabut" not in answer.text


def test_a_helpers_deadlines_come_first(client, pendamping, places):
    rich, late = waiting("Kaya", rupiah=900_000_000), BusinessFactory(name="Terdesak")
    returned(late)
    returned(BusinessFactory(name="Milik orang lain"))
    for business in (rich, late):
        help_(pendamping, business)
    client.force_login(pendamping)

    answer = client.get(reverse("actions:today"))

    assert [entry["today"].business for entry in answer.context["entries"]] == [late, rich]


def test_a_helper_records_for_an_own_case(client, pendamping, places):
    business = waiting()
    help_(pendamping, business)
    client.force_login(pendamping)

    answer = client.post(
        reverse("actions:case", args=[business.pk]), {"kind": "SIINAS", "result": "DONE", "usaha": business.pk}
    )

    assert answer.url == reverse("actions:today")
    assert ActionOutcome.objects.get().by == pendamping


def test_a_form_filled_in_for_another_case_is_refused(client, pendamping, places):
    one, two = waiting("Satu"), waiting("Dua")
    for business in (one, two):
        help_(pendamping, business)
    client.force_login(pendamping)

    answer = client.post(reverse("actions:case", args=[one.pk]), {"kind": "SIINAS", "result": "DONE", "usaha": two.pk})

    assert answer.status_code == 403
    assert not ActionOutcome.objects.exists()


def test_strangers_owners_and_staff_find_no_helpers_page(client, orang_lain, pemilik, petugas, usaha):
    for user in (orang_lain, pemilik, petugas):
        client.force_login(user)

        assert client.get(reverse("actions:case", args=[usaha.pk])).status_code == 404


def test_a_day_without_work_says_what_comes_next(client, pendamping):
    client.force_login(pendamping)

    assert "Daftar ini disusun setiap malam." in client.get(reverse("actions:today")).text


@pytest.mark.parametrize("count", [1, 20])
def test_a_helpers_day_costs_the_same_for_one_case_and_for_twenty(
    client, pendamping, places, count, django_assert_num_queries
):
    for number in range(count):
        help_(pendamping, waiting(f"Usaha {number}"))
    client.force_login(pendamping)

    with django_assert_num_queries(5):
        client.get(reverse("actions:today"))


def test_a_deadline_that_ends_today_says_so(places):
    load_holidays()
    made = application(("SUBMITTED", "2026-11-16"), ("RETURNED", "2026-11-16"))
    last_day = date(2026, 11, 23)

    before, on_it, after = (deadlines(last_day + timedelta(days=days))[0] for days in (-3, 0, 1))

    assert why(before).endswith("Batas perbaikannya 23 Nov 2026 (1 hari kerja lagi); lewat itu SIINas menolak.")
    assert why(on_it) == "Permohonannya dikembalikan. Batas perbaikannya hari ini; lewat itu SIINas menolak."
    assert why(after) == "Permohonannya dikembalikan dan batas perbaikannya, 23 Nov 2026, sudah lewat."
    assert on_it.application == made
