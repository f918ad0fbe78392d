"""What clerks write for one another, and the filters they come back to."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse

from tests.admin.forms import save
from tests.conftest import _person
from tests.factories import BusinessFactory
from umkm.models import Note, SavedFilter

LIST = "/admin/umkm/business/"
KEEP = "/admin/umkm/business/saringan/"


@pytest.fixture
def desk(client, petugas):
    client.force_login(petugas)
    return client


@pytest.fixture
def rekan(db):
    """A colleague of petugas."""
    return _person("petugas", full_name="Dedi Rekan", is_staff=True)


def test_a_note_is_signed_by_who_writes_it(desk, petugas, usaha):
    save(desk, "umkm_business", usaha, **{"notes-0-text": "Sudah ditelepon, datang Senin."})

    note = Note.objects.get()
    assert (note.business, note.by, note.text) == (usaha, petugas, "Sudah ditelepon, datang Senin.")


def test_a_note_with_an_identity_number_is_refused_in_a_sentence(desk, usaha):
    response = save(desk, "umkm_business", usaha, **{"notes-0-text": "NIK 1871 0441 0780 0001"})

    formset = response.context["inline_admin_formsets"][-1].formset
    assert formset.errors == [{"__all__": ["Catatan ini memuat 16 angka seperti NIK atau NPWP. Hapus angka itu dulu."]}]
    assert not Note.objects.exists()


def test_notes_are_read_on_the_form_and_never_by_the_owner(client, petugas, pemilik, usaha):
    Note.objects.create(business=usaha, by=petugas, text="Pemilik sulit dihubungi.")

    client.force_login(petugas)
    staff = client.get(reverse("admin:umkm_business_change", args=[usaha.pk])).text
    client.force_login(pemilik)
    owner = client.get(usaha.get_absolute_url(), follow=True).text

    assert "Pemilik sulit dihubungi." in staff
    assert "Pemilik sulit dihubungi." not in owner


@pytest.mark.parametrize("deed", ["UPDATE umkm_note SET text = 'lain'", "DELETE FROM umkm_note"])
def test_a_note_is_never_changed_not_even_by_sql(usaha, petugas, deed):
    Note.objects.create(business=usaha, by=petugas, text="Pertama.")

    with pytest.raises(DatabaseError, match="Cannot update or delete rows"), transaction.atomic():
        connection.cursor().execute(deed)


@pytest.mark.parametrize(
    ("text", "rule"), [(" \n", "note_is_not_empty"), ("1871044107800001", "note_holds_no_identity_number")]
)
def test_a_note_says_something_and_holds_no_identity_number(usaha, petugas, text, rule):
    with pytest.raises(IntegrityError, match=rule):
        Note.objects.create(business=usaha, by=petugas, text=text)


def test_a_filter_is_kept_without_its_page_and_shown_beside_the_list(desk, petugas, places):
    answer = desk.post(KEEP, {"query": "nib_ada=tidak&p=3", "name": "Tanpa NIB"})

    kept = SavedFilter.objects.get()
    assert answer.url == f"{LIST}?nib_ada=tidak"
    assert (kept.by, kept.list, kept.query, kept.is_shared) == (petugas, "umkm.business", "nib_ada=tidak", False)
    assert '<a href="?nib_ada=tidak" aria-current="true">Tanpa NIB</a>' in desk.get(answer.url).text


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("", "Saring atau cari dulu, lalu simpan saringannya."),
        ("p=2", "Saring atau cari dulu, lalu simpan saringannya."),
        ("nik_hash=a", "“nik_hash” bukan saringan dari daftar ini."),
        ("next=https%3A%2F%2Fjahat.example", "“next” bukan saringan dari daftar ini."),
        ("source__exact=%00", "Nilai saringan ini tidak dikenal. Pilih lagi dari daftar."),
    ],
)
def test_only_a_filter_of_the_list_is_kept(desk, places, query, sentence):
    page = desk.post(KEEP, {"query": query, "name": "Aneh"}, follow=True)

    assert [str(message) for message in page.context["messages"]] == [sentence]
    assert not SavedFilter.objects.exists()


def test_an_identity_number_is_never_kept_in_a_filter(desk, places):
    desk.post(KEEP, {"query": "q=1871044107800001", "name": "Orang"})

    assert not SavedFilter.objects.exists()


def test_a_name_is_used_once_per_person(desk, petugas, places):
    SavedFilter.objects.create(by=petugas, list="umkm.business", name="Saya", query="q=a")

    page = desk.post(KEEP, {"query": "q=b", "name": "Saya"}, follow=True)

    assert "Anda sudah punya saringan dengan nama ini. Pilih nama lain." in page.text


def test_a_colleague_sees_what_is_shared_and_nothing_else(desk, rekan, places):
    SavedFilter.objects.create(by=rekan, list="umkm.business", name="Milik bersama", query="q=a", is_shared=True)
    SavedFilter.objects.create(by=rekan, list="umkm.business", name="Rahasia Dedi", query="q=b")

    text = desk.get(LIST).text

    assert "Milik bersama" in text
    assert "Rahasia Dedi" not in text


def test_only_ones_own_filter_is_removed(desk, petugas, rekan, places):
    mine = SavedFilter.objects.create(by=petugas, list="umkm.business", name="Saya", query="q=a")
    theirs = SavedFilter.objects.create(by=rekan, list="umkm.business", name="Dia", query="q=a", is_shared=True)

    answers = [desk.post(f"{KEEP}{kept.pk}/hapus/").status_code for kept in (mine, theirs)]

    assert answers == [302, 404]
    assert list(SavedFilter.objects.all()) == [theirs]


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        ({"query": "https://jahat.example/"}, "saved_filter_is_a_query_and_no_address"),
        ({"name": " "}, "saved_filter_has_a_name"),
    ],
)
def test_a_filter_has_a_name_and_is_no_address(petugas, facts, rule):
    with pytest.raises(IntegrityError, match=rule):
        SavedFilter.objects.create(**{"by": petugas, "list": "umkm.business", "name": "x", "query": "q=a"} | facts)


def test_a_filter_of_the_same_name_is_refused_by_the_database(petugas):
    facts = {"by": petugas, "list": "umkm.business", "name": "x", "query": "q=a"}
    SavedFilter.objects.create(**facts)

    with pytest.raises(IntegrityError, match="saved_filter_name_once_per_person"):
        SavedFilter.objects.create(**facts)


def test_the_list_costs_the_same_with_many_filters(desk, petugas, places, django_assert_num_queries):
    BusinessFactory.create_batch(20)
    for number in range(5):
        SavedFilter.objects.create(by=petugas, list="umkm.business", name=str(number), query="q=a")

    with django_assert_num_queries(8):
        desk.get(LIST)
