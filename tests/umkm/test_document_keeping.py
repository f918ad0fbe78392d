"""Files end: removed ones after their retention, identity cards once they have served; and nothing leads nowhere."""

import os
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from certification.worker_ids import erase_worker_ids
from tests.certification.application_chains import application
from tests.factories import CertificateFactory, CertificateItemFactory, ProductFactory
from tests.umkm.files import FILM, PDF, picture, upload
from umkm import documents
from umkm.keeping import check_documents, erase_removed
from umkm.models import Document, DocumentKind

AT = datetime(2026, 11, 24, 3, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def kept(usaha, django_capture_on_commit_callbacks):
    def keeping(content=PDF, kind=DocumentKind.NIB, **more):
        return documents.keep(upload=upload(content), kind=kind, business=usaha, by=None, **more)

    return keeping


def test_a_removed_document_is_erased_after_its_retention_and_its_row_stays(
    kept, settings, django_capture_on_commit_callbacks
):
    settings.DOCUMENT_RETENTION_DAYS = 30
    old, young, used = kept(picture()), kept(), kept(kind=DocumentKind.OTHER)
    names = [old.file.name, old.preview.name]
    Document.objects.filter(pk=old.pk).update(removed_at=AT - 31 * DAY)
    Document.objects.filter(pk=young.pk).update(removed_at=AT - 29 * DAY)

    with django_capture_on_commit_callbacks(execute=True):
        erased = erase_removed(AT)

    old.refresh_from_db()
    assert (erased, old.erased_why, old.erased_at, old.file.name) == (1, "RETENTION", AT, "")
    assert [default_storage.exists(name) for name in (*names, young.file.name, used.file.name)] == [
        False, False, True, True,
    ]  # fmt: skip
    assert erase_removed(AT) == 0


def test_the_row_and_its_file_end_together(kept):
    document = kept()

    for wrong in ({"file": ""}, {"erased_at": AT}, {"erased_at": AT, "erased_why": "SIGNED", "file": ""}):
        with pytest.raises(IntegrityError, match="document_has_its_file_until_erased"), transaction.atomic():
            Document.objects.filter(pk=document.pk).update(**wrong)


@pytest.mark.parametrize(
    ("events", "erased"),
    [
        ([("SUBMITTED", 1), ("COMPLETE", 2), ("SIGNED", 3)], 1),
        ([("SUBMITTED", 1), ("COMPLETE", 2)], 0),
        ([("SUBMITTED", -9), ("COMPLETE", -8), ("SIGNED", -7)], 0),
    ],
    ids=["signed", "still running", "signed before the card came"],
)
def test_identity_cards_go_when_the_application_is_signed(kept, usaha, events, erased):
    given = date(2026, 11, 1)
    card, paper = kept(picture(), DocumentKind.WORKER_ID), kept()
    Document.objects.update(uploaded_at=datetime(2026, 11, 1, 3, tzinfo=UTC))
    chain = [(kind, given + days * DAY) for kind, days in events]
    item = CertificateItemFactory(certificate=CertificateFactory(business=usaha, issued_on=date(2025, 1, 1)))
    made = application(*chain[:-1], product=ProductFactory(business=usaha))
    made.item = item
    made.save()
    made.events.create(kind=chain[-1][0], day=chain[-1][1], source="DEMO")

    assert erase_worker_ids(on=AT.date(), at=AT) == erased
    card.refresh_from_db()
    paper.refresh_from_db()
    assert (card.erased_why, paper.erased_at) == ("SIGNED" if erased else "", None)


def test_identity_cards_go_when_a_later_certificate_is_valid_and_nobody_followed_the_application(kept, usaha):
    kept(picture(), DocumentKind.WORKER_ID)
    Document.objects.update(uploaded_at=datetime(2026, 11, 1, 3, tzinfo=UTC))
    CertificateItemFactory(certificate=CertificateFactory(business=usaha, issued_on=date(2026, 11, 10)))

    assert erase_worker_ids(on=AT.date(), at=AT) == 1
    assert erase_worker_ids(on=AT.date(), at=AT) == 0


def test_the_command_names_what_is_wrong_and_deletes_old_orphans_only(kept):
    lost, short, sound = kept(), kept(PDF + b"1"), kept(picture())
    default_storage.delete(lost.file.name)
    Document.objects.filter(pk=short.pk).update(size=5)
    for name, age in (("alt", 2), ("neu", 0)):
        default_storage.save(f"documents/zz/{name}", upload(PDF))
        moment = datetime.now(UTC).timestamp() - age * 86_400
        os.utime(default_storage.path(f"documents/zz/{name}"), (moment, moment))
    out = StringIO()

    with pytest.raises(SystemExit) as stopped:
        call_command("check_documents", "--delete-orphans", stdout=out)

    assert stopped.value.code == 2
    assert f"Dokumen {lost.pk}: berkasnya hilang dari penyimpanan." in out.getvalue()
    assert f"Dokumen {short.pk}: seharusnya 5 byte" in out.getvalue()
    assert [default_storage.exists(f"documents/zz/{name}") for name in ("alt", "neu")] == [False, True]
    assert default_storage.exists(sound.preview.name)


def test_a_sound_store_is_said_to_be_sound(kept):
    kept(picture())
    out = StringIO()

    call_command("check_documents", stdout=out)

    assert (check_documents().is_sound, out.getvalue()) == (True, "1 dokumen diperiksa.\n")


def test_a_lost_or_erased_file_is_a_sentence_not_an_error(client, kept, pemilik, orang_lain):
    lost, gone = kept(), kept(picture())
    default_storage.delete(lost.file.name)
    Document.objects.filter(pk=gone.pk).update(file="", preview="", removed_at=AT, erased_at=AT, erased_why="RETENTION")
    client.force_login(pemilik)

    first, second = client.get(lost.get_absolute_url()), client.get(gone.get_absolute_url())

    assert (first.status_code, second.status_code) == (404, 410)
    assert "tidak ditemukan di penyimpanan. Kirim berkasnya sekali lagi" in first.text
    assert "dihapus pada 24 Nov 2026: masa simpannya habis" in second.text
    client.force_login(orang_lain)
    assert "Isi berkas" not in client.get(gone.get_absolute_url()).text


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ("bytes=0-9", 206, slice(0, 10)),
        ("bytes=80-", 206, slice(80, None)),
        ("bytes=-5", 206, slice(-5, None)),
        ("bytes=10-99999", 206, slice(10, None)),
        ("bytes=5-3", 200, slice(None)),
        ("bytes=0-1,4-5", 200, slice(None)),
        ("bytes=-", 200, slice(None)),
    ],
)
def test_a_player_gets_the_part_it_asks_for(client, kept, pemilik, asked, status, part):
    film = kept(FILM, DocumentKind.PROCESS_VIDEO)
    client.force_login(pemilik)

    answer = client.get(film.get_absolute_url(), headers={"Range": asked})

    body = b"".join(answer.streaming_content)
    assert (answer.status_code, body, answer["Content-Length"]) == (status, FILM[part], str(len(FILM[part])))
    assert answer["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize("asked", ["bytes=500-", "bytes=-0"])
def test_a_part_behind_the_end_is_refused_with_the_size(client, kept, pemilik, asked):
    film = kept(FILM, DocumentKind.PROCESS_VIDEO)
    client.force_login(pemilik)

    answer = client.get(film.get_absolute_url(), headers={"Range": asked})

    assert (answer.status_code, answer["Content-Range"]) == (416, f"bytes */{len(FILM)}")


def test_the_desk_shows_the_files_of_one_requirement_together(client, kept, petugas):
    first, second = kept(picture()), kept(picture(colour="blue"))
    card = kept(picture(colour="green"), DocumentKind.WORKER_ID)
    client.force_login(petugas)

    page = client.get(reverse("admin:umkm_document_change", args=[first.pk])).text
    listed = client.get(reverse("admin:umkm_document_changelist")).text

    assert f"{second.get_absolute_url()}?ukuran=kecil" in page
    assert f"{card.get_absolute_url()}?ukuran=kecil" not in listed + page
