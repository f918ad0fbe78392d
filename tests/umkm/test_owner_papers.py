"""Documents an owner gives once: by kind, several at a time, replaced with history, removed."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from tests.conftest import TODAY
from tests.factories import CertificateFactory, ProductFactory
from tests.umkm.files import FILM, PDF, picture, upload
from umkm.desk_blocks import tasks_of
from umkm.documents import check, keep
from umkm.models import Document, DocumentKind
from umkm.owner.papers import BY_SLUG, PAPERS, kept, missing, remove, replace

AT = datetime(2026, 11, 24, 3, tzinfo=UTC)
LATER = datetime(2026, 11, 25, 3, tzinfo=UTC)


def give(business, content=PDF, kind=DocumentKind.NIB, name="nib.pdf"):
    return keep(upload=upload(content, name), kind=kind, business=business, by=None)


def page(usaha, slug="nib"):
    return reverse("umkm:paper", args=[usaha.pk, slug])


def test_several_files_of_one_kind_are_given_at_once(client, pemilik, usaha):
    client.force_login(pemilik)

    response = client.post(page(usaha), {"files": [upload(PDF, "a.pdf"), upload(picture(), "b.jpg")]}, follow=True)

    given = usaha.documents.order_by("pk")
    assert [(one.kind, one.name, one.uploaded_by) for one in given] == [
        ("NIB", "a.pdf", pemilik),
        ("NIB", "b.jpg", pemilik),
    ]
    assert [str(message) for message in response.context["messages"]] == ["2 berkas tersimpan."]


def test_a_file_of_the_wrong_kind_is_refused_in_words(client, pemilik, usaha):
    client.force_login(pemilik)

    response = client.post(page(usaha), {"files": [upload(FILM, "film.mp4")]})

    assert response.context["form"].errors["files"] == [
        "“film.mp4” bukan foto atau PDF. Foto dokumennya dengan kamera, atau kirim berkas PDF."
    ]
    assert not usaha.documents.exists()


def test_a_replaced_document_stays_as_history(client, pemilik, usaha):
    old = give(usaha)
    client.force_login(pemilik)
    address = reverse("umkm:paper_replace", args=[usaha.pk, "nib", old.pk])

    client.post(address, {"files": [upload(picture(), "baru.jpg")]})

    shown = client.get(page(usaha))
    assert [document.name for document in shown.context["now"]] == ["baru.jpg"]
    assert shown.context["past"] == [old]


def test_replacing_by_the_same_file_changes_nothing(usaha, pemilik):
    old = give(usaha)

    now = replace(document=old, checked=check(upload(PDF, "nib.pdf"), DocumentKind.NIB), by=pemilik, at=AT)

    assert now == old
    assert Document.objects.get().removed_at is None


def test_only_one_file_takes_the_place_of_one(client, pemilik, usaha):
    old = give(usaha)
    client.force_login(pemilik)
    address = reverse("umkm:paper_replace", args=[usaha.pk, "nib", old.pk])

    response = client.post(address, {"files": [upload(picture(), "a.jpg"), upload(picture(colour="blue"), "b.jpg")]})

    assert response.context["form"].errors["files"] == [
        "Anda memilih 2 berkas. Kirim paling banyak 1 sekaligus, sisanya sesudahnya."
    ]
    assert list(usaha.documents.all()) == [old]


def test_the_first_removal_counts(usaha):
    document = give(usaha)

    remove(document=document, at=AT)
    remove(document=document, at=LATER)

    document.refresh_from_db()
    assert document.removed_at == AT


def test_the_page_removes_a_document(client, pemilik, usaha):
    document = give(usaha)
    client.force_login(pemilik)

    response = client.post(reverse("umkm:paper_remove", args=[usaha.pk, "nib", document.pk]), follow=True)

    assert response.context["now"] == []
    assert [str(message) for message in response.context["messages"]] == ["“nib.pdf” sudah dihapus dari dokumen Anda."]


@pytest.mark.parametrize("action", ["paper_remove", "paper_replace"])
def test_a_document_of_someone_else_is_not_found(client, orang_lain, usaha, action):
    document = give(usaha)
    client.force_login(orang_lain)

    response = client.post(reverse(f"umkm:{action}", args=[usaha.pk, "nib", document.pk]), {})

    document.refresh_from_db()
    assert (response.status_code, document.removed_at) == (404, None)


def test_a_document_is_not_found_under_another_kind(client, pemilik, usaha):
    document = give(usaha)
    client.force_login(pemilik)

    response = client.post(reverse("umkm:paper_remove", args=[usaha.pk, "profil", document.pk]))

    assert response.status_code == 404


def test_an_unknown_kind_is_not_found(client, pemilik, usaha):
    client.force_login(pemilik)

    assert client.get(page(usaha, "tidak-ada")).status_code == 404


def test_the_list_counts_what_an_application_needs(client, pemilik, usaha):
    give(usaha)
    give(usaha, kind=DocumentKind.OTHER, name="surat.pdf")
    remove(document=give(usaha, picture(), DocumentKind.COMPANY_PROFILE), at=AT)
    client.force_login(pemilik)

    context = client.get(reverse("umkm:papers", args=[usaha.pk])).context

    needed = [paper for paper in PAPERS if paper.needed]
    assert (context["given"], context["needed"]) == (1, len(needed))
    assert [paper.kind for paper in missing(kept(usaha))] == [p.kind for p in needed if p.kind != DocumentKind.NIB]


def test_photos_of_products_are_no_papers(usaha):
    product = ProductFactory(business=usaha)
    kind = DocumentKind.PRODUCT_PHOTO
    keep(upload=upload(picture(), "foto.jpg"), kind=kind, business=usaha, by=None, product=product)

    assert list(kept(usaha)) == []


def test_every_paper_has_an_address_of_its_own():
    assert len(BY_SLUG) == len({paper.kind for paper in PAPERS}) == len(PAPERS)


@pytest.mark.parametrize("count", [1, 20])
def test_the_documents_cost_the_same_for_one_and_for_twenty(client, pemilik, usaha, django_assert_num_queries, count):
    for number in range(count):
        give(usaha, PDF + str(number).encode(), name=f"{number}.pdf")
    client.force_login(pemilik)
    client.get("/")

    for address in (reverse("umkm:papers", args=[usaha.pk]), page(usaha)):
        with django_assert_num_queries(4):
            client.get(address)


def test_the_desk_asks_for_missing_documents_until_a_certificate_is_valid(usaha):
    give(usaha)
    asked = [task.url for task in tasks_of(usaha, TODAY)]

    CertificateFactory(business=usaha)

    papers = reverse("umkm:papers", args=[usaha.pk])
    assert (papers in asked, papers in [task.url for task in tasks_of(usaha, TODAY)]) == (True, False)


def test_the_desk_asks_for_a_first_product_then_for_photos_and_prices(usaha):
    CertificateFactory(business=usaha)
    first = [task.text for task in tasks_of(usaha, TODAY)]
    ProductFactory(business=usaha, price=20_000)
    product = ProductFactory(business=usaha)
    kind = DocumentKind.PRODUCT_PHOTO
    keep(upload=upload(picture(), "foto.jpg"), kind=kind, business=usaha, by=None, product=product)

    then = [task.text for task in tasks_of(usaha, TODAY)]

    assert first == ["Belum ada produk. Catat barang yang Anda buat."]
    assert then == ["1 produk belum punya foto.", "1 produk belum punya harga."]
