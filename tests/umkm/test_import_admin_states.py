"""How far an import is, who may see and press what, and what a killed worker leaves."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection
from django.urls import reverse

from accounts.roles import Role
from tests.factories import UserFactory
from umkm.importers import uploads
from umkm.models import Business, ImportRun, ImportState, ImportUpload
from umkm.models.uploads import ADVISORY_LOCKS, with_state
from umkm.tasks import forget_import_files

pytestmark = pytest.mark.usefixtures("lampung", "private_files")

AT = datetime(2026, 11, 24, 8, tzinfo=UTC)
ROWS = "nib,nama_usaha,kabupaten\n9120001234567,Keripik Sari,Kota Metro\n912,Salah,Metro\n"
CONFIRMED_EARLY = "import_upload_confirmed_after_its_preview"


@pytest.fixture
def waiting(petugas):
    """A run whose file waits for a worker."""
    run = ImportRun.objects.create(kind="BUSINESSES", file_name="usaha.csv", file_hash="0" * 64, by=petugas)
    upload = ImportUpload(run=run, size=len(ROWS))
    upload.file.save("", ContentFile(ROWS.encode(), name="usaha.csv"))
    return upload


@pytest.fixture
def kepala(db):
    user = UserFactory(is_staff=True)
    user.groups.add(Group.objects.get(name=Role.HEAD))
    return user


@pytest.fixture
def other_worker():
    """A second connection to the database; closing it is what a kill does."""
    other = connection.get_new_connection(connection.get_connection_params())
    yield other
    other.close()


def state():
    return with_state(ImportRun.objects).first().state


def page_of(upload, name="change"):
    return reverse(f"admin:umkm_importrun_{name}", args=[upload.pk])


def test_a_run_without_a_worker_waits_and_says_so(desk, waiting):
    page = desk.get(page_of(waiting))

    assert state() == "WAITING"
    assert "Menunggu giliran" in page.text
    assert "Mulai lagi" not in page.text
    assert f'<a href="{page_of(waiting)}">Lihat keadaan terbaru</a>' in page.text


def test_a_run_that_a_worker_holds_is_left_alone_by_another(waiting, other_worker):
    with other_worker.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [ADVISORY_LOCKS, waiting.pk])

    uploads.work_on(waiting.pk, at=AT)

    waiting.refresh_from_db()
    assert (waiting.previewed_at, state()) == (None, "RUNNING")


def test_a_killed_worker_leaves_a_stopped_run_that_starts_again_to_the_same_end(
    desk, waiting, other_worker, django_capture_on_commit_callbacks
):
    with other_worker.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [ADVISORY_LOCKS, waiting.pk])
    ImportUpload.objects.update(begun_at=AT)
    other_worker.close()

    stopped = desk.get(page_of(waiting))
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(page_of(waiting, "decide"), {"action": "again"})

    assert "Pekerjaan terhenti di tengah jalan" in stopped.text
    assert state() == "READY"
    counts = ImportUpload.objects.get().preview["counts"]
    assert (counts["created"], counts["refused"]) == (1, 1)


def test_work_that_is_done_is_not_done_again(waiting):
    uploads.work_on(waiting.pk, at=AT)
    uploads.confirm(upload=waiting, by=None)
    uploads.work_on(waiting.pk, at=AT)
    before = Business.pgh_event_model.objects.count(), ImportRun.objects.get().finished_at

    uploads.work_on(waiting.pk, at=AT)

    assert (Business.pgh_event_model.objects.count(), ImportRun.objects.get().finished_at) == before


def test_an_error_of_the_portal_is_told_and_reaches_the_log(desk, waiting):
    waiting.file.storage.delete(waiting.file.name)

    with pytest.raises(FileNotFoundError):
        uploads.work_on(waiting.pk, at=AT)

    assert state() == "FAILED"
    assert "Ada kesalahan pada portal saat membaca berkas" in desk.get(page_of(waiting)).text


def test_the_head_looks_but_has_nothing_to_press(client, waiting, kepala):
    uploads.work_on(waiting.pk, at=AT)
    client.force_login(kepala)

    page = client.get(page_of(waiting))

    assert "Belum ada data yang berubah." in page.text
    assert 'name="action"' not in page.text
    assert client.get(reverse("admin:umkm_importrun_add")).status_code == 403
    assert client.post(page_of(waiting, "decide"), {"action": "confirm"}).status_code == 403
    assert client.get(reverse("admin:umkm_importrun_rejects", args=[waiting.pk, "csv"])).status_code == 403
    assert client.get(reverse("admin:umkm_importrun_template", args=["BUSINESSES", "csv"])).status_code == 403
    assert state() == "READY"


@pytest.mark.parametrize("name", ["pemilik", "pejabat", None])
def test_who_is_not_staff_comes_nowhere_near(client, waiting, request, name):
    uploads.work_on(waiting.pk, at=AT)
    if name:
        client.force_login(request.getfixturevalue(name))

    answers = [
        client.get(page_of(waiting)),
        client.get(reverse("admin:umkm_importrun_add")),
        client.get(reverse("admin:umkm_importrun_rejects", args=[waiting.pk, "csv"])),
        client.post(page_of(waiting, "decide"), {"action": "confirm"}),
    ]

    assert [answer.status_code for answer in answers] == [302] * 4
    assert state() == "READY"


def test_what_is_not_there_is_not_found(desk, waiting):
    urls = [
        reverse("admin:umkm_importrun_rejects", args=[waiting.pk, "csv"]),
        reverse("admin:umkm_importrun_rejects", args=[waiting.pk + 1, "csv"]),
        reverse("admin:umkm_importrun_template", args=["LAIN", "csv"]),
        reverse("admin:umkm_importrun_template", args=["BUSINESSES", "exe"]),
    ]

    assert [desk.get(url).status_code for url in urls] == [404] * 4
    assert desk.post(page_of(waiting, "decide"), {"action": "lain"}).status_code == 404
    assert desk.get(page_of(waiting, "decide")).status_code == 405


def test_the_list_filters_by_state(desk, waiting):
    done = ImportRun.objects.create(kind="PACKAGES", file_name="paket.csv", file_hash="1" * 64, finished_at=AT)
    old = ImportRun.objects.create(kind="PACKAGES", file_name="lama.csv", file_hash="2" * 64)
    url = reverse("admin:umkm_importrun_changelist")

    found = {value: list(desk.get(url, {"keadaan": value}).context["cl"].result_list) for value in ImportState.values}

    assert {value: runs for value, runs in found.items() if runs} == {
        "WAITING": [waiting.run],
        "DONE": [done],
        "UNFINISHED": [old],
    }


@pytest.mark.parametrize("count", [1, 20])
def test_the_list_costs_the_same_for_one_row_and_for_twenty(desk, petugas, count, django_assert_num_queries):
    for number in range(count):
        run = ImportRun.objects.create(kind="BUSINESSES", file_name=f"{number}.csv", file_hash="", by=petugas)
        ImportUpload.objects.create(run=run, size=1)

    with django_assert_num_queries(7):
        desk.get(reverse("admin:umkm_importrun_changelist"))


@pytest.mark.parametrize("rows", [1, 20])
def test_a_run_costs_the_same_for_one_refused_row_and_for_twenty(desk, waiting, rows, django_assert_num_queries):
    waiting.run.refused_rows.model.objects.bulk_create(
        waiting.run.refused_rows.model(run=waiting.run, line=line, column="nib", value="", reason="x", cells={})
        for line in range(rows)
    )
    uploads.work_on(waiting.pk, at=AT)

    with django_assert_num_queries(12):
        desk.get(page_of(waiting))


def test_files_are_forgotten_after_their_days_but_not_while_a_decision_waits(
    waiting, settings, django_capture_on_commit_callbacks
):
    uploads.work_on(waiting.pk, at=AT)
    ImportRun.objects.update(started_at=AT - timedelta(days=settings.IMPORT_KEPT_DAYS + 1))
    kept = ImportUpload.objects.get()

    forget_import_files()
    assert ImportUpload.objects.get().file == kept.file

    uploads.discard(upload=kept, by=None)
    with django_capture_on_commit_callbacks(execute=True):
        forget_import_files()

    now = ImportUpload.objects.get()
    assert (now.file.name, now.rejects.name, now.preview["counts"]["read"]) == ("", "", 2)
    assert [kept.file.storage.exists(name) for name in (kept.file.name, kept.rejects.name)] == [False, False]


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        ("import_upload_previewed_iff_dated", "preview = '{}'"),
        ("import_upload_previewed_iff_dated", "previewed_at = now()"),
        (CONFIRMED_EARLY, "confirmed_at = now()"),
        (CONFIRMED_EARLY, "preview = '{}', previewed_at = now(), confirmed_at = now() - interval '1 day'"),
        (
            "import_upload_confirmed_or_discarded",
            "preview = '{}', previewed_at = now(), confirmed_at = now(), discarded_at = now()",
        ),
        ("import_upload_failed_iff_reasoned", "failed_at = now()"),
        ("import_upload_failed_iff_reasoned", "failure = 'rusak'"),
    ],
)
def test_what_cannot_be_meets_the_wall(waiting, rule, change):
    with pytest.raises(IntegrityError, match=rule), connection.cursor() as cursor:
        cursor.execute(f"UPDATE umkm_importupload SET {change} WHERE run_id = %s", [waiting.pk])  # noqa: S608


def test_every_decision_leaves_a_line_in_the_audit_trail(desk, waiting, petugas):
    uploads.work_on(waiting.pk, at=AT)

    desk.post(page_of(waiting, "decide"), {"action": "discard"})

    event = ImportUpload.pgh_event_model.objects.order_by("-pgh_id").first()
    assert (event.discarded_by_id, event.pgh_context.metadata["user"]) == (petugas.pk, petugas.pk)
