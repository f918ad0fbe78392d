"""Files are known by their content, kept once, and shown only to those they concern."""

import hashlib
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import IntegrityError
from PIL import Image

from tests.factories import ProductFactory
from tests.umkm.files import FILM, PDF, picture, upload
from umkm import documents
from umkm.models import Document, DocumentKind
from umkm.uploads import FilesField

MEGABYTE = 1024 * 1024


def kept(business, content, kind=DocumentKind.NIB, name="berkas.jpg", by=None, **more):
    return documents.keep(upload=upload(content, name), kind=kind, business=business, by=by, **more)


def bytes_of(stored):
    with stored.open() as opened:
        return opened.read()


def picture_in(stored):
    return Image.open(BytesIO(bytes_of(stored)))


def test_a_photo_is_kept_as_a_small_upright_jpeg_without_its_place(usaha, pemilik):
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by the camera
    exif[0x010F] = "Kamera"
    sent = picture(size=(4000, 3000), exif=exif)

    document = kept(usaha, sent, DocumentKind.PRODUCT_PHOTO, "DCIM/keripik.png", pemilik)

    stored = picture_in(document.file)
    assert (document.content_type, document.name) == ("image/jpeg", "keripik.png")
    assert (stored.format, stored.size, dict(stored.getexif())) == ("JPEG", (1500, 2000), {})
    assert picture_in(document.preview).size == (240, 320)
    assert document.sha256 == hashlib.sha256(sent).hexdigest()
    assert document.size == document.file.size
    assert document.uploaded_by == pemilik


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_pictures_of_other_kinds_become_jpeg(usaha, kind):
    document = kept(usaha, picture(kind=kind))

    assert picture_in(document.file).format == "JPEG"


def test_transparent_parts_become_white(usaha):
    out = BytesIO()
    Image.new("RGBA", (10, 10), (255, 0, 0, 0)).save(out, "PNG")

    document = kept(usaha, out.getvalue())

    assert picture_in(document.file).getpixel((5, 5)) == (255, 255, 255)


def test_a_pdf_and_a_film_are_kept_as_they_came(usaha):
    pdf = kept(usaha, PDF, DocumentKind.STATEMENT, "surat.pdf")
    film = kept(usaha, FILM, DocumentKind.PROCESS_VIDEO, "proses.mp4")

    assert (pdf.content_type, bytes_of(pdf.file), pdf.preview.name) == ("application/pdf", PDF, "")
    assert (film.content_type, bytes_of(film.file)) == ("video/mp4", FILM)


@pytest.mark.parametrize(
    ("content", "kind", "name", "sentence"),
    [
        (
            b"MZ\x90\x00" + b"\x00" * 100,
            DocumentKind.NIB,
            "nib.pdf",
            "“nib.pdf” bukan foto atau PDF. Foto dokumennya dengan kamera, atau kirim berkas PDF.",
        ),
        (
            PDF,
            DocumentKind.PRODUCT_PHOTO,
            "foto.jpg",
            "“foto.jpg” bukan foto. Ambil foto dengan kamera, lalu kirim sebagai JPEG atau PNG.",
        ),
        (
            picture()[:200],
            DocumentKind.PRODUCT_PHOTO,
            "putus.jpg",
            "“putus.jpg” bukan foto yang dapat dibuka. Ambil foto lagi, lalu kirim sebagai JPEG atau PNG.",
        ),
        (
            b"\x00\x00\x00\x18ftypheic" + b"\x00" * 64,
            DocumentKind.PROCESS_VIDEO,
            "IMG_1.HEIC",
            "“IMG_1.HEIC” bukan video, foto, atau PDF. Rekam video dengan ponsel, lalu kirim sebagai MP4.",
        ),
        (
            b"",
            DocumentKind.NIB,
            "kosong.pdf",
            "“kosong.pdf” bukan foto atau PDF. Foto dokumennya dengan kamera, atau kirim berkas PDF.",
        ),
        (
            FILM,
            DocumentKind.NIB,
            "nib.mp4",
            "“nib.mp4” bukan foto atau PDF. Foto dokumennya dengan kamera, atau kirim berkas PDF.",
        ),
    ],
)
def test_what_is_not_wanted_is_refused_by_name(usaha, content, kind, name, sentence):
    with pytest.raises(ValidationError) as refused:
        kept(usaha, content, kind, name)

    assert refused.value.messages == [sentence]
    assert Document.objects.count() == 0


def test_a_file_over_the_limit_is_refused_with_both_sizes(usaha):
    with pytest.raises(ValidationError) as refused:
        kept(usaha, PDF + b"\x00" * (20 * MEGABYTE), name="besar.pdf")

    assert refused.value.messages == [
        "“besar.pdf” berukuran 21 MB, lebih besar dari batas 20 MB. Kirim yang lebih kecil."
    ]


def test_a_picture_too_large_to_open_is_refused_before_it_is_opened(usaha):
    out = BytesIO()
    Image.new("1", (9000, 9000)).save(out, "PNG")

    with pytest.raises(ValidationError) as refused:
        kept(usaha, out.getvalue(), name="raksasa.png")

    assert refused.value.error_list[0].code == "too_many_pixels"


def test_the_same_file_twice_is_one_document(usaha):
    first = kept(usaha, PDF)

    second = kept(usaha, PDF, name="nama lain.pdf")

    assert (second, Document.objects.count()) == (first, 1)


def test_a_file_removed_or_of_another_product_is_kept_again(usaha):
    keripik = ProductFactory(business=usaha)
    removed = kept(usaha, picture(), DocumentKind.PRODUCT_PHOTO)
    Document.objects.update(removed_at=removed.uploaded_at)

    kept(usaha, picture(), DocumentKind.PRODUCT_PHOTO)
    kept(usaha, picture(), DocumentKind.PRODUCT_PHOTO, product=keripik)

    assert Document.objects.count() == 3


def test_two_senders_at_once_keep_one_file(usaha):
    document = kept(usaha, PDF)
    late = Document(business=usaha, kind=document.kind, content_type=document.content_type, size=1, name="x")
    late.sha256 = document.sha256

    stored = documents._stored(late, documents.check(upload(PDF), DocumentKind.NIB))

    assert stored is None
    assert not default_storage.exists(late.file.name or "documents/none")
    assert Document.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"kind": "LAUNDRY"}, "document_kind_is_known"),
        ({"content_type": "text/html"}, "document_type_is_allowed"),
        ({"size": 0}, "document_size_is_allowed"),
        ({"size": 100 * MEGABYTE + 1}, "document_size_is_allowed"),
        ({"sha256": "abc"}, "document_has_its_checksum"),
    ],
)
def test_the_database_keeps_the_rules(usaha, wrong, constraint):
    document = kept(usaha, PDF)

    with pytest.raises(IntegrityError, match=constraint):
        Document.objects.filter(pk=document.pk).update(**wrong)


def test_who_acts_for_the_business_and_staff_may_read(client, usaha, pemilik, petugas):
    document = kept(usaha, picture(), DocumentKind.PRODUCT_PHOTO)

    for person in (pemilik, petugas):
        client.force_login(person)
        answer = client.get(document.get_absolute_url())

        assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
        assert answer["Content-Disposition"] == f'inline; filename="foto produk {document.pk}.jpg"'
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]
        assert "private" in answer["Cache-Control"]
        assert b"".join(answer.streaming_content) == bytes_of(document.file)


def test_the_small_picture_has_its_own_address(client, usaha, pemilik):
    document = kept(usaha, picture(size=(900, 600)), DocumentKind.PRODUCT_PHOTO)
    client.force_login(pemilik)

    answer = client.get(document.get_absolute_url(), {"ukuran": "kecil"})

    assert Image.open(BytesIO(b"".join(answer.streaming_content))).size == (320, 213)


def test_strangers_find_nothing(client, usaha, orang_lain, pejabat):
    document = kept(usaha, PDF)

    assert client.get(document.get_absolute_url()).status_code == 302
    for person in (orang_lain, pejabat):
        client.force_login(person)
        assert client.get(document.get_absolute_url()).status_code == 404


def test_the_field_checks_every_file_and_names_each_refused_one(db):
    field = FilesField(kind=DocumentKind.PRODUCT_PHOTO)

    with pytest.raises(ValidationError) as refused:
        field.clean([upload(PDF, "a.pdf"), upload(picture(), "b.jpg"), upload(b"x", "c.jpg")])

    assert [message.split(" ")[0] for message in refused.value.messages] == ["“a.pdf”", "“c.jpg”"]


def test_the_field_gives_checked_files_in_order():
    field = FilesField(kind=DocumentKind.PRODUCT_PHOTO, required=False)

    checked = field.clean([upload(picture(), "a.jpg"), upload(picture(colour="blue"), "b.jpg")])

    assert [each.name for each in checked] == ["a.jpg", "b.jpg"]
    assert field.clean([]) == []
    assert field.clean(None) == []


def test_the_field_asks_for_a_second_round_after_ten_files():
    field = FilesField(kind=DocumentKind.PRODUCT_PHOTO)

    with pytest.raises(ValidationError) as refused:
        field.clean([upload(picture(), f"{number}.jpg") for number in range(11)])

    assert refused.value.messages == ["Anda memilih 11 berkas. Kirim paling banyak 10 sekaligus, sisanya sesudahnya."]


def test_a_needed_file_is_asked_for():
    with pytest.raises(ValidationError) as refused:
        FilesField(kind=DocumentKind.NIB).clean([])

    assert refused.value.code == "required"
