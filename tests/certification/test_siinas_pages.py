"""The owner's pages of SIINas accounts: the first question, the guide, what is said, what strangers see."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from certification.models import SiinasAccount, SiinasProof
from certification.siinas.guide import SCREENS
from certification.siinas.states import Section
from tests.factories import (
    ActivityFactory,
    ProductFactory,
    ProofDocumentFactory,
    SiinasAccountFactory,
    SiinasProofFactory,
)
from tests.umkm.files import PDF, upload
from umkm.desk_blocks import tasks_of

pytestmark = pytest.mark.django_db
ADDRESS = "Jl. Kartini 1"


@pytest.fixture
def owner(client, pemilik, usaha):
    """The browser of the owner of `usaha`."""
    usaha.address, usaha.npwp, usaha.phone = ADDRESS, "0012345678901000", "+628123456789"
    usaha.save()
    client.force_login(pemilik)
    return client


@pytest.fixture
def account(usaha):
    return SiinasAccountFactory(
        business=usaha, as_of=timezone.localdate(), email_on_nib="sari@contoh.id", email_is_open=True
    )


def address(name, account, **parts):
    return reverse(f"siinas:{name}", kwargs={"pk": account.business_id, "number": account.pk} | parts)


def say(client, account, slug, **fields):
    fields = {"day": timezone.localdate().isoformat(), "once": uuid.uuid4(), "note": ""} | fields
    return client.post(address("report", account, slug=slug), fields, follow=True)


def test_without_an_account_the_first_question_is_the_mail_on_the_nib(owner, usaha):
    page = owner.get(reverse("siinas:accounts", args=[usaha.pk]), follow=True)

    assert page.redirect_chain == [(reverse("siinas:add", args=[usaha.pk]), 302)]
    assert page.context["form"].initial == {"factory_location": ADDRESS, "email_on_nib": ""}
    assert "Apakah e-mail di NIB milik Anda dan masih dapat dibuka?" in page.content.decode()


@pytest.mark.parametrize(("answer", "leads_to"), [("True", "guide"), ("False", "oss")])
def test_the_answer_leads_on(owner, usaha, answer, leads_to):
    typed = {"factory_location": ADDRESS, "email_on_nib": "sari@contoh.id", "email_is_open": answer}

    page = owner.post(reverse("siinas:add", args=[usaha.pk]), typed)

    account = usaha.siinas_accounts.get()
    slug = {"slug": "registrasi"} if leads_to == "guide" else {}
    assert page.url == address(leads_to, account, **slug)
    assert (account.email_is_open, account.status) == (answer == "True", "NONE")
    assert owner.get(page.url).status_code == 200


def test_a_place_is_recorded_once(owner, account, usaha):
    typed = {"factory_location": "JL KARTINI, 1", "email_on_nib": "sari@contoh.id", "email_is_open": "True"}

    page = owner.post(reverse("siinas:add", args=[usaha.pk]), typed)

    assert page.context["form"].errors == {"factory_location": ["Tempat “JL KARTINI, 1” sudah tercatat di bawah."]}
    assert usaha.siinas_accounts.count() == 1


def test_no_form_has_a_field_for_a_password(owner, account, usaha):
    pages = [reverse("siinas:add", args=[usaha.pk]), address("mail", account)]
    pages += [address("report", account, slug=slug) for slug in ("daftar", "kata-sandi", "selesai", "masalah")]
    pages += [address("guide", account, slug=screen.slug) for screen in SCREENS]

    assert [url for url in pages if 'type="password"' in owner.get(url).content.decode()] == []


def test_a_password_in_a_note_is_refused_with_a_warning(owner, account):
    page = say(owner, account, "daftar", note="kata sandi: Rahasia123")

    assert page.context["form"].errors["note"] == [
        "Jangan menulis kata sandi di sini. Portal tidak pernah membutuhkannya; simpan sendiri di tempat aman."
    ]
    assert account.changes.count() == 0


def test_the_guide_follows_the_screens_of_siinas():
    assert [screen.section for screen in SCREENS] == list(Section)
    assert [screen.slug for screen in SCREENS if screen.once] == ["kantor-pusat", "pabrik"]


def test_the_guide_is_filled_in_from_the_register(owner, account, usaha):
    ActivityFactory(business=usaha, kbli_code="10794")
    ProductFactory(business=usaha, name="Keripik pisang", monthly_capacity=500, unit="kg")
    values = {}

    for screen in SCREENS:
        fields = owner.get(address("guide", account, slug=screen.slug)).context["fields"]
        values[screen.slug] = [field.value for field in fields if field.value]

    assert values == {
        "registrasi": [usaha.name, ADDRESS, usaha.npwp, usaha.nib, "sari@contoh.id"],
        "e-mail": ["sari@contoh.id"],
        "data-umum": [usaha.name, usaha.npwp, usaha.nib],
        "kantor-pusat": [ADDRESS, "Kota Bandar Lampung", "Lampung"],
        "pabrik": [ADDRESS, "Kota Bandar Lampung", "Lampung"],
        "kontak": ["+628123456789", "sari@contoh.id"],
        "kbli": ["10794"],
        "kapasitas": ["6000"],
        "perizinan": [usaha.nib],
        "bukti": [],
    }


def test_an_entry_taken_once_is_compared_with_the_nib_before_it_is_ticked(owner, account):
    url = address("tick", account, slug="pabrik")

    refused = owner.post(url, follow=True)
    account.refresh_from_db()
    assert [str(message) for message in refused.context["messages"]] == [
        "Cocokkan dahulu alamatnya dengan NIB, centang, baru tandai sudah diisi."
    ]
    assert account.filled == []

    ticked = owner.post(url, {"cocok": "ya"})

    account.refresh_from_db()
    assert (account.filled, ticked.url) == (["FACTORY"], address("guide", account, slug="kontak"))


def test_a_tick_can_be_taken_back(owner, account):
    SiinasAccount.objects.update(filled=["KBLI", "MAIL"])

    owner.post(address("tick", account, slug="kbli"), {"isi": "belum"})

    account.refresh_from_db()
    assert account.filled == ["MAIL"]


@pytest.mark.parametrize(
    ("slug", "status"), [("daftar", "REQUESTED"), ("kata-sandi", "CREDENTIALS_SENT"), ("mengisi", "PROFILE_INCOMPLETE")]
)
def test_what_the_owner_says_is_recorded_at_once(owner, account, pemilik, slug, status):
    say(owner, account, slug)

    change = account.changes.get()
    assert (change.to_status, change.source, change.by) == (status, "OWNER", pemilik)


def test_a_finished_profile_waits_for_staff(owner, account):
    say(owner, account, "selesai", evidence=upload(PDF, "bukti.pdf"))

    proof = SiinasProof.objects.get()
    account.refresh_from_db()
    assert (proof.status, proof.decision, proof.evidence.kind) == ("ACTIVE", "", "SIINAS_PROOF")
    assert (account.status, account.changes.count()) == ("NONE", 0)


@pytest.mark.parametrize("slug", ["selesai", "tervalidasi"])
def test_a_finished_profile_without_proof_is_refused(owner, account, slug):
    page = say(owner, account, slug)

    assert page.context["form"].errors["evidence"] == ["Kirim buktinya: foto layar atau PDF dari SIINas."]
    assert SiinasProof.objects.count() == 0


def test_a_second_proof_waits_until_the_first_is_decided(owner, account):
    say(owner, account, "selesai", evidence=upload(PDF, "bukti.pdf"))

    page = say(owner, account, "selesai", evidence=upload(PDF + b"\n", "lain.pdf"))

    assert page.context["form"].non_field_errors() == ["Bukti untuk akun ini sudah menunggu diperiksa petugas."]


@pytest.mark.parametrize(("days", "error"), [(1, "belum terjadi"), (-10, "sudah tercatat")], ids=["future", "older"])
def test_a_day_that_cannot_be_is_refused(owner, account, days, error):
    SiinasAccount.objects.update(status="REQUESTED")

    page = say(owner, account, "kata-sandi", day=(timezone.localdate() + timedelta(days=days)).isoformat())

    assert error in page.context["form"].errors["day"][0]
    assert account.changes.count() == 1


def test_a_correction_says_why(owner, account):
    SiinasAccount.objects.update(status="PROFILE_INCOMPLETE")

    page = say(owner, account, "daftar")
    say(owner, account, "daftar", note="Salah tekan.")

    account.refresh_from_db()
    assert page.context["form"].errors["note"] == [
        "Tercatat “profil belum lengkap”. Tulis mengapa itu keliru, supaya petugas paham."
    ]
    assert account.status == "REQUESTED"


def test_a_locked_address_leads_to_the_letter(owner, account, usaha):
    page = say(owner, account, "masalah", problem="ADDRESS_LOCKED")
    letter = owner.get(address("letter", account)).content.decode()

    assert address("letter", account) in page.content.decode()
    assert [
        text for text in (usaha.nib, usaha.npwp, usaha.name, ADDRESS, "Kepala Pusat Data") if text not in letter
    ] == []


def test_a_problem_without_letter_has_none(owner, account):
    say(owner, account, "masalah", problem="NPWP_DIFFERS")

    assert owner.get(address("letter", account)).status_code == 404


def test_a_returned_proof_says_what_to_mend_and_waits_on_the_desk(owner, account, petugas, pemilik):
    SiinasProofFactory(
        account=account, sent_by=pemilik, decision="RETURNED", decided_by=petugas,
        decided_at=timezone.localtime() + timedelta(minutes=1), reasons=["UNREADABLE"],
    )  # fmt: skip

    page = owner.get(reverse("siinas:accounts", args=[account.business_id])).content.decode()

    sentence = "Foto tidak terbaca. Foto ulang di tempat terang sampai semua tulisan jelas."
    assert sentence in page
    assert [task.text for task in tasks_of(account.business, timezone.localdate()) if "SIINas" in task.text] == [
        f"Bukti akun SIINas dikembalikan petugas: {sentence}"
    ]


def test_an_old_status_is_confirmed_with_one_tap(owner, account, pemilik):
    today = timezone.localdate()
    SiinasAccount.objects.update(status="REQUESTED", as_of=today - timedelta(days=91))
    assert "Ya, masih benar" in owner.get(reverse("siinas:accounts", args=[account.business_id])).content.decode()
    assert [task.link for task in tasks_of(account.business, today) if "SIINas" in task.text] == ["Jawab"]

    owner.post(address("confirm", account), {"once": uuid.uuid4()})

    account.refresh_from_db()
    assert (account.as_of, account.status) == (today, "REQUESTED")
    assert account.changes.first().by == pemilik


def pages_of(account):
    named = [("mail", {}), ("oss", {}), ("guide", {"slug": "pabrik"}), ("report", {"slug": "daftar"}), ("letter", {})]
    urls = [address(name, account, **parts) for name, parts in named]
    return [reverse("siinas:accounts", args=[account.business_id]), *urls]


def test_a_stranger_finds_nothing(client, orang_lain, account):
    client.force_login(orang_lain)

    assert {client.get(url).status_code for url in pages_of(account)} == {404}
    assert say(client, account, "daftar").status_code == 404
    assert client.post(address("tick", account, slug="kbli")).status_code == 404
    assert client.post(address("confirm", account)).status_code == 404
    account.refresh_from_db()
    assert (account.status, account.filled) == ("NONE", [])


def test_an_account_opens_only_below_its_own_business(owner, usaha):
    foreign = SiinasAccountFactory()

    url = reverse("siinas:guide", kwargs={"pk": usaha.pk, "number": foreign.pk, "slug": "pabrik"})

    assert owner.get(url).status_code == 404


def test_who_is_signed_out_signs_in_first(client, account):
    assert {client.get(url).status_code for url in pages_of(account)} == {302}


def test_a_form_of_another_case_is_refused(owner, account):
    page = say(owner, account, "daftar", usaha=account.business_id + 1)

    assert page.status_code == 403
    assert account.changes.count() == 0


def test_the_page_costs_the_same_for_one_account_and_for_twenty(owner, account, usaha, django_assert_num_queries):
    url = reverse("siinas:accounts", args=[usaha.pk])
    owner.get(url)
    with django_assert_num_queries(5):
        owner.get(url)

    for number in range(20):
        SiinasProofFactory(
            account=SiinasAccountFactory(business=usaha, factory_location=f"Jl. Lain {number}"),
            evidence=ProofDocumentFactory(business=usaha),
        )

    with django_assert_num_queries(5):
        owner.get(url)
