"""An owner registers a business: one question a page, kept at every step, sent once."""

import pytest
from django.db import IntegrityError, connection
from django.urls import reverse
from django.utils import timezone

from tests.umkm.registering import NIB, NIK, PRODUCT, TYPED, address, draft, errors, fill, jpeg, send
from tkdnportal.crypto import decrypt, keyed_hash
from umkm.models import (
    Business,
    Document,
    Registration,
    RegistrationPhoto,
    Source,
)
from umkm.registration import steps

pytestmark = pytest.mark.django_db


def test_every_step_leads_to_the_next_and_the_last_one_to_the_check(owner):
    led = [owner.post(address(slug), TYPED[slug]).url for slug in steps.SLUGS]

    expected = [address(slug) for slug in steps.SLUGS[1:]]
    expected.insert(steps.SLUGS.index("produk"), address("produk"))
    expected.remove(address("foto"))
    assert led == [*expected, reverse("umkm:registration_review")]


def test_the_answers_become_a_business_with_everything_that_belongs_to_it(owner, pemilik):
    fill(owner, foto={"photos": [jpeg(name="depan.jpg")]})

    response = send(owner)

    business = Business.objects.get()
    today = timezone.localdate()
    assert response.url == business.get_absolute_url()
    assert (business.name, business.owner_name, business.nib) == ("Keripik Sari Rasa", "Sari Pemilik", NIB)
    assert (business.phone, business.regency_id, business.district_id) == ("+6281234567890", "18.71", "18.71.01")
    assert (business.capital, business.annual_sales, business.workers) == (50_000_000, None, 3)
    assert (business.source, business.registered_on, business.nik_hash) == (Source.OWNER, today, keyed_hash(NIK))
    assert decrypt(business.nik_encrypted) == NIK
    assert list(business.activities.values_list("kbli_version", "kbli_code")) == [("2020", "10794")]
    product = business.products.get()
    assert (product.name, product.categories, product.kbli_code) == ("Keripik pisang", ["FOOD"], "10794")
    assert (product.price, product.unit, product.monthly_capacity) == (15_000, "bungkus", 500)
    assert list(business.memberships.values_list("user", "since")) == [(pemilik.pk, today)]
    document = business.documents.get()
    assert (document.kind, document.product, document.uploaded_by) == ("PRODUCT_PHOTO", product, pemilik)


def test_once_sent_the_draft_holds_neither_nik_nor_photos(owner):
    fill(owner, foto={"photos": [jpeg()]})
    kept = RegistrationPhoto.objects.get()

    send(owner)

    assert "nik" not in draft().answers
    assert not RegistrationPhoto.objects.exists()
    assert Document.objects.get().file.storage.exists(Document.objects.get().file.name)
    assert kept.registration_id == draft().pk


def test_a_form_posted_twice_makes_one_business_and_both_see_it(owner):
    fill(owner)
    registration = draft()

    first, second = send(owner, registration), send(owner, registration)

    assert first.url == second.url == Business.objects.get().get_absolute_url()


def test_the_nik_is_never_plain_at_rest_nor_on_a_page(owner):
    fill(owner, until="telepon")

    kept = str(draft().answers)
    pages = [owner.get(url).content.decode() for url in (reverse("umkm:registration"), address("nik"))]

    assert NIK not in kept
    assert draft().nik == NIK
    assert all(NIK not in page and "0001" in page for page in pages)


def test_the_nik_may_stay_empty_when_it_was_given_before(owner):
    fill(owner, until="nik")

    response = owner.post(address("nik"), {"nik": ""})

    assert response.url == address("npwp")
    assert draft().nik == NIK


@pytest.mark.parametrize(
    ("slug", "typed", "sentence"),
    [
        ("nama", {"name": " "}, "Isi nama usaha. Belum punya nama? Tulis nama Anda."),
        ("nib", {"nib": "123"}, "NIB 123 bukan 13 angka; salin lagi dari OSS."),
        ("nib", {}, "Isi NIB, atau centang “Belum punya NIB”."),
        (
            "nib",
            {"nib": NIB, "none_yet": "on"},
            "Anda mengisi NIB dan mencentang “Belum punya NIB”. Pilih salah satu.",
        ),
        ("nik", {"nik": "1871"}, "NIK bukan 16 angka; salin lagi dari KTP."),
        ("nik", {"nik": "1871013102800001"}, "Tanggal lahir di dalam NIK tidak ada di kalender; salin lagi dari KTP."),
        ("npwp", {"npwp": "12"}, "NPWP bukan 15 atau 16 angka yang benar; salin lagi dari kartu NPWP."),
        ("npwp", {"npwp": "1871014505800002"}, "NPWP ini NIK orang lain. Isi NPWP pemilik, atau kosongkan."),
        ("telepon", {"phone": "12"}, "Telepon 12 bukan satu nomor Indonesia; tulis seperti 0812 3456 7890."),
        ("kabupaten", {"regency": ""}, "Pilih kabupaten atau kota dari daftar."),
        (
            "kecamatan",
            {"district": "18.72.01"},
            "Kecamatan itu tidak ada di kabupaten/kota pilihan Anda. Pilih dari daftar.",
        ),
        ("alamat", {"address": ""}, "Isi alamat: jalan, nomor, RT/RW, desa atau kelurahan."),
        ("produk", PRODUCT | {"price": "0"}, "Isi angka lebih dari 0, atau kosongkan bila belum tahu."),
        ("produk", PRODUCT | {"capacity": "9999999999"}, "9999999999 terlalu besar. Isi jumlah barang dalam sebulan."),
        ("modal", {"exact": "x"}, "x bukan nilai rupiah bulat, 0 atau lebih; tulis seperti 1500000 atau Rp 1.500.000."),
        ("modal", {}, "Tulis jumlahnya, atau pilih satu kisaran."),
        ("modal", {"band": "LEBIH"}, "Untuk kisaran ini, tulis jumlahnya."),
        ("tenaga-kerja", {"exact": "sekeluarga"}, "sekeluarga bukan jumlah orang; tulis bilangan bulat, misalnya 4."),
        ("kegiatan", {"code": "99999"}, "Kode itu tidak ada dalam daftar KBLI. Pilih dari daftar, atau “Tidak tahu”."),
    ],
)  # fmt: skip
def test_what_cannot_be_right_reads_what_to_do_and_nothing_is_kept(owner, slug, typed, sentence):
    at = steps.SLUGS.index(slug)
    if at:
        fill(owner, until=steps.SLUGS[at - 1])

    response = owner.post(address(slug), typed)

    assert errors(response) == [sentence]
    assert not Registration.objects.filter(answers__has_key=slug).exists()


def test_an_npwp_that_is_the_owners_nik_is_not_kept_in_plain(owner):
    fill(owner, until="nik")

    owner.post(address("npwp"), {"npwp": NIK})

    assert draft().answers["npwp"] == {"npwp": "", "is_nik": True}


def test_another_place_asks_for_its_district_again(owner):
    fill(owner, until="alamat")

    response = owner.post(address("kabupaten"), {"regency": "18.72"})

    assert response.url == address("kecamatan")
    assert "kecamatan" not in draft().answers


def test_a_changed_answer_leads_back_to_the_check(owner):
    fill(owner)

    response = owner.post(address("nama"), {"name": "Keripik Baru"})

    assert response.url == reverse("umkm:registration_review")
    assert draft().answers["nama"] == {"name": "Keripik Baru"}


def test_the_check_shows_every_answer_as_a_person_reads_it(owner):
    fill(owner)

    page = " ".join(owner.get(reverse("umkm:registration_review")).content.decode().split())

    for words in ("Keripik Sari Rasa", NIB, "NIK berakhiran 0001", "Kota Bandar Lampung", "Kedaton", "Rp 50.000.000",
                  "Sampai Rp 2 miliar", "3 orang", "Rp 15.000 per bungkus", "10794 – Industri Kerupuk"):  # fmt: skip
        assert words in page


def test_the_check_first_asks_what_is_still_open(owner):
    fill(owner, until="nib")

    assert owner.get(reverse("umkm:registration_review")).url == address("nik")


def test_nothing_is_sent_without_the_owners_word(owner):
    fill(owner)

    response = owner.post(reverse("umkm:registration_review"), {"registration": draft().pk})

    assert errors(response) == ["Centang bahwa data di atas benar, lalu kirim."]
    assert not Business.objects.exists()


def test_a_business_without_nib_and_kbli_is_registered_too(owner):
    fill(owner, nib={"none_yet": "on"}, kegiatan={"code": "tidak-tahu"})

    send(owner)

    business = Business.objects.get()
    assert (business.nib, len(business.identity_key)) == (None, 64)
    assert not business.activities.exists()
    assert business.products.get().kbli_code == ""


def test_another_device_goes_on_where_the_first_one_stopped(owner, pemilik):
    fill(owner, until="nik")
    owner.logout()
    owner.force_login(pemilik)

    page = owner.get(reverse("umkm:registration")).content.decode()

    assert "4 dari 15 sudah dijawab dan tersimpan." in page
    assert "Lanjutkan: NPWP" in page
    assert "Keripik Sari Rasa" in owner.get(address("nama")).content.decode()


def test_the_answers_given_before_sign_up_go_into_the_draft(owner):
    owner.post(reverse("prescreen:question", args=["pembuatan"]), {"answer": "buat"})

    owner.post(address("nama"), TYPED["nama"])

    assert draft().prescreen == {"pembuatan": "buat"}


def test_what_was_typed_when_the_session_ended_is_there_after_signing_in(owner, pemilik):
    owner.logout()

    asked = owner.post(address("nama"), {"name": "Keripik Sari Rasa"})
    owner.force_login(pemilik)
    page = owner.get(address("nama")).content.decode()

    assert asked.url == f"/masuk/?next={address('nama')}"
    assert "Jawaban yang Anda ketik masih ada: periksa, lalu tekan Simpan." in page
    assert 'value="Keripik Sari Rasa"' in page


@pytest.mark.parametrize("slug", ["nik", "npwp"])
def test_an_identity_number_never_waits_in_a_session_and_is_asked_again(owner, pemilik, slug):
    owner.logout()

    owner.post(address(slug), {slug: NIK})
    waiting = str(dict(owner.session))
    owner.force_login(pemilik)

    assert NIK not in waiting
    assert "Isi lagi yang ini saja; yang lain aman." in owner.get(address(slug)).content.decode()


@pytest.mark.parametrize("slug", [*steps.SLUGS, "periksa"])
def test_a_visitor_signs_in_first(client, slug):
    assert client.get(f"/usaha/daftar/{slug}/").url == f"/masuk/?next=/usaha/daftar/{slug}/"


def test_a_step_nobody_asks_is_not_found(owner):
    assert owner.get("/usaha/daftar/rahasia/").status_code == 404


@pytest.mark.parametrize("count", [1, 20])
def test_the_task_list_costs_the_same_for_one_product_and_for_twenty(owner, count, django_assert_num_queries):
    fill(owner)
    products = [
        draft().answers["produk"][0] | {"number": number, "name": f"Produk {number}"} for number in range(count)
    ]
    draft().answer("produk", products, at=timezone.localtime())
    owner.get(reverse("umkm:registration"))

    with django_assert_num_queries(7):
        owner.get(reverse("umkm:registration"))


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("registration_one_open_per_person", {}),
        ("registration_nik_is_encrypted", {"answers": {"nik": {"nik": NIK}}, "submitted_at": timezone.localtime()}),
    ],
)
def test_the_database_keeps_drafts_in_order(name, facts, pemilik):
    Registration.objects.create(user=pemilik)

    with pytest.raises(IntegrityError, match=name):
        Registration.objects.create(user=pemilik, **facts)


def test_a_draft_with_a_business_is_submitted_even_against_raw_sql(usaha, pemilik):
    registration = Registration.objects.create(user=pemilik)

    with pytest.raises(IntegrityError, match="registration_with_business_is_submitted"), connection.cursor() as cursor:
        cursor.execute("UPDATE umkm_registration SET business_id = %s WHERE id = %s", [usaha.pk, registration.pk])
