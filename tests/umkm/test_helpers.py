"""Helpers: consent by a code or on paper, one case at a time, withdrawn in one tap."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pghistory
import pytest
from django.db import IntegrityError, connection, transaction
from django.template.loader import get_template
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from certification.caseload import caseload
from certification.holiday_data import load_holidays
from tests.certification.application_chains import application
from tests.conftest import TODAY
from tests.factories import (
    ActivityFactory,
    BusinessFactory,
    CertificateFactory,
    ProductFactory,
    SiinasAccountFactory,
    UserFactory,
)
from tests.umkm.files import picture, upload
from umkm import consent
from umkm.access import change_case
from umkm.models import Business, Document, HelperCode, Membership

pytestmark = pytest.mark.django_db


@pytest.fixture
def pendamping(db):
    """Helps whoever lets them."""
    return UserFactory(full_name="Tono Pendamping", email="tono@example.id")


def helps(user, business, by, **more):
    given = {"kind": "HELPER", "since": TODAY, "given_by": by, "given_at": timezone.localtime(), "wording": "2026-1"}
    return business.memberships.create(user=user, **given | more)


def words(response):
    return " ".join(response.content.decode().split())


def invited(client, owner, business):
    client.force_login(owner)
    page = client.post(reverse("umkm:invite", args=[business.pk]), {"agree": "1"})
    return re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}", page.content.decode().split("big-code")[1])[0]


def joined(helper, code):
    client = Client()
    client.force_login(helper)
    return client.post(reverse("umkm:join"), {"code": code})


def test_an_owners_code_lets_one_helper_in_with_recorded_consent(client, usaha, pemilik, pendamping):
    code = invited(client, pemilik, usaha)

    response = joined(pendamping, code.lower().replace("-", " "))

    assert response.url == usaha.get_absolute_url()
    member = Membership.objects.get(user=pendamping)
    assert (member.kind, member.given_by, member.wording) == ("HELPER", pemilik, consent.WORDING)


def test_the_code_is_shown_once_and_kept_hashed(client, usaha, pemilik):
    code = invited(client, pemilik, usaha)

    assert code not in client.get(reverse("umkm:helpers", args=[usaha.pk])).content.decode()
    assert client.get(reverse("umkm:invite", args=[usaha.pk])).url == reverse("umkm:helpers", args=[usaha.pk])
    assert code.replace("-", "") not in HelperCode.objects.get().code_hash


def test_the_consent_names_its_law_and_its_end(db):
    text = get_template(consent.WORDING_TEMPLATE).render()

    assert "UU 27/2022" in text
    assert "sampai Anda mencabutnya" in text


def test_the_paper_to_sign_has_todays_text(client, petugas):
    client.force_login(petugas)

    page = words(client.get(reverse("umkm:consent_paper")))

    assert f"persetujuan {consent.WORDING}" in page
    assert "Tanda tangan pemilik:" in page
    assert reverse("umkm:consent_paper") in words(client.get(reverse("admin:umkm_membership_add")))


def test_without_the_tick_there_is_no_code(client, usaha, pemilik):
    client.force_login(pemilik)

    page = client.post(reverse("umkm:invite", args=[usaha.pk]))

    assert page.status_code == 400
    assert "Centang bahwa Anda mengizinkan" in words(page)
    assert not HelperCode.objects.exists()


def test_a_code_works_once(client, usaha, pemilik, pendamping, orang_lain):
    code = invited(client, pemilik, usaha)
    joined(pendamping, code)

    page = joined(orang_lain, code)

    assert page.status_code == 400
    assert usaha.name not in words(page)
    assert not Business.objects.acted_for_by(orang_lain).exists()


def test_a_page_sent_twice_leaves_the_last_code(client, usaha, pemilik, pendamping, orang_lain):
    first, second = (invited(client, pemilik, usaha) for _press in range(2))

    assert [joined(user, code).status_code for user, code in ((orang_lain, first), (pendamping, second))] == [
        400,
        302,
    ]


@pytest.mark.parametrize(("later", "works"), [(timedelta(0), True), (timedelta(seconds=1), False)])
def test_a_code_lives_two_days(usaha, pemilik, pendamping, later, works):
    at = timezone.localtime()
    code = consent.invite(business=usaha, by=pemilik, at=at)
    try:
        consent.join(user=pendamping, typed=code, at=at + consent.CODE_LIFE + later)
    except consent.NotAllowed:
        assert not works
    assert Business.objects.acted_for_by(pendamping).exists() is works


def test_the_code_of_somebody_who_owns_it_no_longer_is_worth_nothing(usaha, pemilik, pendamping):
    at = timezone.localtime()
    code = consent.invite(business=usaha, by=pemilik, at=at)
    usaha.memberships.get(user=pemilik).withdraw(at=at)

    with pytest.raises(consent.NotAllowed):
        consent.join(user=pendamping, typed=code, at=at)


def test_an_owner_cannot_become_the_helper_of_their_own_business(client, usaha, pemilik):
    page = joined(pemilik, invited(client, pemilik, usaha))

    assert "sudah dapat membuka usaha ini" in words(page)
    assert Membership.objects.get(user=pemilik).kind == "OWNER"


def test_guessing_codes_ends_after_ten_tries(client, usaha, pemilik, pendamping):
    code = invited(client, pemilik, usaha)
    for _guess in range(10):
        joined(pendamping, "AAAA-AAAA")

    page = joined(pendamping, code)

    assert "Sudah terlalu banyak kode dicoba." in words(page)
    assert not Business.objects.acted_for_by(pendamping).exists()


def test_one_tap_withdraws_and_a_new_code_lets_in_again(client, usaha, pemilik, pendamping):
    joined(pendamping, invited(client, pemilik, usaha))
    member = Membership.objects.get(user=pendamping)
    client.force_login(pemilik)

    client.post(reverse("umkm:withdraw", args=[usaha.pk, member.pk]))

    client.force_login(pendamping)
    assert client.get(usaha.get_absolute_url()).status_code == 404
    joined(pendamping, invited(client, pemilik, usaha))
    assert Membership.objects.get(user=pendamping).is_active
    assert Membership.pgh_event_model.objects.filter(user=pendamping, withdrawn_at__isnull=False).count() == 1


@pytest.mark.parametrize("who", ["orang_lain", "pendamping", "petugas"])
def test_only_the_owner_sees_and_settles_who_helps(client, request, usaha, pemilik, pendamping, who):
    member = helps(pendamping, usaha, pemilik)
    client.force_login(request.getfixturevalue(who))

    answers = [
        client.get(reverse("umkm:helpers", args=[usaha.pk])),
        client.post(reverse("umkm:invite", args=[usaha.pk]), {"agree": "1"}),
        client.post(reverse("umkm:withdraw", args=[usaha.pk, member.pk])),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert Membership.objects.get(pk=member.pk).is_active


def test_an_owner_cannot_end_the_consent_of_another_business(client, usaha, pemilik, pendamping, orang_lain):
    other = BusinessFactory()
    member = helps(pendamping, other, orang_lain)
    client.force_login(pemilik)

    assert client.post(reverse("umkm:withdraw", args=[usaha.pk, member.pk])).status_code == 404
    assert Membership.objects.get(pk=member.pk).is_active


def test_the_bar_names_the_open_case_for_a_helper_alone(client, usaha, pemilik, pendamping):
    helps(pendamping, usaha, pemilik)
    bar = f"Anda membantu: <strong>{usaha.name}</strong>"

    shown = {}
    for user in (pemilik, pendamping):
        client.force_login(user)
        shown[user] = bar in words(client.get(usaha.get_absolute_url()))

    assert shown == {pemilik: False, pendamping: True}


def test_no_page_of_a_helper_mixes_two_cases(client, usaha, pemilik, pendamping, orang_lain):
    other = BusinessFactory(name="Sulam Rahasia")
    helps(pendamping, usaha, pemilik)
    helps(pendamping, other, orang_lain)
    client.force_login(pendamping)

    page = words(client.get(usaha.get_absolute_url()))

    assert "Sulam Rahasia" not in page
    assert page.count("Anda membantu:") == 1


def test_a_helper_leaves_and_the_owner_sees_it(client, usaha, pemilik, pendamping):
    helps(pendamping, usaha, pemilik)
    client.force_login(pendamping)

    response = client.post(reverse("umkm:leave", args=[usaha.pk]), {"usaha": usaha.pk})

    assert response.url == reverse("umkm:desk")
    assert client.get(usaha.get_absolute_url()).status_code == 404
    client.force_login(pemilik)
    assert "Pernah mendampingi" in words(client.get(reverse("umkm:helpers", args=[usaha.pk])))


def test_a_form_of_another_case_ends_nothing(client, usaha, pemilik, pendamping):
    member, other = helps(pendamping, usaha, pemilik), BusinessFactory()
    client.force_login(pendamping)

    response = client.post(reverse("umkm:leave", args=[usaha.pk]), {"usaha": other.pk})

    assert response.status_code == 403
    assert "dibuat untuk usaha lain" in words(response)
    assert Membership.objects.get(pk=member.pk).is_active


def test_an_owner_cannot_leave_their_own_business(client, usaha, pemilik):
    client.force_login(pemilik)

    assert client.post(reverse("umkm:leave", args=[usaha.pk])).status_code == 404
    assert Business.objects.acted_for_by(pemilik).exists()


def test_the_caseload_begins_with_what_can_be_done_now(client, pendamping, orang_lain, places):
    known = {"owner_name": "Sari", "phone": "+62812345678", "address": "Jl. Kartini 1"}
    waiting = BusinessFactory(name="Menunggu", **known)
    ready = BusinessFactory(name="Siap", **known)
    for business, status in ((waiting, "ACTIVE"), (ready, "IK_VALIDATED")):
        ActivityFactory(business=business, risk="LOW")
        verified = {"verified_on": TODAY}
        SiinasAccountFactory(business=business, status=status, **verified)
    empty = BusinessFactory(name="Kosong")
    done = BusinessFactory(name="Beres", **known)
    ActivityFactory(business=done, risk="LOW")
    CertificateFactory(business=done)
    for business in (waiting, ready, empty, done):
        helps(pendamping, business, orang_lain)
    client.force_login(pendamping)

    cases = client.get(reverse("umkm:desk")).context["helped"].rows

    assert [case.business for case in cases] == [empty, ready, waiting, done]


def test_the_caseload_puts_the_nearest_deadline_first(pendamping, orang_lain, places):
    load_holidays()
    later, sooner, calm = (BusinessFactory(name=name) for name in ("Anggrek", "Bakung", "Aster"))
    for business, days in ((later, 1), (sooner, 4)):
        helps(pendamping, business, orang_lain)
        back = TODAY - timedelta(days=days)
        application(("SUBMITTED", back), ("RETURNED", back), product=ProductFactory(business=business))
    helps(pendamping, calm, orang_lain)

    entries = caseload(pendamping, TODAY)

    assert [entry.business for entry in entries] == [sooner, later, calm]
    assert [entry.standing and entry.standing.due for entry in entries[:2]] == [date(2026, 11, 27), date(2026, 11, 30)]


@pytest.mark.parametrize("count", [1, 20])
def test_the_caseload_costs_nine_queries(client, pendamping, orang_lain, places, count, django_assert_num_queries):
    for business in BusinessFactory.create_batch(count):
        helps(pendamping, business, orang_lain)
        ActivityFactory(business=business)
        SiinasAccountFactory(business=business)
        CertificateFactory(business=business)
    client.force_login(pendamping)
    client.get("/")

    with django_assert_num_queries(9):
        client.get(reverse("umkm:desk"))


@pytest.mark.parametrize("count", [1, 20])
def test_the_page_of_helpers_costs_the_same_for_any_number(client, usaha, pemilik, count, django_assert_num_queries):
    for user in UserFactory.create_batch(count):
        helps(user, usaha, pemilik)
    client.force_login(pemilik)
    client.get("/")

    with django_assert_num_queries(8):
        client.get(reverse("umkm:helpers", args=[usaha.pk]))


def test_the_owner_reads_what_a_helper_changed(client, usaha, pemilik, pendamping, rf):
    helps(pendamping, usaha, pemilik)
    request = rf.post("/")
    request.user = pendamping
    with pghistory.context(user=pendamping.pk), transaction.atomic():
        change_case(request, usaha.pk)
        Business.objects.filter(pk=usaha.pk).update(address="Jl. Baru 7")
    with pghistory.context(user=pemilik.pk):
        Business.objects.filter(pk=usaha.pk).update(phone="+628127654321")
    client.force_login(pemilik)

    page = words(client.get(reverse("umkm:helpers", args=[usaha.pk])))

    assert "oleh pendamping Tono Pendamping" in page
    assert "<ins>Jl. Baru 7</ins>" in page
    assert "+628127654321" not in page


@pytest.mark.parametrize(
    ("more", "rule"),
    [
        ({"kind": "GUEST"}, "membership_kind_is_known|membership_helper_has_consent"),
        ({"given_by": None}, "membership_helper_has_consent"),
        ({"given_at": None}, "membership_helper_has_consent"),
        ({"wording": ""}, "membership_helper_has_consent"),
        ({"kind": "OWNER"}, "membership_helper_has_consent"),
        ({"withdrawn_at": timezone.make_aware(timezone.datetime(2020, 1, 1))}, "membership_withdrawn_after_given"),
    ],
)
def test_the_database_refuses_a_helper_without_consent(usaha, pemilik, pendamping, more, rule):
    with pytest.raises(IntegrityError, match=rule):
        helps(pendamping, usaha, pemilik, **more)


def test_nobody_consents_for_themselves_also_not_in_sql(usaha, pemilik, pendamping):
    member = helps(pendamping, usaha, pemilik)

    with (
        pytest.raises(IntegrityError, match="membership_consent_is_of_another"),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE umkm_membership SET given_by_id = user_id WHERE id = %s", [member.pk])


@pytest.mark.parametrize(
    ("more", "rule"),
    [
        ({"code_hash": "KJ7M4RTP"}, "helper_code_is_hashed"),
        ({"expires_at": timezone.make_aware(timezone.datetime(2026, 1, 1))}, "helper_code_ends_after_it_begins"),
        ({"used_at": timezone.make_aware(timezone.datetime(2026, 1, 4))}, "helper_code_is_used_in_its_time"),
    ],
)
def test_the_database_refuses_a_code_that_makes_no_sense(usaha, pemilik, more, rule):
    made = timezone.make_aware(timezone.datetime(2026, 1, 1))
    given = {"code_hash": "a" * 64, "wording": "2026-1", "made_at": made, "expires_at": made + timedelta(days=2)}

    with pytest.raises(IntegrityError, match=rule):
        HelperCode.objects.create(business=usaha, by=pemilik, **given | more)


def paper_form(business, contact, **more):
    return {"business": business.pk, "contact": contact, "scan": upload(picture())} | more


@pytest.mark.parametrize("contact", ["TONO@example.id", "0812 7654 321"])
def test_staff_record_a_consent_on_paper_with_its_photo(client, usaha, petugas, pendamping, contact):
    pendamping.phone = "+628127654321"
    pendamping.save(update_fields=["phone"])
    client.force_login(petugas)

    response = client.post(reverse("admin:umkm_membership_add"), paper_form(usaha, contact))

    assert response.status_code == 302
    member = Membership.objects.get(user=pendamping)
    assert (member.kind, member.given_by, member.paper) == ("HELPER", petugas, Document.objects.get(kind="CONSENT"))
    client.force_login(pendamping)
    assert client.get(usaha.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    ("contact", "sentence"),
    [
        ("siapa@example.id", "Belum ada akun dengan siapa@example.id."),
        ("0812", "bukan satu nomor Indonesia"),
        ("tono@example.id", "Tono Pendamping sudah dapat bertindak untuk usaha ini."),
    ],
)
def test_staff_read_why_a_paper_consent_cannot_be_recorded(
    client, usaha, pemilik, petugas, pendamping, contact, sentence
):
    helps(pendamping, usaha, pemilik)
    client.force_login(petugas)

    page = client.post(reverse("admin:umkm_membership_add"), paper_form(usaha, contact))

    assert sentence in words(page)


def test_a_paper_consent_needs_its_paper(client, usaha, petugas, pendamping):
    client.force_login(petugas)

    client.post(reverse("admin:umkm_membership_add"), paper_form(usaha, "tono@example.id", scan=""))

    assert not Membership.objects.filter(user=pendamping).exists()


def test_staff_withdraw_for_an_owner_who_asks_the_office(client, usaha, pemilik, petugas, pendamping):
    member = helps(pendamping, usaha, pemilik)
    owner = usaha.memberships.get(user=pemilik)
    client.force_login(petugas)

    asked = {"action": "withdraw_consent", "_selected_action": [member.pk, owner.pk]}
    shown = client.post(reverse("admin:umkm_membership_changelist"), asked)
    still = Membership.objects.get(pk=member.pk).is_active
    client.post(reverse("admin:umkm_membership_changelist"), {**asked, "seen": "1"})

    assert still
    assert "Tidak dapat dibatalkan di sini" in words(shown)
    assert "1 lainnya tidak berubah" in words(shown)
    assert [Membership.objects.get(pk=pk).is_active for pk in (member.pk, owner.pk)] == [False, True]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_type_a_code_at_once_one_comes_in(usaha, pemilik, pendamping, orang_lain):
    at, barrier = timezone.localtime(), Barrier(2)
    code = consent.invite(business=usaha, by=pemilik, at=at)

    def join(user):
        barrier.wait()
        try:
            return consent.join(user=user, typed=code, at=at) and "in"
        except consent.NotAllowed:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(join, (pendamping, orang_lain)))

    assert answers == ["in", "refused"]
    assert usaha.memberships.helpers().count() == 1
